"""Run the population register: `python -m simulators.population --port N --data DIR --people FILE`."""

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


if __name__ == "__main__":
    Register(
        name="population",
        title=("سجلّ السكان", "Population register"),
        answers={"/persons/current": find_person},
        silent_about="909990004",
    ).run()
