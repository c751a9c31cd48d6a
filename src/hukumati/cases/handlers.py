"""What cases do when they hear a fact."""

from hukumati.cases.applying.pay import take_late_money, take_ordered_back, take_part, take_payment
from hukumati.cases.background.verify import CaseChains
from hukumati.cases.officials.claims import release_claims
from hukumati.catalogue.events import VersionPublished
from hukumati.core.chains import register_chains
from hukumati.core.clock import now
from hukumati.core.jobs import app
from hukumati.core.outbox import hears
from hukumati.identity.events import StaffSuspended
from hukumati.payments.events import BillPaid, BillPaidInPart, MoneyCameLate, MoneyOrderedBack

register_chains(CaseChains())


@hears(VersionPublished)
def on_version_published(event: VersionPublished) -> None:
    """Let the running cases move that the new version takes over."""
    if event.moves_from is not None:
        app.configure_task("cases.migrate").defer(source=str(event.moves_from), target=str(event.version_id))


@hears(BillPaid)
def on_bill_paid(event: BillPaid) -> None:
    """Move the case whose bill is paid."""
    take_payment(bill_id=event.bill_id, paid=event.total, channel=event.channel, now=now())


@hears(BillPaidInPart)
def on_bill_paid_in_part(event: BillPaidInPart) -> None:
    """Tell who paid a part of a bill away from the site what is still due."""
    take_part(bill_id=event.bill_id, payment_id=event.payment_id, paid=event.amount, channel=event.channel)


@hears(MoneyCameLate)
def on_money_came_late(event: MoneyCameLate) -> None:
    """Refund what was paid for a case when nothing was owed any more."""
    take_late_money(bill_id=event.bill_id, payment_id=event.payment_id, now=now())


@hears(MoneyOrderedBack)
def on_money_ordered_back(event: MoneyOrderedBack) -> None:
    """Tell the owner of a case that money is on its way back."""
    take_ordered_back(bill_id=event.bill_id, amount=event.amount, now=now())


@hears(StaffSuspended)
def on_staff_suspended(event: StaffSuspended) -> None:
    """Release the cases that a suspended official had claimed."""
    release_claims(number=event.number)
