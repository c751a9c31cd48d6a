"""A look into the platform's database, and a hand on its clock: what a page cannot show or wait for."""

from typing import Any

import psycopg
from psycopg.rows import dict_row

from hukumati.project.run.platform import Platform


def rows(platform: Platform, sql: str, *values: Any) -> list[dict[str, Any]]:
    """Return what a query finds."""
    with _connected(platform) as connection:
        return connection.execute(sql, values).fetchall()


def change(platform: Platform, sql: str, *values: Any) -> int:
    """Do a change and return how many rows it touched."""
    with _connected(platform) as connection:
        return connection.execute(sql, values).rowcount


def _connected(platform: Platform) -> psycopg.Connection[dict[str, Any]]:
    environment = {**platform.base_environment, **platform.environment()}
    url = environment.get("HUKUMATI_DATABASE_URL") or environment["DATABASE_URL"]
    return psycopg.connect(url, row_factory=dict_row, autocommit=True)
