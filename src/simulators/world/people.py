"""The people of the world: who they are, and whose children, wives and husbands."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from simulators.world.chance import Chance
from simulators.world.names import FullName
from simulators.world.places import Locality

BEGINNING: Final = date(2026, 1, 1)
"""Everybody who was drawn by chance was born before this day, so that people and their numbers never change."""
RARE: Final = 10
"""Of a hundred."""
WEIGHTS: Final = (1, 2, 1, 2, 1, 2, 1, 2)


@dataclass(slots=True)
class Person:
    """One person. Kin are named by their ID numbers; `spouse` stays after a death, but not after a divorce."""

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
        return self.died_on is None

    def age(self, on: date) -> int:
        """Tell the completed years."""
        return on.year - self.born_on.year - ((on.month, on.day) < (self.born_on.month, self.born_on.day))


@dataclass(slots=True)
class Society:
    """Everybody, by ID number; `named` is what the file of people says of those whom it names."""

    seed: int
    present: date
    people: dict[str, Person] = field(default_factory=dict)
    named: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def chance(self, about: str) -> Chance:
        """Open a stream of chance."""
        return Chance(self.seed, about, self.present)

    def add(self, person: Person) -> Person:
        """Take a person in, as a child of its parents."""
        self.people[person.id_number] = person
        for parent in (person.father, person.mother):
            if parent is not None:
                self.people[parent].children.append(person.id_number)
        return person

    def kin(self, *id_numbers: str | None) -> list[Person]:
        """Find people by their numbers, leaving out None."""
        return [self.people[each] for each in id_numbers if each is not None]

    def new_number(self, chance: Chance, *, prefix: str) -> str:
        """Make an ID number that nobody has; no number of a real person is meant."""
        while True:
            number = with_check_digit(prefix + chance.digits(8 - len(prefix)))
            if number not in self.people and number not in self.named:
                return number

    def words(self, id_number: str) -> Collection[str]:
        """Tell what the file says of somebody's situation."""
        words: Collection[str] = self.named.get(id_number, {}).get("situations", ())
        return words

    def situation(self, person: Person, word: str, percent: float, chance: Chance) -> bool:
        """Tell whether somebody is in a situation: as the file says (`word`, `no_word`), or else by chance.

        What is rare befalls no named person by chance: their notes would have to tell it.
        """
        words = self.words(person.id_number)
        by_chance = chance.happens(percent) and (percent >= RARE or person.id_number not in self.named)
        return word in words or (f"no_{word}" not in words and by_chance)

    def adults(self) -> list[Person]:
        """List everybody alive who is eighteen at least."""
        return [each for each in self.people.values() if each.alive and each.age(self.present) >= 18]


def marry(one: Person, other: Person) -> None:
    """Make two people husband and wife."""
    one.spouse, other.spouse = other.id_number, one.id_number
    one.marital_status = other.marital_status = "married"


def with_check_digit(eight: str) -> str:
    """Add the ninth digit, so that the weighted sum is a multiple of ten."""
    total = sum(sum(divmod(int(digit) * weight, 10)) for digit, weight in zip(eight, WEIGHTS, strict=True))
    return f"{eight}{-total % 10}"
