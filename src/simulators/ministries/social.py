"""The ministry of social development: who receives assistance."""

from typing import Any

from simulators.registers.answers import extract, find_known
from simulators.world.world import World


def find_assistance(world: World, id_number: str) -> dict[str, Any] | None:
    """Find whether a person receives social assistance."""
    if find_known(world, id_number) is None:
        return None
    since = world.care.assisted_since.get(id_number)
    return extract(id_number, beneficiary=since is not None, since=since.isoformat() if since else None)
