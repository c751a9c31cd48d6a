"""Direct access to the platform's database, for what a page cannot show or wait for."""

from typing import Any

import psycopg
from psycopg.rows import dict_row

from hukumati.project.run.platform import Platform


def rows(platform: Platform, sql: str, *values: Any) -> list[dict[str, Any]]:
    """Return the rows of a query."""
    with _connect(platform) as connection:
        return connection.execute(sql, values).fetchall()


def change(platform: Platform, sql: str, *values: Any) -> int:
    """Execute a statement, and return the number of rows changed."""
    with _connect(platform) as connection:
        return connection.execute(sql, values).rowcount


def _connect(platform: Platform) -> psycopg.Connection[dict[str, Any]]:
    environment = {**platform.base_environment, **platform.environment()}
    url = environment.get("HUKUMATI_DATABASE_URL") or environment["DATABASE_URL"]
    return psycopg.connect(url, row_factory=dict_row, autocommit=True)
