"""Verifying people in person, and what follows: the highest level, a code to recover or to bind a passkey.

An official never acts for themself. The first verification of somebody without an ID number takes two officials. Who is
seen in person wins over whoever registered the number online before (design §4.2).
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hukumati.core import audit
from hukumati.core.clock import local_date
from hukumati.core.jobs import app
from hukumati.core.security_events import note
from hukumati.identity.domain.assurance import Proofing
from hukumati.identity.domain.fraud_signals import Kind
from hukumati.identity.domain.in_person import Officer, Seen, check_document, check_officer, check_second
from hukumati.identity.domain.locks import LockReason
from hukumati.identity.models import Account, AccountState, Channel, PaperPurpose, Verification
from hukumati.identity.use_cases.accounts import audit_subject, find_by_login
from hukumati.identity.use_cases.endings import retire
from hukumati.identity.use_cases.fraud_signals import raise_signal
from hukumati.identity.use_cases.locks import unlock_account
from hukumati.identity.use_cases.notices import Notice, tell
from hukumati.identity.use_cases.paper_codes import issue_paper_code
from hukumati.identity.use_cases.profile import change_contact
from hukumati.identity.use_cases.verification import AlreadyVerified, Person, verify_account


class OtherPerson(ValueError):
    """The account stands for another ID number than the one of the person seen, or another date of birth."""


class AccountOver(ValueError):
    """The account was closed, merged or suspended: nothing is done at a counter."""


class NotWaiting(LookupError):
    """No verification of this government body waits for a second official under this number."""


@transaction.atomic
def verify_in_person(account: Account, seen: Seen, *, officer: Officer, now: datetime) -> Verification:
    """Record that an official saw the holder, and raise the account; abroad it waits for a second official.

    Raises OfficerIsThePerson, OtherPerson, AlreadyVerified, DocumentHasExpired.
    """
    verification = _record_sight(account, seen, officer, now)
    if seen.id_number or account.proofing == Proofing.IN_PERSON:
        _raise(verification, actor=f"staff:{officer.number}", now=now)
    return verification


@transaction.atomic
def confirm_verification(verification_id: UUID, *, second: Officer, now: datetime) -> bool:
    """Confirm as the second official what the first saw; return False if it is confirmed already.

    Raises SecondOfficerNeeded, OfficerIsThePerson, NotWaiting, AlreadyVerified.
    """
    verification = _waiting(verification_id, second)
    if verification.refused_at is not None:
        raise NotWaiting
    if verification.confirmed_at is not None:
        return False
    verification.second_officer = second.number
    _raise(verification, actor=f"staff:{second.number}", now=now)
    return True


@transaction.atomic
def refuse_verification(verification_id: UUID, *, second: Officer, reason: str, now: datetime) -> bool:
    """Refuse as the second official what the first saw: the account stays as it was; return False if it is refused.

    Raises SecondOfficerNeeded, OfficerIsThePerson, NotWaiting.
    """
    verification = _waiting(verification_id, second)
    if verification.confirmed_at is not None:
        raise NotWaiting
    if verification.refused_at is not None:
        return False
    verification.second_officer, verification.refused_at = second.number, now
    verification.save(update_fields=["second_officer", "refused_at"])
    _record(verification.account, second, "identity.verification_refused", reason=reason)
    return True


def list_unconfirmed(*, provider: str) -> tuple[Verification, ...]:
    """List the verifications of a government body that wait for a second official, the oldest first."""
    waiting = Verification.objects.filter(provider=provider, confirmed_at=None, refused_at=None)
    return tuple(waiting.select_related("account").order_by("seen_at"))


def _waiting(verification_id: UUID, second: Officer) -> Verification:
    """Return a verification, locked, that the second official may decide on; one that is decided is the first's."""
    found = Verification.objects.select_for_update(of=("self",)).select_related("account")
    verification = found.filter(id=verification_id, provider=second.provider).first()
    if verification is None:
        raise NotWaiting
    check_second(verification.officer, second)
    check_officer(second, id_number=verification.id_number or verification.account.id_number)
    decided = verification.confirmed_at is not None or verification.refused_at is not None
    if decided and verification.second_officer != second.number:
        raise NotWaiting
    return verification


@transaction.atomic
def recover_in_person(account: Account, seen: Seen, *, officer: Officer, new_phone: str, now: datetime) -> str:
    """Return the code to hand over to a holder who has lost everything; the new telephone counts at once.

    A lock ends with it. Raises OfficerIsThePerson, OtherPerson, DocumentHasExpired.
    """
    _record_sight(account, seen, officer, now, confirmed=True)
    if account.state == AccountState.LOCKED:
        unlock_account(account, actor=f"staff:{officer.number}", detail="seen in person", now=now)
    account.refresh_from_db()
    if new_phone and new_phone != account.phone:
        key = f"{account.id}:{now.isoformat()}"
        change_contact(account, channel=Channel.PHONE, address=new_phone, key=key, now=now, is_settled=True)
    return _hand_over(account, PaperPurpose.RECOVERY, officer, now)


