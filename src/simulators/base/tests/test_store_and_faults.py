"""The store and the faults that every simulator has."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulators.base.event_log import EventLog
from simulators.base.faults import Fault, Faults
from simulators.base.store import Store

SCHEMA = "CREATE TABLE IF NOT EXISTS thing (name TEXT);"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "deep" / "store.sqlite3", SCHEMA)
    yield opened
    opened.close()


def test_a_transaction_writes_all_or_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.write("INSERT INTO thing VALUES (?)", str(1 / 0 if store.insert("INSERT INTO thing VALUES ('a')") else 0))
    assert store.rows("SELECT * FROM thing") == []
    with store.transaction():
        store.insert("INSERT INTO thing VALUES ('a')")
        store.insert("INSERT INTO thing VALUES ('b')")
    assert [row["name"] for row in store.rows("SELECT * FROM thing")] == ["a", "b"]


def test_a_reset_deletes_rows_faults_and_events(store: Store) -> None:
    faults, event_log = Faults(store, ("down",)), EventLog(store)
    faults.set({"mode": "down"})
    event_log.record("seen", name="ليلى")
    store.insert("INSERT INTO thing VALUES ('a')")
    store.empty()
    assert (faults.current(), event_log.entries(), store.rows("SELECT * FROM thing")) == (Fault(), [], [])


def test_a_fault_outlives_the_program_and_counts_down(store: Store) -> None:
    Faults(store, ("down",)).set({"mode": "down", "delay_seconds": 1, "times": 2})
    again = Faults(store, ("down",))
    assert [again.consume().mode for _ in range(3)] == ["down", "down", "ok"]


def test_events_are_listed_in_order_after_an_entry(store: Store) -> None:
    event_log = EventLog(store)
    for event in ("one", "two", "three"):
        event_log.record(event)
    first = event_log.entries()[0]["id"]
    assert isinstance(first, int)
    assert [entry["event"] for entry in event_log.entries(after=first)] == ["two", "three"]
