"""What the simulator saw and did, in order, for tests and for the curious."""

import json
from datetime import UTC, datetime
from typing import Any

from simulators.base.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, event TEXT NOT NULL, details TEXT NOT NULL
);
"""
MOST = 1000


class Journal:
    """A list of what happened, kept in the simulator's store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.declare(SCHEMA)

    def note(self, event: str, **details: Any) -> None:
        """Write one entry; `details` must be JSON values."""
        self._store.insert(
            "INSERT INTO journal (at, event, details) VALUES (?, ?, ?)",
            datetime.now(UTC).isoformat(),
            event,
            json.dumps(details, ensure_ascii=False),
        )

    def entries(self, *, after: int = 0) -> list[dict[str, Any]]:
        """Read entries in order, at most 1000, those after an entry's id."""
        rows = self._store.rows("SELECT * FROM journal WHERE id > ? ORDER BY id LIMIT ?", after, MOST)
        return [{**dict(row), "details": json.loads(row["details"])} for row in rows]
