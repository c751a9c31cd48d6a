"""Paying in cash: the number, the bill switch's two messages, and an agent as a real process."""

import base64
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from django.test import Client

from hukumati.core.clock import now
from hukumati.payments import api, ledger
from hukumati.payments.models import Bill, Entry, InboxMessage, Payment
from hukumati.payments.tests.cash_references import issue_cash_reference
from hukumati.payments.tests.conftest import SECRET, Acquirer, announced, running, start, use_acquirer
from hukumati.payments.use_cases import inbox, sweep
from hukumati.payments.verify import find_violations

pytestmark = pytest.mark.django_db
NewBill = Callable[..., api.Bill]
RunJobs = Callable[[], list[Exception]]


@pytest.fixture(autouse=True)
def _sound(settings: Any) -> Iterator[None]:
    use_acquirer(settings, "http://127.0.0.1:9")
    yield
    assert find_violations() == []


def _post(path: str, body: Any, *, password: str = SECRET) -> Any:
    token = base64.b64encode(f"agent-switch:{password}".encode()).decode()
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Client(headers={"Host": "pay.localhost", "Authorization": f"Basic {token}"}).post(
        f"/ebpp/{path}", raw, content_type="application/json"
    )


def _message(body: dict[str, Any]) -> dict[str, Any]:
    return {"MFEP": {"MsgHeader": {"GUID": str(uuid4()), "TrsInf": {"SdrCode": "PALM"}}, "MsgBody": body}}


def pull(reference: str) -> dict[str, Any]:
    answer = _post("BillPull", _message({"AcctInfo": {"BillingNo": reference}, "ServiceType": "GOV"}))
    assert answer.status_code == 200
    envelope: dict[str, Any] = answer.json()["MFEP"]
    return envelope


def _notice(reference: str, **changes: Any) -> dict[str, Any]:
    paid = {
        "AcctInfo": {"BillingNo": reference},
        "JOEBPPSTrx": "T-1",
        "PaidAmt": "20.000",
        "Currency": "ILS",
        "ProcessDate": "2026-11-23T12:00:00",
        "STMTDate": "2026-11-23",
        **changes,
    }
    return _message({"Transactions": [{"TrxInf": paid}]})


def notify(reference: str, **changes: Any) -> int:
    answer = _post("PaymentNotification", _notice(reference, **changes))
    assert answer.status_code == 200
    code: int = answer.json()["MFEP"]["MsgBody"]["Transactions"][0]["TrxInf"]["Result"]["ErrorCode"]
    return code


def _balance(account: str) -> int:
    return ledger.balance(account, "ILS").minor


def test_the_number_is_given_once_for_each_bill(new_bill: NewBill) -> None:
    bill = new_bill()
    reference = issue_cash_reference(bill_id=bill.id)
    assert issue_cash_reference(bill_id=bill.id) == reference
    assert api.get_bill(bill_id=bill.id).cash_reference == reference
    assert issue_cash_reference(bill_id=new_bill().id) != reference


def test_an_agent_sees_the_amount_and_only_the_payers_initials(new_bill: NewBill) -> None:
    record = pull(issue_cash_reference(bill_id=new_bill().id))["MsgBody"]["BillsRec"][0]
    assert (record["DueAmount"], record["Currency"], record["BillStatus"]) == ("20.000", "ILS", "BillNew")
    assert record["PmtConst"] == {"AllowPart": False, "Lower": "20.000", "Upper": "20.000"}
    assert record["AdditionalInfo"]["CustName"] == "ل. ح."


def test_cash_pays_the_bill_and_a_retry_is_answered_alike(new_bill: NewBill) -> None:
    bill = new_bill()
    reference = issue_cash_reference(bill_id=bill.id)
    assert [notify(reference) for _ in range(3)] == [0, 0, 0]
    assert api.get_bill(bill_id=bill.id).status == "paid"
    (payment,) = api.list_payments(bill_id=bill.id)
    assert (payment.channel, payment.status, payment.amount.minor) == ("cash", "success", 2000)
    assert _balance("agent:PALM:receivable") == 2000
    assert announced(bill) == 1
    assert InboxMessage.objects.count() == 1


@pytest.mark.parametrize("group", ["{0}-{1}", "{0} {1}", "\u200f{0}\u2011{1}.", "{0}\u00a0{1}"])
def test_a_number_that_was_typed_in_groups_is_the_same_number(new_bill: NewBill, group: str) -> None:
    bill = new_bill()
    number = issue_cash_reference(bill_id=bill.id)
    typed = group.format(number[:4], number[4:])
    assert pull(typed)["MsgBody"]["BillsRec"][0]["BillStatus"] == "BillNew"
    assert notify(typed) == 0
    assert api.get_bill(bill_id=bill.id).status == "paid"


