"""The police: reports of lost documents."""

from collections.abc import Mapping

from simulators.base.json_values import JsonObject
from simulators.registers.answers import extract, find_known
from simulators.world.world import World


def find_loss(world: World, id_number: str, parameters: Mapping[str, str]) -> JsonObject | None:
    """Return a report of loss by its number if this person made it; None if the person is unknown."""
    if find_known(world, id_number) is None:
        return None
    loss = world.losses.get(parameters.get("number", ""))
    if loss is None or loss.reporter != id_number:
        return extract(id_number, found=False, report=None)
    report: JsonObject = {
        "number": loss.number,
        "reported_on": loss.reported_on.isoformat(),
        "item": loss.item,
        "station": loss.station,
    }
    return extract(id_number, found=True, report=report)
