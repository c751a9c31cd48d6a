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


def end_newest_session(platform: Platform) -> None:
    """End the sessions of the person who signed in last, as their time does."""
    whose = "SELECT account_id FROM identity_login_session ORDER BY auth_time DESC LIMIT 1"
    change(
        platform,
        f"UPDATE identity_login_session SET ended_at = now() WHERE ended_at IS NULL AND account_id = ({whose})",  # noqa: S608 - own text
    )


def _connect(platform: Platform) -> psycopg.Connection[dict[str, Any]]:
    environment = {**platform.base_environment, **platform.environment()}
    url = environment.get("HUKUMATI_DATABASE_URL") or environment["DATABASE_URL"]
    return psycopg.connect(url, row_factory=dict_row, autocommit=True)
