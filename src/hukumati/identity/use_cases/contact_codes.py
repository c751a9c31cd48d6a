"""Codes that prove an address: six digits to a telephone or a mailbox, once, ten minutes, five tries (requirement 25).

Each is bound to what it was sent for, and to the address. Sending costs money and harasses, so it is limited for each
address, for each network and for the whole country; pages answer alike whether anything was sent.
"""

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import F
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hukumati.core.limits import allow
from hukumati.core.locks import one_at_a_time
from hukumati.core.transactions import joined_transaction
from hukumati.identity import wiring
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
)
from hukumati.identity.models import Channel, CodePurpose, ContactCode
from hukumati.identity.models.digests import DIGEST_BYTES
from hukumati.identity.ports import SecretUse
from hukumati.identity.use_cases.sms_budget import may_send_sms
from hukumati.notifications.api import Contact, Message, send

REPEATABLE_FOR: Final = timedelta(seconds=60)
_HOUR: Final = 3600
_PER_ADDRESS, _PER_NETWORK, _NATIONWIDE = 6, 40, 20_000
_TEXT: Final[Promise] = _("%(code)s is your Hukumati code. It is valid for 10 minutes. Do not share it.")
_SUBJECT: Final[Promise] = _("Your Hukumati code")


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a code goes, in which language, and from which network it was requested.

    `is_typed`: whoever asks typed the address themself, so that being told what it costs tells them of nobody.
    """

    channel: Channel
    address: str
    language: str
    network: str
    is_typed: bool = True


def send_contact_code(*, purpose: CodePurpose, subject: UUID, to: Destination | None, now: datetime) -> Sending:
    """Send a new code, which replaces the earlier ones; without a destination a decoy is stored that nobody knows."""
    with one_at_a_time(f"identity.contact:{purpose}:{subject}"):
        return _send(purpose, subject, to, now)


@joined_transaction()
def _send(purpose: CodePurpose, subject: UUID, to: Destination | None, now: datetime) -> Sending:
    codes = ContactCode.objects.filter(purpose=purpose, subject=subject)
    earlier = list(codes.filter(sent_at__gt=now - timedelta(seconds=_HOUR)))
    if len(earlier) >= SENDS_PER_ATTEMPT:
        return Sending.TOO_MANY
    if any(code.used_at is None and now - code.sent_at < pause_after(len(earlier)) for code in earlier):
        return Sending.TOO_SOON
    if to is not None and to.is_typed and not _is_paid(to):
        return Sending.UNAVAILABLE
    codes.filter(used_at=None).update(expires_at=now)
    code, may_send = new_code(), to is not None and _may_send(to)
    row = ContactCode(purpose=purpose, subject=subject, address=to.address if to else "", sent_at=now)
    row.expires_at = now + LIFETIME
    row.digest = _digest(row, code) if may_send else secrets.token_bytes(DIGEST_BYTES)
    row.save(force_insert=True)
    if to is not None and may_send:
        _deliver(row, to, code)
    return Sending.SENT


def check_contact_code(*, purpose: CodePurpose, subject: UUID, typed: str, now: datetime) -> ContactCode | CodeCheck:
    """Use a code up and return it, or say why not; the very same once more within a minute is a second click."""
    codes = ContactCode.objects.filter(purpose=purpose, subject=subject)
    if repeated := _matching(codes.filter(used_at__gt=now - REPEATABLE_FOR), typed):
        return repeated
    valid = codes.filter(used_at=None, expires_at__gt=now)
    if valid.filter(tries__lt=TRIES).update(tries=F("tries") + 1) == 0:
        return CodeCheck.EXPIRED
    right = _matching(valid, typed)
    if right is None:
        return CodeCheck.WRONG
    return right if codes.filter(id=right.id, used_at=None).update(used_at=now) == 1 else CodeCheck.EXPIRED


def newest_code(*, purpose: CodePurpose, subject: UUID, now: datetime) -> ContactCode | None:
    """Return the code that is valid now."""
    codes = ContactCode.objects.filter(purpose=purpose, subject=subject, used_at=None, expires_at__gt=now)
    return codes.order_by("-sent_at").first()


def _matching(codes: Iterable[ContactCode], typed: str) -> ContactCode | None:
    clean = clean_code(typed)
    return next((code for code in codes if hmac.compare_digest(bytes(code.digest), _digest(code, clean))), None)


def _digest(row: ContactCode, code: str) -> bytes:
    key = wiring.derived_secrets().key(SecretUse.SMS_CODES)
    return code_digest(key=key, attempt=f"{row.purpose}:{row.subject}", account=row.address, code=code)


def _may_send(to: Destination) -> bool:
    """Count one message and return whether it may be sent; the narrowest limit is checked first."""
    address = wiring.derived_secrets().digest(SecretUse.LOOKUP, to.address).hex()
    limits = (
        (f"identity.contact:{address}", _PER_ADDRESS),
        (f"identity.contact.network:{to.network}", _PER_NETWORK),
        ("identity.contact.all", _NATIONWIDE),
    )
    is_few = all(allow(key=key, at_most=most, per_seconds=_HOUR) for key, most in limits)
    return is_few and (to.is_typed or _is_paid(to))


def _is_paid(to: Destination) -> bool:
    """Count what a text message costs, and return whether it may; an e-mail costs nothing."""
    if to.channel != Channel.PHONE:
        return True
    return may_send_sms(to.address, network=to.network, is_proved=not to.is_typed)


def _deliver(row: ContactCode, to: Destination, code: str) -> None:
    with translation.override(to.language):
        text, subject = str(_TEXT) % {"code": code}, str(_SUBJECT)
    by_phone = to.channel == Channel.PHONE
    send(
        key=f"identity.contact:{row.id}",
        to=Contact(
            phone=to.address if by_phone else None, email=None if by_phone else to.address, language=to.language
        ),
        message=Message(sms=text) if by_phone else Message(sms=None, subject=subject, body=text),
        about=f"identity.contact:{row.subject}",
        secret=True,
        expires_at=row.expires_at,
    )
