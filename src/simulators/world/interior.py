"""Further records of the Ministry of Interior: ID cards, passports, successions; and reports of loss."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from simulators.world.people import Person, Society
from simulators.world.places import GOVERNORATES, Text, in_place

CARD_FROM: Final = 16
OFFICE: Final = {"ar": "مديرية الداخلية، ", "en": "Interior directorate"}
STATION: Final = {"ar": "مركز شرطة", "en": "Police station"}


@dataclass(frozen=True, slots=True)
class Card:
    """An ID card; `state` is valid, lost or cancelled."""

    number: str
    issued_on: date
    state: str


@dataclass(frozen=True, slots=True)
class Passport:
    """A passport, valid for five years unless cancelled."""

    number: str
    issued_on: date
    expires_on: date
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class PassportRequest:
    """A request for a passport; `stage` is received, printing or ready."""

    number: str
    stage: str
    received_on: date
    office: Text


@dataclass(frozen=True, slots=True)
class Loss:
    """A report to the police; `item` is id_card, passport or licence."""

    number: str
    reporter: str
    item: str
    reported_on: date
    station: Text


@dataclass(frozen=True, slots=True)
class Succession:
    """A decree that names the heirs of a deceased person."""

    deceased: str
    decree_number: str
    heirs: tuple[str, ...]


def card_of(society: Society, person: Person) -> Card | None:
    """Return the ID card of a living citizen aged sixteen or more, else None."""
    if not person.alive or person.age(society.present) < CARD_FROM or person.kind != "citizen":
        return None
    random = society.random(f"card:{person.id_number}")
    first = person.born_on + timedelta(days=CARD_FROM * 366)
    issued_on = random.day_between(first, max(first, society.present - timedelta(days=90)))
    lost = society.situation(person, "card_lost", 2, random)
    state = "lost" if lost else "cancelled" if random.happens(1) and not _is_named(society, person) else "valid"
    return Card(random.digits(9), issued_on, state)


def _is_named(society: Society, person: Person) -> bool:
    return person.id_number in society.named


def passport_of(society: Society, person: Person) -> Passport | None:
    """Return the last passport of a living citizen, or None."""
    if not person.alive or person.kind != "citizen":
        return None
    random = society.random(f"passport:{person.id_number}")
    expired = society.situation(person, "passport_expired", 30, random)
    valid = society.situation(person, "passport_valid", 50, random)
    issued_on = random.day(-2400, -1900) if expired else random.day(-1400, -100)
    issued_on = max(issued_on, person.born_on + timedelta(days=30))
    if not (expired or valid) or issued_on >= society.present:
        return None
    expires_on = issued_on.replace(year=issued_on.year + 5, day=min(issued_on.day, 28))
    return Passport(f"N{random.digits(7)}", issued_on, expires_on, random.happens(2) and not _is_named(society, person))


def request_of(society: Society, person: Person) -> PassportRequest | None:
    """Return a citizen's open request for a passport, or None."""
    if not person.alive or person.kind != "citizen":
        return None
    random = society.random(f"passport request:{person.id_number}")
    has_request = society.situation(person, "passport_printing", 8, random)
    stage = "printing" if _is_named(society, person) else random.choice(("received", "printing", "ready"))
    place = GOVERNORATES[person.home.governorate].name
    office = {"ar": f"{OFFICE['ar']}{place['ar']}", "en": f"{OFFICE['en']}, {place['en']}"}
    return PassportRequest(random.digits(9), stage, random.day(-30, -1), office) if has_request else None


def loss_of(society: Society, person: Person, item: str) -> Loss:
    """Return the report of a lost card, passport or licence; its number never changes."""
    random = society.random(f"loss:{item}:{person.id_number}")
    reported_on = random.day(-50, -3)
    station = in_place(STATION, GOVERNORATES[person.home.governorate].name)
    entry = society.named.get(person.id_number)
    given = entry.get("loss_report") if entry else None
    return Loss(given or f"{reported_on.year}/{random.digits(6)}", person.id_number, item, reported_on, station)


def succession_of(society: Society, person: Person) -> Succession | None:
    """Return the decree that names a deceased person's heirs (surviving spouse and children), or None."""
    if person.alive:
        return None
    heirs = [heir.id_number for heir in society.kin(person.spouse, *person.children) if heir.alive]
    random = society.random(f"succession:{person.id_number}")
    has_named_heir = any("heir" in society.words(heir) for heir in heirs)
    if not heirs or not (has_named_heir or random.happens(85)):
        return None
    year = (person.died_on or society.present).year
    return Succession(person.id_number, f"{year}/{random.digits(4)}", tuple(heirs))


def guardians_of(society: Society, person: Person) -> list[str]:
    """List a minor's guardians: those of the file, or the living parents, or the eldest adult relative."""
    entry = society.named.get(person.id_number)
    given = entry.get("guardians") if entry else None
    if given is not None:
        return list(given)
    if person.age(society.present) >= 18 or not person.alive:
        return []
    parents = society.kin(person.father, person.mother)
    near = [parent.id_number for parent in parents if parent.alive]
    elders = [each for parent in parents for each in society.kin(parent.father, parent.mother)]
    wider = [*elders, *(uncle for elder in elders for uncle in society.kin(*elder.children))]
    grown = [each for each in wider if each.alive and each.age(society.present) >= 18]
    return near or [each.id_number for each in sorted(grown, key=lambda each: each.born_on)[:1]]
