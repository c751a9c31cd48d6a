"""Health insurance, fitness to drive, social assistance (shapes and schemes are illustrative)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from simulators.world.people import Person, Society
from simulators.world.places import GOVERNORATES, Text, in_place
from simulators.world.transport import Licence

CENTRE: Final = {"ar": "مديرية صحة", "en": "Health directorate"}
CONDITIONS: Final = (
    {"ar": "وضع نظارات طبية أو عدسات", "en": "Wears glasses or lenses"},
    {"ar": "القيادة نهارًا فقط", "en": "Drives by day only"},
    {"ar": "مركبة ذات ناقل حركة آلي", "en": "A vehicle with automatic transmission"},
)


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy of one year: its holder, and the other members of the household it covers."""

    number: str
    holder: str
    scheme: str
    year: int
    dependants: tuple[str, ...]
    centre: Text


@dataclass(frozen=True, slots=True)
class Examination:
    """A physician's finding on a person's fitness to drive."""

    number: str
    examined_on: date
    fit: bool
    conditions: tuple[Text, ...]


@dataclass(slots=True)
class Care:
    """Policies by insured person, examinations by person, the day since which a person receives assistance."""

    policies: dict[str, list[Policy]] = field(default_factory=dict)
    examinations: dict[str, Examination] = field(default_factory=dict)
    assisted_since: dict[str, date] = field(default_factory=dict)


def care_of(society: Society, licences: Mapping[str, Licence]) -> Care:
    """Return random assistance by household, then insurance, then examinations."""
    care = Care()
    for person in society.adults():
        _assist(society, care, person)
    for person in society.adults():
        _insure(society, care, person)
        _examine(society, care, person, licences.get(person.id_number))
    return care


def household_of(society: Society, person: Person) -> list[Person]:
    """List a person's dependants: wife or husband, minors, student children, unmarried daughters."""
    kept = [other for other in society.kin(person.spouse) if other.alive]
    children = [child for child in society.kin(*person.children) if child.alive]
    return kept + [child for child in children if _is_dependant(society, child)]


def _is_dependant(society: Society, child: Person) -> bool:
    unmarried_daughter = child.sex == "female" and child.marital_status == "single"
    return child.age(society.present) < 18 or child.is_student or unmarried_daughter


def _assist(society: Society, care: Care, person: Person) -> None:
    random = society.random(f"assistance:{person.id_number}")
    since = random.day(-2000, -100)
    percent = 22 if person.marital_status == "widowed" else 4
    if society.situation(person, "assistance", percent, random) and person.kind == "citizen":
        care.assisted_since.setdefault(person.id_number, since)
        if person.spouse and society.people[person.spouse].alive:
            care.assisted_since.setdefault(person.spouse, since)


def _insure(society: Society, care: Care, person: Person) -> None:
    random = society.random(f"insurance:{person.id_number}")
    valid = society.situation(person, "insured", 35, random)
    expired = society.situation(person, "insurance_expired", 15, random)
    if person.id_number in care.policies or not (valid or expired):
        return
    is_assisted = person.id_number in care.assisted_since
    policy = Policy(
        number=random.digits(8),
        holder=person.id_number,
        scheme="social" if is_assisted else random.choice(("employees", "voluntary", "workers")),
        year=society.present.year - (0 if valid else random.integer(1, 2)),
        dependants=tuple(_uncovered(society, care, person)),
        centre=in_place(CENTRE, GOVERNORATES[person.home.governorate].name),
    )
    for covered in (policy.holder, *policy.dependants):
        care.policies.setdefault(covered, []).append(policy)


def _uncovered(society: Society, care: Care, person: Person) -> list[str]:
    """List those of the household who have no policy, and of whom the file does not say that they have none."""
    free = [each.id_number for each in household_of(society, person) if each.id_number not in care.policies]
    return [each for each in free if "no_insured" not in society.words(each)]


def _examine(society: Society, care: Care, person: Person, licence: Licence | None) -> None:
    random = society.random(f"fitness:{person.id_number}")
    fit = society.situation(person, "examined_fit", 50, random)
    unfit = society.situation(person, "examined_unfit", 5, random)
    if licence is None or not licence.medical_due or not (fit or unfit):
        return
    conditions = tuple(random.sample(CONDITIONS, random.weighted((0, 1, 2), (60, 30, 10)))) if fit else ()
    care.examinations[person.id_number] = Examination(random.digits(7), random.day(-80, -5), fit, conditions)
