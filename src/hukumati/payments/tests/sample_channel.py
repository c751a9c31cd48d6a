"""A third way to pay, lent to the tests of other parts: what docs/how-to/add-a-payment-channel.md describes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now
from hukumati.payments.channels.base import Channel, Checkout
from hukumati.payments.channels.registry import CHANNELS
from hukumati.payments.domain.states import Cause, Event, State
from hukumati.payments.models import Bill, InboxMessage, Payment
from hukumati.payments.use_cases.inbox import mark_processed
from hukumati.payments.use_cases.transitions import apply_command, require_payable_amount


class SampleChannel(Channel):
    """A wallet on an outside page, which never pays; it records what it is asked."""

    key: ClassVar[str] = "wallet"
    label: ClassVar[Bilingual] = Bilingual(ar="بالمحفظة", en="By wallet")
    hint: ClassVar[Bilingual] = Bilingual(ar="في تطبيق المحفظة.", en="In the app of your wallet.")
    can_refund: ClassVar[bool] = True

    def __init__(self) -> None:
        self.asked: list[tuple[UUID, Cause]] = []
        self.processed: list[bytes] = []

    @transaction.atomic
    def start(self, *, bill_id: UUID, return_url: str, idempotency_key: str) -> Checkout:
        bill = Bill.objects.get(id=bill_id)
        payment = Payment.objects.create(
            bill=bill,
            channel=self.key,
            psp="wallet:sample",
            amount=require_payable_amount(bill),
            currency=bill.currency,
            return_url=return_url,
            created_at=now(),
            touched_at=now(),
        )
        apply_command(payment, Event.STARTED, cause=Cause.START)
        return Checkout(payment_id=payment.id, state=State(payment.state), redirect_url="https://wallet.example/pay/1")

    def advance(self, *, payment_id: UUID, cause: Cause, evidence: str = "") -> bool:
        self.asked.append((payment_id, cause))
        return True

    def process(self, *, message: InboxMessage) -> None:
        self.processed.append(bytes(message.raw))
        mark_processed(message, "seen")

    def redirect_origins(self) -> Sequence[str]:
        return ("https://wallet.example",)

    def urls(self) -> Sequence[URLPattern]:
        return (path("webhooks/wallet", _webhook, name="wallet_webhook"),)


def _webhook(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=200)


@contextmanager
def registered() -> Iterator[SampleChannel]:
    """Offer the sample channel after the real ones, and withdraw it afterwards."""
    channel = SampleChannel()
    CHANNELS.register(channel)
    try:
        yield channel
    finally:
        if channel in CHANNELS.all():
            CHANNELS.unregister(channel.key)
