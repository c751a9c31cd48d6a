"""The land authority: a person's shares and the transactions on them; a parcel with all its owners."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from simulators.registers.answers import extract, find_known
from simulators.world.land import Parcel, Transaction
from simulators.world.world import World

KINDS: Final = {
    "land": {"ar": "أرض", "en": "Land"},
    "building": {"ar": "بناء", "en": "Building"},
    "apartment": {"ar": "شقة", "en": "Apartment"},
}


def find_holdings(world: World, id_number: str) -> dict[str, Any] | None:
    """Find the parcels in which a person has a share, and the transactions that are open."""
    if find_known(world, id_number) is None:
        return None
    parcels = [world.land.parcels[number] for number in world.land.holdings.get(id_number, [])]
    transactions = [_transaction(parcel, each) for parcel in parcels for each in parcel.transactions]
    return extract(id_number, holdings=[_holding(each, id_number) for each in parcels], transactions=transactions)


def _holding(parcel: Parcel, owner: str) -> dict[str, Any]:
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


def _transaction(parcel: Parcel, transaction: Transaction) -> dict[str, Any]:
    return {
        "number": transaction.number,
        "kind": transaction.kind,
        "basin": parcel.basin,
        "parcel": parcel.parcel,
        "stage": transaction.stage,
        "opened_on": transaction.opened_on.isoformat(),
    }


def find_parcel(world: World, id_number: str, asked: Mapping[str, str]) -> dict[str, Any] | None:
    """Find a parcel by its locality, basin and number."""
    if find_known(world, id_number) is None:
        return None
    number = "-".join(asked.get(name, "") for name in ("locality", "basin", "parcel"))
    parcel = world.land.parcels.get(number)
    return extract(id_number, found=parcel is not None, parcel=_parcel(world, parcel) if parcel else None)


def _parcel(world: World, parcel: Parcel) -> dict[str, Any]:
    return {
        "locality": parcel.locality.name,
        "basin": parcel.basin,
        "parcel": parcel.parcel,
        "area_m2": parcel.area_m2,
        "kind": KINDS[parcel.kind],
        "owners": [_owner(world, parcel, owner, share) for owner, share in parcel.shares.items()],
        "liens": [{"kind": lien.kind, "since": lien.since.isoformat()} for lien in parcel.liens],
    }


def _owner(world: World, parcel: Parcel, id_number: str, share: Fraction) -> dict[str, Any]:
    return {
        "id_number": id_number,
        "name": world.people[id_number].name.told(),
        "numerator": _parts(parcel, share),
        "denominator": parcel.denominator,
    }
