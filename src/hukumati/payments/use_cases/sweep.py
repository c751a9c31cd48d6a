"""The sweep: what was left lying is asked about; what is abandoned is ended, after asking."""

from datetime import timedelta
from typing import Final

from django.db import transaction

from hukumati.core.clock import now
from hukumati.core.jobs import app
from hukumati.payments.domain.states import Event, State
from hukumati.payments.models import InboxMessage, Payment
from hukumati.payments.use_cases.transitions import Cause, command

MOST_AT_ONCE: Final = 200
LOOK_AGAIN: Final = timedelta(seconds=60)
UNPROCESSED_AFTER: Final = timedelta(seconds=60)


def sweep() -> None:
    """Give every payment that is due for a look to a job, and end expected cash whose day has passed."""
    _check_payments()
    _remind_of_messages()


def _check_payments() -> None:
    with transaction.atomic():
        due = Payment.objects.select_for_update(skip_locked=True, of=("self",)).select_related("bill")
        for payment in due.filter(check_at__lte=now()).order_by("check_at")[:MOST_AT_ONCE]:
            if State(payment.state) is State.AWAITING_FUNDS:
                command(payment, Event.EXPIRED, cause=Cause.SWEEP)
                continue
            payment.check_at = now() + LOOK_AGAIN
            payment.save(update_fields=["check_at"])
            app.configure_task("payments.advance").defer(payment_id=str(payment.id))


def _remind_of_messages() -> None:
    late = InboxMessage.objects.filter(
        processed_at__isnull=True, is_genuine=True, received_at__lte=now() - UNPROCESSED_AFTER
    )
    for message in late.order_by("received_at").values_list("id", flat=True)[:MOST_AT_ONCE]:
        app.configure_task("payments.process_message").defer(message=message)
