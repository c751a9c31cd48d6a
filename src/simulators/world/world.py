"""The whole world: all people and records, generated at once from a seed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

import yaml

from simulators.world import families, named
from simulators.world.companies import Company, companies_of
from simulators.world.health import Care, care_of
from simulators.world.interior import (
    Card,
    Loss,
    Passport,
    PassportRequest,
    Succession,
    card_of,
    loss_of,
    passport_of,
    request_of,
    succession_of,
)
from simulators.world.land import Land, land_of
from simulators.world.livelihood import Due, Judgment, WorkingLife, dues_of, judgments_of, working_life_of
from simulators.world.people import Person, PersonEntry, Society
from simulators.world.transport import Roads, roads_of

Value = TypeVar("Value")

SEED: Final = 1948


@dataclass(frozen=True, slots=True)
class World:
    """The people, and the records of each register, by ID number."""

    society: Society
    cards: dict[str, Card]
    passports: dict[str, Passport]
    requests: dict[str, PassportRequest]
    losses: dict[str, Loss]
    successions: dict[str, Succession]
    inheritances: dict[str, list[str]]
    roads: Roads
    care: Care
    land: Land
    work: dict[str, WorkingLife]
    dues: dict[str, tuple[Due, ...]]
    judgments: dict[str, tuple[Judgment, ...]]
    companies: dict[str, tuple[Company, ...]]

    @property
    def people(self) -> dict[str, Person]:
        """Everybody, by ID number."""
        return self.society.people

    @property
    def named(self) -> dict[str, PersonEntry]:
        """The entries of the file of people, by ID number."""
        return self.society.named

    def find(self, id_number: str) -> Person | None:
        """Return a person by ID number, or None."""
        return self.society.people.get(id_number)

    def inherited_by(self, id_number: str) -> list[Succession]:
        """List the decrees that name a person as an heir."""
        return [self.successions[each] for each in self.inheritances.get(id_number, ())]


def build(entries: Iterable[PersonEntry], *, seed: int = SEED, today: date) -> World:
    """Generate the world of a month: the same people, seed and month make the same world."""
    society = Society(seed, today.replace(day=1))
    named.place(society, entries)
    families.grow(society)
    roads, land, adults = roads_of(society), land_of(society), society.adults()
    taxed = {person.id_number: land.taxed.get(person.id_number, ()) for person in adults}
    cards, successions = _each(society, card_of), _each(society, succession_of)
    return World(
        society=society,
        cards=cards,
        passports=_each(society, passport_of),
        requests=_each(society, request_of),
        losses={loss.number: loss for loss in _losses(society, cards)},
        successions=successions,
        inheritances=_by_heir(successions),
        roads=roads,
        care=care_of(society, roads.licences),
        land=land,
        work={person.id_number: working_life_of(society, person) for person in adults},
        dues={each.id_number: dues for each in adults if (dues := dues_of(society, each, taxed[each.id_number]))},
        judgments=_each(society, judgments_of),
        companies=_each(society, companies_of),
    )


def _each(society: Society, draw: Callable[[Society, Person], Value | None]) -> dict[str, Value]:
    drawn = ((person.id_number, draw(society, person)) for person in society.people.values())
    return {number: found for number, found in drawn if found}


def _by_heir(successions: Mapping[str, Succession]) -> dict[str, list[str]]:
    inheritances: dict[str, list[str]] = {}
    for deceased, decree in successions.items():
        for heir in decree.heirs:
            inheritances.setdefault(heir, []).append(deceased)
    return inheritances


def _losses(society: Society, cards: Mapping[str, Card]) -> Iterable[Loss]:
    """Yield the reports of loss: of some lost cards, and of the passport or licence of a few."""
    for person in society.adults():
        random = society.random(f"losses:{person.id_number}")
        card = cards.get(person.id_number)
        if card and card.state == "lost" and society.situation(person, "loss_reported", 70, random):
            yield loss_of(society, person, "id_card")
        for item in ("passport", "licence"):
            if random.happens(1):
                yield loss_of(society, person, item)


@cache
def load(people_file: Path, *, today: date | None = None, seed: int = SEED) -> World:
    """Parse the file of people, and generate the world around them."""
    entries = yaml.load(people_file.read_text("utf-8"), Loader=_LOADER)["people"]  # noqa: S506 - both are safe loaders
    return build(entries, seed=seed, today=today or datetime.now(UTC).date())


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
