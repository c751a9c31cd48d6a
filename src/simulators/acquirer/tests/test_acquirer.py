"""The acquirer as a process: strict keys, magic cards, a balanced ledger, signed notifications, survival."""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import httpx
import pytest

from simulators.acquirer.cards import InvalidCard, read_card
from simulators.base.testing import start, started, stop

KEY = "demonstration-only-not-a-secret"
ACCEPTED, DECLINED, POOR, CHALLENGED = "4242424242424242", "4000000000000002", "4000000000009995", "4000000000003220"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with started("acquirer", tmp_path_factory.mktemp("acquirer"), "--webhook-url", "") as running:
        yield running.url


@pytest.fixture
def merchant(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {KEY}"}, trust_env=False, timeout=10) as client:
        client.post("/_sim/reset")
        yield client


def create(merchant: httpx.Client, *, key: str = "", **changes: Any) -> httpx.Response:
    body = {
        "amount": 2000,
        "currency": "ILS",
        "reference": uuid4().hex,
        "return_url": "http://shop.test/back",
        "description_ar": "شهادة",
        "description_en": "Certificate",
        **changes,
    }
    return merchant.post("/v1/payment_intents", json=body, headers={"Idempotency-Key": key or uuid4().hex})


def act(merchant: httpx.Client, intent: dict[str, Any], what: str, *, key: str = "", **body: Any) -> httpx.Response:
    headers = {"Idempotency-Key": key or uuid4().hex}
    return merchant.post(f"/v1/payment_intents/{intent['id']}/{what}", json=body, headers=headers)


def pay(merchant: httpx.Client, intent: dict[str, Any], number: str) -> dict[str, Any]:
    httpx.post(intent["url"], data={"number": number, "expiry": "12/40", "code": "123"}, trust_env=False)
    found: dict[str, Any] = merchant.get(f"/v1/payment_intents/{intent['id']}").json()
    return found


def balances(merchant: httpx.Client) -> dict[str, int]:
    return {row["account"]: row["balance"] for row in merchant.get("/_sim/book").json()["balances"]}


@pytest.mark.parametrize(
    ("number", "status", "reason"),
    [
        (ACCEPTED, "requires_capture", ""),
        (DECLINED, "failed", "card_declined"),
        (POOR, "failed", "insufficient_funds"),
        (CHALLENGED, "requires_challenge", ""),
        ("5555555555554444", "failed", "card_declined"),
    ],
)
def test_the_card_chooses_what_happens(merchant: httpx.Client, number: str, status: str, reason: str) -> None:
    intent = pay(merchant, create(merchant).json(), number)
    assert (intent["status"], intent["reason"]) == (status, reason)


def test_money_is_captured_once_for_a_key_and_for_a_payment(merchant: httpx.Client) -> None:
    intent = pay(merchant, create(merchant).json(), ACCEPTED)
    first = act(merchant, intent, "capture", key="capture-1")
    assert act(merchant, intent, "capture", key="capture-1").json() == first.json()
    other = act(merchant, intent, "capture", key="capture-2")
    assert (other.status_code, other.json()["error"]["payment_intent"]["status"]) == (409, "succeeded")
    assert balances(merchant) == {"cardholders": 2000, "holds": 0, "merchant:payable": -2000}


def test_a_key_of_another_request_is_refused(merchant: httpx.Client) -> None:
    assert create(merchant, key="the-same-key").status_code == 200
    assert create(merchant, key="the-same-key").json()["error"]["code"] == "idempotency_error"


def test_a_reference_is_found_and_not_used_twice(merchant: httpx.Client) -> None:
    intent = create(merchant, reference="ours").json()
    assert merchant.get("/v1/payment_intents?reference=ours").json()["data"] == [intent]
    assert merchant.get("/v1/payment_intents?reference=theirs").json()["data"] == []
    assert create(merchant, reference="ours").status_code == 400


def test_a_hold_is_released_and_an_open_payment_cancelled(merchant: httpx.Client) -> None:
    held = pay(merchant, create(merchant).json(), ACCEPTED)
    assert act(merchant, held, "cancel").json()["status"] == "canceled"
    opened = create(merchant).json()
    assert act(merchant, opened, "cancel").json()["status"] == "canceled"
    assert pay(merchant, opened, ACCEPTED)["status"] == "canceled"
    assert set(balances(merchant).values()) == {0}


def test_a_page_expires(merchant: httpx.Client) -> None:
    intent = create(merchant, expires_in=1).json()
    time.sleep(1.1)
    found = pay(merchant, intent, ACCEPTED)
    assert (found["status"], found["reason"]) == ("canceled", "expired")


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 0},
        {"amount": 1.5},
        {"amount": True},
        {"currency": "EUR"},
        {"return_url": "javascript:alert(1)"},
        {"reference": ""},
        {"expires_in": 10**9},
    ],
)
def test_a_malformed_request_is_refused(merchant: httpx.Client, changes: dict[str, Any]) -> None:
    assert create(merchant, **changes).status_code == 400


