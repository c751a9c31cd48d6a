"""What this part needs of the outside."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from hukumati.core.bilingual import Bilingual
from hukumati.core.money import Money


class Standing(StrEnum):
    """Where a card payment stands at the acquirer."""

    OPEN = "open"
    HELD = "held"
    TAKEN = "taken"
    DECLINED = "declined"
    CLOSED = "closed"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Charge:
    """What the acquirer says of one payment."""

    psp_ref: str
    standing: Standing
    amount: Money
    received: Money
    page_url: str


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What a hosted payment page is asked for; `reference` is also the idempotency key."""

    reference: str
    amount: Money
    description: Bilingual
    return_url: str
    language: str
    expires_in_seconds: int


class NotSent(Exception):
    """No connection was made: the call has surely not been executed."""


class OutcomeUnknown(Exception):
    """The call may or may not have been executed: ask before anything is repeated."""


class Refused(Exception):
    """The acquirer refused the call; the code is the argument."""


class CardAcquirer(Protocol):
    """A card acquirer with a hosted page. Every method may raise NotSent, OutcomeUnknown or Refused."""

    name: str

    def open_page(self, *, request: PageRequest) -> Charge:
        """Open a hosted payment page."""

    def find(self, *, reference: str) -> Charge | None:
        """Ask where the payment with our reference stands; None when the acquirer has no such payment."""

    def capture(self, *, psp_ref: str, key: str, amount: Money) -> Charge:
        """Take held money; a payment that is elsewhere is answered as it stands."""

    def cancel(self, *, psp_ref: str, key: str) -> Charge:
        """Close an open page or release held money; a payment that is elsewhere is answered as it stands."""
