"""What registers are told: each notice is recorded once by its key, and changes the answers about whom it concerns."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from simulators.base.store import Store

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS told (
    entry INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT UNIQUE NOT NULL, path TEXT NOT NULL, digest TEXT NOT NULL,
    message TEXT NOT NULL, recorded_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS concerned (
    id_number TEXT NOT NULL, entry INTEGER NOT NULL REFERENCES told, PRIMARY KEY (id_number, entry)
);
"""

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A notice as a register recorded it: its number, the day, the message."""

    number: int
    recorded_on: date
    message: Record


Refuse = Callable[[Record, Record], str]
Amend = Callable[[Record, Entry], Record]


def never(_answer: Record, _message: Record) -> str:
    """Refuse nothing."""
    return ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a register may be told at one path.

    `refuse` returns why it does not believe a message, "" where it does, given what it answers at the path `of` now.
    `amends` are the answers, by path, that change for those whom the message concerns.
    """

    of: str
    amends: Mapping[str, Amend]
    refuse: Refuse = never


class Conflict(Exception):
    """The key was used for another message."""


class Notices:
    """The notices that a register has recorded, in its store."""

    def __init__(self, store: Store) -> None:
        store.declare(SCHEMA)
        self._store = store

    def find(self, key: str, body: bytes) -> tuple[int, str] | None:
        """Return number and time of the entry of a key; raises `Conflict` where its message was another."""
        row = self._store.row("SELECT entry, digest, recorded_at FROM told WHERE key = ?", key)
        if row is None:
            return None
        if row["digest"] != hashlib.sha256(body).hexdigest():
            raise Conflict
        return row["entry"], row["recorded_at"]

    def record(self, key: str, path: str, body: bytes) -> tuple[int, str]:
        """Record a message; return number and time of its entry."""
        message, at = json.loads(body), datetime.now(UTC).isoformat(timespec="seconds")
        digest = hashlib.sha256(body).hexdigest()
        with self._store.transaction():
            entry = self._store.insert(
                "INSERT INTO told (key, path, digest, message, recorded_at) VALUES (?, ?, ?, ?, ?)",
                *(key, path, digest, body.decode(), at),
            )
            for number in {message["id_number"], *message.get("dependants", ())}:
                self._store.write("INSERT INTO concerned VALUES (?, ?)", number, entry)
        return entry, at

    def forget(self) -> None:
        """Delete every entry."""
        with self._store.transaction():
            self._store.write("DELETE FROM concerned")
            self._store.write("DELETE FROM told")

    def about(self, id_number: str, path: str) -> list[Entry]:
        """List the entries of a path that concern a person, oldest first."""
        rows = self._store.rows(
            "SELECT entry, message, recorded_at FROM told JOIN concerned USING (entry)"
            " WHERE id_number = ? AND path = ? ORDER BY entry",
            *(id_number, path),
        )
        return [Entry(row["entry"], _day(row["recorded_at"]), json.loads(row["message"])) for row in rows]


def _day(at: str) -> date:
    return datetime.fromisoformat(at).date()
