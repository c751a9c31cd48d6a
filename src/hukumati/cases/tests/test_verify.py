"""Whoever changes a case behind its back is found out."""

import hashlib

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from hukumati.cases import api as cases
from hukumati.cases.actors import SYSTEM
from hukumati.cases.background.verify import verify
from hukumati.cases.engine.act import record_note
from hukumati.cases.engine.kept_files import keep_file
from hukumati.cases.engine.loading import lock_case
from hukumati.cases.models import Case, Event, EventPayload, Upload
from hukumati.cases.tests.conftest import NOW, Citizen


def sql(statement: str) -> None:
    """Do what only somebody with the database's keys could: without triggers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)


@pytest.mark.parametrize("change", ["action = 'submit'", "actor = 'citizen:x'", "at = now()", "to_state = 'done'"])
def test_events_cannot_be_changed(layla: Citizen, change: str) -> None:
    layla.fill()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE cases_event SET {change}")  # noqa: S608
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        EventPayload.objects.update(payload={})


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE cases_event SET actor = 'citizen:x' WHERE seq = 3",
        "UPDATE cases_event SET at = at + interval '1 second' WHERE seq = 3",
        "DELETE FROM cases_event WHERE seq = 3",
        "DELETE FROM cases_event WHERE seq = 5",
        "UPDATE cases_event_payload SET payload = '{}' WHERE seq = 4",
        "DELETE FROM cases_event_payload WHERE seq = 4",
        "UPDATE cases_case SET state = 'issuing'",
        "UPDATE cases_case SET answers = '{}'",
        "UPDATE cases_case SET documents = '[\"NCC-1\"]'",
        'UPDATE cases_case SET proposal = \'{"action": "approve", "by": "MOJ-0001", "reason": ""}\'',
        "UPDATE cases_case SET closed_at = now(), ended_by = 'withdraw'",
    ],
)
def test_every_tampering_is_found(layla: Citizen, tampering: str) -> None:
    layla.fill()
    assert list(verify()) == []
    sql(tampering)
    assert {violation.reference for violation in verify()} == {layla.reference}
    with pytest.raises(CommandError):
        call_command("cases_verify", verbosity=0)


def test_a_case_that_is_said_to_have_ended_otherwise_is_found(layla: Citizen) -> None:
    layla.fill()
    layla.submit()
    cases.withdraw(reference=layla.reference, sub=layla.sub, now=NOW)
    assert list(verify()) == []
    sql("UPDATE cases_case SET ended_by = 'timed_out'")
    assert [violation.what for violation in verify()] == ["the case did not end as its events say"]


def test_a_case_that_waits_for_nobody_is_found(layla: Citizen) -> None:
    layla.fill()
    layla.submit()
    sql("UPDATE cases_timer SET done_at = now()")
    assert [violation.what for violation in verify()] == ["the case waits for nobody"]
    assert Case.objects.count() == 1


def _kept_in_an_entry(case: Case) -> Upload:
    """Keep a file in an entry of a group, by an event as the form writes it."""
    with transaction.atomic():
        locked = lock_case(case.reference)
        kept = keep_file(locked, "goods.photo", name="a.png", media="image/png", content=b"seen", now=NOW)
        data = {"answers": {"goods": [{"photo": [kept.answer()]}]}}
        record_note(locked, action="answered", actor=SYSTEM, data=data, now=NOW)
        locked.save()
    return Upload.objects.get(id=kept.id)


@pytest.mark.parametrize("sha256", [False, True])
def test_a_file_of_a_group_that_was_changed_is_found(layla: Citizen, sha256: bool) -> None:
    layla.fill()
    row = _kept_in_an_entry(Case.objects.get())
    assert list(verify()) == []
    row.content = b"forged"
    row.sha256 = hashlib.sha256(b"forged").hexdigest() if sha256 else row.sha256
    row.save()
    assert [found.what for found in verify()] == [f"the file {row.id} was changed"]
    kept = row.id
    row.delete()
    assert [found.what for found in verify()] == [f"the file {kept} is missing"]


def test_a_paper_given_to_a_request_that_was_changed_is_found(layla: Citizen) -> None:
    layla.fill()
    with transaction.atomic():
        locked = lock_case(layla.reference)
        kept = keep_file(locked, "request:1", name="a.png", media="image/png", content=b"seen", now=NOW)
        record_note(locked, action="request_answered", actor=SYSTEM, data={"papers": [kept.answer()]}, now=NOW)
        locked.save()
    assert list(verify()) == []
    Upload.objects.update(content=b"forged", sha256=hashlib.sha256(b"forged").hexdigest())
    assert [found.what for found in verify()] == [f"the file {kept.id} was changed"]
