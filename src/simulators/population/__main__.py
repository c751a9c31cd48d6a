"""Run the population register: `python -m simulators.population --port N --data DIR --people FILE`."""

from datetime import UTC, datetime
from typing import Any

from simulators.people import People
from simulators.registers.register import Register

FIELDS = ("id_number", "kind", "name", "born_on", "sex", "governorate", "alive", "died_on", "guardians")


def find_person(people: People, id_number: str) -> dict[str, Any] | None:
    """Find the person's record, or None when the register does not know the number."""
    person = people.get(id_number)
    if person is None or not person.get("in_population_register", True):
        return None
    return {field: person[field] for field in FIELDS}


def _extract(people: People, id_number: str, **values: Any) -> dict[str, Any] | None:
    if find_person(people, id_number) is None:
        return None
    return {"id_number": id_number, **values, "extracted_at": datetime.now(UTC).isoformat(timespec="seconds")}


def find_family(people: People, id_number: str) -> dict[str, Any] | None:
    """Find the person's children."""
    children = [_member(child) for child in people.values() if id_number in child["guardians"]]
    return _extract(people, id_number, marital_status="married" if children else "single", members=children)


def _member(child: dict[str, Any]) -> dict[str, Any]:
    fields = {field: child[field] for field in ("id_number", "name", "born_on", "sex", "alive")}
    age = datetime.now(UTC).year - int(child["born_on"][:4])
    return {**fields, "relation": "child", "marital_status": "single", "age": age}


def find_birth(people: People, id_number: str) -> dict[str, Any] | None:
    """Find the entry of the person's birth."""
    person = people.get(id_number)
    if person is None:
        return None
    parent = {"id_number": None, "name": person["name"]}
    values = {field: person[field] for field in ("name", "sex", "born_on")}
    place = {"ar": "رام الله", "en": "Ramallah"}
    return _extract(
        people, id_number, **values, place=place, registered_on=person["born_on"], father=parent, mother=parent
    )


def find_card(people: People, id_number: str) -> dict[str, Any] | None:
    """Find the person's ID card."""
    card = {"number": f"C{id_number[:7]}", "issued_on": "2015-03-01", "state": "valid"}
    return _extract(people, id_number, card=card)


def find_succession(people: People, id_number: str) -> dict[str, Any] | None:
    """Find those whom the person inherits from."""
    return _extract(people, id_number, inherits_from=[])


REGISTER = Register(
    name="population",
    title=("سجلّ السكان", "Population register"),
    answers={
        "/persons/current": find_person,
        "/families/current": find_family,
        "/births/current": find_birth,
        "/id-cards/current": find_card,
        "/successions/current": find_succession,
    },
    silent_about="909990004",
)

if __name__ == "__main__":
    REGISTER.run()
