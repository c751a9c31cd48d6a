"""What the population register says to a claim: yes or no, and nothing of anybody."""

from datetime import date
from pathlib import Path

import pytest

from simulators.population.answers import check_identity
from simulators.world.world import World, load

PEOPLE = Path(__file__).parents[4] / "demo" / "people.yaml"
LAYLA, NOBODY, SALMA_WHO_IS_NINE = "400000006", "999999998", "401234562"
BORN_ON, PHONE = "1990-05-12", "+970599000101"


@pytest.fixture(scope="module")
def world() -> World:
    return load(PEOPLE, today=date(2026, 11, 23))


def result(world: World, number: str = LAYLA, **typed: str) -> object:
    values = {"born_on": BORN_ON, "document": world.cards[LAYLA].number, "phone": PHONE, **typed}
    answer = check_identity(world, number, values)
    assert answer.keys() == {"id_number", "result", "extracted_at"}
    return answer["result"]


def test_a_card_or_a_passport_matches_with_or_without_the_number_on_file(world: World) -> None:
    passport = world.passports[LAYLA].number
    assert result(world) == "match_and_phone"
    assert result(world, document=passport, phone="+970599999999") == "match"


@pytest.mark.parametrize(
    "typed", [{"born_on": "1990-05-13"}, {"document": "000000000"}, {"document": ""}, {"born_on": ""}]
)
def test_what_differs_matches_nothing_even_with_the_number_on_file(world: World, typed: dict[str, str]) -> None:
    assert result(world, **typed) == "no_match"


def test_unknown_and_dead_people_and_children_without_a_card_are_answered_alike(world: World) -> None:
    dead = next(number for number, person in world.people.items() if not person.alive)
    born_on = world.people[dead].born_on.isoformat()
    assert result(world, NOBODY) == "no_match"
    assert result(world, dead, born_on=born_on) == "no_match"
    assert result(world, SALMA_WHO_IS_NINE, born_on="2017-10-05") == "no_match"


def test_a_card_that_was_reported_lost_matches_nothing(world: World) -> None:
    lost = next(
        number for number, card in world.cards.items() if card.state == "lost" and number not in world.passports
    )
    values = {"born_on": world.people[lost].born_on.isoformat(), "document": world.cards[lost].number, "phone": PHONE}
    assert check_identity(world, lost, values)["result"] == "no_match"
