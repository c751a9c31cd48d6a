"""The people of the world, and their kinship."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NotRequired, TypedDict

from simulators.world.names import FullName
from simulators.world.places import Locality
from simulators.world.seeded_random import SeededRandom

# Every invented person was born before this day, so that people and their numbers never change.
BEGINNING: Final = date(2026, 1, 1)
RARE_PERCENT: Final = 10
WEIGHTS: Final = (1, 2, 1, 2, 1, 2, 1, 2)


JudgmentEntry = TypedDict(  # not as a class, for the sake of the key "class"
    "JudgmentEntry",
    {
        "number": str,
        "court": Mapping[str, str],
        "decided_on": date | str,
        "class": str,
        "offence": Mapping[str, str],
        "sentence": Mapping[str, str],
    },
)


class PersonEntry(TypedDict):
    """A person of the file (demo/people.yaml), as parsed from YAML."""

    id_number: str
    kind: str
    name: Mapping[str, Mapping[str, str]]
    sex: str
    born_on: date | str
    died_on: date | str | None
    governorate: str
    note: Mapping[str, str]
    phone: NotRequired[str | None]
    locality: NotRequired[str]
    marital_status: NotRequired[str]
    student: NotRequired[bool]
    spouse: NotRequired[str]
    father: NotRequired[str]
    mother: NotRequired[str]
    guardians: NotRequired[Sequence[str]]
    situations: NotRequired[Sequence[str]]
    loss_report: NotRequired[str]
    judgments: NotRequired[Sequence[JudgmentEntry]]
    in_population_register: NotRequired[bool]
    in_criminal_register: NotRequired[bool]
    in_ministry_registers: NotRequired[bool]


@dataclass(slots=True)
class Person:
    """A person. Kin are given by ID numbers; `spouse` stays after a death, but not after a divorce."""

    id_number: str
    name: FullName
    sex: str
    born_on: date
    home: Locality
    kind: str = "citizen"
    birthplace: Locality | None = None
    died_on: date | None = None
    father: str | None = None
    mother: str | None = None
    spouse: str | None = None
    marital_status: str = "single"
    is_student: bool = False
    children: list[str] = field(default_factory=list)

    @property
    def alive(self) -> bool:
        """Whether the person has not died."""
        return self.died_on is None

    def age(self, on: date) -> int:
        """Return the age in completed years."""
        return on.year - self.born_on.year - ((on.month, on.day) < (self.born_on.month, self.born_on.day))


@dataclass(slots=True)
class Society:
    """Everybody, by ID number; `named` are the entries of the file of people."""

    seed: int
    present: date
    people: dict[str, Person] = field(default_factory=dict)
    named: dict[str, PersonEntry] = field(default_factory=dict)

    def random(self, subject: str) -> SeededRandom:
        """Return the stream of random choices about a subject."""
        return SeededRandom(self.seed, subject, self.present)

    def add(self, person: Person) -> Person:
        """Add a person, also to the children of its parents."""
        self.people[person.id_number] = person
        for parent in (person.father, person.mother):
            if parent is not None:
                self.people[parent].children.append(person.id_number)
        return person

    def kin(self, *id_numbers: str | None) -> list[Person]:
        """List people by their numbers, without the None."""
        return [self.people[each] for each in id_numbers if each is not None]

    def new_number(self, random: SeededRandom, *, prefix: str) -> str:
        """Return an unused ID number; a match with a real person would be accidental."""
        while True:
            number = with_check_digit(prefix + random.digits(8 - len(prefix)))
            if number not in self.people and number not in self.named:
                return number

    def words(self, id_number: str) -> Collection[str]:
        """Return the situations that the file gives a person."""
        entry = self.named.get(id_number)
        return () if entry is None else entry.get("situations", ())

    def situation(self, person: Person, word: str, percent: float, random: SeededRandom) -> bool:
        """Return whether a person is in a situation: as the file says (`word`, `no_word`), or else by chance.

        Rare situations befall no named person by chance: the notes in the file would not mention them.
        """
        words = self.words(person.id_number)
        by_chance = random.happens(percent) and (percent >= RARE_PERCENT or person.id_number not in self.named)
        return word in words or (f"no_{word}" not in words and by_chance)

    def adults(self) -> list[Person]:
        """List the living people aged eighteen or more."""
        return [each for each in self.people.values() if each.alive and each.age(self.present) >= 18]


def marry(one: Person, other: Person) -> None:
    """Marry two people."""
    one.spouse, other.spouse = other.id_number, one.id_number
    one.marital_status = other.marital_status = "married"


def with_check_digit(eight: str) -> str:
    """Append the ninth digit, which makes the weighted sum a multiple of ten."""
    total = sum(sum(divmod(int(digit) * weight, 10)) for digit, weight in zip(eight, WEIGHTS, strict=True))
    return f"{eight}{-total % 10}"
