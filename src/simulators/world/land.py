"""Parcels with their owners' shares, liens and open transactions; the property tax on buildings (illustrative)."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Final

from simulators.world.people import Person, Society
from simulators.world.places import GOVERNORATES, STREETS, Locality, Text, in_place
from simulators.world.seeded_random import SeededRandom

LIENS: Final = (
    {"ar": "رهن لمصلحة بنك", "en": "Mortgage to a bank"},
    {"ar": "حجز بقرار محكمة", "en": "Attachment by a court's order"},
    {"ar": "حق مرور لقطعة مجاورة", "en": "Right of way of a neighbouring parcel"},
)
NUMBER_OF_YEARS: Final = 4


@dataclass(frozen=True, slots=True)
class Lien:
    """An encumbrance on a parcel."""

    kind: Text
    since: date


@dataclass(frozen=True, slots=True)
class Transaction:
    """An open transaction on a parcel; `kind` is sale, inheritance or partition."""

    number: str
    kind: str
    stage: str
    opened_on: date


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel; the shares, by owner's ID number, sum to one. `kind` is land, building or apartment."""

    locality: Locality
    basin: str
    parcel: str
    kind: str
    area_m2: int
    shares: dict[str, Fraction]
    liens: tuple[Lien, ...]
    transactions: tuple[Transaction, ...]

    @property
    def number(self) -> str:
        """The locality, basin and parcel: unique."""
        return f"{self.locality.code}-{self.basin}-{self.parcel}"

    @property
    def denominator(self) -> int:
        """The number of equal parts in which the shares are stated."""
        return lcm(*(share.denominator for share in self.shares.values()))


@dataclass(frozen=True, slots=True)
class TaxYear:
    """The tax of one year, in whole shekels."""

    year: int
    assessed: int
    is_paid: bool


@dataclass(frozen=True, slots=True)
class TaxedProperty:
    """A building or flat, taxed in the name of one owner."""

    number: str
    payer: str
    address: Text
    years: tuple[TaxYear, ...]

    @property
    def due(self) -> int:
        """The sum of the unpaid years, in whole shekels."""
        return sum(year.assessed for year in self.years if not year.is_paid)


@dataclass(slots=True)
class Land:
    """Parcels by number, numbers of parcels by owner, taxed properties by payer."""

    parcels: dict[str, Parcel] = field(default_factory=dict)
    holdings: dict[str, list[str]] = field(default_factory=dict)
    taxed: dict[str, list[TaxedProperty]] = field(default_factory=dict)


def land_of(society: Society) -> Land:
    """Return random parcels of living people, and of deceased people whose heirs have not divided them yet."""
    land = Land()
    for person in list(society.people.values()):
        random = society.random(f"land:{person.id_number}")
        if _owns(society, person, random):
            parcel = _parcel(society, land, person, random)
            _register(land, parcel)
            _tax(society, land, parcel, person, random)
    return land


def _owns(society: Society, person: Person, random: SeededRandom) -> bool:
    if person.age(society.present) < 25 or person.kind != "citizen":
        return False
    left_to = [society.words(child) for child in person.children]
    percent = (40 if person.sex == "male" else 15) if person.alive else 55
    is_left = not person.alive and person.sex == "male" and any("heir" in words for words in left_to)
    return society.situation(person, "land", percent, random) or is_left


def _parcel(society: Society, land: Land, person: Person, random: SeededRandom) -> Parcel:
    locality = random.choice(GOVERNORATES[person.home.governorate].localities)
    basin, number = _free_number(land, locality, random)
    kind = random.weighted(("land", "building", "apartment"), (50, 30, 20))
    if "property_tax_due" in society.words(person.id_number):
        kind = "building"
    return Parcel(
        locality=locality,
        basin=basin,
        parcel=number,
        kind=kind,
        area_m2=random.integer(8, 18) * 10 if kind == "apartment" else random.integer(30, 900) * 10,
        shares=_shares(society, person, random),
        liens=tuple(Lien(random.choice(LIENS), random.day(-2500, -60)) for _ in range(1 if random.happens(14) else 0)),
        transactions=_transactions(society, person, random),
    )


def _free_number(land: Land, locality: Locality, random: SeededRandom) -> tuple[str, str]:
    while True:
        basin, parcel = str(random.integer(1, 60)), str(random.integer(1, 400))
        if f"{locality.code}-{basin}-{parcel}" not in land.parcels:
            return basin, parcel


def _shares(society: Society, person: Person, random: SeededRandom) -> dict[str, Fraction]:
    """Return the shares: one owner, a couple by halves, or siblings as heirs (a son's share is twice a daughter's)."""
    own = {person.id_number: Fraction(1)}
    words = society.words(person.id_number)
    way = random.weighted(("alone", "couple", "heirs"), (60, 20, 20))
    spouse = [other for other in society.kin(person.spouse) if _may_share(society, other)]
    if "land_alone" in words or not person.alive:
        return own
    if way == "couple" and spouse:
        return {person.id_number: Fraction(1, 2), spouse[0].id_number: Fraction(1, 2)}
    siblings = [each for each in _siblings(society, person) if _may_share(society, each)]
    if (way == "heirs" or "land_shared" in words) and siblings:
        return _as_heirs([person, *siblings])
    return own


def _may_share(society: Society, person: Person) -> bool:
    return person.alive and "no_land" not in society.words(person.id_number)


def _siblings(society: Society, person: Person) -> list[Person]:
    father = society.kin(person.father)
    return [child for child in society.kin(*father[0].children) if child is not person] if father else []


def _as_heirs(heirs: list[Person]) -> dict[str, Fraction]:
    parts = {heir.id_number: 2 if heir.sex == "male" else 1 for heir in heirs}
    return {heir: Fraction(part, sum(parts.values())) for heir, part in parts.items()}


def _transactions(society: Society, person: Person, random: SeededRandom) -> tuple[Transaction, ...]:
    if not society.situation(person, "land_transaction", 18, random):
        return ()
    opened_on = random.day(-200, -10)
    kind = "inheritance" if not person.alive else random.choice(("sale", "partition"))
    stage = random.choice(("received", "under_study", "awaiting_fees"))
    return (Transaction(f"{opened_on.year}/{random.digits(5)}", kind, stage, opened_on),)


def _register(land: Land, parcel: Parcel) -> None:
    land.parcels[parcel.number] = parcel
    for owner in parcel.shares:
        land.holdings.setdefault(owner, []).append(parcel.number)


def _tax(society: Society, land: Land, parcel: Parcel, payer: Person, random: SeededRandom) -> None:
    due = society.situation(payer, "property_tax_due", 30, random)
    if parcel.kind == "land" or not payer.alive:
        return
    assessed, year = random.integer(10, 60) * 10, society.present.year
    unpaid = random.integer(1, 2) if due else 0
    years = tuple(
        TaxYear(each, assessed + 10 * (each - year), is_paid=each <= year - unpaid)
        for each in range(year - NUMBER_OF_YEARS + 1, year + 1)
    )
    address = in_place(parcel.locality.name, random.choice(STREETS), comma=True)
    taxed = TaxedProperty(random.digits(7), payer.id_number, address, years)
    land.taxed.setdefault(payer.id_number, []).append(taxed)
