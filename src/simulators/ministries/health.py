"""The ministry of health: government health insurance (shapes and numbers are illustrative)."""

from typing import Any

from simulators.ministries.drawing import Draw, extract
from simulators.ministries.people import KHALED, LAYLA, is_known
from simulators.people import People

CENTRES = (
    {"ar": "مديرية صحة رام الله والبيرة", "en": "Ramallah and Al-Bireh health directorate"},
    {"ar": "مديرية صحة نابلس", "en": "Nablus health directorate"},
    {"ar": "مديرية صحة غزة", "en": "Gaza health directorate"},
)

FIXED: dict[str, tuple[str, ...]] = {LAYLA: ("valid",), KHALED: ()}


def find_insurance(people: People, id_number: str) -> dict[str, Any] | None:
    """Find the policies that cover a person, expired ones too."""
    if not is_known(people, id_number):
        return None
    draw = Draw("health", id_number)
    states = FIXED.get(id_number, draw.one(((), ("valid",), ("valid", "expired"))))
    policies = [_policy(draw, state) for state in states]
    return extract(id_number, insured="valid" in [policy["state"] for policy in policies], policies=policies)


def _policy(draw: Draw, state: str) -> dict[str, Any]:
    year = draw.today.year - (0 if state == "valid" else draw.number(1, 3))
    return {
        "number": draw.digits(8),
        "scheme": draw.one(("employees", "voluntary", "workers", "social")),
        "state": state,
        "valid_from": f"{year}-01-01",
        "valid_until": f"{year}-12-31",
        "dependants": draw.number(0, 5),
        "centre": draw.one(CENTRES),
    }


def find_examination(people: People, id_number: str) -> dict[str, Any] | None:
    """Find a person's last examination of fitness to drive."""
    if not is_known(people, id_number):
        return None
    draw = Draw("fitness", id_number)
    examination = {
        "number": draw.digits(7),
        "examined_on": draw.day(-300, -5).isoformat(),
        "fit": True,
        "conditions": draw.one(([], [{"ar": "نظارات طبية", "en": "Glasses"}])),
    }
    return extract(id_number, examination=draw.one((None, examination)))
