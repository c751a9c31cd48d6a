"""Whoever holds the switch's password may send anything in any place of a message: the books hold, nothing breaks."""

import base64
import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, Final

import pytest
from django.test import Client

from hukumati.payments import api
from hukumati.payments.tests.cash_references import issue_cash_reference
from hukumati.payments.tests.conftest import SECRET, use_acquirer
from hukumati.payments.verify import find_violations

pytestmark = pytest.mark.django_db
HOSTILE: Final[tuple[Any, ...]] = (
    None, True, -1, 2**63, 10**400, 1e308, "", " ", "\0", "a\0b", "\ud800", "\u202e", "9" * 5000, "-0", "1e999999",
    "Infinity", "٢٠", "0x14", "20,000", "x" * 70_000, [], {}, [[]], {"a": {"b": []}}, [None] * 50, {"$gt": ""},
    "'; DROP TABLE pay_bill;--",
)  # fmt: skip
PULL: Final = {"AcctInfo": {"BillingNo": ""}, "ServiceType": "GOV"}
PAID: Final = {
    "AcctInfo": {"BillingNo": ""}, "JOEBPPSTrx": "T-1", "PaidAmt": "20.000", "Currency": "ILS",
    "ProcessDate": "2026-11-23T12:00:00", "STMTDate": "2026-11-23",
}  # fmt: skip


def message(body: dict[str, Any], reference: str) -> dict[str, Any]:
    """Return a right message about a bill."""
    told = deepcopy(body)
    told["AcctInfo"]["BillingNo"] = reference
    inside = told if "ServiceType" in told else {"Transactions": [{"TrxInf": told}]}
    return {"MFEP": {"MsgHeader": {"GUID": "G-1", "TrsInf": {"SdrCode": "PALM"}}, "MsgBody": inside}}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every part of a message, the whole of it left out."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield (*path, key)
        yield from places(part, (*path, key))


def with_part(told: dict[str, Any], path: tuple[Any, ...], part: Any) -> dict[str, Any]:
    changed = deepcopy(told)
    place: Any = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = part
    return changed


@pytest.mark.parametrize(("path", "body"), [("BillPull", PULL), ("PaymentNotification", PAID)])
def test_any_part_of_a_message_may_be_anything(
    new_bill: Callable[..., api.Bill], settings: Any, path: str, body: dict[str, Any]
) -> None:
    use_acquirer(settings, "http://127.0.0.1:9")
    token = base64.b64encode(f"agent-switch:{SECRET}".encode()).decode()
    client = Client(headers={"Host": "pay.localhost", "Authorization": f"Basic {token}"}, raise_request_exception=False)
    right = message(body, issue_cash_reference(bill_id=new_bill().id))
    broken = []
    for place in places(right):
        for part in HOSTILE:
            raw = json.dumps(with_part(right, place, part))
            answer = client.post(f"/ebpp/{path}", raw, content_type="application/json")
            if answer.status_code >= 500 or b"Traceback" in answer.content:
                broken.append((place, part))
    assert broken == []
    assert find_violations() == []
