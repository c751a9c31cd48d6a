"""The police: reports of lost documents (illustrative)."""

from collections.abc import Mapping
from typing import Any

from simulators.ministries.drawing import Draw, extract
from simulators.ministries.people import is_known
from simulators.people import People


def find_loss(people: People, id_number: str, asked: Mapping[str, str]) -> dict[str, Any] | None:
    """Find a report of loss by its number: only that of whoever asks."""
    if not is_known(people, id_number):
        return None
    draw = Draw("police", id_number)
    report = {
        "number": f"{draw.today.year}/{draw.digits(4)}",
        "reported_on": draw.day(-60, -3).isoformat(),
        "item": "id_card",
        "station": {"ar": "مركز شرطة المدينة", "en": "City police station"},
    }
    found = asked.get("number") == report["number"]
    return extract(id_number, found=found, report=report if found else None)
