"""The ministry of social development: who receives assistance (illustrative)."""

from typing import Any

from simulators.ministries.drawing import Draw, extract
from simulators.ministries.people import is_known
from simulators.people import People


def find_assistance(people: People, id_number: str) -> dict[str, Any] | None:
    """Find whether a person receives social assistance."""
    if not is_known(people, id_number):
        return None
    draw = Draw("assistance", id_number)
    since = draw.day(-900, -100).isoformat() if draw.number(1, 8) == 1 else None
    return extract(id_number, beneficiary=since is not None, since=since)
