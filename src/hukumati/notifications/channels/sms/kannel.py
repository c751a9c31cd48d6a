"""SMS by Kannel's HTTP interface: POST with X-Kannel-* headers, so that neither number nor text stands in a URL.

Measured on Kannel 1.4.5: a form in the body is answered 400 "Invalid content-type"; 202 says "0: Accepted for delivery"
or "3: Queued for later delivery"; 403 means that our credentials are refused; 503 that the gateway cannot take it now.
"""

import re
from functools import cache
from typing import Final

import httpx
import structlog
from django.conf import settings

from hukumati.core.http_answers import bounded_request
from hukumati.notifications.channels.sms.parts import is_gsm
from hukumati.notifications.domain.delivery import Outcome
from hukumati.notifications.ports import OutgoingMessage

TIMEOUT: Final = httpx.Timeout(10.0, connect=3.0)
SENDER: Final = "Hukumati"
_E164: Final = re.compile(r"\+[0-9]{6,15}")
_NOT_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)

log = structlog.get_logger("hukumati.notifications")


class KannelGateway:
    """Submits messages to a Kannel gateway."""

    def submit(self, message: OutgoingMessage) -> Outcome:
        """Submit the message once."""
        if not _E164.fullmatch(message.address):
            return Outcome.REFUSED
        try:
            url = f"{settings.HUKUMATI.sms_url}/cgi-bin/sendsms"
            answer = bounded_request(_client(), "POST", url, content=message.text.encode(), headers=_headers(message))
        except _NOT_SENT:
            return Outcome.LATER
        except httpx.TransportError:
            return Outcome.UNKNOWN
        return _outcome(answer.status_code)


@cache
def _client() -> httpx.Client:
    """Return a client that keeps no connection: one that the gateway had closed would look like an unknown outcome."""
    return httpx.Client(timeout=TIMEOUT, limits=httpx.Limits(max_keepalive_connections=0), trust_env=False)


def _headers(message: OutgoingMessage) -> dict[str, str]:
    config = settings.HUKUMATI
    return {
        "Content-Type": "text/plain; charset=UTF-8",
        "X-Kannel-Username": config.sms_username,
        "X-Kannel-Password": config.sms_password.get_secret_value(),
        "X-Kannel-From": SENDER,
        "X-Kannel-To": message.address,
        "X-Kannel-Coding": "0" if is_gsm(message.text) else "2",
        "X-Kannel-Account": message.idempotency_key,
    }


def _outcome(status: int) -> Outcome:
    match status:
        case 200 | 202:
            return Outcome.DONE
        case 401 | 403:
            log.error("notifications.sms_credentials_refused", status=status)
            return Outcome.LATER
        case 429 | 503:
            return Outcome.LATER
        case _ if 400 <= status < 500:
            return Outcome.REFUSED
        case _:
            return Outcome.UNKNOWN
