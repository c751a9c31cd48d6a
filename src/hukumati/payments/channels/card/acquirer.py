"""The acquirer's REST interface: payment intents with idempotency keys (Stripe-shaped) and a hosted page."""

from typing import Final
from urllib.parse import quote

import httpx
from django.conf import settings
from pydantic import BaseModel, ConfigDict, ValidationError

from hukumati.core.http_answers import bounded_request
from hukumati.core.json import NotJson, parse_json
from hukumati.core.money import InvalidMoney, Money
from hukumati.payments.ports import Charge, ChargeStatus, NotSent, OutcomeUnknown, PageRequest, Refused

PSP: Final = "card"
TIMEOUT: Final = httpx.Timeout(8.0, connect=2.0)

_STATUS: Final = {
    "requires_action": ChargeStatus.OPEN,
    "requires_challenge": ChargeStatus.OPEN,
    "requires_capture": ChargeStatus.AUTHORISED,
    "succeeded": ChargeStatus.CAPTURED,
    "failed": ChargeStatus.DECLINED,
    "canceled": ChargeStatus.CANCELLED,
}


class _Intent(BaseModel):
    """The acquirer's payment object, as far as it is used."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    id: str
    status: str
    amount: int
    amount_received: int
    currency: str
    url: str
    reason: str | None = None


def parse_charge(intent: object) -> Charge:
    """Parse the acquirer's payment object. Raises OutcomeUnknown for one that cannot be read."""
    try:
        seen = _Intent.model_validate(intent)
        return Charge(
            psp_ref=seen.id,
            status=_status(seen),
            amount=Money(seen.amount, seen.currency),
            received=Money(seen.amount_received, seen.currency),
            page_url=seen.url,
        )
    except (KeyError, ValidationError, InvalidMoney) as error:
        raise OutcomeUnknown("unreadable answer") from error


def _status(intent: _Intent) -> ChargeStatus:
    if intent.status == "canceled" and intent.reason == "expired":
        return ChargeStatus.EXPIRED
    return _STATUS[intent.status]


class CardRedirect:
    """The acquirer behind its REST interface; one connection pool for the process."""

    name = PSP

    def __init__(self, *, url: str, api_key: str) -> None:
        self._client = httpx.Client(
            base_url=url, headers={"Authorization": f"Bearer {api_key}"}, timeout=TIMEOUT, trust_env=False
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def open_page(self, *, request: PageRequest) -> Charge:
        """Open a hosted payment page; what it authorises is captured by a call of its own."""
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
        return parse_charge(self._call("POST", "/v1/payment_intents", key=request.reference, body=body))

    def find(self, *, reference: str) -> Charge | None:
        """Return the charge with our reference; None when the acquirer has none."""
        found = self._call("GET", f"/v1/payment_intents?reference={quote(reference, safe='')}")
        charges = found.get("data")
        if not isinstance(charges, list):
            raise OutcomeUnknown("unreadable answer")
        return parse_charge(charges[0]) if charges else None

    def capture(self, *, psp_ref: str, key: str, amount: Money) -> Charge:
        """Capture an authorised charge."""
        path = f"/v1/payment_intents/{quote(psp_ref, safe='')}/capture"
        return parse_charge(self._call("POST", path, key=key, body={"amount": amount.minor}))

    def cancel(self, *, psp_ref: str, key: str) -> Charge:
        """Close an open page or release an authorised amount."""
        path = f"/v1/payment_intents/{quote(psp_ref, safe='')}/cancel"
        return parse_charge(self._call("POST", path, key=key, body={}))

    def _call(
        self, method: str, path: str, *, key: str = "", body: dict[str, object] | None = None
    ) -> dict[str, object]:
        headers = {"Idempotency-Key": key} if key else {}
        try:
            answer = bounded_request(self._client, method, path, json=body, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise NotSent(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise OutcomeUnknown(type(error).__name__) from error
        return _read(answer)


def _read(answer: httpx.Response) -> dict[str, object]:
    try:
        body = parse_json(answer.content)
    except NotJson as error:
        raise OutcomeUnknown("unreadable answer") from error
    if not isinstance(body, dict):
        raise OutcomeUnknown("unreadable answer")
    if answer.is_success:
        return body
    problem = body.get("error")
    if not isinstance(problem, dict) or answer.status_code >= 500 or answer.status_code == 429:
        raise OutcomeUnknown(f"status {answer.status_code}")
    intent = problem.get("payment_intent")
    if isinstance(intent, dict):  # the state of the charge does not allow the call: that state is the answer
        return intent
    raise Refused(str(problem.get("code", answer.status_code)))


_connected: dict[tuple[str, str], CardRedirect] = {}


def card_acquirer() -> CardRedirect:
    """Return the adapter of the configured acquirer, one for the process."""
    config = settings.HUKUMATI
    key = (config.acquirer_url, config.acquirer_api_key.get_secret_value())
    if key not in _connected:
        _connected.setdefault(key, CardRedirect(url=key[0], api_key=key[1]))
    return _connected[key]


def disconnect() -> None:
    """Close the connections to every acquirer."""
    while _connected:
        _connected.popitem()[1].close()
