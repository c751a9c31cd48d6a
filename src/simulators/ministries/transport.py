"""The licensing authority: traffic fines by licence holder, vehicles by owner (shapes and plates are illustrative)."""

from typing import Any

from simulators.ministries.drawing import Draw, extract, money
from simulators.ministries.people import KHALED, LAYLA, is_known
from simulators.people import People

OFFENCES = (
    ({"ar": "تجاوز السرعة المقررة", "en": "Speeding"}, 250),
    ({"ar": "وقوف في مكان ممنوع", "en": "Parking where it is forbidden"}, 100),
    ({"ar": "عدم وضع حزام الأمان", "en": "No seat belt"}, 150),
    ({"ar": "استعمال الهاتف أثناء القيادة", "en": "Using a telephone while driving"}, 300),
)
PLACES = (
    {"ar": "رام الله، شارع القدس", "en": "Ramallah, Jerusalem Street"},
    {"ar": "نابلس، شارع فيصل", "en": "Nablus, Faisal Street"},
    {"ar": "الخليل، شارع عين سارة", "en": "Hebron, Ein Sarah Street"},
)
MAKES = (
    {"ar": "هيونداي i10", "en": "Hyundai i10"},
    {"ar": "فولكسفاغن غولف", "en": "Volkswagen Golf"},
    {"ar": "سكودا أوكتافيا", "en": "Skoda Octavia"},
)
COLOURS = ({"ar": "أبيض", "en": "White"}, {"ar": "فضي", "en": "Silver"}, {"ar": "أزرق", "en": "Blue"})


def find_fines(people: People, id_number: str) -> dict[str, Any] | None:
    """Find the fines of a licence holder, paid ones of the last year too."""
    if not is_known(people, id_number):
        return None
    fines = _fines(Draw("fines", id_number), id_number)
    unpaid = sum(int(fine["amount"]["amount"].partition(".")[0]) for fine in fines if fine["state"] == "unpaid")
    return extract(id_number, unpaid_total=money(unpaid), fines=fines)


def _fines(draw: Draw, id_number: str) -> list[dict[str, Any]]:
    states = {LAYLA: ("unpaid", "unpaid", "paid"), KHALED: ()}.get(id_number)
    if states is None:
        states = tuple(draw.one(("unpaid", "paid")) for _ in range(draw.number(0, 3)))
    return [_fine(draw, state) for state in states]


def _fine(draw: Draw, state: str) -> dict[str, Any]:
    offence, amount = draw.one(OFFENCES)
    committed_on = draw.day(-200, -20)
    return {
        "number": f"{committed_on.year}-{draw.digits(6)}",
        "offence": offence,
        "place": draw.one(PLACES),
        "committed_on": committed_on.isoformat(),
        "plate": _plate(draw),
        "amount": money(amount),
        "state": state,
    }


def find_vehicles(people: People, id_number: str) -> dict[str, Any] | None:
    """Find the vehicles of an owner."""
    if not is_known(people, id_number):
        return None
    draw = Draw("vehicles", id_number)
    count = {LAYLA: 1, KHALED: 0}.get(id_number, draw.number(0, 2))
    return extract(id_number, vehicles=[_vehicle(draw) for _ in range(count)])


def _vehicle(draw: Draw) -> dict[str, Any]:
    return {
        "plate": _plate(draw),
        "make": draw.one(MAKES),
        "colour": draw.one(COLOURS),
        "kind": draw.one(("private", "private", "goods")),
        "made_in": draw.today.year - draw.number(2, 18),
        "licensed_until": draw.day(-60, 400).isoformat(),
        "insured_until": draw.day(-30, 400).isoformat(),
        "tested_on": draw.day(-400, -30).isoformat(),
        "test_valid_until": draw.day(-60, 400).isoformat(),
        "has_lien": draw.number(1, 4) == 1,
        "unpaid_fines": 0,
    }


def _plate(draw: Draw) -> str:
    return f"{draw.number(1, 9)}-{draw.digits(4)}-{draw.one('ABCDE')}"


def find_licence(people: People, id_number: str) -> dict[str, Any] | None:
    """Find a person's driving licence."""
    if not is_known(people, id_number):
        return None
    draw = Draw("licence", id_number)
    valid_until = draw.day(-100, 700)
    licence = {
        "number": draw.digits(8),
        "classes": draw.one((["B"], ["B", "C1"], ["A", "B"])),
        "issued_on": draw.day(-1800, -700).isoformat(),
        "valid_until": valid_until.isoformat(),
        "medical_due": draw.number(1, 3) == 1,
        "state": "valid" if valid_until >= draw.today else "expired",
    }
    return extract(id_number, licence=None if people[id_number]["born_on"] > "2008" else licence)
