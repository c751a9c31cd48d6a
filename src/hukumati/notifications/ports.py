"""What the part needs of the outside: carriers of messages."""

from dataclasses import dataclass
from typing import Protocol

from hukumati.notifications.domain.delivery import Outcome


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in a carrier's hands; `mark` is the same in every attempt, so that a repetition can be recognised."""

    mark: str
    to: str
    text: str
    subject: str
    language: str


class Carrier(Protocol):
    """Takes one message to the outside."""

    def carry(self, letter: Letter) -> Outcome:
        """Try once; it raises nothing that is expected of networks and gateways."""
        ...
