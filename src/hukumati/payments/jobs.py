"""What this part does later, or on a clock."""

from uuid import UUID

from hukumati.core.jobs import app, retrying
from hukumati.payments.use_cases import card, inbox, sweep
from hukumati.payments.use_cases.transitions import Cause


@app.task(name="payments.advance", queue="payments", retry=retrying())
def advance(*, payment_id: str) -> None:
    """Ask the acquirer where a payment stands."""
    card.advance(payment_id=UUID(payment_id), cause=Cause.SWEEP)


@app.task(name="payments.close_rest", queue="payments", retry=retrying())
def close_rest(*, bill_id: str) -> None:
    """End the other payments of a bill that is paid."""
    card.close_rest(bill_id=UUID(bill_id))


@app.task(name="payments.process_message", queue="payments", retry=retrying())
def process_message(*, message: int) -> None:
    """Act on a notification that was kept."""
    inbox.process(message=message)


@app.periodic(cron="* * * * * */10")
@app.task(name="payments.sweep", queue="payments", queueing_lock="payments.sweep")
def sweep_payments(timestamp: int) -> None:
    """Look after what was left lying: unknown outcomes, abandoned pages, unprocessed messages."""
    sweep.sweep()