def test_only_the_merchant_is_answered(url: str) -> None:
    assert httpx.get(f"{url}/v1/payment_intents?reference=a", trust_env=False).status_code == 401


@pytest.mark.parametrize("lang", ["", "?lang=en"])
@pytest.mark.parametrize("card", [None, CHALLENGED, DECLINED, ACCEPTED])
def test_every_page_is_shown_in_both_languages_with_its_amount(
    merchant: httpx.Client, lang: str, card: str | None
) -> None:
    intent = create(merchant, locale="en" if lang else "ar").json()
    if card:
        pay(merchant, intent, card)
    page = httpx.get(intent["url"], trust_env=False)
    assert page.status_code == 200
    assert ('<html lang="en"' in page.text) == bool(lang)
    if card in (None, CHALLENGED):
        assert "20.00 ILS" in page.text
    assert httpx.get(f"{merchant.base_url}{lang}", trust_env=False).status_code == 200


def test_a_wrong_field_is_named_and_nothing_is_taken(merchant: httpx.Client) -> None:
    intent = create(merchant).json()
    page = httpx.post(intent["url"], data={"number": "4242424242424241", "expiry": "1", "code": ""}, trust_env=False)
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text
    assert httpx.get(f"{merchant.base_url}/pay/none", trust_env=False).status_code == 404


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"number": ACCEPTED, "expiry": "12/20", "code": "123"}, "expiry"),
        ({"number": ACCEPTED, "expiry": "13/40", "code": "123"}, "expiry"),
        ({"number": ACCEPTED, "expiry": "1240", "code": "123"}, "expiry"),
        ({"number": ACCEPTED, "expiry": "12/40", "code": "12"}, "code"),
        ({"number": "x" * 10_000, "expiry": "12/40", "code": "123"}, "number"),
    ],
)
def test_a_malformed_card_is_refused_by_field(fields: dict[str, str], wrong: str) -> None:
    with pytest.raises(InvalidCard, match=wrong):
        read_card(**fields)


def test_arabic_digits_are_read() -> None:
    assert read_card(number="٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢", expiry="١٢/٤٠", code="١٢٣").number == ACCEPTED


def test_faults_drop_the_connection_before_or_after_the_capture(merchant: httpx.Client) -> None:
    intent = pay(merchant, create(merchant).json(), ACCEPTED)
    merchant.post("/_sim/faults", json={"mode": "reset_before:capture", "times": 1})
    with pytest.raises(httpx.RemoteProtocolError):
        act(merchant, intent, "capture", key="the-capture")
    assert merchant.get("/_sim/book").json()["captured"] == []
    merchant.post("/_sim/faults", json={"mode": "commit_then_drop:capture", "times": 1})
    with pytest.raises(httpx.RemoteProtocolError):
        act(merchant, intent, "capture", key="the-capture")
    assert len(merchant.get("/_sim/book").json()["captured"]) == 1
    assert act(merchant, intent, "capture", key="the-capture").json()["status"] == "succeeded"


def test_the_ledger_survives_a_kill(tmp_path: Path) -> None:
    running = start("acquirer", tmp_path, "--webhook-url", "")
    with httpx.Client(base_url=running.url, headers={"Authorization": f"Bearer {KEY}"}, trust_env=False) as client:
        intent = pay(client, create(client).json(), ACCEPTED)
        act(client, intent, "capture")
    running.process.kill()
    running.process.communicate()
    again = start("acquirer", tmp_path, "--webhook-url", "")
    try:
        book = httpx.get(f"{again.url}/_sim/book", trust_env=False).json()
        assert [row["amount"] for row in book["captured"]] == [2000]
    finally:
        stop(again)


class _Merchant(BaseHTTPRequestHandler):
    """Receives notifications, and answers the first with 500."""

    received: list[tuple[str, bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.append((self.headers["Acquirer-Signature"], body))
        self.send_response(500 if len(self.received) == 1 else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Print nothing."""


def test_notifications_are_signed_and_repeated_until_accepted(tmp_path: Path) -> None:
    received: list[tuple[str, bytes]] = []
    handler = type("Handler", (_Merchant,), {"received": received})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        with started("acquirer", tmp_path, "--webhook-url", f"http://127.0.0.1:{server.server_port}/") as running:
            with httpx.Client(
                base_url=running.url, headers={"Authorization": f"Bearer {KEY}"}, trust_env=False
            ) as client:
                act(client, create(client).json(), "cancel")
            deadline = time.monotonic() + 10
            while len(received) < 2 and time.monotonic() < deadline:
                time.sleep(0.05)
        server.shutdown()
    (_, first), (header, second) = received[:2]
    assert json.loads(first)["id"] == json.loads(second)["id"]
    at, _, given = header.removeprefix("t=").partition(",v1=")
    expected = hmac.new(KEY.encode(), f"{at}.".encode() + second, hashlib.sha256).hexdigest()
    assert given == expected
