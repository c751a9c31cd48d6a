"""Run by `identity_growth`: lays down accounts with their sessions, grants and tokens, shaped as a living person's.

Everything is of the past two days: the tokens expired or were used, but no sweep has removed them yet.
"""

import sys
from typing import Any, Final

AT_ONCE: Final = 500_000
"""Rows in one statement."""

_ID: Final = "md5('{kind}' || n)::uuid"
_OF: Final = "md5('{kind}' || (n %% {accounts} + {already}))::uuid"
_DIGEST: Final = "sha256(('{kind}' || n)::bytea)"
_PAST: Final = "now() - interval '1 second' * (n %% 172800 + 1)"

_CONSTRAINTS: Final = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype IN ('f', 'p', 'u') AND (conrelid::regclass::text = ANY(%s) OR contype = 'f'
        AND confrelid::regclass::text = ANY(%s))
    ORDER BY contype  -- foreign keys go first and come last
"""
_INDEXES: Final = """
    SELECT tablename, indexname, indexdef FROM pg_indexes
    WHERE tablename = ANY(%s) AND schemaname = current_schema()
        AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""


def _tables(already: int, accounts: int, tokens: int) -> dict[str, tuple[int, int, dict[str, str]]]:
    """Return by table the first row, the number of rows, and what differs from the living person's row."""
    own = {kind: _ID.format(kind=kind) for kind in ("account", "session", "grant")}
    of_token = {"grant_id": _OF.format(kind="grant", accounts=accounts, already=already), "expires_at": _PAST}
    half = accounts * tokens // 2
    return {
        "identity_account": (already, accounts, {
            "id": own["account"],
            "login_digest": _DIGEST.format(kind="login"),
            "phone_digest": _DIGEST.format(kind="phone"),
        }),
        "identity_login_session": (already, accounts, {
            "id": own["session"],
            "account_id": own["account"],
            "cookie_digest": _DIGEST.format(kind="cookie"),
            "auth_time": _PAST,
        }),
        "identity_grant": (already, accounts, {
            "id": own["grant"],
            "account_id": own["account"],
            "login_session_id": own["session"],
            "created_at": _PAST,
        }),
        "identity_access_token": (already * tokens, half, {"digest": _DIGEST.format(kind="access"), **of_token}),
        "identity_refresh_token": (already * tokens, half, {
            "digest": _DIGEST.format(kind="refresh"), **of_token, "used_at": _PAST,
        }),
    }  # fmt: skip


def main(already: int, accounts: int, tokens: int) -> None:
    """Add rows until there are so many accounts, then let the database count and clean them."""
    import django

    django.setup()
    from django.db import connection

    tables = _tables(already, accounts - already, tokens)
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        templates = {table: _template(cursor, table) for table in tables}
        bare = _strip(cursor, list(tables))
        for table, (first, number, changed) in tables.items():
            _fill(cursor, table, templates[table], first, number, changed)
        for statement in bare:
            cursor.execute(statement)
        for table in tables:
            cursor.execute(f"VACUUM (ANALYZE) {table}")


def _template(cursor: Any, table: str) -> str:
    """Keep the row of somebody who signed in, before others stand beside it; return the name of its copy."""
    newest = "expires_at" if table.endswith("_token") else "id"
    cursor.execute(
        f"CREATE TEMPORARY TABLE template_{table} AS SELECT * FROM {table} ORDER BY {newest} DESC LIMIT 1"  # noqa: S608 — names from above
    )
    return f"template_{table}"


def _strip(cursor: Any, tables: list[str]) -> list[str]:
    """Drop constraints and indexes, and return the statements that make them again: built at once they are faster."""
    constraints = _rows(cursor, _CONSTRAINTS, tables)
    indexes = _rows(cursor, _INDEXES, tables)
    for table, name, _ in constraints:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for _, name, _ in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    again = [f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {text}' for table, name, text in reversed(constraints)]
    return [*again, *(text for _, _, text in indexes)]


def _rows(cursor: Any, query: str, tables: list[str]) -> list[tuple[str, str, str]]:
    cursor.execute(query, [tables] * query.count("%s"))
    return list(cursor.fetchall())


def _fill(cursor: Any, table: str, template: str, first: int, number: int, changed: dict[str, str]) -> None:
    columns = _columns(cursor, table)
    values = ", ".join(changed.get(name, f"template.{name}") for name in columns)
    for start in range(first, first + number, AT_ONCE):
        end = min(start + AT_ONCE, first + number) - 1
        statement = f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {template} template, "  # noqa: S608 — names from above and from the database's own list
        cursor.execute(statement + "generate_series(%s::bigint, %s::bigint) n", [start, end])


def _columns(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND table_schema = current_schema()"
        " AND is_generated = 'NEVER' AND is_identity = 'NO' ORDER BY ordinal_position",
        [table],
    )
    return [row[0] for row in cursor.fetchall()]


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
