"""What is written when a message is enqueued, and what becomes of rows that wait too long or cannot be read."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
import structlog.testing
from cryptography.exceptions import InvalidTag
from django.db import connection
from django.db.models import Model

from hukumati.core.clock import now
from hukumati.core.rows import SqlValue, write_unless_changed
from hukumati.notifications.api import Contact, Message, list_messages, send
from hukumati.notifications.domain.delivery import Outcome, State
from hukumati.notifications.encryption import decrypt, encrypt
from hukumati.notifications.models import Notification
from hukumati.notifications.use_cases import deliver
from hukumati.notifications.use_cases.deliver import claim, expire_overdue, record_outcome

pytestmark = pytest.mark.django_db

LAYLA = Contact(phone="+970599000101", email=None, language="en")
READY = Message(sms="Ready")


def enqueued(*, secret: bool = False, language: str = "en", minutes: int | None = None) -> Notification:
    expires_at = None if minutes is None else now() + timedelta(minutes=minutes)
    contact = Contact(phone=LAYLA.phone, email=None, language=language)
    send(key="1", to=contact, message=READY, about="a", secret=secret, expires_at=expires_at)
    return Notification.objects.get()


def priorities() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT priority FROM procrastinate_jobs")
        return [row[0] for row in cursor.fetchall()]


def test_an_ordinary_message_does_not_expire() -> None:
    row = enqueued()
    assert (row.expires_at, row.text, row.state, row.attempts) == (None, "Ready", "queued", 0)
    assert priorities() == [0]


def test_a_secret_goes_before_others_expires_in_ten_minutes_and_is_not_stored_in_the_clear() -> None:
    row = enqueued(secret=True)
    assert row.expires_at == row.created_at + timedelta(minutes=10)
    assert (row.text, row.subject) == ("", "")
    assert priorities() == [10]


def test_a_time_that_the_caller_sets_stands() -> None:
    row = enqueued(secret=True, minutes=3)
    assert row.expires_at is not None
    assert row.expires_at - row.created_at < timedelta(minutes=4)


@pytest.mark.parametrize(("language", "stored"), [("ar", "ar"), ("en", "en"), ("fr", "ar")])
def test_a_message_is_in_one_of_two_languages(language: str, stored: str) -> None:
    assert enqueued(language=language).language == stored


def test_the_same_key_again_adds_neither_row_nor_job() -> None:
    first = enqueued()
    assert enqueued().id == first.id
    assert len(priorities()) == 1


def test_what_is_about_nothing_is_listed_by_nobody() -> None:
    send(key="1", to=LAYLA, message=READY)
    assert list_messages(about="") == ()


def test_a_text_is_read_only_with_the_id_it_is_bound_to() -> None:
    texts = {"address": "+970", "text": "سرّ", "subject": ""}
    encrypted = encrypt(texts, bound_to="1")
    assert decrypt(encrypted, bound_to="1") == texts
    assert encrypt(texts, bound_to="1") != encrypted
    for other, bound_to in ((encrypted, "2"), (encrypted[:-1] + bytes([encrypted[-1] ^ 1]), "1")):
        with pytest.raises(InvalidTag):
            decrypt(other, bound_to=bound_to)


def test_a_message_that_cannot_be_decrypted_is_refused_and_erased() -> None:
    row = enqueued()
    Notification.objects.update(encrypted=b"\0" * 40)
    with structlog.testing.capture_logs() as logs:
        assert claim(notification=row.id, at=now()) is None
    assert [entry["event"] for entry in logs] == ["notifications.cannot_be_opened"]
    row.refresh_from_db()
    assert (row.state, row.encrypted, row.closed_at is not None) == ("refused", None, True)


def test_a_claimed_message_is_being_sent_and_counts_the_attempt() -> None:
    row = enqueued()
    claimed = claim(notification=row.id, at=now())
    assert claimed is not None
    channel, message = claimed
    assert (channel.key, message.address, message.text, message.language) == ("sms", LAYLA.phone, "Ready", "en")
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("sending", 1)
    assert [each.state for each in list_messages(about="a")] == ["queued"]


def test_a_closed_message_is_not_claimed_again() -> None:
    row = enqueued()
    claim(notification=row.id, at=now())
    verdict = record_outcome(notification=row.id, outcome=Outcome.DONE, at=now())
    assert (verdict.state, verdict.retry) == (State.SENT, False)
    assert claim(notification=row.id, at=now()) is None
    row.refresh_from_db()
    assert (row.state, row.attempts, row.unknowns, row.encrypted) == ("sent", 1, 0, None)


def test_an_outcome_for_later_is_kept_open_and_counts_no_unknown() -> None:
    row = enqueued()
    claim(notification=row.id, at=now())
    assert record_outcome(notification=row.id, outcome=Outcome.LATER, at=now()).retry
    row.refresh_from_db()
    assert (row.state, row.unknowns, row.closed_at) == ("queued", 0, None)
    assert claim(notification=row.id, at=now()) is not None
    assert record_outcome(notification=row.id, outcome=Outcome.UNKNOWN, at=now()).retry
    row.refresh_from_db()
    assert (row.state, row.unknowns, row.attempts) == ("unknown", 1, 2)


def test_a_message_expires_at_its_very_moment() -> None:
    row = enqueued(minutes=5)
    assert row.expires_at is not None
    assert expire_overdue(at=row.expires_at - timedelta(microseconds=1)) == 0
    assert claim(notification=row.id, at=row.expires_at) is None
    row.refresh_from_db()
    assert (row.state, row.closed_at) == ("expired", row.expires_at)


def test_overdue_messages_are_erased_at_their_moment_but_not_while_they_are_sent() -> None:
    row = enqueued(minutes=5)
    assert row.expires_at is not None
    Notification.objects.update(state=State.SENDING)
    assert expire_overdue(at=row.expires_at) == 0
    Notification.objects.update(state=State.QUEUED)
    assert expire_overdue(at=row.expires_at) == 1
    assert expire_overdue(at=row.expires_at) == 0


def test_of_two_workers_that_read_a_message_at_once_one_claims_it(monkeypatch: pytest.MonkeyPatch) -> None:
    row = enqueued()
    writes: list[bool] = []

    def write_after_another(row: Model, *names: str, seen: Mapping[str, SqlValue]) -> bool:
        if not writes:  # what another worker writes between our reading and our writing
            Notification.objects.update(state="sent", attempts=1, closed_at=now(), encrypted=None)
        writes.append(write_unless_changed(row, *names, seen=seen))
        return writes[-1]

    monkeypatch.setattr(deliver, "write_unless_changed", write_after_another)
    assert claim(notification=row.id, at=now()) is None
    assert writes == [False]
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("sent", 1)


@pytest.mark.parametrize(("secret", "stored"), [(False, ("Ready", "Your paper")), (True, ("", ""))])
def test_an_email_keeps_its_subject_in_the_clear_unless_it_is_a_secret(secret: bool, stored: tuple[str, str]) -> None:
    contact = Contact(phone=None, email="layla@example.test", language="en")
    message = Message(sms=None, subject="Your\n paper", body="Ready")
    send(key="1", to=contact, message=message, about="a", secret=secret)
    row = Notification.objects.get()
    assert (row.channel, row.text, row.subject) == ("email", *stored)
    assert row.encrypted is not None
    sent = decrypt(bytes(row.encrypted), bound_to=str(row.id))
    assert (sent["text"], sent["subject"], sent["address"]) == ("Ready", "Your paper", "layla@example.test")
