"""The card channel: its declaration, and where each of its steps is."""

from collections.abc import Callable, Sequence
from typing import ClassVar
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.urls import URLPattern, path

from hukumati.core.bilingual import Bilingual
from hukumati.payments.channels.base import Channel, Checkout
from hukumati.payments.channels.card import progress
from hukumati.payments.channels.card.start import CHANNEL, start_card_payment
from hukumati.payments.channels.card.webhook import parse_notification
from hukumati.payments.domain.states import Cause
from hukumati.payments.errors import AcquirerUnavailable
from hukumati.payments.models import InboxMessage
from hukumati.payments.ports import CardAcquirer
from hukumati.payments.row_queries import OPERATION
from hukumati.payments.use_cases.inbox import mark_processed


class CardChannel(Channel):
    """Cards, on the hosted page of one acquirer."""

    key: ClassVar[str] = CHANNEL
    label: ClassVar[Bilingual] = Bilingual(ar="بالبطاقة", en="By card")
    hint: ClassVar[Bilingual] = Bilingual(
        ar="على صفحة شركة الدفع، ويستمر طلبك فورًا.",
        en="On the page of the payment company; your application goes on at once.",
    )
    unavailable: ClassVar[Bilingual] = Bilingual(
        ar="خدمة الدفع بالبطاقة لا تستجيب الآن", en="Card payment does not answer at the moment"
    )
    can_refund: ClassVar[bool] = True
    required_settings: ClassVar[tuple[str, ...]] = ("acquirer_url", "acquirer_api_key", "acquirer_webhook_secret")

    def __init__(self, *, acquirer: Callable[[], CardAcquirer]) -> None:
        self._acquirer = acquirer

    def start(self, *, bill_id: UUID, return_url: str, idempotency_key: str) -> Checkout:
        """Open the acquirer's page, or return to the page that is open already."""
        return start_card_payment(
            self._acquirer(), bill_id=bill_id, return_url=return_url, idempotency_key=idempotency_key
        )

    def advance(self, *, payment_id: UUID, cause: Cause, evidence: str = "") -> bool:
        """Ask the acquirer, and authorise, capture, void or expire as the answer demands."""
        return progress.advance(self._acquirer(), payment_id=payment_id, cause=cause, evidence=evidence)

    def process(self, *, message: InboxMessage) -> None:
        """Ask the acquirer about the payment of a notification, which is a hint and proves nothing."""
        reference = parse_notification(bytes(message.raw)).reference
        operation = OPERATION.first(reference) if _is_uuid(reference) else None
        if operation is None:
            mark_processed(message, "unmatched")
            return
        is_answered = self.advance(payment_id=operation.payment_id, cause=Cause.WEBHOOK, evidence=f"inbox:{message.id}")
        if not is_answered:
            raise AcquirerUnavailable  # the job is tried again
        mark_processed(message, "asked")

    def redirect_origins(self) -> Sequence[str]:
        """Return the origin of the acquirer's page."""
        url = urlsplit(settings.HUKUMATI.acquirer_url)
        return (f"{url.scheme}://{url.netloc}",)

    def urls(self) -> Sequence[URLPattern]:
        """Return the webhook."""
        from hukumati.payments.channels.card import views  # only the host `pay` needs the views

        return (path("webhooks/card", views.card_webhook, name="card_webhook"),)


def _is_uuid(text: str) -> bool:
    return len(text) == 36 and text.count("-") == 4 and all(letter in "0123456789abcdef-" for letter in text)
