"""What the Ministry of Interior holds besides names: ID cards, passports, successions; and reports of loss."""

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
    """A passport. Five years long it is valid, unless cancelled."""

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
    """A decree that names the heirs of somebody who died."""

    deceased: str
    decree_number: str
    heirs: tuple[str, ...]


def card_of(society: Society, person: Person) -> Card | None:
    """Draw the ID card of a living person of sixteen at least; a lost card is of somebody who reported it."""
    if not person.alive or person.age(society.present) < CARD_FROM or person.kind != "citizen":
        return None
    chance = society.chance(f"card:{person.id_number}")
    first = person.born_on + timedelta(days=CARD_FROM * 366)
    issued_on = chance.day_between(first, max(first, society.present - timedelta(days=90)))
    lost = society.situation(person, "card_lost", 2, chance)
    state = "lost" if lost else "cancelled" if chance.happens(1) and not _is_named(society, person) else "valid"
    return Card(chance.digits(9), issued_on, state)


def _is_named(society: Society, person: Person) -> bool:
    return person.id_number in society.named


def passport_of(society: Society, person: Person) -> Passport | None:
    """Draw the last passport of a living citizen."""
    if not person.alive or person.kind != "citizen":
        return None
    chance = society.chance(f"passport:{person.id_number}")
    expired = society.situation(person, "passport_expired", 30, chance)
    valid = society.situation(person, "passport_valid", 50, chance)
    issued_on = chance.day(-2400, -1900) if expired else chance.day(-1400, -100)
    issued_on = max(issued_on, person.born_on + timedelta(days=30))
    if not (expired or valid) or issued_on >= society.present:
        return None
    expires_on = issued_on.replace(year=issued_on.year + 5, day=min(issued_on.day, 28))
    return Passport(f"N{chance.digits(7)}", issued_on, expires_on, chance.happens(2) and not _is_named(society, person))


def request_of(society: Society, person: Person) -> PassportRequest | None:
    """Draw a request for a passport that is on its way."""
    if not person.alive or person.kind != "citizen":
        return None
    chance = society.chance(f"passport request:{person.id_number}")
    asked = society.situation(person, "passport_printing", 8, chance)
    stage = "printing" if _is_named(society, person) else chance.one(("received", "printing", "ready"))
    place = GOVERNORATES[person.home.governorate].name
    office = {"ar": f"{OFFICE['ar']}{place['ar']}", "en": f"{OFFICE['en']}, {place['en']}"}
    return PassportRequest(chance.digits(9), stage, chance.day(-30, -1), office) if asked else None


def loss_of(society: Society, person: Person, item: str) -> Loss:
    """Draw the report of somebody who lost a card, a passport or a licence. Its number is the reporter's for ever."""
    chance = society.chance(f"loss:{item}:{person.id_number}")
    reported_on = chance.day(-50, -3)
    station = in_place(STATION, GOVERNORATES[person.home.governorate].name)
    told = society.named.get(person.id_number, {}).get("loss_report")
    return Loss(told or f"{reported_on.year}/{chance.digits(6)}", person.id_number, item, reported_on, station)


def succession_of(society: Society, person: Person) -> Succession | None:
    """Draw the decree that names the heirs of somebody who died: the widow or widower and the children alive."""
    if person.alive:
        return None
    heirs = [heir.id_number for heir in society.kin(person.spouse, *person.children) if heir.alive]
    chance = society.chance(f"succession:{person.id_number}")
    has_named_heir = any("heir" in society.words(heir) for heir in heirs)
    if not heirs or not (has_named_heir or chance.happens(85)):
        return None
    year = (person.died_on or society.present).year
    return Succession(person.id_number, f"{year}/{chance.digits(4)}", tuple(heirs))


def guardians_of(society: Society, person: Person) -> list[str]:
    """Name who answers for a minor: the file's guardians, or the parents alive, or the eldest grown-up relative."""
    told = society.named.get(person.id_number, {}).get("guardians")
    if told is not None:
        return list(told)
    if person.age(society.present) >= 18 or not person.alive:
        return []
    parents = society.kin(person.father, person.mother)
    near = [parent.id_number for parent in parents if parent.alive]
    elders = [each for parent in parents for each in society.kin(parent.father, parent.mother)]
    wider = [*elders, *(uncle for elder in elders for uncle in society.kin(*elder.children))]
    grown = [each for each in wider if each.alive and each.age(society.present) >= 18]
    return near or [each.id_number for each in sorted(grown, key=lambda each: each.born_on)[:1]]