def test_a_paid_bill_is_shown_as_paid_to_the_agent(new_bill: NewBill) -> None:
    reference = issue_cash_reference(bill_id=new_bill().id)
    notify(reference)
    answer = pull(reference)
    assert answer["MsgHeader"]["Result"]["ErrorCode"] == 324
    assert answer["MsgBody"]["BillsRec"] == []


def test_cash_paid_twice_is_ordered_back_once(new_bill: NewBill) -> None:
    bill = new_bill()
    reference = issue_cash_reference(bill_id=bill.id)
    assert [notify(reference), notify(reference, JOEBPPSTrx="T-2")] == [0, 0]
    paid = api.get_bill(bill_id=bill.id)
    assert (paid.status, paid.refunded.minor) == ("overpaid", 2000)
    assert (_balance("suspense:unmatched"), _balance("refund:payable")) == (0, -2000)
    assert _balance("revenue:moj:1-10") == -1500
    assert _balance("agent:PALM:receivable") == 4000
    assert announced(bill) == 1


def test_the_same_transaction_with_another_amount_is_not_taken_for_a_retry(new_bill: NewBill) -> None:
    reference = issue_cash_reference(bill_id=new_bill().id)
    assert [notify(reference), notify(reference, PaidAmt="21.000"), notify(reference)] == [0, 5, 0]
    assert _balance("agent:PALM:receivable") == 2000


def test_the_same_transaction_under_another_company_s_name_is_booked_once(new_bill: NewBill) -> None:
    reference = issue_cash_reference(bill_id=new_bill().id)
    assert notify(reference) == 0
    again = _notice(reference)
    again["MFEP"]["MsgHeader"]["TrsInf"]["SdrCode"] = "OLIVE"
    answer = _post("PaymentNotification", again).json()["MFEP"]["MsgBody"]["Transactions"][0]["TrxInf"]
    assert answer["Result"]["ErrorCode"] == 5
    assert _balance("agent:PALM:receivable") == 2000
    assert _balance("agent:OLIVE:receivable") == 0


def test_a_notice_kept_by_a_process_that_then_died_is_recorded_by_the_sweep(
    new_bill: NewBill, run_jobs: RunJobs
) -> None:
    bill = new_bill()
    raw = json.dumps(_notice(issue_cash_reference(bill_id=bill.id))).encode()
    inbox.store(channel="cash", source="ebpp:PALM", message_id="T-1", raw=raw, headers={})
    InboxMessage.objects.update(received_at=now() - timedelta(minutes=5))
    sweep.sweep()
    assert run_jobs() == []
    assert api.get_bill(bill_id=bill.id).status == "paid"
    assert InboxMessage.objects.get().outcome == "success"


@pytest.mark.parametrize(("paid", "status", "owed"), [("21.000", "overpaid", 100), ("19.500", "part_paid", 0)])
def test_a_wrong_amount_is_recorded_as_it_was_taken(new_bill: NewBill, paid: str, status: str, owed: int) -> None:
    bill = new_bill()
    assert notify(issue_cash_reference(bill_id=bill.id), PaidAmt=paid) == 0
    assert api.get_bill(bill_id=bill.id).status == status
    assert (_balance("suspense:unmatched"), _balance("refund:payable")) == (0, -owed)


def test_the_rest_of_a_bill_paid_in_part_is_paid_by_the_same_number(new_bill: NewBill) -> None:
    bill = new_bill()
    reference = issue_cash_reference(bill_id=bill.id)
    notify(reference, PaidAmt="19.500")
    assert issue_cash_reference(bill_id=bill.id) == reference
    assert pull(reference)["MsgBody"]["BillsRec"][0]["DueAmount"] == "0.500"
    assert notify(reference, JOEBPPSTrx="T-2", PaidAmt="0.500") == 0
    assert api.get_bill(bill_id=bill.id).status == "paid"
    assert (_balance("revenue:moj:1-10"), _balance("revenue:moj:1-20")) == (-1500, -500)


