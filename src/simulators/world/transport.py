"""Driving licences, vehicles, traffic fines (shapes, amounts and intervals are illustrative)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from simulators.world.people import Person, Society
from simulators.world.places import GOVERNORATES, STREETS, Text, in_place
from simulators.world.seeded_random import SeededRandom

OFFENCES: Final = (
    ({"ar": "تجاوز السرعة المقررة", "en": "Speeding"}, 250),
    ({"ar": "وقوف في مكان ممنوع", "en": "Parking where it is forbidden"}, 100),
    ({"ar": "عدم وضع حزام الأمان", "en": "No seat belt"}, 150),
    ({"ar": "استعمال الهاتف أثناء القيادة", "en": "Using a telephone while driving"}, 300),
)
MAKES: Final = (
    {"ar": "هيونداي i10", "en": "Hyundai i10"},
    {"ar": "فولكسفاغن غولف", "en": "Volkswagen Golf"},
    {"ar": "سكودا أوكتافيا", "en": "Skoda Octavia"},
    {"ar": "كيا سيراتو", "en": "Kia Cerato"},
    {"ar": "تويوتا كورولا", "en": "Toyota Corolla"},
)
LORRIES: Final = ({"ar": "فورد ترانزيت", "en": "Ford Transit"}, {"ar": "إيسوزو", "en": "Isuzu"})
COLOURS: Final = (
    {"ar": "أبيض", "en": "White"},
    {"ar": "فضي", "en": "Silver"},
    {"ar": "أزرق", "en": "Blue"},
    {"ar": "أسود", "en": "Black"},
)
VIN_SIGNS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
# Drivers of this age, or of heavy vehicles, are examined before a renewal (illustrative).
MEDICAL_FROM: Final = 60


@dataclass(frozen=True, slots=True)
class Licence:
    """A driving licence; whether it has expired depends on the day."""

    number: str
    classes: tuple[str, ...]
    issued_on: date
    valid_until: date
    medical_due: bool
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A vehicle, which has one owner."""

    plate: str
    vin: str
    owner: str
    make: Text
    colour: Text
    kind: str
    made_in: int
    licensed_until: date
    insured_until: date
    tested_on: date
    test_valid_until: date
    has_lien: bool


@dataclass(frozen=True, slots=True)
class Fine:
    """A fine of a driver, in whole shekels, for an offence with a vehicle of the household."""

    number: str
    driver: str
    plate: str
    offence: Text
    place: Text
    amount: int
    committed_on: date
    is_paid: bool


@dataclass(slots=True)
class Roads:
    """The licensing authority's register: licences by holder, vehicles by owner, fines by driver."""

    licences: dict[str, Licence] = field(default_factory=dict)
    vehicles: dict[str, list[Vehicle]] = field(default_factory=dict)
    fines: dict[str, list[Fine]] = field(default_factory=dict)
    plates: set[str] = field(default_factory=set)
    unpaid: Counter[str] = field(default_factory=Counter)

    def unpaid_with(self, plate: str) -> int:
        """Count the unpaid fines of a vehicle."""
        return self.unpaid[plate]


def roads_of(society: Society) -> Roads:
    """Return random licences, then vehicles, then the fines of those who drive."""
    roads = Roads()
    for person in society.adults():
        licence = _licence(society, person)
        if licence is not None:
            roads.licences[person.id_number] = licence
        _buy(society, roads, person)
    for person in society.adults():
        _fine(society, roads, person)
    roads.unpaid.update(fine.plate for fines in roads.fines.values() for fine in fines if not fine.is_paid)
    return roads


def _licence(society: Society, person: Person) -> Licence | None:
    random = society.random(f"licence:{person.id_number}")
    medical = society.situation(person, "medical_due", 6, random)
    if not (society.situation(person, "licence", 75 if person.sex == "male" else 50, random) or medical):
        return None
    classes = random.weighted((("B",), ("A", "B"), ("B", "C1"), ("B", "C")), (70, 12, 12, 6))
    heavy, elderly = "C" in classes, person.age(society.present) >= MEDICAL_FROM
    expired = society.situation(person, "licence_expired", 12, random)
    ending = society.situation(person, "licence_ending", 5, random) or medical
    valid_until = random.day(-200, -5) if expired else random.day(35, 75) if ending else random.day(32, 1500)
    medical = medical or heavy or elderly
    is_exempt = "no_medical_due" in society.words(person.id_number)
    return Licence(
        number=random.digits(8),
        classes=classes,
        issued_on=valid_until - timedelta(days=5 * 365),
        valid_until=valid_until,
        medical_due=medical and not is_exempt,
        is_withdrawn=society.situation(person, "licence_withdrawn", 1, random),
    )


