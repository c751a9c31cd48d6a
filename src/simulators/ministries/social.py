"""The ministry of social development: who receives assistance."""

from simulators.base.json_values import JsonObject
from simulators.registers.answers import extract, find_known
from simulators.world.world import World


def find_assistance(world: World, id_number: str) -> JsonObject | None:
    """Return whether a person receives social assistance, or None if the person is unknown."""
    if find_known(world, id_number) is None:
        return None
    since = world.care.assisted_since.get(id_number)
    return extract(id_number, beneficiary=since is not None, since=since.isoformat() if since else None)