def test_cash_for_a_cancelled_bill_is_late_and_waits_in_suspense(new_bill: NewBill) -> None:
    bill = new_bill()
    reference = issue_cash_reference(bill_id=bill.id)
    api.cancel_bill(bill_id=bill.id, reason="withdrawn")
    assert pull(reference)["MsgHeader"]["Result"]["ErrorCode"] == 1
    assert notify(reference) == 0
    assert api.get_bill(bill_id=bill.id).status == "cancelled"
    assert _balance("suspense:late") == -2000
    assert announced(bill) == 0
    (payment,) = api.list_payments(bill_id=bill.id)
    assert (payment.state, payment.status) == ("captured_late", "cancelled")


def test_cash_after_the_bills_day_is_late_and_waits_in_suspense(new_bill: NewBill) -> None:
    bill = new_bill()
    reference = issue_cash_reference(bill_id=bill.id)
    yesterday = now() - timedelta(days=1)
    Bill.objects.update(due_at=yesterday)
    Payment.objects.update(check_at=yesterday)
    sweep.sweep()
    assert Payment.objects.get().state == "expired"
    assert notify(reference) == 0
    assert api.get_bill(bill_id=bill.id).status == "expired"
    assert _balance("suspense:late") == -2000


@pytest.mark.parametrize(
    ("reference", "code"),
    [("", 400), ("1", 408), ("2700000000000", 408), ("27" + "0" * 10 + "8", 408), ("ا" * 13, 408)],
)
def test_a_number_that_is_no_cash_reference_is_refused(new_bill: NewBill, reference: str, code: int) -> None:
    body = _message({"AcctInfo": {"BillingNo": reference}})
    answer = _post("BillPull", body)
    if code == 400:
        assert answer.status_code == 400
    else:
        assert answer.json()["MFEP"]["MsgHeader"]["Result"]["ErrorCode"] == code


def _unused() -> str:
    from hukumati.payments.domain.cash_reference import new_cash_reference

    return new_cash_reference(lambda most: most // 3)


def test_a_number_without_a_bill_is_refused_and_its_cash_is_not_recorded() -> None:
    assert pull(_unused())["MsgHeader"]["Result"]["ErrorCode"] == 1
    assert notify(_unused()) == 1
    assert Entry.objects.count() == 0


def test_references_cannot_be_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    from hukumati.payments.channels.agent_cash import views

    monkeypatch.setattr(views, "WRONG_PULLS_PER_HOUR", 2)
    body = _message({"AcctInfo": {"BillingNo": _unused()}})
    assert [_post("BillPull", body).status_code for _ in range(3)] == [200, 200, 429]


def test_an_agent_company_may_not_pull_without_limit(new_bill: NewBill, monkeypatch: pytest.MonkeyPatch) -> None:
    from hukumati.payments.channels.agent_cash import views

    monkeypatch.setattr(views, "PULLS_PER_MINUTE", 1)
    body = _message({"AcctInfo": {"BillingNo": issue_cash_reference(bill_id=new_bill().id)}})
    assert [_post("BillPull", body).status_code for _ in range(2)] == [200, 429]


def test_cash_in_another_currency_is_not_accepted(new_bill: NewBill) -> None:
    assert notify(issue_cash_reference(bill_id=new_bill().id), Currency="JOD") == 5
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("path", ["BillPull", "PaymentNotification"])
def test_only_the_switch_is_answered(path: str) -> None:
    assert _post(path, {}, password="wrong").status_code == 401
    anyone = Client(headers={"Host": "pay.localhost", "Authorization": "Basic ###"})
    assert anyone.post(f"/ebpp/{path}", b"{}", content_type="application/json").status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"PaidAmt": "0"},
        {"PaidAmt": "-1"},
        {"PaidAmt": "NaN"},
        {"PaidAmt": "1e99"},
        {"PaidAmt": "20.001"},
        {"PaidAmt": None},
        {"Currency": "XXX"},
        {"JOEBPPSTrx": ""},
        {"JOEBPPSTrx": "x" * 61},
        {"AcctInfo": []},
    ],
)
def test_a_notice_that_is_not_understood_changes_nothing(new_bill: NewBill, changes: dict[str, Any]) -> None:
    reference = issue_cash_reference(bill_id=new_bill().id)
    assert _post("PaymentNotification", _notice(reference, **changes)).status_code == 400
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b"\xff", b'{"MFEP": ' * 2000])
def test_rubbish_is_refused(raw: bytes) -> None:
    assert _post("PaymentNotification", raw).status_code == 400


def test_cash_ends_the_open_card_page(acquirer: Acquirer, new_bill: NewBill, run_jobs: RunJobs) -> None:
    bill = new_bill()
    checkout = start(bill)
    notify(issue_cash_reference(bill_id=bill.id))
    run_jobs()
    assert api.get_payment(payment_id=checkout.payment_id).status == "cancelled"
    acquirer.type_card(checkout.redirect_url)
    assert acquirer.captured() == {}


