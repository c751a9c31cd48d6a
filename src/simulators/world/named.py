"""The people of the file (demo/people.yaml), placed among the others with their parents and families."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from simulators.world.families import YEAR, child_of, widow
from simulators.world.names import FAMILIES, MEN, WOMEN, FullName, read_name
from simulators.world.people import BEGINNING, Person, PersonEntry, Society, marry
from simulators.world.places import GOVERNORATES, LOCALITIES

# Children by situation: sex, and age at the beginning.
HOUSEHOLDS: Final = {
    "students_at_home": (("male", 20), ("female", 22), ("female", 11)),
    "small_children": (("male", 10), ("female", 6)),
}


def place(society: Society, entries: Iterable[PersonEntry]) -> None:
    """Add everybody whom the file names; parents and children that it does not name are invented."""
    by_number = {str(entry["id_number"]): entry for entry in entries}
    society.named.update(by_number)
    for entry in by_number.values():
        society.add(_person(entry))
    for entry in by_number.values():
        _link(society, entry, by_number)
    for entry in by_number.values():
        person = society.people[str(entry["id_number"])]
        if person.kind == "citizen":
            _give_parents(society, person)
        if "land_shared" in society.words(person.id_number):
            _give_siblings(society, person)
        for word, children in HOUSEHOLDS.items():
            if word in society.words(person.id_number):
                _give_household(society, person, children)
        if person.spouse:
            widow(person, society.people[person.spouse])


def _person(entry: PersonEntry) -> Person:
    places = GOVERNORATES[entry["governorate"]].localities
    home = LOCALITIES[entry["locality"]] if "locality" in entry else places[0]
    return Person(
        id_number=str(entry["id_number"]),
        name=read_name(entry["name"]),
        sex=entry["sex"],
        born_on=_day(entry["born_on"]),
        died_on=_day(entry["died_on"]) if entry["died_on"] else None,
        home=home,
        birthplace=home if entry["kind"] == "citizen" else None,
        kind=entry["kind"],
        marital_status=entry.get("marital_status", "single"),
        is_student=bool(entry.get("student", False)),
    )


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _link(society: Society, entry: PersonEntry, by_number: Mapping[str, PersonEntry]) -> None:
    """Link a named person to named kin; a marriage must stand in both entries."""
    person = society.people[str(entry["id_number"])]
    other = str(entry.get("spouse"))
    if other in by_number and by_number[other].get("spouse") == person.id_number:
        marry(person, society.people[other])
    father, mother = entry.get("father"), entry.get("mother")
    if father in by_number:
        person.father = father
    if mother in by_number:
        person.mother = mother
    for parent in society.kin(person.father, person.mother):
        parent.children.append(person.id_number)


def _give_parents(society: Society, person: Person) -> None:
    """Invent the parents that the file does not name; the father's names follow from the child's."""
    random = society.random(f"parents:{person.id_number}")
    if person.father is None:
        line = person.name
        name = FullName(line.father, line.grandfather or random.choice(MEN), random.choice(MEN), line.family)
        father = society.add(_ancestor(society, person, name, "male"))
        person.father = father.id_number
        father.children.append(person.id_number)
    if person.mother is None:
        name = FullName(random.choice(WOMEN), random.choice(MEN), random.choice(MEN), random.choice(FAMILIES))
        mother = society.add(_ancestor(society, person, name, "female"))
        person.mother = mother.id_number
        mother.children.append(person.id_number)
    father, mother = society.people[person.father], society.people[person.mother]
    if father.spouse is None and mother.spouse is None:
        marry(father, mother)
        widow(father, mother)


def _ancestor(society: Society, child: Person, name: FullName, sex: str) -> Person:
    random = society.random(f"{sex} parent:{child.id_number}")
    born_on = child.born_on - timedelta(days=random.integer(23 * 365, 31 * 365))
    words = society.words(child.id_number)
    is_dead = BEGINNING - born_on > 84 * YEAR or (sex == "male" and "heir" in words)
    died_on = random.day_between(child.born_on + YEAR, BEGINNING - timedelta(days=200)) if is_dead else None
    number = society.new_number(random, prefix="78")
    return Person(number, name, sex, born_on, child.home, birthplace=child.home, died_on=died_on)


def _give_household(society: Society, person: Person, children: Iterable[tuple[str, int]]) -> None:
    """Invent a wife or husband, deceased if the file says that the person is widowed, and children."""
    random = society.random(f"household:{person.id_number}")
    sex = "female" if person.sex == "male" else "male"
    first = random.choice(WOMEN if sex == "female" else MEN)
    name = FullName(first, random.choice(MEN), random.choice(MEN), random.choice(FAMILIES))
    number = society.new_number(random, prefix="78")
    born_on = person.born_on + timedelta(days=random.integer(-600, 1200))
    other = society.add(Person(number, name, sex, born_on, person.home, birthplace=person.home))
    if person.marital_status == "widowed":
        other.died_on = BEGINNING - timedelta(days=random.integer(200, 900))
    marry(person, other)
    father, mother = (person, other) if person.sex == "male" else (other, person)
    for wanted, years in children:
        _give_child(society, father, mother, wanted, years)


def _give_siblings(society: Society, person: Person) -> None:
    """Invent two siblings, two and four years younger."""
    father, mother = society.kin(person.father, person.mother)
    for years in (2, 4):
        random = society.random(f"sibling {years}:{person.id_number}")
        names = {child.name.first for child in society.kin(*father.children)} | {father.name.first}
        society.add(child_of(society, father, mother, person.born_on + years * YEAR, random, names))


def _give_child(society: Society, father: Person, mother: Person, sex: str, years: int) -> None:
    random = society.random(f"child {years}:{father.id_number}")
    born_on = BEGINNING - years * YEAR - timedelta(days=random.integer(30, 200))
    names = {child.name.first for child in society.kin(*father.children)} | {father.name.first}
    child = child_of(society, father, mother, born_on, random, names)
    while child.sex != sex:
        child = child_of(society, father, mother, born_on, random, names)
    child.is_student = sex == "male" and years >= 18
    society.add(child)
