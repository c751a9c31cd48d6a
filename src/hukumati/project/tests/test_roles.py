"""The platform's database role writes rows; it cannot rewrite history."""

from collections.abc import Iterator

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import override_settings

from hukumati.core import audit
from hukumati.project.embedded_postgres import APPLICATION
from hukumati.project.postgresql.roles import TooPowerful, grant, refuse_powerful_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_application() -> Iterator[None]:
    """Work as the platform's role, which the owner told what it may do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {APPLICATION}")
        grant(connection, role=APPLICATION)
        cursor.execute(f"SET ROLE {APPLICATION}")
        yield
        cursor.execute("RESET ROLE")


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE audit_entry",
        "TRUNCATE cases_case CASCADE",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "ALTER TABLE cases_event DISABLE TRIGGER cases_event_append_only",
        "ALTER TABLE pay_bill ADD COLUMN x int",
        "DROP TABLE audit_entry",
        "DROP TRIGGER audit_entry_append_only ON audit_entry",
        "CREATE TABLE x (y int)",
        "CREATE OR REPLACE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "SET LOCAL session_replication_role = replica",
        "DELETE FROM audit_entry",
        "UPDATE audit_entry SET actor = 'x'",
        "UPDATE cases_event SET actor = 'x'",
        "DELETE FROM led_leg",
        "UPDATE pay_event SET seq = 1",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
        "DELETE FROM pay_transition",
        "CREATE ROLE another SUPERUSER",
        "GRANT TRUNCATE ON audit_entry TO PUBLIC",
    ],
)
def test_the_role_cannot_rewrite_history(as_application: None, statement: str) -> None:
    refused = pytest.raises(ProgrammingError, match=r"permission denied|must be owner|no privileges")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        if "GRANT" in statement:  # PostgreSQL only warns of what it did not grant
            cursor.execute("TRUNCATE audit_entry")


def test_the_role_does_its_work(as_application: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM document_allocation FOR UPDATE")
        cursor.execute("SELECT 1 FROM catalogue_service_version FOR UPDATE")
    audit.record(subject="case:A", actor="clerk:1", action="seen")
    assert audit.is_intact(subject="case:A")


def test_production_does_not_serve_as_the_owner(settings: object) -> None:
    production = settings.HUKUMATI.model_copy(update={"demo": False})  # type: ignore[attr-defined]
    with override_settings(HUKUMATI=production), pytest.raises(TooPowerful, match="MIGRATION_DATABASE_URL"):
        refuse_powerful_role()


def test_production_serves_as_the_application(as_application: None, settings: object) -> None:
    production = settings.HUKUMATI.model_copy(update={"demo": False})  # type: ignore[attr-defined]
    with override_settings(HUKUMATI=production):
        refuse_powerful_role()
