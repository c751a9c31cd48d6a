"""Mobile operators' signal of swapped SIM cards, by CAMARA's SIM Swap API, version 2.

POST /oauth2/token (RFC 6749 §4.4, client credentials), then POST /check with the number and how many hours to look
back. Whatever is no clear answer is none: a silent operator is not one that says no.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any, Final
from uuid import uuid4

import httpx
import structlog

from hukumati.core.http_answers import bounded_request
from hukumati.core.json import NotJson, parse_json

TIMEOUT: Final = httpx.Timeout(2.0, connect=1.0)
SECONDS: Final = 3.0
SCOPE: Final = "sim-swap:check"
OK: Final = 200
log = structlog.get_logger("hukumati.identity.sim_swap")


@dataclass(frozen=True, slots=True)
class CamaraSimSwap:
    """A SimSwapSignal of one operator, or of an aggregator of several."""

    url: str
    token_url: str
    client_id: str
    client_secret: str = field(repr=False)

    def was_swapped(self, number: str, *, within: timedelta) -> bool | None:
        """Return whether the card was swapped, or None while the operator gives no clear answer."""
        hours = int(within / timedelta(hours=1))
        token = self._text(self._ask(self.token_url, data={"grant_type": "client_credentials", "scope": SCOPE}))
        if token is None:
            return None
        headers = {"Authorization": f"Bearer {token}", "x-correlator": str(uuid4())}
        answer = self._ask(f"{self.url}/check", json={"phoneNumber": number, "maxAge": hours}, headers=headers)
        swapped = answer.get("swapped")
        return swapped if isinstance(swapped, bool) else None

    def _ask(self, url: str, *, headers: dict[str, str] | None = None, **sent: Any) -> dict[str, object]:
        """Return the members of a good answer; none for any other, which is logged without the number."""
        auth = None if headers else (self.client_id, self.client_secret)
        try:
            answer = bounded_request(_client(auth), "POST", url, headers=headers, seconds=SECONDS, **sent)
            found = parse_json(answer.content) if answer.status_code == OK else None
        except (httpx.HTTPError, NotJson) as fault:
            log.warning("sim_swap_unknown", fault=type(fault).__name__)
            return {}
        if not isinstance(found, dict):
            log.warning("sim_swap_unknown", status=answer.status_code)
            return {}
        return found

    @staticmethod
    def _text(answer: dict[str, object]) -> str | None:
        token = answer.get("access_token")
        return token if isinstance(token, str) and token.isascii() and token.isprintable() else None


@cache
def _client(auth: tuple[str, str] | None) -> httpx.Client:
    limits = httpx.Limits(max_keepalive_connections=0)
    return httpx.Client(timeout=TIMEOUT, limits=limits, trust_env=False, auth=auth)
