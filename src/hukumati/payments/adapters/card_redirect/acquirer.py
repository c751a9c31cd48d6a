"""The acquirer's REST interface: payment intents with idempotency keys (Stripe-shaped) and a hosted page."""

from typing import Any, Final
from urllib.parse import quote

import httpx
from django.conf import settings

from hukumati.core.money import InvalidMoney, Money
from hukumati.payments.ports import Charge, NotSent, OutcomeUnknown, PageRequest, Refused, Standing

PSP: Final = "card"
TIMEOUT: Final = httpx.Timeout(8.0, connect=2.0)

_STANDING: Final = {
    "requires_action": Standing.OPEN,
    "requires_challenge": Standing.OPEN,
    "requires_capture": Standing.HELD,
    "succeeded": Standing.TAKEN,
    "failed": Standing.DECLINED,
    "canceled": Standing.CLOSED,
}


def read_charge(intent: Any) -> Charge:
    """Read the acquirer's payment object; one that cannot be read leaves the outcome unknown."""
    try:
        standing = _STANDING[intent["status"]]
        if standing is Standing.CLOSED and intent["reason"] == "expired":
            standing = Standing.LAPSED
        return Charge(
            psp_ref=str(intent["id"]),
            standing=standing,
            amount=Money(intent["amount"], intent["currency"]),
            received=Money(intent["amount_received"], intent["currency"]),
            page_url=str(intent["url"]),
        )
    except (KeyError, TypeError, InvalidMoney) as error:
        raise OutcomeUnknown("unreadable answer") from error


class CardRedirect:
    """The adapter; one connection pool for the process."""

    name = PSP

    def __init__(self, *, url: str, api_key: str) -> None:
        self._client = httpx.Client(
            base_url=url, headers={"Authorization": f"Bearer {api_key}"}, timeout=TIMEOUT, trust_env=False
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def open_page(self, *, request: PageRequest) -> Charge:
        """Open a hosted payment page; the hold is captured by a call of its own."""
        body = {
            "amount": request.amount.minor,
            "currency": request.amount.currency,
            "reference": request.reference,
            "description_ar": request.description.ar,
            "description_en": request.description.en,
            "return_url": request.return_url,
            "locale": request.language,
            "capture_method": "manual",
            "expires_in": request.expires_in_seconds,
        }
        return read_charge(self._call("POST", "/v1/payment_intents", key=request.reference, body=body))

    def find(self, *, reference: str) -> Charge | None:
        """Ask where the payment with our reference stands."""
        found = self._call("GET", f"/v1/payment_intents?reference={quote(reference, safe='')}")
        if not isinstance(found.get("data"), list):
            raise OutcomeUnknown("unreadable answer")
        return read_charge(found["data"][0]) if found["data"] else None

    def capture(self, *, psp_ref: str, key: str, amount: Money) -> Charge:
        """Take held money."""
        path = f"/v1/payment_intents/{quote(psp_ref, safe='')}/capture"
        return read_charge(self._call("POST", path, key=key, body={"amount": amount.minor}))

    def cancel(self, *, psp_ref: str, key: str) -> Charge:
        """Close an open page or release held money."""
        path = f"/v1/payment_intents/{quote(psp_ref, safe='')}/cancel"
        return read_charge(self._call("POST", path, key=key, body={}))

    def _call(self, method: str, path: str, *, key: str = "", body: dict[str, Any] | None = None) -> dict[str, Any]:
        headers = {"Idempotency-Key": key} if key else {}
        try:
            answer = self._client.request(method, path, json=body, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise NotSent(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise OutcomeUnknown(type(error).__name__) from error
        return _read(answer)


def _read(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError as error:
        raise OutcomeUnknown("unreadable answer") from error
    if not isinstance(body, dict):
        raise OutcomeUnknown("unreadable answer")
    if answer.is_success:
        return body
    problem = body.get("error")
    if not isinstance(problem, dict) or answer.status_code >= 500 or answer.status_code == 429:
        raise OutcomeUnknown(f"status {answer.status_code}")
    if isinstance(problem.get("payment_intent"), dict):  # the state does not allow it: where it stands is the answer
        return dict(problem["payment_intent"])
    raise Refused(str(problem.get("code", answer.status_code)))


_connected: dict[tuple[str, str], CardRedirect] = {}


def card_acquirer() -> CardRedirect:
    """Return the process's one adapter for the configured acquirer."""
    config = settings.HUKUMATI
    key = (config.acquirer_url, config.acquirer_api_key.get_secret_value())
    if key not in _connected:
        _connected.setdefault(key, CardRedirect(url=key[0], api_key=key[1]))
    return _connected[key]


def disconnect() -> None:
    """Close the connections to every acquirer."""
    while _connected:
        _connected.popitem()[1].close()
