"""The messages of the bill switch, read and written without a switch."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from hukumati.core.money import Money
from hukumati.payments.channels.agent_cash import messages
from hukumati.payments.channels.agent_cash.messages import Code, UnreadableMessage

HEADER = {"GUID": "g-1", "TrsInf": {"SdrCode": "PALM"}}
PAID: dict[str, Any] = {
    "AcctInfo": {"BillingNo": "2712345678901"},
    "JOEBPPSTrx": "T-1",
    "PaidAmt": "20.000",
    "Currency": "ILS",
    "ProcessDate": "2026-11-23T12:00:00",
    "STMTDate": "2026-11-23",
}


def notice(*transactions: dict[str, Any]) -> bytes:
    body = {"Transactions": [{"TrxInf": each} for each in transactions]}
    return json.dumps({"MFEP": {"MsgHeader": HEADER, "MsgBody": body}}).encode()


def test_a_bill_pull_is_read() -> None:
    raw = json.dumps({"MFEP": {"MsgHeader": HEADER, "MsgBody": {"AcctInfo": {"BillingNo": " 27 "}}}}).encode()
    pull = messages.parse_bill_pull(raw)
    assert (pull.guid, pull.company, pull.reference) == ("g-1", "PALM", "27")


def test_a_cash_notice_is_read() -> None:
    read = messages.parse_cash_notice(notice(PAID))
    assert (read.guid, read.company, read.reference, read.transaction) == ("g-1", "PALM", "2712345678901", "T-1")
    assert (read.amount, read.process_date, read.statement_date) == (
        Money(2000, "ILS"),
        "2026-11-23T12:00:00",
        "2026-11-23",
    )


def test_a_notice_has_exactly_one_transaction() -> None:
    for raw in (notice(), notice(PAID, PAID)):
        with pytest.raises(UnreadableMessage, match="1 fields are wrong"):
            messages.parse_cash_notice(raw)


@pytest.mark.parametrize(
    ("amount", "minor"), [("0.01", 1), (20, 2000), ("20.50", 2050), ("9999999999.99", 999_999_999_999)]
)
def test_an_amount_is_read_in_minor_units(amount: object, minor: int) -> None:
    assert messages.parse_cash_notice(notice({**PAID, "PaidAmt": amount})).amount.minor == minor


@pytest.mark.parametrize("amount", ["0", "0.00", "-0.01", "10000000000.00", "one", "20.005"])
def test_an_amount_that_nobody_can_have_paid_is_refused(amount: str) -> None:
    with pytest.raises(UnreadableMessage, match="PaidAmt"):
        messages.parse_cash_notice(notice({**PAID, "PaidAmt": amount}))


def test_amounts_are_written_with_three_places() -> None:
    assert messages.amount_text(Money(2000, "ILS")) == "20.000"
    assert messages.amount_text(Money(10_005, "JOD")) == "10.005"


def test_the_result_is_information_or_an_error() -> None:
    results = [messages.bill_record(reference="27", code=code)["Result"] for code in (Code.SUCCESS, Code.NOT_FOUND)]
    assert results == [
        {"ErrorCode": 0, "ErrorDesc": "Success", "Severity": "Info"},
        {"ErrorCode": 1, "ErrorDesc": "No such bill", "Severity": "Error"},
    ]


def test_every_result_code_has_a_description() -> None:
    for code in Code:
        result: Any = messages.bill_record(reference="27", code=code)["Result"]
        assert (result["ErrorCode"], bool(result["ErrorDesc"])) == (int(code), True)


def test_a_bill_that_cannot_be_paid_shows_no_amount() -> None:
    record = messages.bill_record(reference="27", code=Code.ALREADY_PAID, status="BillPaid")
    assert (record["BillStatus"], record["AcctInfo"]) == ("BillPaid", {"BillingNo": "27", "BillNo": "27"})
    assert not {"DueAmount", "PmtConst", "AdditionalInfo"} & set(record)


def test_a_bill_that_can_be_paid_shows_what_is_due_in_one_piece() -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC).isoformat()
    record = messages.bill_record(
        reference="27", code=Code.SUCCESS, due=Money(50, "ILS"), issued_at=at, due_at="", payer="ل. ح.", text="رسم"
    )
    assert (record["DueAmount"], record["Currency"], record["IssueDate"], record["DueDate"]) == ("0.500", "ILS", at, "")
    assert record["PmtConst"] == {"AllowPart": False, "Lower": "0.500", "Upper": "0.500"}
    assert record["AdditionalInfo"] == {"CustName": "ل. ح.", "FreeText": "رسم"}


def test_an_answer_is_addressed_to_the_company_that_asked() -> None:
    answer: Any = messages.envelope(
        kind="BILPULRS", guid="g-1", company="PALM", at="now", code=Code.INTERNAL, body={"RecCount": 0}
    )
    header = answer["MFEP"]["MsgHeader"]
    assert header["TrsInf"] == {"SdrCode": "HUKUMATI", "RcvCode": "PALM", "ResTyp": "BILPULRS"}
    assert (header["GUID"], header["TmStp"], header["Result"]["ErrorCode"]) == ("g-1", "now", 5)
    assert answer["MFEP"]["MsgBody"] == {"RecCount": 0}


def test_a_notified_transaction_is_echoed_with_its_result() -> None:
    read = messages.parse_cash_notice(notice(PAID))
    echoed: Any = messages.notice_record(read, code=Code.SUCCESS)["TrxInf"]
    assert (echoed["JOEBPPSTrx"], echoed["ProcessDate"], echoed["STMTDate"]) == (
        "T-1",
        "2026-11-23T12:00:00",
        "2026-11-23",
    )
    assert echoed["Result"]["ErrorCode"] == 0
