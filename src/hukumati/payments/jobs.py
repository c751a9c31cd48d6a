"""The background and periodic jobs of this part."""

from uuid import UUID

from hukumati.core.jobs import app, retrying
from hukumati.payments.domain.states import Cause
from hukumati.payments.use_cases import channel_payments, inbox, sweep


@app.task(name="payments.advance", queue="payments", retry=retrying())
def advance(*, payment_id: str) -> None:
    """Ask for a payment's status."""
    channel_payments.advance(payment_id=UUID(payment_id), cause=Cause.SWEEP)


@app.task(name="payments.close_rest", queue="payments", retry=retrying())
def close_remaining(*, bill_id: str) -> None:
    """End the other payments of a bill that is paid."""
    channel_payments.close_remaining(bill_id=UUID(bill_id))


@app.task(name="payments.process_message", queue="payments", retry=retrying())
def process_message(*, message: int) -> None:
    """Act on a stored message."""
    inbox.process(message=message)


@app.periodic(cron="* * * * * */10")
@app.task(name="payments.sweep", queue="payments", queueing_lock="payments.sweep")
def sweep_payments(timestamp: int) -> None:
    """Find what was left undecided: unknown outcomes, abandoned pages, unprocessed messages."""
    sweep.sweep()
