"""What a payment channel is: everything that the platform knows of a way to pay.

See docs/how-to/add-a-payment-channel.md.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.urls import URLPattern

from hukumati.core.bilingual import Bilingual
from hukumati.payments.domain.states import Cause, State
from hukumati.payments.errors import NoInstructions
from hukumati.payments.models import InboxMessage


@dataclass(frozen=True, slots=True)
class Checkout:
    """A payment that was started, and the address to send the payer to.

    An empty address means that the payer is shown the channel's instructions.
    """

    payment_id: UUID
    state: State
    redirect_url: str


@dataclass(frozen=True, slots=True)
class InstructionsLink:
    """A link below the instructions that only a demonstration shows."""

    introduction: Bilingual
    text: Bilingual
    url: str


@dataclass(frozen=True, slots=True)
class Instructions:
    """What payers do by themselves, for a page or an app to show.

    `steps` may hold "{amount}", which is filled with what the bill still owes.
    """

    title: Bilingual
    heading: Bilingual
    number_label: Bilingual
    number: str
    steps: Sequence[Bilingual]
    demo_link: InstructionsLink | None = None


class Channel(ABC):
    """A way to pay; one instance serves the whole process.

    A channel moves payments only through `use_cases.transitions` and calls the outside only through
    `use_cases.operations`, so that the table of states, the intent before a call and the three outcomes hold for all.
    """

    key: ClassVar[str]
    """Stored with each payment and message, and sent by forms: at most 20 characters, never changed."""
    label: ClassVar[Bilingual]
    """The way to pay, in words that follow the amount on a receipt: "By card"."""
    hint: ClassVar[Bilingual]
    """One sentence that helps the payer to choose."""
    unavailable: ClassVar[Bilingual] = Bilingual(
        ar="طريقة الدفع هذه لا تستجيب الآن", en="This way of paying does not answer at the moment"
    )
    """What the payer is told when `start` raises AcquirerUnavailable."""
    pays_away: ClassVar[bool] = False
    """Whether the payer pays far from the site, and learns by a message that the money has arrived."""
    can_refund: ClassVar[bool] = False
    """Whether money can go back the way it came; otherwise the treasury pays it out."""
    required_settings: ClassVar[tuple[str, ...]] = ()
    """The fields of `hukumati.project.config.Config` that the channel reads."""

    @abstractmethod
    def start(self, *, bill_id: UUID, return_url: str, idempotency_key: str) -> Checkout:
        """Start a payment of what the bill still owes, or return the one that is under way.

        The same key again is the same payment. Raises NoSuchBill, BillAlreadyPaid, BillNotPayable, PaymentInFlight,
        IdempotencyConflict, AcquirerUnavailable.
        """

    @abstractmethod
    def advance(self, *, payment_id: UUID, cause: Cause, evidence: str = "") -> bool:
        """Ask the outside system for the payment's status, apply it, and take the steps that are ours.

        An outside system that does not answer is no error: return False, and the sweep asks again. Where there is none
        that can be asked, return True. Never called inside a transaction.
        """

    @abstractmethod
    def process(self, *, message: InboxMessage) -> None:
        """Act on a genuine message of the inbox, and mark it as processed.

        Raises AcquirerUnavailable when it cannot be acted on yet.
        """

    def instructions(self, *, bill_id: UUID) -> Instructions:
        """Return what the payer has to do. Raises NoInstructions, and what `start` raises."""
        raise NoInstructions(f"The channel {self.key!r} has no page of instructions.")

    def redirect_origins(self) -> Sequence[str]:
        """Return the origins that `start` may redirect to (for `form-action` of the Content Security Policy)."""
        return ()

    def urls(self) -> Sequence[URLPattern]:
        """Return the endpoints by which the outside system reaches this channel, on the host `pay`."""
        return ()
