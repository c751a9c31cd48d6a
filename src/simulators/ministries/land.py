"""The land authority: a person's shares and the transactions on them (shapes and numbers are illustrative)."""

from collections.abc import Mapping
from typing import Any

from simulators.ministries.drawing import Draw, extract
from simulators.ministries.people import KHALED, LAYLA, is_known
from simulators.people import People

LOCALITIES = (
    {"ar": "بيتونيا", "en": "Beitunia"},
    {"ar": "عنبتا", "en": "Anabta"},
    {"ar": "حلحول", "en": "Halhul"},
)


def find_holdings(people: People, id_number: str) -> dict[str, Any] | None:
    """Find the parcels in which a person has a share, and the transactions that are open."""
    if not is_known(people, id_number):
        return None
    draw = Draw("land", id_number)
    count = {LAYLA: 1, KHALED: 0}.get(id_number, draw.number(0, 3))
    holdings = [_holding(draw) for _ in range(count)]
    with_transaction = holdings[:1] if id_number == LAYLA or draw.number(1, 3) == 1 else []
    return extract(id_number, holdings=holdings, transactions=[_transaction(draw, each) for each in with_transaction])


def _holding(draw: Draw) -> dict[str, Any]:
    locality, basin, parcel = draw.one(LOCALITIES), str(draw.number(1, 60)), str(draw.number(1, 400))
    return {
        "number": f"300001-{basin}-{parcel}",
        "locality": locality,
        "locality_code": "300001",
        "basin": basin,
        "parcel": parcel,
        "kind": draw.one(("land", "building", "apartment")),
        "area_m2": draw.number(8, 240) * 10,
        "share": draw.one(("1/1", "1/2", "1/4", "3/24")),
    }


def _transaction(draw: Draw, holding: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": f"{draw.today.year}/{draw.digits(5)}",
        "kind": draw.one(("sale", "inheritance", "partition")),
        "basin": holding["basin"],
        "parcel": holding["parcel"],
        "stage": draw.one(("received", "under_study", "awaiting_fees")),
        "opened_on": draw.day(-200, -10).isoformat(),
    }


def find_parcel(people: People, id_number: str, asked: Mapping[str, str]) -> dict[str, Any] | None:
    """Find a parcel by its locality, basin and number."""
    if not is_known(people, id_number):
        return None
    holdings = (find_holdings(people, each) or {"holdings": []} for each in people)
    found = [each for answer in holdings for each in answer["holdings"] if _is(each, asked)]
    parcel = _parcel(found[0], people[id_number]) if found else None
    return extract(id_number, found=bool(found), parcel=parcel)


def _is(holding: dict[str, Any], asked: Mapping[str, str]) -> bool:
    return (holding["basin"], holding["parcel"]) == (asked.get("basin"), asked.get("parcel"))


def _parcel(holding: dict[str, Any], owner: dict[str, Any]) -> dict[str, Any]:
    return {
        "locality": holding["locality"],
        "basin": holding["basin"],
        "parcel": holding["parcel"],
        "area_m2": holding["area_m2"],
        "kind": {"ar": "أرض", "en": "Land"},
        "owners": [{"id_number": owner["id_number"], "name": owner["name"], "numerator": 1, "denominator": 1}],
        "liens": [],
    }
