"""The second step of signing in: a code sent by SMS, tied to the attempt."""

import hmac
from datetime import datetime
from enum import Enum

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext

from hukumati.core.failpoints import hit
from hukumati.core.rows import PreparedQuery, add
from hukumati.identity.adapters.secret_key import SMS_CODES, derived_key
from hukumati.identity.domain.one_time_codes import (
    LIFETIME,
    PAUSE_BETWEEN_SENDINGS,
    SENDINGS,
    TRIES,
    clean_code,
    code_digest,
    new_code,
)
from hukumati.identity.models import Account, AccountState, LoginAttempt, OneTimeCode
from hukumati.identity.use_cases.throttle import code_was_right, may_send_code, may_try_code
from hukumati.notifications.api import Contact, Message, send

_ATTEMPT_LOCKED = PreparedQuery(LoginAttempt, "id = %s FOR UPDATE")
_CODES = PreparedQuery(OneTimeCode, "attempt_id = %s")
_LIVING_CODES = PreparedQuery(OneTimeCode, "attempt_id = %s AND used_at IS NULL AND expires_at > %s")


class Sending(Enum):
    """SENT, or why not: TOO_SOON after the last one, TOO_MANY for this attempt or this number."""

    SENT = "sent"
    TOO_SOON = "too_soon"
    TOO_MANY = "too_many"


class CodeAnswer(Enum):
    """RIGHT; WRONG; EXPIRED when no living code is left; WAIT after too many tries."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    WAIT = "wait"


@transaction.atomic
def send_code(*, attempt: LoginAttempt, account: Account, language: str, now: datetime) -> Sending:
    """Send a new code, which replaces the earlier ones of the attempt."""
    _ATTEMPT_LOCKED.get(attempt.id)
    refusal = _refusal(attempt=attempt, account=account, now=now)
    if refusal is not None:
        return refusal
    attempt.codes.filter(used_at=None).update(expires_at=now)
    code = new_code()
    kept = OneTimeCode(attempt=attempt, digest=_digest(attempt, account, code), sent_at=now, expires_at=now + LIFETIME)
    add(kept)
    _tell(account=account, kept=kept, code=code, language=language)
    return Sending.SENT


def _refusal(*, attempt: LoginAttempt, account: Account, now: datetime) -> Sending | None:
    codes = _CODES.all(attempt.id)
    if len(codes) >= SENDINGS:
        return Sending.TOO_MANY
    if any(code.expires_at > now and now - code.sent_at < PAUSE_BETWEEN_SENDINGS for code in codes):
        return Sending.TOO_SOON
    return None if may_send_code(account=str(account.id)) else Sending.TOO_MANY


def _tell(*, account: Account, kept: OneTimeCode, code: str, language: str) -> None:
    with translation.override(language):
        text = gettext("%(code)s is your Hukumati sign-in code. It works for 10 minutes. Do not give it to anyone.")
    send(
        key=f"identity.code:{kept.id}",
        to=Contact(phone=account.phone, email=None, language=language),
        message=Message(sms=text % {"code": code}),
        about=f"identity.attempt:{kept.attempt_id}",
        secret=True,
        expires_at=kept.expires_at,
    )


def _digest(attempt: LoginAttempt, account: Account, code: str) -> bytes:
    return code_digest(key=derived_key(SMS_CODES), attempt=str(attempt.id), account=str(account.id), code=code)


def check_code(*, attempt: LoginAttempt, account: Account, typed: str, now: datetime) -> CodeAnswer:
    """Check a typed code; a try is counted before it is looked at, and a right code works once."""
    if not may_try_code(account=str(account.id)):
        return CodeAnswer.WAIT
    if account.state != AccountState.ACTIVE:
        return CodeAnswer.WRONG
    living = attempt.codes.filter(used_at=None, expires_at__gt=now, tries__lt=TRIES)
    if living.update(tries=F("tries") + 1) == 0:
        return CodeAnswer.EXPIRED
    if not _use(attempt=attempt, account=account, typed=typed, now=now):
        return CodeAnswer.WRONG
    hit("identity.code.used")
    code_was_right(account=str(account.id))
    return CodeAnswer.RIGHT


def _use(*, attempt: LoginAttempt, account: Account, typed: str, now: datetime) -> bool:
    digest = _digest(attempt, account, clean_code(typed))
    for code in _LIVING_CODES.all(attempt.id, now):
        if hmac.compare_digest(bytes(code.digest), digest):
            return attempt.codes.filter(id=code.id, used_at=None).update(used_at=now) == 1
    return False
