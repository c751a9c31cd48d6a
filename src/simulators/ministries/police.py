"""The police: reports of lost documents."""

from collections.abc import Mapping
from typing import Any

from simulators.registers.answers import extract, find_known
from simulators.world.world import World


def find_loss(world: World, id_number: str, asked: Mapping[str, str]) -> dict[str, Any] | None:
    """Find a report of loss by its number: only that of whoever asks."""
    if find_known(world, id_number) is None:
        return None
    loss = world.losses.get(asked.get("number", ""))
    told = loss and {
        "number": loss.number,
        "reported_on": loss.reported_on.isoformat(),
        "item": loss.item,
        "station": loss.station,
    }
    is_own = loss is not None and loss.reporter == id_number
    return extract(id_number, found=is_own, report=told if is_own else None)
