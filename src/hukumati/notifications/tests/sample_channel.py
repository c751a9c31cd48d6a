"""A third way to carry messages: what docs/how-to/add-a-notification-channel.md describes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar
from uuid import UUID

from hukumati.core.bilingual import Bilingual
from hukumati.notifications.channels.base import Channel
from hukumati.notifications.channels.registry import CHANNELS
from hukumati.notifications.domain.delivery import Outcome
from hukumati.notifications.domain.message import Contact, Content, Message
from hukumati.notifications.ports import OutgoingMessage


class SampleGateway:
    """Accepts every message and keeps it."""

    def __init__(self) -> None:
        self.received: list[OutgoingMessage] = []
        self.outcome = Outcome.DONE

    def submit(self, message: OutgoingMessage) -> Outcome:
        self.received.append(message)
        return self.outcome


class PushChannel(Channel):
    """A notice on the telephone of whoever has the app: here, of everybody with a telephone."""

    key: ClassVar[str] = "push"
    label: ClassVar[Bilingual] = Bilingual(ar="إشعار", en="Notice in the app")

    def __init__(self, *, gateway: SampleGateway) -> None:
        super().__init__(gateway=gateway)
        self.gateway = gateway
        self.inspected: list[tuple[UUID, str]] = []

    def compose(self, *, contact: Contact, message: Message) -> Content | None:
        if not contact.phone or not message.subject:
            return None
        return Content(address=contact.phone, text=message.subject)

    def inspect(self, *, notification: UUID, text: str) -> None:
        self.inspected.append((notification, text))


@contextmanager
def registered() -> Iterator[PushChannel]:
    """Register the sample channel after the real ones, and withdraw it afterwards."""
    channel = PushChannel(gateway=SampleGateway())
    CHANNELS.register(channel)
    try:
        yield channel
    finally:
        CHANNELS.unregister(channel.key)
