"""The second factor: a code sent by SMS, bound to the attempt and the account."""

import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django import forms
from django.conf import settings
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hukumati.core.failpoints import hit
from hukumati.core.rows import PreparedQuery, add
from hukumati.core.transactions import joined_transaction
from hukumati.identity import wiring
from hukumati.identity.authenticators.base import Authenticator, Refusal, Submission
from hukumati.identity.domain.assurance import Factor
from hukumati.identity.domain.one_time_codes import (
    LIFETIME,
    SENDS_PER_ATTEMPT,
    TRIES,
    CodeCheck,
    Sending,
    clean_code,
    code_digest,
    new_code,
    pause_after,
    phone_ending,
)
from hukumati.identity.models import Account, AccountState, LoginAttempt, OneTimeCode
from hukumati.identity.models.digests import DIGEST_BYTES
from hukumati.identity.ports import SecretUse
from hukumati.identity.use_cases.attempts import REPEATABLE_FOR
from hukumati.identity.use_cases.sms_budget import may_send_sms
from hukumati.identity.use_cases.throttle import Origin, may_send_code, may_try_code, reset_code_limits
from hukumati.notifications.api import Contact, Message, send

_ATTEMPT_LOCKED = PreparedQuery(LoginAttempt, "id = %s FOR UPDATE")
_CODES = PreparedQuery(OneTimeCode, "attempt_id = %s")
_USED_CODES = PreparedQuery(OneTimeCode, "attempt_id = %s AND used_at > %s")
_VALID_CODES = PreparedQuery(OneTimeCode, "attempt_id = %s AND used_at IS NULL AND expires_at > %s")


class CodeForm(forms.Form):
    """The six digits from the SMS."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits, from the SMS."),
        max_length=60,
        error_messages={"required": _("Enter the code from the SMS")},
    )


class SmsCodeAuthenticator(Authenticator):
    """The page with the field for the code from the SMS."""

    factor: ClassVar[Factor] = Factor.SMS_CODE
    page: ClassVar[str] = "identity_code"
    template: ClassVar[str] = "identity/code.html"
    form: ClassVar[type[forms.Form]] = CodeForm

    def start(
        self, *, attempt: LoginAttempt, account: Account | None, language: str, origin: Origin, now: datetime
    ) -> str:
        """Send a code and return how that went (`Sending`)."""
        if attempt.factors and attempt.account_id != (account.id if account else None):
            # codes of another account must not delay this one's, nor work
            attempt.codes.filter(used_at=None).update(expires_at=now)
        return send_code(attempt=attempt, account=account, language=language, origin=origin, now=now).value

    def context(self, attempt: LoginAttempt) -> dict[str, object]:
        """Return the end of the phone number, and in the demonstration where its SMS can be read."""
        return {
            "ending": phone_ending(attempt.account.phone) if attempt.account and not attempt.is_veiled else "",
            "is_veiled": attempt.is_veiled,
            "was_sent": attempt.is_veiled or attempt.codes.exists(),
            "sms_url": settings.HUKUMATI.sms_url if settings.HUKUMATI.is_fictional_world else "",
        }

    def verify(self, submission: Submission) -> Account | Refusal:
        """Return the attempt's account if the code is right."""
        attempt, account = submission.attempt, submission.attempt.account
        origin = submission.origin_of(account.login if account else "")
        result = check_code(
            attempt=attempt, account=account, typed=submission.values["code"], origin=origin, now=submission.now
        )
        return account if account and result is CodeCheck.RIGHT else _refusal(result)

    def repeats(self, submission: Submission) -> bool:
        """Return whether this code was used up for this attempt a moment ago."""
        account = submission.attempt.account
        if account is None:
            return False
        digest = _digest(submission.attempt, account, clean_code(submission.values["code"]))
        used = _USED_CODES.all(submission.attempt.id, submission.now - REPEATABLE_FOR)
        return any(hmac.compare_digest(bytes(code.digest), digest) for code in used)


