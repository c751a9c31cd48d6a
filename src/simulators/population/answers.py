"""Answers of the population register: people, families, births, ID cards, successions."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from simulators.base.json_values import JsonObject
from simulators.registers.answers import extract, find_citizen, today
from simulators.registers.notices import Entry, Notice, Record
from simulators.world.interior import guardians_of
from simulators.world.names import MEN, WOMEN, FullName
from simulators.world.people import Person
from simulators.world.places import ABROAD
from simulators.world.world import World

MONTH: Final = timedelta(days=30)


def find_person(world: World, id_number: str) -> JsonObject | None:
    """Return a person's entry, or None if the register does not know the number."""
    person = find_citizen(world, id_number)
    if person is None:
        return None
    return {
        "id_number": id_number,
        "kind": person.kind,
        "name": person.name.by_language(),
        "born_on": person.born_on.isoformat(),
        "sex": person.sex,
        "governorate": person.home.governorate,
        "alive": person.alive,
        "died_on": person.died_on.isoformat() if person.died_on else None,
        "guardians": guardians_of(world.society, person),
    }


def find_family(world: World, id_number: str) -> JsonObject | None:
    """Return a person's wife or husband, children and parents."""
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


def _member(person: Person, relation: str) -> JsonObject:
    return {
        "id_number": person.id_number,
        "relation": relation,
        "name": person.name.by_language(),
        "born_on": person.born_on.isoformat(),
        "age": person.age(person.died_on or today()),
        "sex": person.sex,
        "alive": person.alive,
        "marital_status": person.marital_status,
    }


def find_birth(world: World, id_number: str) -> JsonObject | None:
    """Return the entry of a birth; there is none for foreign residents."""
    person = find_citizen(world, id_number)
    if person is None or person.kind != "citizen":
        return None
    random = world.society.random(f"birth:{id_number}")
    name = person.name
    father = FullName(name.father, name.grandfather, random.choice(MEN), name.family)
    mother = FullName(random.choice(WOMEN), random.choice(MEN), random.choice(MEN), name.family)
    registered_on = random.day_between(person.born_on, person.born_on + MONTH)
    number = world.society.random(f"entry of birth:{id_number}").digits(5)
    return extract(
        id_number,
        name=person.name.by_language(),
        sex=person.sex,
        born_on=person.born_on.isoformat(),
        place=person.birthplace.name if person.birthplace else ABROAD,
        registered_on=registered_on.isoformat(),
        entry_number=f"{registered_on.year}/{number}",
        father=_parent(world, person.father, father),
        mother=_parent(world, person.mother, mother),
    )


def _parent(world: World, id_number: str | None, name: FullName) -> JsonObject:
    """Return a parent; of the oldest people's parents only the names are known."""
    known = world.people[id_number].name if id_number else name
    return {"id_number": id_number, "name": known.by_language()}


def find_card(world: World, id_number: str) -> JsonObject | None:
    """Return a person's ID card."""
    if find_citizen(world, id_number) is None:
        return None
    card = world.cards.get(id_number)
    values = {"number": card.number, "issued_on": card.issued_on.isoformat(), "state": card.state} if card else None
    return extract(id_number, card=values)


def check_identity(world: World, id_number: str, typed: Mapping[str, str]) -> JsonObject:
    """Return whether a person's birth date and document are those typed, and the phone number the one on file.

    Unknown, dead and mismatching people are answered alike.
    """
    person = find_citizen(world, id_number)
    is_match = person is not None and person.alive and _is_same(world, person, typed)
    entry = world.named.get(id_number)
    has_phone = is_match and entry is not None and entry.get("phone") == typed.get("phone")
    result = "match_and_phone" if has_phone else "match" if is_match else "no_match"
    return extract(id_number, result=result)


def _is_same(world: World, person: Person, typed: Mapping[str, str]) -> bool:
    return person.born_on.isoformat() == typed.get("born_on") and typed.get("document") in _documents(world, person)


def _documents(world: World, person: Person) -> set[str]:
    """Return the numbers of the documents that a person can show: a valid ID card, a valid passport."""
    card, passport = world.cards.get(person.id_number), world.passports.get(person.id_number)
    numbers = {card.number} if card and card.state == "valid" else set()
    is_valid = passport and not passport.is_cancelled and passport.expires_on >= today()
    return numbers | ({passport.number} if passport and is_valid else set())


def _issue_card(answer: Record, entry: Entry) -> Record:
    number, issued_on = f"C{entry.number:07d}", entry.recorded_on.isoformat()
    return {**answer, "card": {"number": number, "issued_on": issued_on, "state": "valid"}}


CARD_ISSUED: Final = Notice(of="/id-cards/current", amends={"/id-cards/current": _issue_card})
BIRTH_CERTIFICATE: Final = Notice(of="/births/current", amends={})


def find_succession(world: World, id_number: str) -> JsonObject | None:
    """Return those from whom a person inherits by a decree."""
    if find_citizen(world, id_number) is None:
        return None
    decrees: list[JsonObject] = []
    for decree in world.inherited_by(id_number):
        deceased = world.people[decree.deceased]
        died_on = deceased.died_on.isoformat() if deceased.died_on else ""
        decrees.append(
            {
                "id_number": deceased.id_number,
                "name": deceased.name.by_language(),
                "died_on": died_on,
                "decree_number": decree.decree_number,
            }
        )
    return extract(id_number, inherits_from=decrees)
