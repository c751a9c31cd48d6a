"""What this part needs of the outside."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from hukumati.core.bilingual import Bilingual
from hukumati.core.money import Money


class ChargeStatus(StrEnum):
    """Where a charge stands at the acquirer."""

    OPEN = "open"
    AUTHORISED = "authorised"
    CAPTURED = "captured"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Charge:
    """What the acquirer reports of one payment."""

    psp_ref: str
    status: ChargeStatus
    amount: Money
    received: Money
    page_url: str


@dataclass(frozen=True, slots=True)
class PageRequest:
    """The request for a hosted payment page; `reference` is also the idempotency key."""

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

    @property
    def name(self) -> str:
        """The payment company's name in payments, operations and the ledger's accounts."""

    def open_page(self, *, request: PageRequest) -> Charge:
        """Open a hosted payment page."""

    def find(self, *, reference: str) -> Charge | None:
        """Return the charge with our reference; None when the acquirer has no such charge."""

    def capture(self, *, psp_ref: str, key: str, amount: Money) -> Charge:
        """Capture an authorised charge; one in another state is returned as it stands."""

    def cancel(self, *, psp_ref: str, key: str) -> Charge:
        """Close an open page or release an authorised amount; a charge in another state is returned as it stands."""
