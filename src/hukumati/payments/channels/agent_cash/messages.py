"""The EBPP profile modelled on MFEP (eFAWATEERcom, Jordan), version 1: the one file that maps its fields.

Envelope: MFEP{MsgHeader{TmStp, GUID, TrsInf{SdrCode, RcvCode, ReqTyp|ResTyp}, Result}, MsgBody}. Amounts are decimal
texts with three places. Extensions of ours: BillRec.Currency.
"""

from decimal import Decimal
from enum import IntEnum
from typing import Annotated, Final, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hukumati.core.json import NotJson, parse_json
from hukumati.core.money import InvalidMoney, Money

BILLER: Final = "HUKUMATI"
MOST_MINOR_UNITS: Final = 10**12
Record: TypeAlias = dict[str, object]
Text = Annotated[str, Field(min_length=1, max_length=60)]


class Code(IntEnum):
    """The result codes seen in MFEP's documents."""

    SUCCESS = 0
    NOT_FOUND = 1
    INTERNAL = 5
    ALREADY_PAID = 324
    INVALID_BILLING_NUMBER = 408


_DESCRIPTIONS: Final = {
    Code.SUCCESS: "Success",
    Code.NOT_FOUND: "No such bill",
    Code.INTERNAL: "Not processed",
    Code.ALREADY_PAID: "Already paid",
    Code.INVALID_BILLING_NUMBER: "Invalid billing number",
}


class UnreadableMessage(ValueError):
    """The message does not have the form of this profile."""


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, str_strip_whitespace=True)


class _Parties(_Message):
    SdrCode: Text


class _Header(_Message):
    GUID: Text
    TrsInf: _Parties


class _Account(_Message):
    BillingNo: Text


class _Pull(_Message):
    AcctInfo: _Account


class _Paid(_Message):
    AcctInfo: _Account
    JOEBPPSTrx: Text
    PaidAmt: str | int | Decimal
    Currency: Text
    ProcessDate: Text
    STMTDate: Text


class _Transaction(_Message):
    TrxInf: _Paid


class _Transactions(_Message):
    Transactions: Annotated[list[_Transaction], Field(min_length=1, max_length=1)]


class _PullEnvelope(_Message):
    MsgHeader: _Header
    MsgBody: _Pull


class _NoticeEnvelope(_Message):
    MsgHeader: _Header
    MsgBody: _Transactions


class _PullDocument(_Message):
    MFEP: _PullEnvelope


class _NoticeDocument(_Message):
    MFEP: _NoticeEnvelope


class BillPull(_Message):
    """An agent company's request for the bill behind a number."""

    guid: str
    company: str
    reference: str


class CashNotice(_Message):
    """An agent company's report that it took cash; `transaction` is its number for it, the idempotency key."""

    guid: str
    company: str
    reference: str
    transaction: str
    amount: Money
    process_date: str
    statement_date: str


def parse_bill_pull(raw: bytes) -> BillPull:
    """Parse a BILPULRQ. Raises UnreadableMessage."""
    try:
        message = _PullDocument.model_validate_json(_readable(raw)).MFEP
    except ValidationError as error:
        raise UnreadableMessage(f"{error.error_count()} fields are wrong") from None
    header = message.MsgHeader
    return BillPull(guid=header.GUID, company=header.TrsInf.SdrCode, reference=message.MsgBody.AcctInfo.BillingNo)


def parse_cash_notice(raw: bytes) -> CashNotice:
    """Parse a BLRPMTNTFRQ with one transaction. Raises UnreadableMessage."""
    try:
        message = _NoticeDocument.model_validate_json(_readable(raw)).MFEP
        paid = message.MsgBody.Transactions[0].TrxInf
        return CashNotice(
            guid=message.MsgHeader.GUID,
            company=message.MsgHeader.TrsInf.SdrCode,
            reference=paid.AcctInfo.BillingNo,
            transaction=paid.JOEBPPSTrx,
            amount=_amount(paid),
            process_date=paid.ProcessDate,
            statement_date=paid.STMTDate,
        )
    except ValidationError as error:
        raise UnreadableMessage(f"{error.error_count()} fields are wrong") from None


def _readable(raw: bytes) -> bytes:
    """Return JSON that the platform reads and can keep: pydantic, which reads amounts exactly, lets NUL pass."""
    try:
        parse_json(raw)
    except NotJson as refused:
        raise UnreadableMessage(str(refused)) from None
    return raw


def _amount(paid: _Paid) -> Money:
    try:
        amount = Money.parse(str(paid.PaidAmt), paid.Currency)
    except InvalidMoney:
        raise UnreadableMessage("PaidAmt") from None
    if not 0 < amount.minor < MOST_MINOR_UNITS:
        raise UnreadableMessage("PaidAmt")
    return amount


def amount_text(amount: Money) -> str:
    """Format an amount as decimal(12,3)."""
    return f"{amount.decimal:.3f}"


def _result(code: Code) -> Record:
    return {
        "ErrorCode": int(code),
        "ErrorDesc": _DESCRIPTIONS[code],
        "Severity": "Info" if code is Code.SUCCESS else "Error",
    }


def envelope(*, kind: str, guid: str, company: str, at: str, code: Code, body: Record) -> Record:
    """Return the envelope of an answer; `kind` is BILPULRS or BLRPMTNTFRS."""
    return {
        "MFEP": {
            "MsgHeader": {
                "TmStp": at,
                "GUID": guid,
                "TrsInf": {"SdrCode": BILLER, "RcvCode": company, "ResTyp": kind},
                "Result": _result(code),
            },
            "MsgBody": body,
        }
    }


def bill_record(
    *,
    reference: str,
    code: Code,
    status: str = "BillNew",
    due: Money | None = None,
    issued_at: str = "",
    due_at: str = "",
    payer: str = "",
    text: str = "",
) -> Record:
    """Return a BillRec; part payments are not accepted, so the limits are the amount itself."""
    record: Record = {
        "Result": _result(code),
        "AcctInfo": {"BillingNo": reference, "BillNo": reference},
        "BillStatus": status,
        "BillType": "OneOff",
        "ServiceType": "GOV",
    }
    if due is None:
        return record
    amount = amount_text(due)
    return {
        **record,
        "DueAmount": amount,
        "Currency": due.currency,
        "IssueDate": issued_at,
        "DueDate": due_at,
        "PmtConst": {"AllowPart": False, "Lower": amount, "Upper": amount},
        "AdditionalInfo": {"CustName": payer, "FreeText": text},
    }


def notice_record(notice: CashNotice, *, code: Code) -> Record:
    """Return a notified transaction with its result."""
    return {
        "TrxInf": {
            "JOEBPPSTrx": notice.transaction,
            "ProcessDate": notice.process_date,
            "STMTDate": notice.statement_date,
            "Result": _result(code),
        }
    }
