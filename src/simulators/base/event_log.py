"""What the simulator received and did, in order, for tests and for the curious (`/_sim/journal`)."""

import json
from datetime import UTC, datetime

from simulators.base.json_values import JsonObject
from simulators.base.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, event TEXT NOT NULL, details TEXT NOT NULL
);
"""
MAX_ENTRIES = 1000


class EventLog:
    """A list of events, kept in the simulator's store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.declare(SCHEMA)

    def record(self, event: str, **details: object) -> None:
        """Append an event; `details` must be JSON values."""
        self._store.insert(
            "INSERT INTO journal (at, event, details) VALUES (?, ?, ?)",
            datetime.now(UTC).isoformat(),
            event,
            json.dumps(details, ensure_ascii=False),
        )

    def entries(self, *, after: int = 0) -> list[JsonObject]:
        """List at most 1000 events in order, from the one after an entry's id on."""
        rows = self._store.rows("SELECT * FROM journal WHERE id > ? ORDER BY id LIMIT ?", after, MAX_ENTRIES)
        return [{**dict(row), "details": json.loads(row["details"])} for row in rows]
