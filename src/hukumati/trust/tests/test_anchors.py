"""Whoever holds the database, and even its key, does not get past the anchors."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from hukumati.core import audit, clock
from hukumati.core.models import AuditEntry, Event
from hukumati.trust.use_cases.anchors import anchor_chains, verify_chains

pytestmark = pytest.mark.django_db


@pytest.fixture
def anchors(trust: Path) -> Path:
    """Two subjects, anchored, and one line more that is not yet."""
    for subject in ("case:A", "case:A", "case:B", "case:A"):
        audit.record(subject=subject, actor="clerk:1", action="seen")
    assert anchor_chains(now=clock.now()) is not None
    audit.record(subject="case:A", actor="clerk:1", action="seen")
    assert list(verify_chains()) == []
    return trust / "anchors"


def sql(statement: str) -> None:
    """Do what only the owner of the tables can: without triggers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("DELETE FROM audit_entry WHERE number >= 3", "record 3 of"),
        ("DELETE FROM audit_entry WHERE subject IN (SELECT subject FROM audit_entry WHERE number = 2)", "is missing"),
        ("DELETE FROM audit_entry", "is missing"),
        ("UPDATE audit_entry SET actor = 'x' WHERE number = 2", "line 2 of subject"),
    ],
)
def test_what_was_anchored_and_is_gone_is_found(anchors: Path, tampering: str, found: str) -> None:
    sql(tampering)
    assert any(found in fault for fault in verify_chains())
    with pytest.raises(CommandError):
        call_command("trust_verify", verbosity=0)


def test_a_chain_that_was_written_anew_with_the_key_is_found(anchors: Path) -> None:
    sql("DELETE FROM audit_entry")
    for subject in ("case:A", "case:A", "case:B", "case:A", "case:A"):
        audit.record(subject=subject, actor="clerk:2", action="seen")
    faults = list(verify_chains())
    assert len(faults) == 2
    assert all("was written anew" in fault for fault in faults)


def test_each_anchor_holds_what_is_new_and_follows_the_one_before(anchors: Path) -> None:
    assert anchor_chains(now=clock.now()) is not None
    assert anchor_chains(now=clock.now()) is None
    assert [path.name for path in sorted(anchors.iterdir())] == ["00000001.anchor", "00000002.anchor"]
    later = clock.now() + timedelta(hours=3)
    audit.record(subject="case:C", actor="clerk:1", action="seen")
    third = anchor_chains(now=later)
    assert third is not None
    assert len([head for head in third.heads if head.number == 1]) >= 1
    assert list(verify_chains()) == []


@pytest.mark.parametrize("harm", ["removed", "changed", "forged"])
def test_an_anchor_that_is_removed_or_changed_is_found(anchors: Path, harm: str) -> None:
    anchor_chains(now=clock.now())
    first = anchors / "00000001.anchor"
    content = first.read_bytes()
    first.unlink()
    if harm == "changed":
        first.write_bytes(content.replace(b'"number":1', b'"number":1 '))
    if harm == "forged":
        first.write_bytes(b"{}\nAAAA\n")
    assert list(verify_chains()) != []


@pytest.mark.parametrize("gone", [(2,), (1, 2)])
def test_the_newest_anchors_cannot_be_taken_away(anchors: Path, gone: tuple[int, ...]) -> None:
    anchor_chains(now=clock.now())
    for number in gone:
        (anchors / f"{number:08}.anchor").unlink()
    expected = [f"anchor {number} was announced and is missing" for number in gone]
    assert [fault for fault in verify_chains() if "announced" in fault] == expected


def test_an_anchor_that_was_made_anew_with_its_key_is_found(anchors: Path) -> None:
    """Whoever holds the files and the key, but not the database, cannot write another history of anchors."""
    (anchors / "00000001.anchor").unlink()
    audit.record(subject="case:C", actor="clerk:1", action="seen")
    assert anchor_chains(now=clock.now()) is not None
    assert "anchor 1 is not the one that was announced" in list(verify_chains())


def test_an_anchor_is_announced_by_its_digest(anchors: Path) -> None:
    told = Event.objects.get(name="trust.ChainsAnchored").payload
    assert told["number"] == 1
    assert len(told["digest"]) == 64
    assert AuditEntry.objects.count() == 5
