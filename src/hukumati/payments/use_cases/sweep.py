"""The sweep: payments left undecided are asked about, and abandoned ones are ended, after asking."""

from datetime import timedelta
from typing import Final

from django.db import transaction

from hukumati.core.clock import now
from hukumati.core.jobs import app
from hukumati.payments.domain.states import Cause, Event, State
from hukumati.payments.models import InboxMessage, Payment
from hukumati.payments.use_cases.transitions import apply_command

MOST_AT_ONCE: Final = 200
CHECK_AGAIN_AFTER: Final = timedelta(seconds=60)
UNPROCESSED_AFTER: Final = timedelta(seconds=60)


def sweep() -> None:
    """Defer a job for every payment that is due for a check, and expire awaited money whose day has passed."""
    _check_payments()
    _defer_unprocessed_messages()


def _check_payments() -> None:
    with transaction.atomic():
        due = Payment.objects.select_for_update(skip_locked=True, of=("self",)).select_related("bill")
        for payment in due.filter(check_at__lte=now()).order_by("check_at")[:MOST_AT_ONCE]:
            if State(payment.state) is State.AWAITING_FUNDS:
                apply_command(payment, Event.EXPIRED, cause=Cause.SWEEP)
                continue
            payment.check_at = now() + CHECK_AGAIN_AFTER
            payment.save(update_fields=["check_at"])
            app.configure_task("payments.advance").defer(payment_id=str(payment.id))


def _defer_unprocessed_messages() -> None:
    late = InboxMessage.objects.filter(
        processed_at__isnull=True, is_genuine=True, received_at__lte=now() - UNPROCESSED_AFTER
    )
    for message in late.order_by("received_at").values_list("id", flat=True)[:MOST_AT_ONCE]:
        app.configure_task("payments.process_message").defer(message=message)
