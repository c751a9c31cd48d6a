"""The bill switch of the agents: it pulls bills, and reports the cash that agents took."""

import base64
import binascii
import hashlib
import hmac
from functools import wraps
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from hukumati.core.clock import now
from hukumati.core.failpoints import hit
from hukumati.core.limits import allow
from hukumati.core.network import client_network
from hukumati.core.security_events import note
from hukumati.payments.channels.agent_cash import messages
from hukumati.payments.channels.agent_cash.bill_pull import pull_bill
from hukumati.payments.channels.agent_cash.messages import Code
from hukumati.payments.channels.agent_cash.notices import record_notice
from hukumati.payments.channels.agent_cash.references import CHANNEL
from hukumati.payments.http.endpoints import View, machine_endpoint, problem
from hukumati.payments.use_cases import inbox

PULLS_PER_MINUTE: Final = 1200
WRONG_PULLS_PER_HOUR: Final = 60
"""Of one company, by the name it gives itself."""
WRONG_PULLS_OF_SWITCH: Final = 600
"""An hour, of all names together: whoever has the credential may take any."""


def _is_switch(request: HttpRequest) -> bool:
    """Return whether the request has the switch's name and password (HTTP Basic, compared in constant time)."""
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    try:
        given = base64.b64decode(encoded, validate=True) if scheme.lower() == "basic" else b""
    except (binascii.Error, ValueError):
        given = b""
    config = settings.HUKUMATI
    expected = f"{config.ebpp_username}:{config.ebpp_password.get_secret_value()}"
    # digests, because compare_digest gives away the length of what it compares
    return hmac.compare_digest(hashlib.sha256(given).digest(), hashlib.sha256(expected.encode()).digest())


def _sender() -> str:
    """Return who sent a message, by the credential that it came with."""
    return f"ebpp:{settings.HUKUMATI.ebpp_username}"


def _may_guess(company: str) -> bool:
    limits = ((company, WRONG_PULLS_PER_HOUR), (_sender(), WRONG_PULLS_OF_SWITCH))
    return all(allow(key=f"ebpp.guess:{name}", at_most=most, per_seconds=3600) for name, most in limits)


def _switch_only(view: View) -> View:
    @wraps(view)
    def handle(request: HttpRequest, raw: bytes) -> HttpResponse:
        if not _is_switch(request):
            note("payments.switch_refused", origin=client_network(request))
            answer = problem(401, "The name and password of the switch are required.")
            answer["WWW-Authenticate"] = 'Basic realm="ebpp", charset="UTF-8"'
            return answer
        try:
            return view(request, raw)
        except messages.UnreadableMessage as error:
            return problem(400, f"The message cannot be read: {error}.")

    return handle


def _too_many() -> HttpResponse:
    answer = problem(429, "Too many bills were requested.")
    answer["Retry-After"] = "60"
    return answer


@machine_endpoint
@_switch_only
def bill_pull(request: HttpRequest, raw: bytes) -> HttpResponse:
    """Answer a BILPULRQ; references cannot be guessed, as wrong ones are counted for each company and for all."""
    pull = messages.parse_bill_pull(raw)
    if not allow(key=f"ebpp.pull:{_sender()}", at_most=PULLS_PER_MINUTE, per_seconds=60):
        return _too_many()
    code, record = pull_bill(reference=pull.reference)
    is_guess = code is Code.NOT_FOUND
    if is_guess and not _may_guess(pull.company):
        return _too_many()
    found = [record] if code is Code.SUCCESS else []
    body: messages.Record = {"RecCount": len(found), "BillsRec": found}
    return _answer("BILPULRS", pull.guid, pull.company, code, body)


@machine_endpoint
@_switch_only
def payment_notification(request: HttpRequest, raw: bytes) -> HttpResponse:
    """Answer a BLRPMTNTFRQ after the cash is recorded and committed; a retry gets the same answer."""
    notice = messages.parse_cash_notice(raw)
    message = inbox.store(channel=CHANNEL, source=_sender(), message_id=notice.transaction, raw=raw, headers={})
    hit("payments.inbox.stored")
    code = record_notice(notice, message=message)
    hit("payments.cash.before_answer")
    body: messages.Record = {"Transactions": [messages.notice_record(notice, code=code)]}
    return _answer("BLRPMTNTFRS", notice.guid, notice.company, code, body)


def _answer(kind: str, guid: str, company: str, code: Code, body: messages.Record) -> JsonResponse:
    return JsonResponse(
        messages.envelope(kind=kind, guid=guid, company=company, at=now().isoformat(), code=code, body=body)
    )