@transaction.atomic
def hand_over_binding_code(account: Account, seen: Seen, *, officer: Officer, now: datetime) -> str:
    """Return the code by which the holder binds a passkey of the highest level.

    Raises OfficerIsThePerson, OtherPerson, DocumentHasExpired.
    """
    _record_sight(account, seen, officer, now, confirmed=True)
    return _hand_over(account, PaperPurpose.BINDING, officer, now)


@transaction.atomic
def unlock_in_person(account: Account, seen: Seen, *, officer: Officer, now: datetime) -> bool:
    """Unlock an account whose holder was seen; return False if it is not locked.

    Raises OfficerIsThePerson, OtherPerson, DocumentHasExpired.
    """
    _record_sight(account, seen, officer, now, confirmed=True)
    return unlock_account(account, actor=f"staff:{officer.number}", detail="seen in person", now=now)


def _record_sight(
    account: Account, seen: Seen, officer: Officer, now: datetime, *, confirmed: bool = False
) -> Verification:
    if account.state not in {AccountState.ACTIVE, AccountState.LOCKED}:
        raise AccountOver
    if account.id_number and not _is_holder(account, seen):
        raise OtherPerson
    check_officer(officer, id_number=seen.id_number or account.id_number)
    check_document(seen, today=local_date(now))
    verification = Verification.objects.create(
        account=account,
        officer=officer.number,
        provider=officer.provider,
        place=seen.place,
        document=seen.document,
        document_number=seen.document_number,
        document_expires_on=seen.expires_on,
        method=seen.method,
        id_number=seen.id_number,
        born_on=seen.born_on or account.born_on,
        seen_at=now,
        confirmed_at=now if confirmed else None,
    )
    details = {"place": seen.place, "document": seen.document.value, "method": seen.method.value}
    _record(account, officer, "identity.seen_in_person", provider=officer.provider, **details)
    return verification


def _is_holder(account: Account, seen: Seen) -> bool:
    """Return whether nothing on the document speaks against its being the verified holder's."""
    is_number = seen.id_number in {"", account.id_number}
    return is_number and (seen.born_on is None or account.born_on in {None, seen.born_on})


def _raise(verification: Verification, *, actor: str, now: datetime) -> None:
    verification.confirmed_at = now
    verification.save(update_fields=["confirmed_at", "second_officer"])
    account, born_on = verification.account, verification.born_on
    if not verification.id_number:
        raised = Account.objects.filter(id=account.id).exclude(proofing=Proofing.IN_PERSON)
        if raised.update(proofing=Proofing.IN_PERSON) == 0:
            return
        audit.record(subject=audit_subject(account), actor=actor, action="identity.account_verified")
        tell(account, Notice.SEEN, key=f"{verification.id}", now=now)
        return
    if born_on is None:
        raise ValueError("a person with an ID number has a date of birth")
    _reclaim(account, verification.id_number, actor=actor, now=now)
    verify_account(account, Person(verification.id_number, born_on), proofing=Proofing.IN_PERSON, actor=actor, now=now)
    app.configure_task("identity.fetch_name").defer(account_id=str(account.id))


def _reclaim(account: Account, id_number: str, *, actor: str, now: datetime) -> None:
    """Take the number from an account that was only registered online: it ends, and what it did is flagged."""
    holder = find_by_login(id_number)
    if holder is None or holder.id == account.id:
        return
    if holder.proofing == Proofing.IN_PERSON or holder.is_staff:
        raise AlreadyVerified
    retire(holder, state=AccountState.LOCKED, reason=LockReason.RECLAIMED.value, actor=actor, now=now)
    note("account.reclaimed", subject=str(holder.id))
    raise_signal(holder, Kind.RECLAIMED, now=now)


def _hand_over(account: Account, purpose: PaperPurpose, officer: Officer, now: datetime) -> str:
    _record(account, officer, f"identity.{purpose}_code_handed_over")
    tell(account, _HANDED_OVER[purpose], key=f"{account.id}:{now.isoformat()}", now=now)
    return issue_paper_code(account, purpose=purpose, now=now)


def _record(account: Account, officer: Officer, action: str, **details: str) -> None:
    audit.record(subject=audit_subject(account), actor=f"staff:{officer.number}", action=action, details=details)


_HANDED_OVER = {PaperPurpose.RECOVERY: Notice.RECOVERY_CODE_HANDED, PaperPurpose.BINDING: Notice.BINDING_CODE_HANDED}
