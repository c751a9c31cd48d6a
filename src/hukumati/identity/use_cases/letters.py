"""A letter with a code, as it is printed: whose name the register has for the number, and in which governorate."""

from dataclasses import dataclass, field
from uuid import UUID

from hukumati.core import audit
from hukumati.core.bilingual import Bilingual
from hukumati.identity.domain.in_person import Officer, check_officer
from hukumati.identity.models import PaperCode, PaperPurpose
from hukumati.identity.use_cases.accounts import audit_subject
from hukumati.identity.use_cases.paper_codes import Letter
from hukumati.identity.use_cases.register_check import ask_for_person, whole_name


class NoSuchPaper(LookupError):
    """No letter waits under this number: it is posted, or its code was used."""


@dataclass(frozen=True, slots=True)
class PrintedLetter:
    """A letter with what shows in its window; `governorate` is a code, for the register knows no street."""

    letter: Letter
    name: Bilingual = field(repr=False)
    governorate: str


def print_letter(letter_id: UUID, *, officer: Officer) -> PrintedLetter:
    """Return a letter to print; each printing is on the person's record.

    Raises NoSuchPaper, OfficerIsThePerson, RegisterUnavailable, AnswerMalformed, NoSuchRecord.
    """
    waiting = PaperCode.objects.filter(purpose=PaperPurpose.LETTER, posted_at=None, used_at=None)
    found = waiting.select_related("account").filter(id=letter_id).first()
    if found is None:
        raise NoSuchPaper
    check_officer(officer, id_number=found.id_number)
    person = ask_for_person(found.id_number, issue=str(found.id))
    actor = f"staff:{officer.number}"
    audit.record(subject=audit_subject(found.account), actor=actor, action="identity.letter_printed")
    letter = Letter(found.id, found.id_number, found.code, found.account.language, found.created_at)
    return PrintedLetter(letter, whole_name(person["name"]), person["governorate"])
