"""Fault injection: a test or a curious person makes a simulator misbehave for the next requests."""

import asyncio
from dataclasses import dataclass

from simulators.base.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS fault (
    id INTEGER PRIMARY KEY CHECK (id = 1), mode TEXT NOT NULL, delay_seconds REAL NOT NULL, times INTEGER
);
"""
OK = "ok"
MAX_DELAY_SECONDS = 600.0


class InvalidFault(ValueError):
    """The description of a fault is malformed."""


@dataclass(frozen=True, slots=True)
class Fault:
    """How the simulator behaves for `times` requests, or until changed when None."""

    mode: str = OK
    delay_seconds: float = 0.0
    times: int | None = None

    async def wait(self) -> None:
        """Sleep for the delay."""
        if self.delay_seconds:
            await asyncio.sleep(self.delay_seconds)


class Faults:
    """The fault in force, kept in the store so that it outlives a restart."""

    def __init__(self, store: Store, modes: tuple[str, ...]) -> None:
        self.modes = (OK, *modes)
        self._store = store
        store.declare(SCHEMA)

    def current(self) -> Fault:
        """Return the fault in force, without counting it down."""
        row = self._store.row("SELECT mode, delay_seconds, times FROM fault")
        return Fault(row["mode"], row["delay_seconds"], row["times"]) if row else Fault()

    def consume(self) -> Fault:
        """Return the fault for one request, and count it down."""
        fault = self.current()
        if fault.times is not None:
            self._store_fault(Fault(fault.mode, fault.delay_seconds, fault.times - 1) if fault.times > 1 else Fault())
        return fault

    def set(self, wanted: object) -> Fault:
        """Put a fault in force: {"mode", "delay_seconds", "times"} (null: until changed); raises `InvalidFault`."""
        fault = self._parse(wanted)
        self._store_fault(fault)
        return fault

    def _parse(self, wanted: object) -> Fault:
        if not isinstance(wanted, dict) or wanted.get("mode", OK) not in self.modes:
            raise InvalidFault(f"mode is one of: {', '.join(self.modes)}")
        delay, times = wanted.get("delay_seconds", 0), wanted.get("times")
        if isinstance(delay, bool) or not isinstance(delay, int | float) or not 0 <= delay <= MAX_DELAY_SECONDS:
            raise InvalidFault(f"delay_seconds is a number from 0 to {MAX_DELAY_SECONDS:.0f}")
        if times is not None and (isinstance(times, bool) or not isinstance(times, int) or times < 1):
            raise InvalidFault("times is a whole number from 1, or null")
        return Fault(wanted.get("mode", OK), float(delay), times)

    def _store_fault(self, fault: Fault) -> None:
        self._store.write(
            "INSERT OR REPLACE INTO fault (id, mode, delay_seconds, times) VALUES (1, ?, ?, ?)",
            fault.mode,
            fault.delay_seconds,
            fault.times,
        )
