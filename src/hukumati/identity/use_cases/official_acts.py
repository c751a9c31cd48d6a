"""What every act of an official on an account begins with, and the words in which the door refuses it."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from hukumati.identity.domain.in_person import DocumentHasExpired, Officer, OfficerIsThePerson, SecondOfficerNeeded
from hukumati.identity.errors import (
    ExpiredDocument,
    NoReason,
    NoSuchAccount,
    NoSuchLetter,
    NoSuchVerification,
    NotInThisState,
    NumberTaken,
    OtherPersonSeen,
    OwnAccount,
    SecondOfficial,
)
from hukumati.identity.models import Account
from hukumati.identity.use_cases import in_person, letters, looking_up
from hukumati.identity.use_cases.officials import get_official
from hukumati.identity.use_cases.verification import AlreadyVerified


def citizens_account(account: str) -> Account:
    """Return a citizen's account by the id of its record. Raises NoSuchAccount."""
    try:
        found = Account.objects.filter(id=UUID(account), is_staff=False).first()
    except ValueError:
        found = None
    if found is None:
        raise NoSuchAccount
    return found


def acting_officer(number: str) -> Officer:
    """Return the official who acts. Raises NoSuchAccount."""
    found = get_official(number)
    return Officer(found.staff.number, found.id_number or "", found.staff.provider)


@contextmanager
def refusals() -> Iterator[None]:
    """Tell by the door's errors why an official may not act."""
    try:
        yield
    except OfficerIsThePerson:
        raise OwnAccount from None
    except SecondOfficerNeeded:
        raise SecondOfficial from None
    except AlreadyVerified:
        raise NumberTaken from None
    except DocumentHasExpired:
        raise ExpiredDocument from None
    except in_person.AccountOver:
        raise NotInThisState from None
    except letters.NoSuchPaper:
        raise NoSuchLetter from None
    except in_person.NotWaiting:
        raise NoSuchVerification from None
    except in_person.OtherPerson:
        raise OtherPersonSeen from None
    except looking_up.ReasonMissing:
        raise NoReason from None
