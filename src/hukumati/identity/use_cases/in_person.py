"""Verifying people in person, and what follows: the highest level, a code to recover or to bind a passkey.

An official never acts for themself. The first verification of somebody without an ID number takes two officials. Who is
seen in person wins over whoever registered the number online before (design §4.2).
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hukumati.core import audit
from hukumati.core.security_events import note
from hukumati.identity.domain.assurance import Proofing
from hukumati.identity.domain.in_person import Officer, Seen, check_officer, check_second
from hukumati.identity.domain.locks import LockReason
from hukumati.identity.models import Account, AccountState, Channel, PaperPurpose, Verification
from hukumati.identity.use_cases.accounts import audit_subject, find_by_login
from hukumati.identity.use_cases.endings import retire
from hukumati.identity.use_cases.locks import unlock_account
from hukumati.identity.use_cases.paper_codes import issue_paper_code
from hukumati.identity.use_cases.profile import change_contact
from hukumati.identity.use_cases.verification import AlreadyVerified, Person, verify_account


class OtherPerson(ValueError):
    """The account stands for another ID number than the one of the person seen."""


@transaction.atomic
def verify_in_person(account: Account, seen: Seen, *, officer: Officer, now: datetime) -> Verification:
    """Record that an official saw the holder, and raise the account; abroad it waits for a second official.

    Raises OfficerIsThePerson, OtherPerson, AlreadyVerified.
    """
    verification = _record_sight(account, seen, officer, now)
    if seen.id_number or account.proofing == Proofing.IN_PERSON:
        _raise(verification, actor=f"staff:{officer.number}", now=now)
    return verification


@transaction.atomic
def confirm_verification(verification_id: UUID, *, second: Officer, now: datetime) -> bool:
    """Confirm as the second official what the first saw; return False if it is confirmed already.

    Raises SecondOfficerNeeded, OfficerIsThePerson.
    """
    verification = Verification.objects.select_for_update().get(id=verification_id)
    check_second(verification.officer, second)
    check_officer(second, id_number=verification.id_number)
    if verification.confirmed_at is not None:
        return False
    verification.second_officer = second.number
    _raise(verification, actor=f"staff:{second.number}", now=now)
    return True


def list_unconfirmed() -> tuple[Verification, ...]:
    """List the verifications that wait for a second official, the oldest first."""
    return tuple(Verification.objects.filter(confirmed_at=None).select_related("account").order_by("seen_at"))


@transaction.atomic
def recover_in_person(account: Account, seen: Seen, *, officer: Officer, new_phone: str, now: datetime) -> str:
    """Return the code to hand over to a holder who has lost everything; the new telephone counts at once.

    A lock ends with it. Raises OfficerIsThePerson, OtherPerson.
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

    Raises OfficerIsThePerson, OtherPerson.
    """
    _record_sight(account, seen, officer, now, confirmed=True)
    return _hand_over(account, PaperPurpose.BINDING, officer, now)


@transaction.atomic
def unlock_in_person(account: Account, seen: Seen, *, officer: Officer, now: datetime) -> bool:
    """Unlock an account whose holder was seen; return False if it is not locked.

    Raises OfficerIsThePerson, OtherPerson.
    """
    _record_sight(account, seen, officer, now, confirmed=True)
    return unlock_account(account, actor=f"staff:{officer.number}", detail="seen in person", now=now)


def _record_sight(
    account: Account, seen: Seen, officer: Officer, now: datetime, *, confirmed: bool = False
) -> Verification:
    if account.id_number and seen.id_number and account.id_number != seen.id_number:
        raise OtherPerson
    check_officer(officer, id_number=seen.id_number or account.id_number)
    verification = Verification.objects.create(
        account=account,
        officer=officer.number,
        place=seen.place,
        document=seen.document,
        document_number=seen.document_number,
        method=seen.method,
        id_number=seen.id_number,
        born_on=seen.born_on or account.born_on,
        seen_at=now,
        confirmed_at=now if confirmed else None,
    )
    details = {"place": seen.place, "document": seen.document.value, "method": seen.method.value}
    audit.record(
        subject=audit_subject(account),
        actor=f"staff:{officer.number}",
        action="identity.seen_in_person",
        details=details,
    )
    return verification


def _raise(verification: Verification, *, actor: str, now: datetime) -> None:
    verification.confirmed_at = now
    verification.save(update_fields=["confirmed_at", "second_officer"])
    account, born_on = verification.account, verification.born_on
    if not verification.id_number:
        Account.objects.filter(id=account.id).update(proofing=Proofing.IN_PERSON)
        audit.record(subject=audit_subject(account), actor=actor, action="identity.account_verified")
        return
    if born_on is None:
        raise ValueError("a person with an ID number has a date of birth")
    _reclaim(account, verification.id_number, actor=actor, now=now)
    verify_account(account, Person(verification.id_number, born_on), proofing=Proofing.IN_PERSON, actor=actor, now=now)


def _reclaim(account: Account, id_number: str, *, actor: str, now: datetime) -> None:
    """Take the number from an account that was only registered online: it ends, and what it did is flagged."""
    holder = find_by_login(id_number)
    if holder is None or holder.id == account.id:
        return
    if holder.proofing == Proofing.IN_PERSON or holder.is_staff:
        raise AlreadyVerified
    retire(holder, state=AccountState.LOCKED, reason=LockReason.RECLAIMED.value, actor=actor, now=now)
    note("account.reclaimed", subject=str(holder.id))


def _hand_over(account: Account, purpose: PaperPurpose, officer: Officer, now: datetime) -> str:
    audit.record(
        subject=audit_subject(account), actor=f"staff:{officer.number}", action=f"identity.{purpose}_code_handed_over"
    )
    return issue_paper_code(account, purpose=purpose, now=now)
