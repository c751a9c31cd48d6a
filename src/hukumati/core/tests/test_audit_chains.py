"""The audit trail as anchors know it: the head of each chain, each of its lines, and what is broken."""

from datetime import timedelta

import pytest
from django.db import connection

from hukumati.core.audit import AuditChains, list_entries, record
from hukumati.core.chains import Head
from hukumati.core.digests import subject_digest
from hukumati.core.models import AuditEntry

pytestmark = pytest.mark.django_db
CHAINS = AuditChains()


def _key(subject: str) -> str:
    return subject_digest(record="audit", subject=subject)


def _write(subject: str, count: int) -> None:
    for number in range(1, count + 1):
        record(subject=subject, actor="system", action=f"a{number}", details={"n": number})


def test_lines_are_numbered_from_one_and_kept_with_their_details() -> None:
    _write("case:X", 2)
    _write("case:Y", 1)
    found = [(entry.number, entry.actor, entry.action, entry.details) for entry in list_entries(subject="case:X")]
    assert found == [(1, "system", "a1", {"n": 1}), (2, "system", "a2", {"n": 2})]
    record(subject="case:Z", actor="system", action="a")
    assert list_entries(subject="case:Z")[0].details == {}


def test_the_head_of_a_chain_is_its_last_line() -> None:
    _write("case:X", 3)
    _write("case:Y", 2)
    of_x, of_y = list_entries(subject="case:X"), list_entries(subject="case:Y")
    heads = [Head("audit", _key("case:X"), 3, of_x[2].digest), Head("audit", _key("case:Y"), 2, of_y[1].digest)]
    assert set(CHAINS.heads_since(of_x[0].at - timedelta(seconds=1))) == set(heads)
    assert list(CHAINS.heads_since(of_x[2].at)) == heads[1:]
    assert list(CHAINS.heads_since(of_y[1].at)) == []


def test_each_line_has_the_digest_under_its_number() -> None:
    _write("case:X", 2)
    _write("case:Y", 1)
    found = [CHAINS.hash_at(_key("case:X"), number) for number in range(4)]
    assert found == [None, *(entry.digest for entry in list_entries(subject="case:X")), None]
    assert found[1] != CHAINS.hash_at(_key("case:Y"), 1)
    assert CHAINS.hash_at(_key("case:Z"), 1) is None


def test_every_broken_line_of_every_subject_is_named() -> None:
    _write("case:X", 3)
    _write("case:Y", 1)
    assert list(CHAINS.broken()) == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only")
        cursor.execute(
            "UPDATE audit_entry SET action = 'b' WHERE action IN ('a1', 'a3') AND subject = %s", [_key("case:X")]
        )
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_append_only")
    shown = _key("case:X")[:12]
    assert list(CHAINS.broken()) == [f"line 1 of subject {shown}…", f"line 3 of subject {shown}…"]
    assert AuditEntry.objects.count() == 4