@joined_transaction()
def send_code(
    *, attempt: LoginAttempt, account: Account | None, language: str, origin: Origin, now: datetime
) -> Sending:
    """Send a new code, which replaces the earlier ones of the attempt.

    A veiled attempt looks the same whether its password was right, and whether the number has had too many codes: a
    row is added whose code nobody knows.
    """
    _ATTEMPT_LOCKED.get(attempt.id)  # two requests at once send one code
    earlier = _CODES.all(attempt.id)
    refusal = _sending_refusal(earlier, now=now)
    if refusal is not None:
        return refusal
    limit = _limit_reached(account, origin)
    if limit is not None and not attempt.is_veiled:
        return limit
    if earlier:
        attempt.codes.filter(used_at=None).update(expires_at=now)
    code = new_code()
    digest = _digest(attempt, account, code) if account and limit is None else secrets.token_bytes(DIGEST_BYTES)
    row = OneTimeCode(attempt=attempt, digest=digest, sent_at=now, expires_at=now + LIFETIME)
    add(row)
    if account and limit is None:
        _send_sms(account=account, row=row, code=code, language=language)
    return Sending.SENT


def check_code(
    *, attempt: LoginAttempt, account: Account | None, typed: str, origin: Origin, now: datetime
) -> CodeCheck:
    """Check a typed code: each has five tries, counted before it is compared, and a right one works once.

    The account's limit counts wrong codes alone, after they were compared: nobody's guesses keep a right one out.
    """
    valid = attempt.codes.filter(used_at=None, expires_at__gt=now, tries__lt=TRIES)
    if valid.update(tries=F("tries") + 1) == 0:
        return CodeCheck.EXPIRED
    if account is None or account.state != AccountState.ACTIVE:
        return CodeCheck.WRONG
    if _use_code(attempt=attempt, account=account, typed=typed, now=now):
        hit("identity.code.used")
        reset_code_limits(account=str(account.id), origin=origin)
        return CodeCheck.RIGHT
    is_few = may_try_code(account=str(account.id), origin=origin)
    return CodeCheck.WRONG if is_few or attempt.is_veiled else CodeCheck.TOO_MANY_TRIES


def _limit_reached(account: Account | None, origin: Origin) -> Sending | None:
    """Count one SMS to an account's number; return the limit that refuses it, and one for no account."""
    if account is None or not may_send_code(account=str(account.id), origin=origin):
        return Sending.TOO_MANY
    is_paid = may_send_sms(account.phone, network=origin.network, is_proved=True)
    return None if is_paid else Sending.UNAVAILABLE


def _sending_refusal(codes: Sequence[OneTimeCode], *, now: datetime) -> Sending | None:
    if len(codes) >= SENDS_PER_ATTEMPT:
        return Sending.TOO_MANY
    if any(code.expires_at > now and now - code.sent_at < pause_after(len(codes)) for code in codes):
        return Sending.TOO_SOON
    return None


def _send_sms(*, account: Account, row: OneTimeCode, code: str, language: str) -> None:
    with translation.override(language):
        text = gettext("%(code)s is your Hukumati sign-in code. It is valid for 10 minutes. Do not share it.")
    send(
        key=f"identity.code:{row.id}",
        to=Contact(phone=account.phone, email=None, language=language),
        message=Message(sms=text % {"code": code}),
        about=f"identity.attempt:{row.attempt_id}",
        secret=True,
        expires_at=row.expires_at,
    )


def _digest(attempt: LoginAttempt, account: Account, code: str) -> bytes:
    key = wiring.derived_secrets().key(SecretUse.SMS_CODES)
    return code_digest(key=key, attempt=str(attempt.id), account=str(account.id), code=code)


def _use_code(*, attempt: LoginAttempt, account: Account, typed: str, now: datetime) -> bool:
    digest = _digest(attempt, account, clean_code(typed))
    for code in _VALID_CODES.all(attempt.id, now):
        if hmac.compare_digest(bytes(code.digest), digest):
            return attempt.codes.filter(id=code.id, used_at=None).update(used_at=now) == 1
    return False


def _refusal(result: CodeCheck) -> Refusal:
    if result is CodeCheck.EXPIRED:
        return Refusal(gettext("This code is no longer valid. Request a new one."), field="code")
    if result is CodeCheck.TOO_MANY_TRIES:
        text = gettext("There were many incorrect codes. Use the code from the newest SMS, or request another one.")
        return Refusal(text, field="code", is_limit=True)
    return Refusal(gettext("The code is incorrect. Check the SMS, then enter the code again."), field="code")
