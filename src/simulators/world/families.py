"""Families over five generations: founders, marriages, births, deaths, divorces."""

from datetime import date, timedelta
from typing import Final

from simulators.world.names import FAMILIES, FOREIGN_FAMILIES, FOREIGN_MEN, FOREIGN_WOMEN, MEN, WOMEN, FullName, Pair
from simulators.world.people import BEGINNING, Person, Society, marry
from simulators.world.places import GOVERNORATES, Governorate
from simulators.world.seeded_random import SeededRandom

FOUNDING_COUPLES: Final = 10  # in each governorate
CHILDREN: Final = ((3, 6), (3, 5), (2, 5), (1, 4))
RESIDENTS: Final = 32
YEAR: Final = timedelta(days=365)


def grow(society: Society) -> None:
    """Add families to the society, and some foreign residents."""
    for governorate in GOVERNORATES.values():
        _grow_governorate(society, governorate, society.random(f"families:{governorate.iso}"))
    _settle_residents(society, society.random("residents"))


def _grow_governorate(society: Society, governorate: Governorate, random: SeededRandom) -> None:
    couples = [_founders(society, governorate, random) for _ in range(FOUNDING_COUPLES)]
    everybody = [person for couple in couples for person in couple]
    for least, most in CHILDREN:
        born = [child for couple in couples for child in _births(society, *couple, random.integer(least, most), random)]
        everybody += born
        couples = _marriages(born, random)
    for person in everybody:
        _perhaps_die(society, person, random)
    for person in everybody:
        _settle_status(society, person, random)


def _founders(society: Society, governorate: Governorate, random: SeededRandom) -> tuple[Person, Person]:
    home = random.choice(governorate.localities)
    man = Person(
        id_number=society.new_number(random, prefix="70"),
        name=FullName(random.choice(MEN), random.choice(MEN), random.choice(MEN), random.choice(FAMILIES)),
        sex="male",
        born_on=_back(random, 74, 92),
        home=home,
        birthplace=home,
    )
    society.add(man)
    woman = Person(
        id_number=society.new_number(random, prefix="70"),
        name=FullName(random.choice(WOMEN), random.choice(MEN), random.choice(MEN), random.choice(FAMILIES)),
        sex="female",
        born_on=man.born_on + timedelta(days=random.integer(-300, 2800)),
        home=home,
        birthplace=random.choice(governorate.localities),
    )
    society.add(woman)
    marry(man, woman)
    return man, woman


def _back(random: SeededRandom, least: int, most: int) -> date:
    """Return a day so many years before the beginning."""
    return BEGINNING - timedelta(days=random.integer(least * 365, most * 365))


def _births(society: Society, father: Person, mother: Person, count: int, random: SeededRandom) -> list[Person]:
    born_on = mother.born_on + timedelta(days=random.integer(20 * 365, 26 * 365))
    children: list[Person] = []
    while len(children) < count and born_on < BEGINNING and born_on - mother.born_on < 44 * YEAR:
        names = {child.name.first for child in children} | {father.name.first}
        children.append(society.add(child_of(society, father, mother, born_on, random, names)))
        born_on += timedelta(days=random.integer(500, 1500))
    return children


def child_of(
    society: Society, father: Person, mother: Person, born_on: date, random: SeededRandom, names: set[Pair]
) -> Person:
    """Return a child with its father's and grandfather's names, and a first name that is not among `names`."""
    sex = random.choice(("female", "male"))
    free = [name for name in (WOMEN if sex == "female" else MEN) if name not in names]
    return Person(
        id_number=society.new_number(random, prefix="7"),
        name=FullName(random.choice(free), father.name.first, father.name.father, father.name.family),
        sex=sex,
        born_on=born_on,
        home=father.home,
        birthplace=father.home,
        father=father.id_number,
        mother=mother.id_number,
    )


def _marriages(people: list[Person], random: SeededRandom) -> list[tuple[Person, Person]]:
    grown = [person for person in people if BEGINNING - person.born_on > 21 * YEAR]
    women = [person for person in grown if person.sex == "female"]
    couples = []
    for man in (person for person in grown if person.sex == "male"):
        fitting = [woman for woman in women if _fit(man, woman)]
        if fitting and random.happens(86):
            bride = random.choice(fitting)
            women.remove(bride)
            marry(man, bride)
            bride.home = man.home
            couples.append((man, bride))
    return couples


def _fit(man: Person, woman: Person) -> bool:
    older = (woman.born_on - man.born_on).days / 365
    return woman.father != man.father and -3 < older < 12


def _perhaps_die(society: Society, person: Person, random: SeededRandom) -> None:
    age = person.age(BEGINNING)
    percent = next(percent for least, percent in ((85, 75), (75, 40), (60, 12), (40, 3), (0, 0.5)) if age >= least)
    youngest = max((child.born_on for child in society.kin(*person.children)), default=person.born_on)
    earliest = max(youngest + YEAR, BEGINNING - 12 * YEAR, person.born_on + (24 * YEAR if person.spouse else YEAR))
    latest = BEGINNING - timedelta(days=120)
    if random.happens(percent) and earliest < latest:
        person.died_on = random.day_between(earliest, latest)


def _settle_status(society: Society, person: Person, random: SeededRandom) -> None:
    age = person.age(BEGINNING)
    person.is_student = 18 <= age <= 23 and person.spouse is None and random.happens(45)
    if person.spouse is None or person.sex == "female":
        return
    wife = society.people[person.spouse]
    if person.alive and wife.alive and random.happens(6):
        person.spouse = wife.spouse = None
        person.marital_status = wife.marital_status = "divorced"
    widow(person, wife)


def widow(one: Person, other: Person) -> None:
    """Set the marital status of the survivor of a couple to widowed."""
    for person, lost in ((one, other), (other, one)):
        if person.spouse and person.alive and not lost.alive:
            person.marital_status = "widowed"


def _settle_residents(society: Society, random: SeededRandom) -> None:
    for number in range(RESIDENTS):
        is_man = number % 2 == 0
        home = random.choice(tuple(GOVERNORATES.values())).localities[0]
        first = random.choice(FOREIGN_MEN if is_man else FOREIGN_WOMEN)
        name = FullName(first, random.choice(FOREIGN_MEN), random.choice(FOREIGN_MEN), random.choice(FOREIGN_FAMILIES))
        number_of = society.new_number(random, prefix="79")
        sex = "male" if is_man else "female"
        society.add(Person(number_of, name, sex, _back(random, 24, 70), home, kind="resident"))
