"""What the population register tells: people, families, births, ID cards, successions."""

from datetime import timedelta
from typing import Any, Final

from simulators.registers.answers import extract, find_citizen, today
from simulators.world.interior import guardians_of
from simulators.world.names import MEN, WOMEN, FullName
from simulators.world.people import Person
from simulators.world.places import ABROAD
from simulators.world.world import World

MONTH: Final = timedelta(days=30)


def find_person(world: World, id_number: str) -> dict[str, Any] | None:
    """Find a person's entry, or None when the register does not know the number."""
    person = find_citizen(world, id_number)
    if person is None:
        return None
    return {
        "id_number": id_number,
        "kind": person.kind,
        "name": person.name.told(),
        "born_on": person.born_on.isoformat(),
        "sex": person.sex,
        "governorate": person.home.governorate,
        "alive": person.alive,
        "died_on": person.died_on.isoformat() if person.died_on else None,
        "guardians": guardians_of(world.society, person),
    }


def find_family(world: World, id_number: str) -> dict[str, Any] | None:
    """Find a person's wife or husband, children and parents."""
    person = find_citizen(world, id_number)
    if person is None:
        return None
    kin: dict[str, list[str | None]] = {
        "spouse": [person.spouse],
        "child": [*sorted(person.children, key=lambda each: world.people[each].born_on)],
        "father": [person.father],
        "mother": [person.mother],
    }
    members = [
        _member(other, relation) for relation, numbers in kin.items() for other in world.society.kin(*numbers)
    ]  # fmt: skip
    return extract(id_number, marital_status=person.marital_status, members=members)


def _member(person: Person, relation: str) -> dict[str, Any]:
    return {
        "id_number": person.id_number,
        "relation": relation,
        "name": person.name.told(),
        "born_on": person.born_on.isoformat(),
        "age": person.age(person.died_on or today()),
        "sex": person.sex,
        "alive": person.alive,
        "marital_status": person.marital_status,
    }


def find_birth(world: World, id_number: str) -> dict[str, Any] | None:
    """Find the entry of a birth; those of foreign residents are not here."""
    person = find_citizen(world, id_number)
    if person is None or person.kind != "citizen":
        return None
    chance = world.society.chance(f"birth:{id_number}")
    name = person.name
    father = FullName(name.father, name.grandfather, chance.one(MEN), name.family)
    mother = FullName(chance.one(WOMEN), chance.one(MEN), chance.one(MEN), name.family)
    return extract(
        id_number,
        name=person.name.told(),
        sex=person.sex,
        born_on=person.born_on.isoformat(),
        place=person.birthplace.name if person.birthplace else ABROAD,
        registered_on=chance.day_between(person.born_on, person.born_on + MONTH).isoformat(),
        father=_parent(world, person.father, father),
        mother=_parent(world, person.mother, mother),
    )


def _parent(world: World, id_number: str | None, name: FullName) -> dict[str, Any]:
    """Tell a parent; of the oldest people's parents only the names are in the books."""
    told = world.people[id_number].name if id_number else name
    return {"id_number": id_number, "name": told.told()}


def find_card(world: World, id_number: str) -> dict[str, Any] | None:
    """Find a person's ID card."""
    if find_citizen(world, id_number) is None:
        return None
    card = world.cards.get(id_number)
    told = card and {"number": card.number, "issued_on": card.issued_on.isoformat(), "state": card.state}
    return extract(id_number, card=told)


def find_succession(world: World, id_number: str) -> dict[str, Any] | None:
    """Find those whom a person inherits from by a decree."""
    if find_citizen(world, id_number) is None:
        return None
    told = []
    for decree in world.inherited_by(id_number):
        deceased = world.people[decree.deceased]
        died_on = deceased.died_on.isoformat() if deceased.died_on else ""
        told.append(
            {
                "id_number": deceased.id_number,
                "name": deceased.name.told(),
                "died_on": died_on,
                "decree_number": decree.decree_number,
            }
        )
    return extract(id_number, inherits_from=told)
