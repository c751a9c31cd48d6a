"""The simulator's own SQLite file: what a response says is written before the response is sent."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Store:
    """A SQLite file in WAL mode, used from one thread; it survives kill -9."""

    def __init__(self, path: Path, schema: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, isolation_level=None, timeout=10)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute("PRAGMA foreign_keys=ON")
        self.declare(schema)

    def declare(self, schema: str) -> None:
        """Create tables; write `CREATE TABLE IF NOT EXISTS`, statements end with a semicolon."""
        self._connection.executescript(schema)

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Return all rows, whose columns are read by name."""
        return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> sqlite3.Row | None:
        """Return the first row, or None."""
        found: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
        return found

    def write(self, sql: str, *values: object) -> int:
        """Execute a statement, committed at once unless inside `transaction()`; return the number of rows changed."""
        return self._connection.execute(sql, values).rowcount

    def insert(self, sql: str, *values: object) -> int:
        """Insert one row, committed at once unless inside `transaction()`; return its row id."""
        return self._connection.execute(sql, values).lastrowid or 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Execute several statements, all or none. Never `await` inside: other requests share the connection."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def empty(self) -> None:
        """Delete every row of every table."""
        tables = self.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        self._connection.execute("PRAGMA foreign_keys=OFF")
        with self.transaction():
            for table in tables:
                self.write(f'DELETE FROM "{table["name"]}"')  # noqa: S608 - names come from the schema itself
        self._connection.execute("PRAGMA foreign_keys=ON")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