def _buy(society: Society, roads: Roads, person: Person) -> None:
    random = society.random(f"vehicles:{person.id_number}")
    owns = society.situation(person, "vehicle", 45 if person.sex == "male" else 18, random)
    lapsed = society.situation(person, "test_lapsed", 0, random)
    count = 0 if not (owns or lapsed) else 1 if person.id_number in society.named else random.integer(1, 2)
    vehicles = [_vehicle(society, roads, person, random) for _ in range(count)]
    if vehicles:
        roads.vehicles[person.id_number] = vehicles


def _vehicle(society: Society, roads: Roads, person: Person, random: SeededRandom) -> Vehicle:
    kind = random.weighted(("private", "goods", "taxi", "motorcycle"), (80, 12, 5, 3))
    lapsed = society.situation(person, "test_lapsed", 12, random)
    uninsured = society.situation(person, "vehicle_uninsured", 8, random)
    tested_on = random.day(-420, -385) if lapsed else random.day(-330, -40)
    plate = _plate(roads, person, random)
    return Vehicle(
        plate=plate,
        vin=_vin(society, plate),
        owner=person.id_number,
        make=random.choice(LORRIES if kind == "goods" else MAKES),
        colour=random.choice(COLOURS),
        kind=kind,
        made_in=society.present.year - random.integer(2, 18),
        licensed_until=random.day(-25, 55) if person.id_number in society.named else random.day(-60, 330),
        insured_until=random.day(-90, -1) if uninsured else random.day(40, 330),
        tested_on=tested_on,
        test_valid_until=tested_on.replace(year=tested_on.year + 1, day=min(tested_on.day, 28)),
        has_lien=society.situation(person, "vehicle_lien", 10, random),
    )  # fmt: skip


def _plate(roads: Roads, person: Person, random: SeededRandom) -> str:
    """Return an unused plate: in the form since 2018, or in the older one of the Gaza Strip."""
    letter = GOVERNORATES[person.home.governorate].plate
    while True:
        ending = letter or f"{random.choice('3479')}{random.integer(1, 9)}"
        plate = f"{random.integer(1, 9) if letter else 3}-{random.digits(4)}-{ending}"
        if plate not in roads.plates:
            roads.plates.add(plate)
            return plate


def _vin(society: Society, plate: str) -> str:
    """Return a number in the form of ISO 3779; ZZZ is no manufacturer's."""
    random = society.random(f"vin:{plate}")
    return "ZZZ" + "".join(random.choice(VIN_SIGNS) for _ in range(8)) + random.digits(6)


def _fine(society: Society, roads: Roads, person: Person) -> None:
    vehicles = [*roads.vehicles.get(person.id_number, ()), *roads.vehicles.get(person.spouse or "", ())]
    if not vehicles:
        return
    random = society.random(f"fines:{person.id_number}")
    unpaid = society.situation(person, "fines_unpaid", 22, random)
    paid = society.situation(person, "fines_paid", 30, random)
    states = (False,) * ((2 if person.id_number in society.named else random.integer(1, 2)) if unpaid else 0)
    fines = [_one_fine(person, vehicles, random, is_paid=state) for state in (*states, *((True,) if paid else ()))]
    if fines:
        roads.fines[person.id_number] = fines


def _one_fine(person: Person, vehicles: list[Vehicle], random: SeededRandom, *, is_paid: bool) -> Fine:
    offence, amount = random.choice(OFFENCES)
    committed_on = random.day(-300, -20)
    place = in_place(GOVERNORATES[person.home.governorate].name, random.choice(STREETS), comma=True)
    number = f"{committed_on.year}-{random.digits(6)}"
    return Fine(number, person.id_number, random.choice(vehicles).plate, offence, place, amount, committed_on, is_paid)
