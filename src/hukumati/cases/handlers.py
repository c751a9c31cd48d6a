"""What cases do when they hear a fact."""

from hukumati.cases.use_cases.pay import take_payment
from hukumati.core.clock import now
from hukumati.core.outbox import hears
from hukumati.payments.events import BillPaid


@hears(BillPaid)
def on_bill_paid(event: BillPaid) -> None:
    """This will move the case whose bill is paid."""
    take_payment(bill_id=event.bill_id, now=now())
