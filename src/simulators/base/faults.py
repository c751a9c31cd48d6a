"""Faults to order: a test or a curious person tells a simulator to misbehave for the next requests."""

import asyncio
from dataclasses import dataclass
from typing import Any

from simulators.base.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS fault (
    id INTEGER PRIMARY KEY CHECK (id = 1), mode TEXT NOT NULL, delay_seconds REAL NOT NULL, times INTEGER
);
"""
OK = "ok"
LONGEST_DELAY_SECONDS = 600.0


class InvalidFaultError(ValueError):
    """The order for a fault is not understood."""


@dataclass(frozen=True, slots=True)
class Fault:
    """How the simulator behaves: `times` requests long, or until told otherwise when None."""

    mode: str = OK
    delay_seconds: float = 0.0
    times: int | None = None

    async def wait(self) -> None:
        """Sleep for the ordered delay."""
        if self.delay_seconds:
            await asyncio.sleep(self.delay_seconds)


class Faults:
    """The fault in force, kept in the store so that it outlives a restart."""

    def __init__(self, store: Store, modes: tuple[str, ...]) -> None:
        self.modes = (OK, *modes)
        self._store = store
        store.declare(SCHEMA)

    def current(self) -> Fault:
        """Tell the fault in force, without using it up."""
        row = self._store.row("SELECT mode, delay_seconds, times FROM fault")
        return Fault(row["mode"], row["delay_seconds"], row["times"]) if row else Fault()

    def take(self) -> Fault:
        """Tell the fault for the request in hand and count it down."""
        fault = self.current()
        if fault.times is not None:
            self._keep(Fault(fault.mode, fault.delay_seconds, fault.times - 1) if fault.times > 1 else Fault())
        return fault

    def order(self, wanted: Any) -> Fault:
        """Put a fault in force: {"mode", "delay_seconds", "times"} (null: until changed); raises InvalidFaultError."""
        fault = self._parse(wanted)
        self._keep(fault)
        return fault

    def _parse(self, wanted: Any) -> Fault:
        if not isinstance(wanted, dict) or wanted.get("mode", OK) not in self.modes:
            raise InvalidFaultError(f"mode is one of: {', '.join(self.modes)}")
        delay, times = wanted.get("delay_seconds", 0), wanted.get("times")
        if isinstance(delay, bool) or not isinstance(delay, int | float) or not 0 <= delay <= LONGEST_DELAY_SECONDS:
            raise InvalidFaultError(f"delay_seconds is a number from 0 to {LONGEST_DELAY_SECONDS:.0f}")
        if times is not None and (isinstance(times, bool) or not isinstance(times, int) or times < 1):
            raise InvalidFaultError("times is a whole number from 1, or null")
        return Fault(wanted.get("mode", OK), float(delay), times)

    def _keep(self, fault: Fault) -> None:
        self._store.write(
            "INSERT OR REPLACE INTO fault (id, mode, delay_seconds, times) VALUES (1, ?, ?, ?)",
            fault.mode,
            fault.delay_seconds,
            fault.times,
        )
