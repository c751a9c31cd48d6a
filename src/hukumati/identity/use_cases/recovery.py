"""Getting an account back by oneself: begun and proved here, taking effect after the cooling-off.

Everything is answered alike for known and unknown people (requirement 23): who guesses gets a page for a code that
nobody sent. A text message alone suffices for nothing (requirement 26): a forgotten password takes date of birth and
document besides, a lost telephone takes the password and a code by e-mail.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from hukumati.core import audit
from hukumati.core.jobs import app
from hukumati.core.limits import allow
from hukumati.core.security_events import note
from hukumati.identity import wiring
from hukumati.identity.domain.assurance import Proofing
from hukumati.identity.domain.cooling_off import COOLING_OFF
from hukumati.identity.domain.one_time_codes import CodeCheck
from hukumati.identity.domain.recovery import Loss, may_recover_alone
from hukumati.identity.domain.registration import Check
from hukumati.identity.domain.tokens import token_digest
from hukumati.identity.models import Account, Channel, CodePurpose, Recovery, Registration
from hukumati.identity.use_cases.accounts import audit_subject, find_by_login, login_digest
from hukumati.identity.use_cases.contact_codes import Destination, check_contact_code, send_contact_code
from hukumati.identity.use_cases.fraud_signals import judge_recoveries
from hukumati.identity.use_cases.locks import is_recoverable
from hukumati.identity.use_cases.notices import Notice, tell
from hukumati.identity.use_cases.profile import check_password_of, recovery_address
from hukumati.identity.use_cases.sms_caution import may_be_stolen, settled_email
from hukumati.identity.use_cases.throttle import Origin, may_try_password

LIFETIME: Final = timedelta(hours=1)
"""How long the pages of one recovery may take."""
_PER_NETWORK_AN_HOUR, _PER_LOGIN_A_DAY = 20, 5
_HOUR, _DAY = 3600, 24 * 3600


class OnlyInPerson(ValueError):
    """The account's holder was seen in person, and must be seen again; told only to who has proved a channel."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who says to be the holder of which account, and from where: `browser` is the cookie's token."""

    login: str
    browser: str
    language: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Known:
    """What the holder of a forgotten password knows of themself."""

    born_on: date
    document: str = field(repr=False)


def may_begin(*, network: str) -> bool:
    """Count one recovery and return whether it may be begun from a network."""
    return allow(key=f"identity.recover:{network}", at_most=_PER_NETWORK_AN_HOUR, per_seconds=_HOUR)


@transaction.atomic
def begin_password_recovery(asked: Asked, known: Known, *, now: datetime) -> Recovery:
    """Begin to replace a forgotten password: a code goes to the telephone on record, if account and birth date fit."""
    account = _account_of(asked)
    if not _is_known(account or Account(), known):
        account = None
    return _begin(asked, Loss.PASSWORD, account, document=known.document, now=now)


@transaction.atomic
def begin_phone_recovery(asked: Asked, *, password: str, new_phone: str, now: datetime) -> Recovery:
    """Begin to replace a lost telephone: codes go to the e-mail address on record and to the new telephone."""
    may_try, account = may_try_password(login=asked.login, origin=asked.origin), _account_of(asked)
    stored = account.password_hash if account else None
    is_right = wiring.password_hasher().matches(password=password, stored=stored)
    return _begin(asked, Loss.PHONE, account if may_try and is_right else None, new_phone=new_phone, now=now)


def send_codes_later(recovery: Recovery) -> None:
    """Have the codes sent after the answer, whose time tells nothing then."""
    app.configure_task("identity.send_recovery_codes").defer(recovery_id=str(recovery.id))


def send_codes(recovery_id: UUID, *, now: datetime) -> None:
    """Send the codes of a recovery, or store decoys of them."""
    recovery = Recovery.objects.select_related("account").get(id=recovery_id)
    channel = _known_channel(recovery, now)
    address = recovery_address(recovery.account, channel=channel, now=now) if recovery.account else ""
    _send(recovery, CodePurpose.RECOVER, channel, address, now)
    if recovery.loss == Loss.PHONE:
        new = recovery.new_phone if recovery.account else ""
        _send(recovery, CodePurpose.RECOVER_NEW_PHONE, Channel.PHONE, new, now)
    if recovery.account:
        judge_recoveries(recovery.account, now=now)


def _known_channel(recovery: Recovery, now: datetime) -> Channel:
    """Return by which channel the holder proves themself: not by a telephone that may be a thief's since a few days."""
    if recovery.loss != Loss.PASSWORD:
        return Channel.EMAIL
    account = recovery.account
    is_email = account is not None and _is_phone_doubted(account, now) and bool(settled_email(account, now=now))
    return Channel.EMAIL if is_email else Channel.PHONE


def _is_phone_alone(recovery: Recovery, account: Account, now: datetime) -> bool:
    """Return whether nothing but a doubted telephone was proved."""
    is_by_phone = recovery.loss == Loss.PASSWORD and not settled_email(account, now=now)
    return is_by_phone and _is_phone_doubted(account, now)


