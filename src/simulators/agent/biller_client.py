"""The client of the biller: pulls bills and notifies payments (JSON over HTTP Basic, modelled on MFEP)."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypedDict

import httpx

from simulators.base.json_values import JsonObject

SUCCESS: Final = 0
BILLER: Final = "HUKUMATI"


class BillerUnreachable(Exception):
    """The biller gave no valid answer."""


@dataclass(frozen=True, slots=True)
class PulledBill:
    """The biller's answer about a reference; amounts are decimal texts in major units."""

    error_code: int
    due: str = "0"
    currency: str = ""
    customer: str = ""
    text: str = ""


Message = dict[str, Any]
"""A parsed message of the biller, whose optional parts are read by `get`."""


class PaidBill(TypedDict):
    """A cash payment as the biller is notified of it; times are ISO 8601."""

    trx: str
    reference: str
    due: str
    paid: str
    currency: str
    created_at: str


class BillerClient:
    """Sends requests to the biller."""

    def __init__(self, *, url: str, host: str, username: str, password: str, company: str) -> None:
        self._company = company
        self._client = httpx.AsyncClient(
            base_url=url, auth=(username, password), headers={"Host": host} if host else {}, timeout=10, trust_env=False
        )

    async def pull(self, reference: str) -> PulledBill:
        """Return the bill with a reference; raises `BillerUnreachable`."""
        body: JsonObject = {"AcctInfo": {"BillingNo": reference, "BillNo": reference}, "ServiceType": "GOV"}
        answer = await self._post("/ebpp/BillPull", "BILPULRQ", body)
        records = answer.get("MsgBody", {}).get("BillsRec") or []
        code = _error_code(answer)
        if code != SUCCESS or not records:
            return PulledBill(error_code=code or 1)
        bill = records[0]
        about = bill.get("AdditionalInfo", {})
        return PulledBill(
            error_code=int(bill.get("Result", {}).get("ErrorCode", SUCCESS)),
            due=str(bill.get("DueAmount", "0")),
            currency=str(bill.get("Currency", "")),
            customer=str(about.get("CustName", "")),
            text=str(about.get("FreeText", "")),
        )

    async def notify(self, payment: PaidBill) -> int:
        """Notify the biller of cash taken and return its error code (0: accepted); raises `BillerUnreachable`."""
        stamp = payment["created_at"]
        transaction: JsonObject = {
            "AcctInfo": {"BillingNo": payment["reference"], "BillNo": payment["reference"]},
            "JOEBPPSTrx": payment["trx"],
            "BankTrxID": payment["trx"],
            "BankCode": self._company,
            "PmtStatus": "PmtNew",
            "DueAmt": payment["due"],
            "PaidAmt": payment["paid"],
            "FeesAmt": "0.000",
            "FeesOnBiller": True,
            "ProcessDate": stamp,
            "STMTDate": stamp[:10],
            "AccessChannel": "POS",
            "PaymentMethod": "CASH",
            "Currency": payment["currency"],
        }
        answer = await self._post(
            "/ebpp/PaymentNotification", "BLRPMTNTFRQ", {"Transactions": [{"TrxInf": transaction}]}
        )
        results = answer.get("MsgBody", {}).get("Transactions") or [{}]
        return int(results[0].get("TrxInf", {}).get("Result", {}).get("ErrorCode", _error_code(answer)))

    async def _post(self, path: str, kind: str, body: JsonObject) -> Message:
        message = {
            "MFEP": {
                "MsgHeader": {
                    "TmStp": datetime.now(UTC).isoformat(),
                    "GUID": str(uuid.uuid4()),
                    "TrsInf": {"SdrCode": self._company, "RcvCode": BILLER, "ReqTyp": kind},
                },
                "MsgBody": body,
            }
        }
        try:
            answer = await self._client.post(path, json=message)
            answer.raise_for_status()
            envelope = answer.json()["MFEP"]
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise BillerUnreachable(type(error).__name__) from error
        return envelope if isinstance(envelope, dict) else {}

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _error_code(answer: Message) -> int:
    return int(answer.get("MsgHeader", {}).get("Result", {}).get("ErrorCode", SUCCESS))
