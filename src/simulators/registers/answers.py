"""How registers write what they hold: names, amounts, days, and whom an answer is about."""

from datetime import UTC, date, datetime
from typing import Any

from simulators.world.people import Person
from simulators.world.world import World


def today() -> date:
    """Tell the day on which a register answers."""
    return datetime.now(UTC).date()


def money(amount: int) -> dict[str, str]:
    """Write whole shekels."""
    return {"amount": f"{amount}.00", "currency": "ILS"}


def extract(id_number: str, **values: Any) -> dict[str, Any]:
    """Complete an answer with whom it is about and when it was made."""
    return {"id_number": id_number, **values, "extracted_at": datetime.now(UTC).isoformat(timespec="seconds")}


def find_citizen(world: World, id_number: str) -> Person | None:
    """Find somebody as the population register does."""
    return _find(world, id_number, "in_population_register")


def find_known(world: World, id_number: str) -> Person | None:
    """Find somebody as the ministries' registers do."""
    return _find(world, id_number, "in_ministry_registers")


def _find(world: World, id_number: str, register: str) -> Person | None:
    is_known = world.named.get(id_number, {}).get(register, True)
    return world.find(id_number) if is_known else None
