"""What officials do for the holders of accounts, each act by an official who is named, and refused by its reason.

`account` is the id of an `AccountRecord`, `officer` the staff number of the official who acts.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from hukumati.core import clock
from hukumati.identity.domain.in_person import Document, Seen, check_officer
from hukumati.identity.domain.locks import LockReason
from hukumati.identity.errors import RegisterSilent
from hukumati.identity.use_cases import endings, in_person, letters, locks, looking_up, paper_codes
from hukumati.identity.use_cases.letters import PrintedLetter
from hukumati.identity.use_cases.looking_up import AccountRecord
from hukumati.identity.use_cases.official_acts import acting_officer, citizens_account, refusals
from hukumati.identity.use_cases.paper_codes import Letter
from hukumati.interoperability.api import InteroperabilityError


@dataclass(frozen=True, slots=True)
class WaitingVerification:
    """What a first official saw, for the second: whose account, which document, where and when."""

    id: str
    account: AccountRecord
    officer: str
    place: str
    document: Document
    document_number: str = field(repr=False)
    expires_on: date | None
    seen_at: datetime


def look_up_accounts(*, text: str, officer: str, reason: str) -> tuple[AccountRecord, ...]:
    """Return the citizens' accounts with an ID number or a telephone; the person sees who looked, and why.

    Raises NoReason, NoSuchAccount (the official's).
    """
    with refusals():
        return looking_up.look_up(text, officer=acting_officer(officer), reason=reason)


def get_account_record(*, account: str, officer: str, reason: str) -> AccountRecord:
    """Return an account that the official found before, for the same reason. Raises NoReason, NoSuchAccount."""
    with refusals():
        return looking_up.look_again(
            citizens_account(account), officer=acting_officer(officer), reason=reason, now=clock.now()
        )


def verify_in_person(*, account: str, seen: Seen, officer: str) -> bool:
    """Record that an official saw the holder and a document; return whether a second official must confirm it.

    Raises NoSuchAccount, OwnAccount, OtherPersonSeen, NumberTaken, ExpiredDocument.
    """
    with refusals():
        found = in_person.verify_in_person(
            citizens_account(account), seen, officer=acting_officer(officer), now=clock.now()
        )
    return found.confirmed_at is None


def list_unconfirmed_verifications(*, officer: str) -> tuple[WaitingVerification, ...]:
    """List the verifications by colleagues that wait for a second official, and those of one's own, oldest first."""
    waiting = in_person.list_unconfirmed(provider=acting_officer(officer).provider)
    return tuple(
        WaitingVerification(
            id=str(each.id),
            account=looking_up.record_of(each.account),
            officer=each.officer,
            place=each.place,
            document=Document(each.document),
            document_number=each.document_number,
            expires_on=each.document_expires_on,
            seen_at=each.seen_at,
        )
        for each in waiting
    )


def confirm_verification(*, verification: UUID, officer: str) -> bool:
    """Confirm as the second official; return False if it is confirmed already.

    Raises NoSuchVerification, SecondOfficial, OwnAccount, NumberTaken.
    """
    with refusals():
        return in_person.confirm_verification(verification, second=acting_officer(officer), now=clock.now())


def refuse_verification(*, verification: UUID, officer: str, reason: str) -> bool:
    """Refuse as the second official; return False if it is refused already.

    Raises NoSuchVerification, SecondOfficial, OwnAccount, NoReason.
    """
    with refusals():
        looking_up.check_reason(reason)
        return in_person.refuse_verification(
            verification, second=acting_officer(officer), reason=reason, now=clock.now()
        )


def recover_in_person(*, account: str, seen: Seen, officer: str, new_phone: str) -> str:
    """Return the code for a holder who was seen and has lost everything, to be handed over; valid for a day.

    Raises NoSuchAccount, OwnAccount, OtherPersonSeen, ExpiredDocument.
    """
    with refusals():
        return in_person.recover_in_person(
            citizens_account(account), seen, officer=acting_officer(officer), new_phone=new_phone, now=clock.now()
        )


def hand_over_binding_code(*, account: str, seen: Seen, officer: str) -> str:
    """Return the code by which a holder who was seen binds a passkey of the highest level; valid for a day.

    Raises NoSuchAccount, OwnAccount, OtherPersonSeen, ExpiredDocument.
    """
    with refusals():
        return in_person.hand_over_binding_code(
            citizens_account(account), seen, officer=acting_officer(officer), now=clock.now()
        )


def lock_account(*, account: str, officer: str, reason: str) -> bool:
    """Lock an account for a reason: sessions and tokens end at once; return False if it is not active.

    Raises NoSuchAccount, OwnAccount, NoReason.
    """
    acting, found = acting_officer(officer), citizens_account(account)
    with refusals():
        looking_up.check_reason(reason)
        check_officer(acting, id_number=found.id_number)
    actor = f"staff:{acting.number}"
    return locks.lock_account(found, reason=LockReason.OFFICIAL, actor=actor, detail=reason, now=clock.now())


def unlock_account(*, account: str, seen: Seen, officer: str) -> bool:
    """Unlock an account whose holder was seen; return False if it is not locked.

    Raises NoSuchAccount, OwnAccount, OtherPersonSeen, ExpiredDocument.
    """
    with refusals():
        return in_person.unlock_in_person(
            citizens_account(account), seen, officer=acting_officer(officer), now=clock.now()
        )


def mark_deceased(*, id_number: str, actor: str) -> bool:
    """Close the account of a person of whom the register says that they died; return False where none is active."""
    return endings.mark_deceased(id_number=id_number, actor=actor, now=clock.now())


def list_letters() -> tuple[Letter, ...]:
    """List the letters with codes that are to be posted to registered addresses, the oldest first."""
    return paper_codes.list_letters()


def print_letter(*, letter: UUID, officer: str) -> PrintedLetter:
    """Return a letter to print, with whom the register has for its number; each printing is on the person's record.

    Raises NoSuchLetter, OwnAccount, RegisterSilent.
    """
    try:
        with refusals():
            return letters.print_letter(letter, officer=acting_officer(officer))
    except InteroperabilityError:
        raise RegisterSilent from None


def mark_letter_posted(*, letter: UUID, officer: str) -> bool:
    """Record that a letter is on its way, which erases its code; return False if that was done before."""
    return paper_codes.mark_posted(letter, actor=f"staff:{acting_officer(officer).number}", now=clock.now())
