"""Descriptions of faults, at their limits."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulators.base.faults import Fault, Faults, InvalidFault
from simulators.base.store import Store


@pytest.fixture
def faults(tmp_path: Path) -> Iterator[Faults]:
    store = Store(tmp_path / "store.sqlite3", "")
    yield Faults(store, ("down", "slow"))
    store.close()


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, Fault("ok", 0.0, None)),
        ({"mode": "down"}, Fault("down", 0.0, None)),
        ({"mode": "slow", "delay_seconds": 600, "times": 1}, Fault("slow", 600.0, 1)),
        ({"mode": "slow", "delay_seconds": 0.5}, Fault("slow", 0.5, None)),
    ],
)
def test_a_fault_is_in_force_as_it_was_described(faults: Faults, wanted: dict[str, object], expected: Fault) -> None:
    assert faults.set(wanted) == expected == faults.current()


@pytest.mark.parametrize(
    "wanted",
    [
        *(None, [], "down", {"mode": "other"}),
        *({"delay_seconds": -0.1}, {"delay_seconds": 600.1}, {"delay_seconds": "1"}, {"delay_seconds": True}),
        *({"times": 0}, {"times": 1.0}, {"times": True}, {"times": "1"}),
    ],
)
def test_a_malformed_description_is_refused_and_changes_nothing(faults: Faults, wanted: object) -> None:
    faults.set({"mode": "down"})
    with pytest.raises(InvalidFault):
        faults.set(wanted)
    assert faults.current() == Fault("down")


def test_a_fault_without_a_number_of_times_stays(faults: Faults) -> None:
    faults.set({"mode": "down"})
    assert [faults.consume().mode for _ in range(3)] == ["down"] * 3


def test_a_fault_for_one_request_ends_with_it(faults: Faults) -> None:
    faults.set({"mode": "down", "delay_seconds": 2, "times": 1})
    assert faults.consume() == Fault("down", 2.0, 1)
    assert faults.consume() == Fault()


@pytest.mark.parametrize(("delay", "least"), [(0.0, 0.0), (0.05, 0.05)])
def test_a_delay_is_waited_for(delay: float, least: float) -> None:
    started = time.perf_counter()
    asyncio.run(Fault("slow", delay).wait())
    assert time.perf_counter() - started >= least
