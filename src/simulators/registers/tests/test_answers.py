"""Answers that faults alter, and who is known to which registers."""

from datetime import date
from pathlib import Path

import pytest

from simulators.base.json_values import JsonObject
from simulators.registers.altered_answers import with_shifted_dates, without_first_field
from simulators.registers.answers import extract, find_citizen, find_known, money
from simulators.world.world import World, load

PEOPLE = Path(__file__).parents[4] / "demo" / "people.yaml"
SAMER, DANA, LAYLA = "911112209", "914445507", "400000006"


@pytest.fixture(scope="module")
def world() -> World:
    return load(PEOPLE, today=date(2026, 11, 23))


def test_the_first_field_after_the_number_is_left_out() -> None:
    assert without_first_field({"id_number": "1", "a": 1, "b": 2}) == {"id_number": "1", "b": 2}


def test_every_date_is_shifted_and_nothing_else() -> None:
    answer: JsonObject = {
        "on": "2026-02-28",
        "in": [{"on": "2026-12-31"}, "2026-01-01T00:00:00Z"],
        "number": 7,
        "none": None,
    }
    assert with_shifted_dates(answer, 1) == {
        "on": "2026-03-01",
        "in": [{"on": "2027-01-01"}, "2026-01-01T00:00:00Z"],
        "number": 7,
        "none": None,
    }
    assert with_shifted_dates(answer, 0) == answer


def test_an_extract_names_its_subject_first_and_its_time_last() -> None:
    answer = extract("1", amount=money(20))
    assert list(answer) == ["id_number", "amount", "extracted_at"]
    assert answer["amount"] == {"amount": "20.00", "currency": "ILS"}


def test_some_people_are_unknown_to_some_registers(world: World) -> None:
    assert find_known(world, SAMER) is None
    assert find_citizen(world, SAMER) is world.people[SAMER]
    assert find_citizen(world, DANA) is None
    assert find_known(world, DANA) is world.people[DANA]
    assert find_known(world, LAYLA) is find_citizen(world, LAYLA) is world.people[LAYLA]
    assert find_known(world, "123456782") is find_citizen(world, "123456782") is None
    invented = next(number for number in world.people if number not in world.named)
    assert find_known(world, invented) is world.people[invented]
