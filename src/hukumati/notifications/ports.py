"""What the part needs of the outside: gateways that take a message."""

from dataclasses import dataclass
from typing import Protocol

from hukumati.notifications.domain.delivery import Outcome


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A message for a gateway; `idempotency_key` is the same in every attempt, so that a repetition is recognisable."""

    idempotency_key: str
    address: str
    text: str
    subject: str
    language: str


class Gateway(Protocol):
    """Hands one message to the outside."""

    def submit(self, message: OutgoingMessage) -> Outcome:
        """Try once; nothing that is to be expected of networks and gateways is raised."""
        ...
