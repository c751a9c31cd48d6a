"""What the holder of an account changes of it: telephone, e-mail, language, password.

A telephone or an e-mail address counts once a code that was sent there came back in the same login session. Every
channel is told, the old address too, and for a day the old one serves for recovery (requirement 31).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import transaction

from hukumati.core import audit
from hukumati.identity import wiring
from hukumati.identity.domain.cooling_off import COOLING_OFF
from hukumati.identity.domain.one_time_codes import CodeCheck, Sending
from hukumati.identity.domain.passwords import check_new_password
from hukumati.identity.models import Account, Channel, CodePurpose, ContactChange, LoginSession
from hukumati.identity.use_cases.accounts import audit_subject, find_by_login, login_digest, phone_digest
from hukumati.identity.use_cases.contact_codes import Destination, check_contact_code, send_contact_code
from hukumati.identity.use_cases.fraud_signals import judge_telephone
from hukumati.identity.use_cases.notices import Notice, tell
from hukumati.identity.use_cases.sessions import end_other_sessions
from hukumati.notifications.api import Contact

PURPOSES: Final = {Channel.PHONE: CodePurpose.CHANGE_PHONE, Channel.EMAIL: CodePurpose.CHANGE_EMAIL}
_NOTICES: Final = {Channel.PHONE: Notice.PHONE_CHANGED, Channel.EMAIL: Notice.EMAIL_CHANGED}
LANGUAGES: Final = ("ar", "en")


def begin_contact_change(
    *, session: LoginSession, channel: Channel, address: str, network: str, now: datetime
) -> Sending:
    """Send a code to the new address; nothing changes before it comes back."""
    to = Destination(channel, address, session.account.language, network)
    return send_contact_code(purpose=PURPOSES[channel], subject=session.id, to=to, now=now)


def finish_contact_change(*, session: LoginSession, channel: Channel, typed: str, now: datetime) -> CodeCheck:
    """Take the new address if the code is right; a second click changes and tells nothing more."""
    with transaction.atomic():
        code = check_contact_code(purpose=PURPOSES[channel], subject=session.id, typed=typed, now=now)
        if isinstance(code, CodeCheck):
            return code
        account = Account.objects.select_for_update().get(id=session.account_id)
        if _address(account, channel) != code.address:
            change_contact(account, channel=channel, address=code.address, key=str(code.id), now=now)
    return CodeCheck.RIGHT


def change_contact(
    account: Account, *, channel: Channel, address: str, key: str, now: datetime, is_settled: bool = False
) -> None:
    """Record a new address, and tell the old one and every other; in the caller's transaction.

    `is_settled`: who changes it was seen, or has waited already; the new address serves for recovery at once, and the
    old one, which a thief may have, no longer.
    """
    old = _address(account, channel)
    if is_settled:
        account.contact_changes.filter(channel=channel).delete()
    else:
        ContactChange.objects.create(account=account, channel=channel, old=old, changed_at=now)
    if channel == Channel.PHONE:
        _set_phone(account, address)
        judge_telephone(account, now=now)
    else:
        account.email = address
        account.save(update_fields=["email"])
    tell(account, _NOTICES[channel], key=key, now=now, also=_former(account, channel, old))
    _record(account, f"identity.{channel}_changed")


def _set_phone(account: Account, phone: str) -> None:
    """Set the telephone; who is not verified signs in with it, so it is the login too, unless another has it."""
    if account.login == account.phone and find_by_login(phone) is None:
        account.login, account.login_digest = phone, login_digest(phone)
    account.phone, account.phone_digest = phone, phone_digest(phone)
    account.save(update_fields=["phone", "phone_digest", "login", "login_digest"])


def recovery_address(account: Account, *, channel: Channel, now: datetime) -> str:
    """Return the address that serves for recovery: during the cooling-off after a change it is the one before."""
    recent = account.contact_changes.filter(channel=channel, changed_at__gt=now - COOLING_OFF)
    first = recent.order_by("changed_at").first()
    return first.old if first else _address(account, channel)


def set_language(*, account: Account, language: str) -> None:
    """Set the language of messages, "ar" or "en"."""
    if language not in LANGUAGES:
        raise ValueError(language)
    Account.objects.filter(id=account.id).update(language=language)


def set_password(*, session: LoginSession, password: str, now: datetime) -> bool:
    """Set a new password, end the other sessions and tell the holder; return False if it is the password already.

    Raises WeakPassword.
    """
    check_password_of(session.account, password)
    with transaction.atomic():
        account = Account.objects.select_for_update().get(id=session.account_id)
        if wiring.password_hasher().matches(password=password, stored=account.password_hash):
            return False
        store_password(account, password)
        end_other_sessions(account=account, kept=session, now=now)
        tell(account, Notice.PASSWORD_CHANGED, key=f"{session.id}:{now.isoformat()}", now=now)
        _record(account, "identity.password_changed")
    return True


def check_password_of(account: Account, password: str) -> None:
    """Raise WeakPassword for a password that is short, long, well known, or made of what is known of its holder."""
    check_new_password(password, sole_factor=False, is_breached=wiring.is_breached, own_words=_own_words(account))


def _own_words(account: Account) -> Iterator[str]:
    """Return what whoever knows the holder would try."""
    yield from (account.login, account.id_number, account.name_ar, account.name_en, account.email)
    bare = account.phone.removeprefix("+970")
    yield from (account.phone, account.phone.removeprefix("+"), bare, f"0{bare}")
    if account.born_on is not None:
        yield from (account.born_on.strftime(form) for form in ("%Y%m%d", "%d%m%Y", "%d%m%y", "%Y"))


def store_password(account: Account, password: str) -> None:
    """Store the hash of a password that was checked."""
    account.password_hash = wiring.password_hasher().hash(password)
    account.save(update_fields=["password_hash"])


def _address(account: Account, channel: Channel) -> str:
    return account.phone if channel == Channel.PHONE else account.email


def _former(account: Account, channel: Channel, old: str) -> list[Contact]:
    if not old:
        return []
    by_phone = channel == Channel.PHONE
    return [Contact(old if by_phone else None, None if by_phone else old, account.language)]


def _record(account: Account, action: str) -> None:
    audit.record(subject=audit_subject(account), actor=f"account:{account.id}", action=action)
