"""What is read and written by statements made once is what the ORM reads and writes."""

from datetime import UTC, datetime
from threading import Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from hukumati.core.models import AuditEntry, Delivery, Event
from hukumati.core.rows import PreparedQuery, add, add_all, add_once, write, write_unless_changed, write_with

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
BY_NAME: PreparedQuery[Event] = PreparedQuery(Event, "name = %s ORDER BY published_at")
WITH_EVENT: PreparedQuery[Delivery] = PreparedQuery(Delivery, "outbox_delivery.handler = %s", related=["event"])


def _event(name: str = "test.Happened") -> Event:
    return Event(id=uuid4(), name=name, payload={"مبلغ": [1, None, {"deep": "x"}]}, published_at=AT)


def _entry(number: int, digest: str) -> AuditEntry:
    return AuditEntry(
        subject="s", number=number, actor="a", action="b", details={}, at=AT, previous_digest="p", digest=digest
    )


def test_a_row_that_was_added_is_read_by_both() -> None:
    row = _event()
    add(row)
    (read,) = BY_NAME.all("test.Happened")
    assert read == Event.objects.get() == row
    assert (read.payload, read.published_at) == (row.payload, AT)


def test_the_key_that_the_database_gives_is_noted() -> None:
    entry = _entry(1, "d")
    add(entry)
    assert AuditEntry.objects.get(id=entry.id) == entry
    assert not entry._state.adding  # `save` would update it, not insert it again


def test_the_first_of_several_and_none_of_none() -> None:
    for _ in range(2):
        add(_event())
    assert BY_NAME.first("test.Happened") is not None
    assert BY_NAME.first("no such") is None
    assert BY_NAME.all("no such") == []
    with pytest.raises(Event.DoesNotExist):
        BY_NAME.get("no such")


def test_only_the_named_columns_are_written() -> None:
    row = _event()
    add(row)
    row.name, row.payload = "other", {"not": "written"}
    write(row, "name")
    kept = Event.objects.get()
    assert (kept.name, kept.payload) == ("other", _event().payload)


def test_a_row_that_is_there_already_is_not_added_again() -> None:
    event = _event()
    add(event)
    first, second = (Delivery(event=event, handler="h", delivered_at=AT) for _ in range(2))
    assert add_once(first, "event_id", "handler")
    assert not add_once(second, "event_id", "handler")
    assert Delivery.objects.get() == first
    assert second.pk is None


def test_without_once_a_key_that_is_taken_is_an_error() -> None:
    event = _event()
    add(event)
    with pytest.raises(IntegrityError), transaction.atomic():
        add(Event(id=event.id, name="x", payload={}, published_at=AT))


def test_of_two_at_once_one_adds() -> None:
    event = _event()
    add(event)
    added: list[bool] = []

    def attempt() -> None:
        added.append(add_once(Delivery(event=event, handler="h", delivered_at=AT), "event_id", "handler"))
        connection.close()

    other = Thread(target=attempt)
    with transaction.atomic():
        attempted = add_once(Delivery(event=event, handler="h", delivered_at=AT), "event_id", "handler")
        other.start()
        other.join(0.3)
        assert other.is_alive()  # it waits for this transaction
    other.join()
    assert (attempted, added) == (True, [False])


def test_a_related_row_comes_with_its_owner(django_assert_num_queries: object) -> None:
    event = _event()
    add(event)
    add(Delivery(event=event, handler="h", delivered_at=AT))
    with django_assert_num_queries(1):  # type: ignore[operator]
        delivery = WITH_EVENT.get("h")
        assert (delivery.event, delivery.event.payload) == (event, event.payload)


def test_rows_of_several_tables_are_added_at_once(django_assert_num_queries: object) -> None:
    event = _event()
    deliveries = [Delivery(event=event, handler=handler, delivered_at=AT) for handler in ("g", "h")]
    with django_assert_num_queries(1):  # type: ignore[operator]
        add_all(event, *deliveries)
    assert [each.event for each in Delivery.objects.order_by("handler")] == [event, event]


def test_a_row_is_written_together_with_a_new_one(django_assert_num_queries: object) -> None:
    event = _event()
    add(event)
    event.name = "other"
    with django_assert_num_queries(1):  # type: ignore[operator]
        write_with(event, "name", new=Delivery(event=event, handler="h", delivered_at=AT))
    assert WITH_EVENT.get("h").event.name == Event.objects.get().name == "other"


def test_a_row_is_written_only_while_it_is_as_it_was_seen() -> None:
    first, second = _event(), _event()
    add(first)
    second.id = first.id
    first.name, second.name = "first", "second"
    assert write_unless_changed(first, "name", seen={"name": "test.Happened"})
    assert not write_unless_changed(second, "name", seen={"name": "test.Happened"})
    assert Event.objects.get().name == "first"
