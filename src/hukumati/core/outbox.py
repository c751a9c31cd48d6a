"""The outbox: an event is written with the change it announces, and each handler receives it effectively once."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import transaction
from pydantic import TypeAdapter

from hukumati.core.clock import now
from hukumati.core.failpoints import hit
from hukumati.core.jobs import app, retrying
from hukumati.core.models import Delivery, Event
from hukumati.core.rows import PreparedQuery, add, add_once
from hukumati.core.transactions import require_transaction

E = TypeVar("E")
_EVENT = PreparedQuery(Event, "id = %s")
Handler = Callable[[Any], None]

_types: dict[str, type] = {}
_handlers: dict[str, dict[str, Handler]] = defaultdict(dict)


def event_name(kind: type) -> str:
    """Return an event's name: its part and its class, such as "payments.BillPaid"."""
    return f"{kind.__module__.split('.')[1]}.{kind.__name__}"


@cache
def _adapter(kind: Any) -> TypeAdapter[object]:
    return TypeAdapter(kind)


def hears(kind: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a function as a handler of an event type; it runs in a worker, in a transaction of its own."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        name = event_name(kind)
        _types[name] = kind
        _handlers[name][f"{handler.__module__}.{handler.__qualname__}"] = handler
        return handler

    return register


def publish(event: object) -> UUID:
    """Write the event and one job per handler in the caller's transaction; `event` is a frozen dataclass."""
    require_transaction("An event is published in the transaction of the change it announces.")
    kind: Any = type(event)
    name = event_name(kind)
    payload = _adapter(kind).dump_python(event, mode="json")
    row = Event(id=uuid4(), name=name, payload=payload, published_at=now())
    add(row)
    for handler in sorted(_handlers[name]):
        deliver.defer(event_id=str(row.id), handler=handler)
    return row.id


def list_published(kind: type[E]) -> Iterator[E]:
    """Yield every event of a type that was ever published, oldest first."""
    payloads = Event.objects.filter(name=event_name(kind)).order_by("published_at").values_list("payload", flat=True)
    adapter: TypeAdapter[E] = TypeAdapter(kind)
    yield from map(adapter.validate_python, payloads.iterator(chunk_size=1000))


@app.task(name="core.deliver", queue="default", retry=retrying())
def deliver(*, event_id: str, handler: str) -> None:
    """Deliver one event to one handler, once: the delivery row and what the handler writes commit together."""
    with transaction.atomic():
        event = _EVENT.get(event_id)
        if not add_once(Delivery(event=event, handler=handler, delivered_at=now()), "event_id", "handler"):
            return
        hit("core.deliver.before_handler")
        _handlers[event.name][handler](_adapter(_types[event.name]).validate_python(event.payload))
        hit("core.deliver.before_commit")
    hit("core.deliver.after_commit")
