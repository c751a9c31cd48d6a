"""The machine endpoints: the acquirer's notifications, and the bill switch of the agents."""

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Callable
from functools import wraps
from typing import Final

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from hukumati.core.clock import now
from hukumati.core.failpoints import hit
from hukumati.core.limits import allow
from hukumati.payments.adapters.card_redirect import webhook
from hukumati.payments.adapters.ebpp_biller import messages
from hukumati.payments.adapters.ebpp_biller.messages import Code
from hukumati.payments.use_cases import cash, inbox

MOST_BYTES: Final = 65_536
PULLS_PER_MINUTE: Final = 120
WRONG_PULLS_PER_HOUR: Final = 60
FORGED_KEPT_PER_HOUR: Final = 100

log = structlog.get_logger("hukumati.payments")
View = Callable[[HttpRequest, bytes], HttpResponse]


def _machine(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """A POST of at most 64 KB, without a session."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def handle(request: HttpRequest) -> HttpResponse:
        raw = request.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            return _problem(413, "The message is too large.")
        return view(request, raw)

    return handle


def _problem(status: int, title: str) -> JsonResponse:
    return JsonResponse(
        {"type": "about:blank", "title": title, "status": status},
        status=status,
        content_type="application/problem+json",
    )


@_machine
def card_webhook(request: HttpRequest, raw: bytes) -> HttpResponse:
    """Keep a genuine notification and answer 200 once it is committed; a forged or old one gets 400."""
    header = request.headers.get(webhook.SIGNATURE_HEADER, "")
    secret = settings.HUKUMATI.acquirer_webhook_secret.get_secret_value()
    try:
        webhook.verify(raw, header=header, secret=secret, now=int(time.time()))
        notice = webhook.read_notice(raw)
    except webhook.InvalidNotice as invalid:
        log.warning("webhook.refused", reason=str(invalid))
        if allow(key="webhook.forged", at_most=FORGED_KEPT_PER_HOUR, per_seconds=3600):
            digest = hashlib.sha256(raw).hexdigest()
            inbox.keep_forged(source=inbox.CARD, digest=digest, raw=raw, verdict=str(invalid))
        return _problem(400, "The notification is not genuine.")
    inbox.keep_card_notice(message_id=notice.message_id, raw=raw, headers={webhook.SIGNATURE_HEADER: header[:1000]})
    return HttpResponse(status=200)


def _is_switch(request: HttpRequest) -> bool:
    """HTTP Basic, compared in constant time."""
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    try:
        given = base64.b64decode(encoded, validate=True) if scheme.lower() == "basic" else b""
    except (binascii.Error, ValueError):
        given = b""
    config = settings.HUKUMATI
    wanted = f"{config.ebpp_username}:{config.ebpp_password.get_secret_value()}"
    return hmac.compare_digest(hashlib.sha256(given).digest(), hashlib.sha256(wanted.encode()).digest())


def _switch_only(view: View) -> View:
    @wraps(view)
    def handle(request: HttpRequest, raw: bytes) -> HttpResponse:
        if not _is_switch(request):
            answer = _problem(401, "The switch's name and password are needed.")
            answer["WWW-Authenticate"] = 'Basic realm="ebpp", charset="UTF-8"'
            return answer
        try:
            return view(request, raw)
        except messages.NotUnderstood as error:
            return _problem(400, f"The message is not understood: {error}.")

    return handle


def _too_many() -> HttpResponse:
    answer = _problem(429, "Too many bills were asked for.")
    answer["Retry-After"] = "60"
    return answer


@_machine
@_switch_only
def bill_pull(request: HttpRequest, raw: bytes) -> HttpResponse:
    """Answer BILPULRQ; numbers cannot be tried out, as wrong ones are counted for each agent company."""
    pull = messages.read_pull(raw)
    if not allow(key=f"ebpp.pull:{pull.company}", at_most=PULLS_PER_MINUTE, per_seconds=60):
        return _too_many()
    code, record = cash.pull_bill(reference=pull.reference)
    is_guess = code is Code.NOT_FOUND
    if is_guess and not allow(key=f"ebpp.guess:{pull.company}", at_most=WRONG_PULLS_PER_HOUR, per_seconds=3600):
        return _too_many()
    found = [record] if code is Code.SUCCESS else []
    body = {"RecCount": len(found), "BillsRec": found}
    return JsonResponse(
        messages.answer(
            kind="BILPULRS", guid=pull.guid, company=pull.company, at=now().isoformat(), code=code, body=body
        )
    )


@_machine
@_switch_only
def payment_notification(request: HttpRequest, raw: bytes) -> HttpResponse:
    """Answer BLRPMTNTFRQ after the cash is recorded and committed; a retry is answered alike."""
    notice = messages.read_notice(raw)
    message, _ = inbox.keep(source=f"ebpp:{notice.company}", message_id=notice.transaction, raw=raw, headers={})
    hit("payments.inbox.stored")
    code = cash.take_notice(notice, message=message)
    hit("payments.cash.before_answer")
    body = {"Transactions": [messages.notice_record(notice, code=code)]}
    return JsonResponse(
        messages.answer(
            kind="BLRPMTNTFRS", guid=notice.guid, company=notice.company, at=now().isoformat(), code=code, body=body
        )
    )
