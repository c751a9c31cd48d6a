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
    {"ar": "القيادة نهاراً فقط", "en": "Drives by day only"},
    {"ar": "مركبة ذات ناقل حركة آلي", "en": "A vehicle with automatic transmission"},
)


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy of one year: who holds it, and whom of the household it covers besides."""

    number: str
    holder: str
    scheme: str
    year: int
    dependants: tuple[str, ...]
    centre: Text


@dataclass(frozen=True, slots=True)
class Examination:
    """A physician's finding on somebody's fitness to drive."""

    number: str
    examined_on: date
    fit: bool
    conditions: tuple[Text, ...]


@dataclass(slots=True)
class Care:
    """Policies by whom they cover, examinations by person, the day since when somebody receives assistance."""

    policies: dict[str, list[Policy]] = field(default_factory=dict)
    examinations: dict[str, Examination] = field(default_factory=dict)
    assisted_since: dict[str, date] = field(default_factory=dict)


def care_of(society: Society, licences: Mapping[str, Licence]) -> Care:
    """Draw assistance by household, then insurance, then examinations."""
    care = Care()
    for person in society.adults():
        _assist(society, care, person)
    for person in society.adults():
        _insure(society, care, person)
        _examine(society, care, person, licences.get(person.id_number))
    return care


def household_of(society: Society, person: Person) -> list[Person]:
    """List whom somebody keeps: wife or husband, minors, sons who study, unmarried daughters."""
    kept = [other for other in society.kin(person.spouse) if other.alive]
    children = [child for child in society.kin(*person.children) if child.alive]
    return kept + [child for child in children if _is_kept(society, child)]


def _is_kept(society: Society, child: Person) -> bool:
    unmarried_daughter = child.sex == "female" and child.marital_status == "single"
    return child.age(society.present) < 18 or child.is_student or unmarried_daughter


def _assist(society: Society, care: Care, person: Person) -> None:
    chance = society.chance(f"assistance:{person.id_number}")
    since = chance.day(-2000, -100)
    percent = 22 if person.marital_status == "widowed" else 4
    if society.situation(person, "assistance", percent, chance) and person.kind == "citizen":
        care.assisted_since.setdefault(person.id_number, since)
        if person.spouse and society.people[person.spouse].alive:
            care.assisted_since.setdefault(person.spouse, since)


def _insure(society: Society, care: Care, person: Person) -> None:
    chance = society.chance(f"insurance:{person.id_number}")
    valid = society.situation(person, "insured", 35, chance)
    expired = society.situation(person, "insurance_expired", 15, chance)
    if person.id_number in care.policies or not (valid or expired):
        return
    is_assisted = person.id_number in care.assisted_since
    policy = Policy(
        number=chance.digits(8),
        holder=person.id_number,
        scheme="social" if is_assisted else chance.one(("employees", "voluntary", "workers")),
        year=society.present.year - (0 if valid else chance.number(1, 2)),
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
    chance = society.chance(f"fitness:{person.id_number}")
    fit = society.situation(person, "examined_fit", 50, chance)
    unfit = society.situation(person, "examined_unfit", 5, chance)
    if licence is None or not licence.medical_due or not (fit or unfit):
        return
    conditions = tuple(chance.some(CONDITIONS, chance.weighted((0, 1, 2), (60, 30, 10)))) if fit else ()
    care.examinations[person.id_number] = Examination(chance.digits(7), chance.day(-80, -5), fit, conditions)
