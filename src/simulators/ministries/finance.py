"""The ministry of finance: amounts due from a person (shapes and amounts are illustrative)."""

from typing import Any

from simulators.ministries.drawing import Draw, extract, money
from simulators.ministries.people import KARIM, KHALED, LAYLA, is_known
from simulators.people import People

FIXED: dict[str, tuple[str, ...]] = {LAYLA: ("due",), KHALED: (), KARIM: ("overdue", "due")}


def find_dues(people: People, id_number: str) -> dict[str, Any] | None:
    """Find what a person owes to the treasury."""
    if not is_known(people, id_number):
        return None
    draw = Draw("finance", id_number)
    states = FIXED.get(id_number, tuple(draw.one(("due", "overdue")) for _ in range(draw.number(0, 3))))
    dues = [_due(draw, state) for state in states]
    total = sum(int(due["amount"]["amount"].partition(".")[0]) for due in dues)
    return extract(id_number, total=money(total), dues=dues)


def _due(draw: Draw, state: str) -> dict[str, Any]:
    return {
        "number": draw.digits(8),
        "kind": draw.one(("property_tax", "income_tax", "court_fee", "rent")),
        "year": draw.today.year - (1 if state == "due" else 2),
        "amount": money(draw.number(5, 90) * 10),
        "pay_before": (draw.day(366, 500) if state == "due" else draw.day(-300, -30)).isoformat(),
        "state": state,
    }


def find_property_tax(people: People, id_number: str) -> dict[str, Any] | None:
    """Find the property tax of an owner."""
    if not is_known(people, id_number):
        return None
    draw = Draw("property_tax", id_number)
    count = {KHALED: 0, LAYLA: 1}.get(id_number, draw.number(0, 1))
    properties = [_property(draw) for _ in range(count)]
    due = sum(int(each["due"]["amount"].partition(".")[0]) for each in properties)
    return extract(id_number, due_total=money(due), properties=properties)


def _property(draw: Draw) -> dict[str, Any]:
    assessed = draw.number(10, 90) * 10
    now = draw.today.year
    years = [{"year": year, "assessed": money(assessed), "paid": year < now} for year in (now - 1, now)]
    address = {"ar": "شارع الزيتون (خيالي)", "en": "Zaytoun Street (fictional)"}
    return {"number": draw.digits(7), "address": address, "due": money(assessed), "years": years}
