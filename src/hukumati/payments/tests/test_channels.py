"""A way to pay is one folder and one registration: it is offered, starts and is asked; an unknown one is refused."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from hukumati.core.clock import now
from hukumati.payments import api
from hukumati.payments.channels.registry import CHANNELS
from hukumati.payments.domain.states import Cause
from hukumati.payments.http.urls import machine_urls
from hukumati.payments.models import InboxMessage, Payment
from hukumati.payments.tests.cash_references import issue_cash_reference
from hukumati.payments.tests.conftest import RETURN_URL, age
from hukumati.payments.tests.sample_channel import SampleChannel, registered
from hukumati.payments.use_cases import channel_payments, inbox, sweep

NewBill = Callable[..., api.Bill]
RunJobs = Callable[[], list[Exception]]
PART = Path(__file__).parents[1]
needs_database = pytest.mark.django_db


@pytest.fixture
def wallet() -> Iterator[SampleChannel]:
    """Return the sample channel, registered."""
    with registered() as channel:
        yield channel


def start(bill: api.Bill, channel: str) -> api.Checkout:
    return api.start_payment(bill_id=bill.id, channel=channel, return_url=RETURN_URL, idempotency_key=uuid4().hex)


def test_the_channels_are_offered_in_the_order_of_their_registration(wallet: SampleChannel) -> None:
    card, cash, last = api.list_channels()
    assert (card.key, cash.key, last.key) == ("card", "cash", "wallet")
    assert (last.label.en, last.hint.ar) == ("By wallet", "في تطبيق المحفظة.")
    assert (last.redirect_origins, cash.redirect_origins) == (("https://wallet.example",), ())
    assert (card.can_refund, cash.can_refund, last.can_refund) == (True, False, True)


def test_a_channel_says_itself_that_it_does_not_answer(wallet: SampleChannel) -> None:
    card, cash, last = api.list_channels()
    assert card.unavailable.en == "Card payment does not answer at the moment"
    assert cash.unavailable == last.unavailable != card.unavailable


def test_the_card_leads_to_the_origin_of_the_acquirers_page(settings: Any) -> None:
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"acquirer_url": "https://pay.example:8443/base"})
    assert api.list_channels()[0].redirect_origins == ("https://pay.example:8443",)


@needs_database
def test_a_registered_channel_starts_payments(wallet: SampleChannel, new_bill: NewBill) -> None:
    bill = new_bill()
    checkout = start(bill, "wallet")
    assert checkout.redirect_url == "https://wallet.example/pay/1"
    (payment,) = api.list_payments(bill_id=bill.id)
    assert (payment.channel, payment.channel_label.en, payment.has_return) == ("wallet", "By wallet", True)
    assert payment.status == "started"


@needs_database
def test_a_channel_without_an_outside_page_leads_to_its_instructions(new_bill: NewBill) -> None:
    bill = new_bill()
    assert start(bill, "cash").redirect_url == ""
    shown = api.get_instructions(bill_id=bill.id, channel="cash")
    reference = api.get_bill(bill_id=bill.id).cash_reference
    assert reference is not None
    assert shown.number == f"{reference[:4]} {reference[4:8]} {reference[8:12]} {reference[12:]}"
    assert [step.en.count("{amount}") for step in shown.steps] == [0, 1, 0]
    assert [step.ar.count("{amount}") for step in shown.steps] == [0, 1, 0]
    assert not api.list_payments(bill_id=bill.id)[0].has_return


@needs_database
def test_reading_the_instructions_twice_awaits_the_cash_once(new_bill: NewBill) -> None:
    bill = new_bill()
    first = api.get_instructions(bill_id=bill.id, channel="cash")
    assert api.get_instructions(bill_id=bill.id, channel="cash") == first
    assert len(api.list_payments(bill_id=bill.id)) == 1


@needs_database
@pytest.mark.parametrize("channel", ["card", "wallet"])
def test_a_channel_that_leads_elsewhere_has_no_instructions(
    wallet: SampleChannel, new_bill: NewBill, channel: str
) -> None:
    with pytest.raises(api.NoInstructions, match=channel):
        api.get_instructions(bill_id=new_bill().id, channel=channel)


@needs_database
def test_a_channel_is_asked_when_the_payer_comes_back_and_by_the_sweep(
    wallet: SampleChannel, new_bill: NewBill, run_jobs: RunJobs
) -> None:
    checkout = start(new_bill(), "wallet")
    api.refresh_payment(payment_id=checkout.payment_id)
    age(checkout.payment_id, minutes=91)
    sweep.sweep()
    assert run_jobs() == []
    assert wallet.asked == [(checkout.payment_id, Cause.RETURN), (checkout.payment_id, Cause.SWEEP)]


@needs_database
def test_the_unfinished_payments_of_a_paid_bill_are_closed_on_their_channels(
    wallet: SampleChannel, new_bill: NewBill
) -> None:
    bill = new_bill()
    checkout = start(bill, "wallet")
    channel_payments.close_remaining(bill_id=bill.id)
    assert wallet.asked == [(checkout.payment_id, Cause.BILL)]
    assert api.get_payment(payment_id=checkout.payment_id).state == "started"  # the bill is not paid


@needs_database
def test_a_message_is_given_to_its_channel_once(wallet: SampleChannel, run_jobs: RunJobs) -> None:
    for _ in range(2):
        inbox.store_and_defer(channel="wallet", source="wallet", message_id="1", raw=b"paid?", headers={})
    assert run_jobs() == []
    inbox.process(message=InboxMessage.objects.get().id)
    assert wallet.processed == [b"paid?"]
    assert InboxMessage.objects.get().outcome == "seen"


@needs_database
def test_a_forged_message_is_given_to_no_channel(wallet: SampleChannel) -> None:
    inbox.store_forged(channel="wallet", source="wallet", digest="d", raw=b"pay!", verdict="v" * 80)
    message = InboxMessage.objects.get()
    inbox.process(message=message.id)
    assert wallet.processed == []
    assert (message.source, message.outcome) == ("wallet:forged", "v" * 60)


@needs_database
def test_an_unknown_channel_is_refused_by_name(new_bill: NewBill) -> None:
    bill = new_bill()
    with pytest.raises(api.UnknownChannel, match="There is no payment channel 'cheque'"):
        start(bill, "cheque")
    with pytest.raises(api.UnknownChannel, match="cheque"):
        api.get_instructions(bill_id=bill.id, channel="cheque")
    assert Payment.objects.count() == 0


@needs_database
def test_a_payment_of_an_unknown_channel_is_neither_shown_nor_asked_as_another(new_bill: NewBill) -> None:
    with registered():
        checkout = start(new_bill(), "wallet")
    for ask in (api.get_payment, api.refresh_payment):
        with pytest.raises(api.UnknownChannel, match="wallet"):
            ask(payment_id=checkout.payment_id)


@needs_database
def test_a_message_of_an_unknown_channel_is_not_parsed_as_anothers(new_bill: NewBill) -> None:
    reference = issue_cash_reference(bill_id=new_bill().id)
    inbox.store(channel="wallet", source="ebpp:PALM", message_id="1", raw=reference.encode(), headers={})
    message = InboxMessage.objects.get()
    with pytest.raises(api.UnknownChannel, match="wallet"):
        inbox.process(message=message.id)
    message.refresh_from_db()
    assert message.processed_at is None


@needs_database
def test_an_unprocessed_message_is_deferred_again_after_a_minute(wallet: SampleChannel, run_jobs: RunJobs) -> None:
    inbox.store(channel="wallet", source="wallet", message_id="1", raw=b"", headers={})
    sweep.sweep()
    assert run_jobs() == []
    assert wallet.processed == []
    InboxMessage.objects.update(received_at=now() - timedelta(seconds=61))
    sweep.sweep()
    assert run_jobs() == []
    assert wallet.processed == [b""]


def test_agents_cannot_be_asked_and_so_are_never_missing_an_answer() -> None:
    assert CHANNELS.get("cash").advance(payment_id=uuid4(), cause=Cause.SWEEP) is True


def test_the_endpoints_of_every_channel_are_mounted(wallet: SampleChannel) -> None:
    assert [pattern.name for pattern in machine_urls()] == [
        "card_webhook",
        "ebpp_bill_pull",
        "ebpp_payment_notification",
        "wallet_webhook",
    ]
    urls = "hukumati.project.urls.pay"
    assert reverse("card_webhook", urlconf=urls) == "/webhooks/card"
    assert reverse("ebpp_bill_pull", urlconf=urls) == "/ebpp/BillPull"


def test_only_a_channels_folder_and_the_wiring_know_it() -> None:
    names = re.compile(r"""["'](?:card|cash)["']|channels\.(?:card|agent_cash)\b""")
    allowed = {"wiring.py", "management/commands/payments_verify.py"}
    knowing = [
        str(path.relative_to(PART))
        for path in PART.rglob("*.py")
        if names.search(path.read_text("utf-8")) and not {"tests", "card", "agent_cash"} & set(path.parts)
    ]
    assert set(knowing) == allowed


def test_the_real_channels_are_registered_once() -> None:
    assert [channel.key for channel in CHANNELS.all()] == ["card", "cash"]
