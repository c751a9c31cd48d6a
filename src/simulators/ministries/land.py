"""The land authority: a person's shares and the transactions on them; a parcel with all its owners."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from simulators.base.json_values import JsonObject
from simulators.registers.answers import extract, find_known
from simulators.world.land import Parcel, Transaction
from simulators.world.world import World

KINDS: Final = {
    "land": {"ar": "أرض", "en": "Land"},
    "building": {"ar": "بناء", "en": "Building"},
    "apartment": {"ar": "شقة", "en": "Apartment"},
}


def find_holdings(world: World, id_number: str) -> JsonObject | None:
    """Return a person's parcels and the open transactions on them, or None if the person is unknown."""
    if find_known(world, id_number) is None:
        return None
    parcels = [world.land.parcels[number] for number in world.land.holdings.get(id_number, [])]
    transactions = [_transaction(parcel, each) for parcel in parcels for each in parcel.transactions]
    return extract(id_number, holdings=[_holding(each, id_number) for each in parcels], transactions=transactions)


def _holding(parcel: Parcel, owner: str) -> JsonObject:
    return {
        "number": parcel.number,
        "locality": parcel.locality.name,
        "locality_code": parcel.locality.code,
        "basin": parcel.basin,
        "parcel": parcel.parcel,
        "kind": parcel.kind,
        "area_m2": parcel.area_m2,
        "share": f"{_parts(parcel, parcel.shares[owner])}/{parcel.denominator}",
    }


def _parts(parcel: Parcel, share: Fraction) -> int:
    return int(share * parcel.denominator)


def _transaction(parcel: Parcel, transaction: Transaction) -> JsonObject:
    return {
        "number": transaction.number,
        "kind": transaction.kind,
        "basin": parcel.basin,
        "parcel": parcel.parcel,
        "stage": transaction.stage,
        "opened_on": transaction.opened_on.isoformat(),
    }


def find_parcel(world: World, id_number: str, parameters: Mapping[str, str]) -> JsonObject | None:
    """Return a parcel by its locality, basin and number, or None if the person who asks is unknown."""
    if find_known(world, id_number) is None:
        return None
    number = "-".join(parameters.get(name, "") for name in ("locality", "basin", "parcel"))
    parcel = world.land.parcels.get(number)
    return extract(id_number, found=parcel is not None, parcel=_parcel(world, parcel) if parcel else None)


def _parcel(world: World, parcel: Parcel) -> JsonObject:
    return {
        "locality": parcel.locality.name,
        "basin": parcel.basin,
        "parcel": parcel.parcel,
        "area_m2": parcel.area_m2,
        "kind": KINDS[parcel.kind],
        "owners": [_owner(world, parcel, owner, share) for owner, share in parcel.shares.items()],
        "liens": [{"kind": lien.kind, "since": lien.since.isoformat()} for lien in parcel.liens],
    }


def _owner(world: World, parcel: Parcel, id_number: str, share: Fraction) -> JsonObject:
    return {
        "id_number": id_number,
        "name": world.people[id_number].name.by_language(),
        "numerator": _parts(parcel, share),
        "denominator": parcel.denominator,
    }