def test_a_card_accepted_after_cash_was_paid_is_released(acquirer: Acquirer, new_bill: NewBill) -> None:
    bill = new_bill()
    checkout = start(bill)
    acquirer.type_card(checkout.redirect_url)
    notify(issue_cash_reference(bill_id=bill.id))
    payment = api.refresh_payment(payment_id=checkout.payment_id)
    assert (payment.state, payment.status) == ("voided", "cancelled")
    assert acquirer.captured() == {}
    assert {row["account"]: row["balance"] for row in acquirer.book()["balances"]} == {"cardholders": 0, "holds": 0}


@pytest.mark.parametrize("mode", ["commit_then_drop:cancel", "reset_before:cancel"])
def test_releasing_survives_a_lost_answer(acquirer: Acquirer, new_bill: NewBill, mode: str) -> None:
    bill = new_bill()
    checkout = start(bill)
    acquirer.type_card(checkout.redirect_url)
    notify(issue_cash_reference(bill_id=bill.id))
    acquirer.fault(mode)
    assert api.refresh_payment(payment_id=checkout.payment_id).state == "voided"


def test_a_card_ends_the_expectation_of_cash(acquirer: Acquirer, new_bill: NewBill, run_jobs: RunJobs) -> None:
    bill = new_bill()
    reference = issue_cash_reference(bill_id=bill.id)
    checkout = start(bill)
    acquirer.type_card(checkout.redirect_url)
    api.refresh_payment(payment_id=checkout.payment_id)
    run_jobs()
    assert [payment.state for payment in api.list_payments(bill_id=bill.id)] == ["cancelled", "captured"]
    assert notify(reference) == 0
    assert _balance("suspense:late") == -2000
    assert announced(bill) == 1


@pytest.fixture
def agent(tmp_path: Path, live_server: Any, settings: Any) -> Iterator[httpx.Client]:
    """An agent as a real process, whose biller is a live server of the platform."""
    settings.ALLOWED_HOSTS = ["*"]
    with (
        running("agent", tmp_path, "--biller-url", live_server.url, "--biller-host", "pay.localhost") as url,
        httpx.Client(base_url=url, timeout=10, trust_env=False) as browser,
    ):
        yield browser


def _pay(agent: httpx.Client, reference: str, *, mode: str = "ok") -> dict[str, Any]:
    agent.post("/_sim/faults", json={"mode": mode, "times": 1}).raise_for_status()
    answer: dict[str, Any] = agent.post("/_sim/pay", json={"reference": reference}).json()
    return answer


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("mode", "status", "receivable"),
    [
        ("ok", "paid", 2000),
        ("notify_twice", "paid", 2000),
        ("drop_answer", "paid", 2000),
        ("wrong_amount", "overpaid", 2100),
        ("short_amount", "part_paid", 1900),
        ("pay_twice", "overpaid", 4000),
    ],
)
def test_a_real_agent_pays_a_bill(
    agent: httpx.Client, new_bill: NewBill, mode: str, status: str, receivable: int
) -> None:
    bill = new_bill()
    taken = _pay(agent, issue_cash_reference(bill_id=bill.id), mode=mode)
    assert taken["state"] == "accepted"
    assert api.get_bill(bill_id=bill.id).status == status
    assert _balance("agent:SIM-AGENTS:receivable") == receivable
    owed = sum(float(row["paid"]) for row in agent.get("/_sim/book").json()["accepted"])
    assert round(owed * 100) == receivable
    assert announced(bill) == (0 if status == "part_paid" else 1)


@pytest.mark.django_db(transaction=True)
def test_an_agents_pages_lead_from_the_number_to_the_receipt(agent: httpx.Client, new_bill: NewBill) -> None:
    bill = new_bill()
    reference = issue_cash_reference(bill_id=bill.id)
    shown = agent.post("/bill?lang=en", data={"reference": f"{reference[:4]} {reference[4:]}"})
    assert "20.00 ILS" in shown.text
    assert "ل. ح." in shown.text
    receipt = agent.post("/pay?lang=en", data={"reference": reference}, follow_redirects=True)
    assert "the biller knows" in receipt.text
    assert api.get_bill(bill_id=bill.id).status == "paid"
    again = agent.post("/bill?lang=en", data={"reference": reference})
    assert again.status_code == 422
    assert "already paid" in again.text
    assert "لا توجد" in agent.post("/bill", data={"reference": _unused()}).text
