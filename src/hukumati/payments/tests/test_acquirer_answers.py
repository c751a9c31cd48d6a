"""What the acquirer answers, read without an acquirer: a charge, a refusal, or an outcome that is unknown."""

import json
from typing import Any

import httpx
import pytest

from hukumati.core.money import Money
from hukumati.payments.channels.card.acquirer import _read, parse_charge
from hukumati.payments.ports import Charge, ChargeStatus, OutcomeUnknown, Refused

INTENT: dict[str, Any] = {
    "id": "pi_1",
    "status": "requires_capture",
    "amount": 2000,
    "amount_received": 0,
    "currency": "ILS",
    "url": "http://acquirer.example/pay/1",
    "reason": None,
}


def answered(status: int, body: object) -> httpx.Response:
    return httpx.Response(status, content=body if isinstance(body, bytes) else json.dumps(body).encode())


def test_a_charge_is_read_with_what_was_authorised_and_received() -> None:
    charge = parse_charge({**INTENT, "status": "succeeded", "amount_received": 1999})
    assert charge == Charge(
        psp_ref="pi_1",
        status=ChargeStatus.CAPTURED,
        amount=Money(2000, "ILS"),
        received=Money(1999, "ILS"),
        page_url="http://acquirer.example/pay/1",
    )


@pytest.mark.parametrize(
    ("status", "reason", "read"),
    [
        ("requires_action", None, "open"),
        ("requires_challenge", None, "open"),
        ("requires_capture", None, "authorised"),
        ("succeeded", None, "captured"),
        ("succeeded", "expired", "captured"),
        ("failed", "declined", "declined"),
        ("canceled", "requested_by_customer", "cancelled"),
        ("canceled", None, "cancelled"),
        ("canceled", "expired", "expired"),
    ],
)
def test_the_acquirers_status_is_read(status: str, reason: str | None, read: str) -> None:
    assert parse_charge({**INTENT, "status": status, "reason": reason}).status == read


@pytest.mark.parametrize(
    "intent",
    [
        None,
        [],
        {},
        {**INTENT, "status": "refunded"},
        {**INTENT, "amount": "2000"},
        {**INTENT, "amount_received": None},
        {**INTENT, "currency": "XXX"},
        {key: value for key, value in INTENT.items() if key != "url"},
    ],
)
def test_a_charge_that_cannot_be_read_leaves_the_outcome_unknown(intent: object) -> None:
    with pytest.raises(OutcomeUnknown, match="unreadable"):
        parse_charge(intent)


def test_an_answer_is_its_body() -> None:
    assert _read(answered(200, INTENT)) == INTENT
    assert _read(answered(201, INTENT)) == INTENT


def test_the_charge_in_a_refusal_is_the_answer() -> None:
    body = {"error": {"code": "payment_intent_unexpected_state", "payment_intent": INTENT}}
    assert _read(answered(400, body)) == INTENT


def test_a_refusal_has_its_code() -> None:
    with pytest.raises(Refused, match="amount_too_large"):
        _read(answered(400, {"error": {"code": "amount_too_large"}}))
    with pytest.raises(Refused, match="404"):
        _read(answered(404, {"error": {}}))
    with pytest.raises(Refused, match="499"):
        _read(answered(499, {"error": {}}))


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"<html>"),
        (200, ["a list"]),
        (200, b"[" * 100_000),
        (400, b'{"error":' * 50_000),
        (400, {"message": "no error object"}),
        (429, {"error": {"code": "slow_down"}}),
        (500, {"error": {"code": "internal"}}),
        (503, {"error": {"code": "down", "payment_intent": INTENT}}),
    ],
)
def test_an_answer_that_decides_nothing_leaves_the_outcome_unknown(status: int, body: object) -> None:
    with pytest.raises(OutcomeUnknown):
        _read(answered(status, body))
