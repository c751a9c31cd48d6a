"""The ministry of interior's passports, issued and asked for (shapes and numbers are illustrative)."""

from typing import Any

from simulators.ministries.drawing import Draw, extract
from simulators.ministries.people import KARIM, KHALED, LAYLA, is_known
from simulators.people import People

OFFICES = (
    {"ar": "مديرية الداخلية، رام الله", "en": "Interior directorate, Ramallah"},
    {"ar": "مديرية الداخلية، الخليل", "en": "Interior directorate, Hebron"},
    {"ar": "مديرية الداخلية، جنين", "en": "Interior directorate, Jenin"},
)
FIXED = {LAYLA: ("valid", ""), KHALED: ("expired", ""), KARIM: ("expired", "printing")}


def find_passports(people: People, id_number: str) -> dict[str, Any] | None:
    """Find a person's last passport and a request for a new one."""
    if not is_known(people, id_number):
        return None
    draw = Draw("passports", id_number)
    drawn = (draw.one(("valid", "expired", "")), draw.one(("", "", "received", "printing", "ready")))
    state, stage = FIXED.get(id_number, drawn)
    return extract(
        id_number,
        passports=[_passport(draw, state)] if state else [],
        requests=[_request(draw, stage)] if stage else [],
    )


def _passport(draw: Draw, state: str) -> dict[str, Any]:
    issued_on = draw.day(-1400, -100) if state == "valid" else draw.day(-2400, -1900)
    return {
        "number": f"N{draw.digits(7)}",
        "state": state,
        "issued_on": issued_on.isoformat(),
        "expires_on": issued_on.replace(year=issued_on.year + 5, day=min(issued_on.day, 28)).isoformat(),
    }


def _request(draw: Draw, stage: str) -> dict[str, Any]:
    return {
        "number": draw.digits(9),
        "stage": stage,
        "received_on": draw.day(-30, -1).isoformat(),
        "office": draw.one(OFFICES),
    }