def _is_phone_doubted(account: Account, now: datetime) -> bool:
    """Return whether the telephone may be a thief's; the one before the last change, while it serves, is not."""
    is_new = recovery_address(account, channel=Channel.PHONE, now=now) == account.phone
    return is_new and may_be_stolen(account, sent_at=now, now=now)


def find_recovery(*, recovery_id: UUID, browser: str | None, now: datetime) -> Recovery | None:
    """Return a recovery of this browser that was begun within the hour."""
    if browser is None:
        return None
    found = Recovery.objects.select_related("account").filter(
        id=recovery_id, browser_digest=token_digest(browser), created_at__gt=now - LIFETIME
    )
    return found.first()


def prove(recovery: Recovery, *, typed: str, typed_of_new_phone: str = "", now: datetime) -> CodeCheck:
    """Record that the codes came back, each when it does. Raises OnlyInPerson."""
    if recovery.known_channel_at is None:
        code = check_contact_code(purpose=CodePurpose.RECOVER, subject=recovery.id, typed=typed, now=now)
        if isinstance(code, CodeCheck):
            return code
        Recovery.objects.filter(id=recovery.id, known_channel_at=None).update(known_channel_at=now)
    if recovery.loss == Loss.PHONE and recovery.proved_at is None:
        purpose = CodePurpose.RECOVER_NEW_PHONE
        code = check_contact_code(purpose=purpose, subject=recovery.id, typed=typed_of_new_phone, now=now)
        if isinstance(code, CodeCheck):
            return code
    account = recovery.account
    if account is None or not may_recover_alone(Proofing(account.proofing)) or _is_phone_alone(recovery, account, now):
        raise OnlyInPerson
    Recovery.objects.filter(id=recovery.id, proved_at=None).update(proved_at=now)
    return CodeCheck.RIGHT


def choose_password(recovery: Recovery, *, password: str, now: datetime) -> None:
    """Store the new password until it takes effect. Raises WeakPassword; ValueError before the codes came back."""
    if recovery.proved_at is None or recovery.account is None:
        raise ValueError("the codes have not come back")
    check_password_of(recovery.account, password)
    if recovery.effective_at is not None:
        return
    schedule(recovery, password_hash=wiring.password_hasher().hash(password), now=now)


@transaction.atomic
def schedule(recovery: Recovery, *, password_hash: str = "", now: datetime) -> None:
    """Let a proved recovery take effect after the cooling-off, and tell the holder on every channel, once."""
    kept = Recovery.objects.select_for_update().get(id=recovery.id)
    if kept.effective_at is not None or kept.account is None:
        return
    kept.password_hash, kept.effective_at = password_hash, now + COOLING_OFF
    kept.save(update_fields=["password_hash", "effective_at"])
    tell(kept.account, Notice.RECOVERY_BEGUN, key=str(kept.id), now=now)
    audit.record(
        subject=audit_subject(kept.account),
        actor=f"account:{kept.account_id}",
        action="identity.recovery_begun",
        details={"recovery": str(kept.id), "loss": kept.loss},
    )
    task = app.configure_task("identity.finish_recovery", schedule_at=kept.effective_at)
    task.defer(recovery_id=str(kept.id))
    if kept.check_state == Check.WAITING:
        app.configure_task("identity.check_recovery").defer(recovery_id=str(kept.id))


def _account_of(asked: Asked) -> Account | None:
    """Return the account that a person may recover; None for others, and for one that was asked for too often."""
    login = login_digest(asked.login).hex()
    may_ask = allow(key=f"identity.recover.login:{login}", at_most=_PER_LOGIN_A_DAY, per_seconds=_DAY)
    account = find_by_login(asked.login)
    is_usable = is_recoverable(account or Account())  # the same work for nobody's login (requirement 23)
    return account if account is not None and is_usable and may_ask and not account.is_staff else None


def _is_known(account: Account, known: Known) -> bool:
    """Return whether the birth date fits; of an account that is not verified, the document that was claimed too."""
    claimed = Registration.objects.filter(account_id=account.id).order_by("-created_at").first()
    if account.born_on is not None and account.born_on != known.born_on:
        return False
    return account.proofing != Proofing.CLAIMED or (claimed is not None and claimed.document == known.document)


def _begin(
    asked: Asked, loss: Loss, account: Account | None, *, document: str = "", new_phone: str = "", now: datetime
) -> Recovery:
    asks_register = loss == Loss.PASSWORD and account is not None and bool(account.id_number)
    note(f"recovery.begun.{loss}", subject=asked.login, origin=asked.origin.network)
    recovery = Recovery.objects.create(
        browser_digest=token_digest(asked.browser),
        loss=loss,
        account=account,
        document=document,
        new_phone=new_phone,
        language=asked.language,
        network=asked.origin.network,
        created_at=now,
        check_state=Check.WAITING if asks_register else Check.NONE,
    )
    send_codes_later(recovery)
    return recovery


def _send(recovery: Recovery, purpose: CodePurpose, channel: Channel, address: str, now: datetime) -> None:
    to = Destination(channel, address, recovery.language, recovery.network, is_typed=False) if address else None
    send_contact_code(purpose=purpose, subject=recovery.id, to=to, now=now)
