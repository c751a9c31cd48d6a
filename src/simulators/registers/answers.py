"""What the answers of all registers share: amounts, dates, the subject, and who is known."""

from datetime import UTC, date, datetime
from typing import Literal

from simulators.base.json_values import Json, JsonObject
from simulators.world.people import Person
from simulators.world.world import World


def today() -> date:
    """Return the day on which a register answers."""
    return datetime.now(UTC).date()


def money(amount: int) -> dict[str, str]:
    """Return an amount of whole shekels, as answers state it."""
    return {"amount": f"{amount}.00", "currency": "ILS"}


def extract(id_number: str, **values: Json) -> JsonObject:
    """Return an answer with the subject's ID number and the time of the extract."""
    return {"id_number": id_number, **values, "extracted_at": datetime.now(UTC).isoformat(timespec="seconds")}


def find_citizen(world: World, id_number: str) -> Person | None:
    """Return a person whom the population register knows, or None."""
    return _find(world, id_number, "in_population_register")


def find_known(world: World, id_number: str) -> Person | None:
    """Return a person whom the ministries' registers know, or None."""
    return _find(world, id_number, "in_ministry_registers")


def _find(
    world: World, id_number: str, flag: Literal["in_population_register", "in_ministry_registers"]
) -> Person | None:
    entry = world.named.get(id_number)
    is_known = entry is None or entry.get(flag, True)
    return world.find(id_number) if is_known else None
