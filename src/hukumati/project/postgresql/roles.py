"""What the platform's database role may do: read and write rows, and no more.

It owns no table, so PostgreSQL refuses it TRUNCATE, ALTER, DROP and DISABLE TRIGGER; where a trigger refuses UPDATE or
DELETE, the right itself is missing too.
"""

import contextlib
from typing import Final

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

READ_ONLY: Final = ("django_migrations", "pay_transition")
"""Written by migrations alone."""
_REFUSED: Final = """
SELECT c.relname, bool_or(t.tgtype & 16 > 0), bool_or(t.tgtype & 8 > 0), min(a.attname) FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = 1
WHERE p.proname IN ('core_refuse_change', 'pay_refuse') AND c.relnamespace = 'public'::regnamespace AND t.tgqual IS NULL
GROUP BY c.relname
"""
"""Tables whose triggers refuse UPDATE or DELETE, with their first column."""
_RIGHTS: Final = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
)


_LOCKING: Final = sql.SQL("GRANT UPDATE ({}) ON {} TO {}")
"""A row can be locked by whoever may update one column; the trigger refuses the update itself."""


class TooPowerful(SystemExit):
    """The platform was started with a role that could rewrite its history."""


def grant(owner: BaseDatabaseWrapper, *, role: str) -> None:
    """Give a role its rights on every table there is; the connection is the owner's."""
    name = sql.Identifier(role)
    with transaction.atomic(using=owner.alias), owner.cursor() as cursor:
        for statement in _RIGHTS:
            cursor.execute(sql.SQL(statement).format(role=name))
        for table in READ_ONLY:
            cursor.execute(_revocation("INSERT, UPDATE, DELETE", table, name))
        cursor.execute(_REFUSED)
        for table, refuses_update, refuses_delete, first in cursor.fetchall():
            if refuses_update:
                cursor.execute(_revocation("UPDATE", table, name))
                cursor.execute(_LOCKING.format(sql.Identifier(first), sql.Identifier(table), name))
            if refuses_delete:
                cursor.execute(_revocation("DELETE", table, name))


def _revocation(rights: str, table: str, role: sql.Identifier) -> sql.Composed:
    return sql.SQL("REVOKE {} ON {} FROM {}").format(sql.SQL(rights), sql.Identifier(table), role)


def refuse_powerful_role() -> None:
    """Outside the demonstration, do not serve with a role that may truncate the audit trail. Raises TooPowerful."""
    if settings.HUKUMATI.demo:
        return
    with contextlib.suppress(OperationalError), connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('audit_entry', 'TRUNCATE')")
        if cursor.fetchone()[0]:
            raise TooPowerful(
                "DATABASE_URL names a role that owns the tables. Give the platform a role of its own, and the owner to "
                "`hukumati migrate` as HUKUMATI_MIGRATION_DATABASE_URL (docs/how-to/run.md)."
            )
