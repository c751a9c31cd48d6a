import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError

from hukumati.core.audit import is_intact, list_entries, record
from hukumati.core.digests import subject_digest
from hukumati.core.limits import allow, reset, undo
from hukumati.core.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_lines_are_chained_per_subject_and_subjects_rest_hashed() -> None:
    for action in ("case.read", "case.decided"):
        record(subject="person:400000006", actor="officer:MOJ-0001", action=action)
    record(subject="person:800000002", actor="system", action="register.asked")
    assert [entry.action for entry in list_entries(subject="person:400000006")] == ["case.read", "case.decided"]
    assert is_intact(subject="person:400000006")
    assert "400000006" not in str(list(AuditEntry.objects.values()))


def test_the_database_refuses_to_change_a_line() -> None:
    record(subject="case:X", actor="system", action="a")
    for statement in ("UPDATE audit_entry SET action = 'b'", "DELETE FROM audit_entry"):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_changed_line_is_noticed() -> None:
    for number in range(3):
        record(subject="case:X", actor="system", action=f"a{number}")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only")
        cursor.execute("UPDATE audit_entry SET actor = 'officer' WHERE number = 2")
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_append_only")
    assert not is_intact(subject="case:X")


def test_a_limit_counts_within_its_window() -> None:
    answers = [allow(key="sms:+970599000001", at_most=2, per_seconds=60) for _ in range(3)]
    assert answers == [True, True, False]
    assert allow(key="sms:+970599000002", at_most=2, per_seconds=60)


def test_who_reads_the_counts_cannot_try_who_they_are_about() -> None:
    allow(key="sms:+970599000001", at_most=1, per_seconds=60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM rate_limit")
        (key,) = cursor.fetchone()
    assert key == subject_digest(record="rate_limit", subject="sms:+970599000001")


def test_a_forgotten_limit_begins_anew() -> None:
    assert allow(key="login:a", at_most=1, per_seconds=60)
    assert not allow(key="login:a", at_most=1, per_seconds=60)
    reset(key="login:a")
    assert allow(key="login:a", at_most=1, per_seconds=60)


def test_a_count_that_is_given_back_can_be_used_again() -> None:
    assert allow(key="network:a", at_most=1, per_seconds=60)
    undo(key="network:a")
    undo(key="network:a")
    assert allow(key="network:a", at_most=1, per_seconds=60)
    assert not allow(key="network:a", at_most=1, per_seconds=60)
