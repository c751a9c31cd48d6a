from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from hukumati.core.models import Delivery, Event
from hukumati.core.money import Money
from hukumati.core.outbox import deliver, hears, publish


@dataclass(frozen=True, slots=True)
class SomethingHappened:
    id: UUID
    amount: Money
    at: datetime


pytestmark = pytest.mark.django_db(transaction=True)
heard: list[SomethingHappened] = []


@hears(SomethingHappened)
def on_something(event: SomethingHappened) -> None:
    heard.append(event)


@pytest.fixture
def fact() -> SomethingHappened:
    heard.clear()
    return SomethingHappened(uuid4(), Money(2000, "ILS"), datetime(2026, 11, 23, 8, 0, tzinfo=UTC))


def test_an_event_is_heard_as_it_was_published(
    fact: SomethingHappened, run_jobs: Callable[[], list[Exception]]
) -> None:
    with transaction.atomic():
        publish(fact)
    assert run_jobs() == []
    assert heard == [fact]


def test_an_event_delivered_again_is_heard_once(
    fact: SomethingHappened, run_jobs: Callable[[], list[Exception]]
) -> None:
    with transaction.atomic():
        event = publish(fact)
    run_jobs()
    deliver(event_id=str(event), handler=f"{__name__}.on_something")
    assert len(heard) == 1
    assert Delivery.objects.count() == 1


def test_an_event_of_a_rolled_back_transaction_never_happened(
    fact: SomethingHappened, run_jobs: Callable[[], list[Exception]]
) -> None:
    with transaction.atomic():
        publish(fact)
        transaction.set_rollback(True)
    run_jobs()
    assert heard == []
    assert Event.objects.count() == 0


def test_an_event_outside_a_transaction_is_refused(fact: SomethingHappened) -> None:
    with pytest.raises(RuntimeError):
        publish(fact)
