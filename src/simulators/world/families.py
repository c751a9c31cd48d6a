"""Families over five generations: founders, marriages, births, deaths, divorces."""

from datetime import date, timedelta
from typing import Final

from simulators.world.chance import Chance
from simulators.world.names import FAMILIES, FOREIGN_FAMILIES, FOREIGN_MEN, FOREIGN_WOMEN, MEN, WOMEN, FullName, Pair
from simulators.world.people import BEGINNING, Person, Society, marry
from simulators.world.places import GOVERNORATES, Governorate

FOUNDING_COUPLES: Final = 10
"""In each governorate."""
CHILDREN: Final = ((3, 6), (3, 5), (2, 5), (1, 4))
RESIDENTS: Final = 32
YEAR: Final = timedelta(days=365)


def grow(society: Society) -> None:
    """Fill the society with families, and with some foreign residents."""
    for governorate in GOVERNORATES.values():
        _grow_governorate(society, governorate, society.chance(f"families:{governorate.iso}"))
    _settle_residents(society, society.chance("residents"))


def _grow_governorate(society: Society, governorate: Governorate, chance: Chance) -> None:
    couples = [_founders(society, governorate, chance) for _ in range(FOUNDING_COUPLES)]
    everybody = [person for couple in couples for person in couple]
    for least, most in CHILDREN:
        born = [child for couple in couples for child in _births(society, *couple, chance.number(least, most), chance)]
        everybody += born
        couples = _marriages(born, chance)
    for person in everybody:
        _perhaps_die(society, person, chance)
    for person in everybody:
        _settle_status(society, person, chance)


def _founders(society: Society, governorate: Governorate, chance: Chance) -> tuple[Person, Person]:
    home = chance.one(governorate.localities)
    man = Person(
        id_number=society.new_number(chance, prefix="70"),
        name=FullName(chance.one(MEN), chance.one(MEN), chance.one(MEN), chance.one(FAMILIES)),
        sex="male",
        born_on=_back(chance, 74, 92),
        home=home,
        birthplace=home,
    )
    society.add(man)
    woman = Person(
        id_number=society.new_number(chance, prefix="70"),
        name=FullName(chance.one(WOMEN), chance.one(MEN), chance.one(MEN), chance.one(FAMILIES)),
        sex="female",
        born_on=man.born_on + timedelta(days=chance.number(-300, 2800)),
        home=home,
        birthplace=chance.one(governorate.localities),
    )
    society.add(woman)
    marry(man, woman)
    return man, woman


def _back(chance: Chance, least: int, most: int) -> date:
    """Choose a day so many years before the beginning."""
    return BEGINNING - timedelta(days=chance.number(least * 365, most * 365))


def _births(society: Society, father: Person, mother: Person, count: int, chance: Chance) -> list[Person]:
    born_on = mother.born_on + timedelta(days=chance.number(20 * 365, 26 * 365))
    children: list[Person] = []
    while len(children) < count and born_on < BEGINNING and born_on - mother.born_on < 44 * YEAR:
        names = {child.name.first for child in children} | {father.name.first}
        children.append(society.add(child_of(society, father, mother, born_on, chance, names)))
        born_on += timedelta(days=chance.number(500, 1500))
    return children


def child_of(
    society: Society, father: Person, mother: Person, born_on: date, chance: Chance, names: set[Pair]
) -> Person:
    """Make a child with its father's and grandfather's names, and a first name that is not among `names`."""
    sex = chance.one(("female", "male"))
    free = [name for name in (WOMEN if sex == "female" else MEN) if name not in names]
    return Person(
        id_number=society.new_number(chance, prefix="7"),
        name=FullName(chance.one(free), father.name.first, father.name.father, father.name.family),
        sex=sex,
        born_on=born_on,
        home=father.home,
        birthplace=father.home,
        father=father.id_number,
        mother=mother.id_number,
    )


def _marriages(people: list[Person], chance: Chance) -> list[tuple[Person, Person]]:
    grown = [person for person in people if BEGINNING - person.born_on > 21 * YEAR]
    women = [person for person in grown if person.sex == "female"]
    couples = []
    for man in (person for person in grown if person.sex == "male"):
        fitting = [woman for woman in women if _fit(man, woman)]
        if fitting and chance.happens(86):
            bride = chance.one(fitting)
            women.remove(bride)
            marry(man, bride)
            bride.home = man.home
            couples.append((man, bride))
    return couples


def _fit(man: Person, woman: Person) -> bool:
    older = (woman.born_on - man.born_on).days / 365
    return woman.father != man.father and -3 < older < 12


def _perhaps_die(society: Society, person: Person, chance: Chance) -> None:
    age = person.age(BEGINNING)
    percent = next(percent for least, percent in ((85, 75), (75, 40), (60, 12), (40, 3), (0, 0.5)) if age >= least)
    youngest = max((child.born_on for child in society.kin(*person.children)), default=person.born_on)
    earliest = max(youngest + YEAR, BEGINNING - 12 * YEAR, person.born_on + (24 * YEAR if person.spouse else YEAR))
    latest = BEGINNING - timedelta(days=120)
    if chance.happens(percent) and earliest < latest:
        person.died_on = chance.day_between(earliest, latest)


def _settle_status(society: Society, person: Person, chance: Chance) -> None:
    age = person.age(BEGINNING)
    person.is_student = 18 <= age <= 23 and person.spouse is None and chance.happens(45)
    if person.spouse is None or person.sex == "female":
        return
    wife = society.people[person.spouse]
    if person.alive and wife.alive and chance.happens(6):
        person.spouse = wife.spouse = None
        person.marital_status = wife.marital_status = "divorced"
    widow(person, wife)


def widow(one: Person, other: Person) -> None:
    """Make whoever of a couple outlives the other a widow or widower."""
    for person, lost in ((one, other), (other, one)):
        if person.spouse and person.alive and not lost.alive:
            person.marital_status = "widowed"


def _settle_residents(society: Society, chance: Chance) -> None:
    for number in range(RESIDENTS):
        is_man = number % 2 == 0
        home = chance.one(tuple(GOVERNORATES.values())).localities[0]
        first = chance.one(FOREIGN_MEN if is_man else FOREIGN_WOMEN)
        name = FullName(first, chance.one(FOREIGN_MEN), chance.one(FOREIGN_MEN), chance.one(FOREIGN_FAMILIES))
        number_of = society.new_number(chance, prefix="79")
        sex = "male" if is_man else "female"
        society.add(Person(number_of, name, sex, _back(chance, 24, 70), home, kind="resident"))
