"""The merchant's REST interface, shaped like Stripe's: payment intents, idempotency keys, one error object."""

import hashlib
import hmac
import json
import sqlite3
from collections.abc import Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.acquirer.ledger import DECIMALS, Ledger, NewIntent, NoSuchIntent, UnexpectedState, as_json
from simulators.base.connections import drop_connection
from simulators.base.faults import Faults
from simulators.base.json_values import JsonObject
from simulators.base.store import Store

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS idempotency (
  key TEXT PRIMARY KEY, request_sha256 TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL);
"""

_PLAIN: Final = ("down", "latency", "reset_before", "commit_then_drop", "wrong_amount")
OPERATIONS: Final = ("create", "get", "capture", "cancel")
MODES: Final = (*_PLAIN, *(f"{mode}:{operation}" for mode in _PLAIN for operation in OPERATIONS))
MAX_BODY_BYTES: Final = 16_384
MAX_TEXT_LENGTH: Final = 2000
BAD_TEXT: Final = "reference is needed; texts have at most 2000 characters"

Operation = Callable[[dict[str, object], str], sqlite3.Row]
Answer = tuple[int, JsonObject]


class BadRequest(Exception):
    """The request is malformed."""


def error(code: str, message: str, **more: JsonObject) -> JsonObject:
    """Return an error object, of the one shape that all errors have."""
    return {"error": {"code": code, "message": message, **more}}


def read_create(body: dict[str, object]) -> NewIntent:
    """Validate a request for a payment: amount in minor units, known currency, http(s) return URL."""
    amount, currency = body.get("amount"), body.get("currency")
    if isinstance(amount, bool) or not isinstance(amount, int) or not 0 < amount < 10**12:
        raise BadRequest("amount is a whole number of minor units")
    if not isinstance(currency, str) or currency not in DECIMALS:
        raise BadRequest(f"currency is one of {', '.join(DECIMALS)}")
    reference, return_url = _text(body, "reference"), _text(body, "return_url")
    if not reference:
        raise BadRequest(BAD_TEXT)
    if not return_url.startswith(("http://", "https://")):
        raise BadRequest("return_url is an address")
    expires_in = body.get("expires_in", 3600)
    if not isinstance(expires_in, int) or not 1 <= expires_in <= 86_400:
        raise BadRequest("expires_in is a number of seconds up to a day")
    return {
        "reference": reference,
        "return_url": return_url,
        "description_ar": _text(body, "description_ar"),
        "description_en": _text(body, "description_en"),
        "amount": amount,
        "currency": currency,
        "expires_in": expires_in,
        "locale": "en" if body.get("locale") == "en" else "ar",
        "capture_method": "automatic" if body.get("capture_method") == "automatic" else "manual",
    }


def _text(body: dict[str, object], key: str) -> str:
    text = body.get(key, "")
    if not isinstance(text, str) or len(text) > MAX_TEXT_LENGTH:
        raise BadRequest(BAD_TEXT)
    return text


class Rest:
    """The endpoints under /v1."""

    def __init__(self, *, store: Store, faults: Faults, ledger: Ledger, api_key: str) -> None:
        self._store, self._faults, self._ledger, self._api_key = store, faults, ledger, api_key
        store.declare(SCHEMA)

    def routes(self) -> list[Route]:
        """Return the routes of the endpoints."""
        return [
            Route("/v1/payment_intents", self.create, methods=["POST"]),
            Route("/v1/payment_intents", self.find, methods=["GET"]),
            Route("/v1/payment_intents/{id}", self.get, methods=["GET"]),
            Route("/v1/payment_intents/{id}/capture", self.capture, methods=["POST"]),
            Route("/v1/payment_intents/{id}/cancel", self.cancel, methods=["POST"]),
        ]

    async def create(self, request: Request) -> Response:
        """Open a payment."""

        def do(body: dict[str, object], _: str) -> sqlite3.Row:
            wanted = read_create(body)
            if self._ledger.is_known(wanted["reference"]):
                raise BadRequest("the reference was used for another payment")
            return self._ledger.create(wanted)

        return await self._post(request, "create", do)

    async def capture(self, request: Request) -> Response:
        """Capture an authorised payment, once."""

        def do(body: dict[str, object], mode: str) -> sqlite3.Row:
            intent = self._ledger.get(request.path_params["id"])
            amount = body.get("amount", intent["amount"])
            if isinstance(amount, bool) or not isinstance(amount, int) or not 0 < amount <= intent["amount"]:
                raise BadRequest("amount is at most what was authorised")
            is_wrong = mode == "wrong_amount" and amount > 1
            return self._ledger.capture(intent, amount=amount - 1 if is_wrong else amount)

        return await self._post(request, "capture", do)

    async def cancel(self, request: Request) -> Response:
        """Cancel an open payment, or release a hold."""

        def do(_: dict[str, object], __: str) -> sqlite3.Row:
            return self._ledger.cancel(self._ledger.get(request.path_params["id"]), reason="requested")

        return await self._post(request, "cancel", do)

    async def get(self, request: Request) -> Response:
        """Return one payment."""
        return await self._read(request, lambda: self._as_json(request, self._ledger.get(request.path_params["id"])))

    async def find(self, request: Request) -> Response:
        """List the payments with the merchant's reference: one or none."""

        def look() -> JsonObject:
            try:
                found = [self._as_json(request, self._ledger.by_reference(request.query_params.get("reference", "")))]
            except NoSuchIntent:
                found = []
            return {"object": "list", "data": found}

        return await self._read(request, look)

    @staticmethod
    def _as_json(request: Request, intent: sqlite3.Row) -> JsonObject:
        return as_json(intent, str(request.base_url).rstrip("/"))

    async def _read(self, request: Request, look: Callable[[], JsonObject]) -> Response:
        if not self._is_merchant(request):
            return JSONResponse(error("unauthorized", "The API key is wrong."), 401)
        early, mode = await self._misbehave(request, "get")
        if early is not None:
            return early
        try:
            with self._store.transaction():
                answer = JSONResponse(look())
        except NoSuchIntent:
            return JSONResponse(error("resource_missing", "No such payment."), 404)
        return await drop_connection(request) if mode == "commit_then_drop" else answer

    async def _post(self, request: Request, operation: str, do: Operation) -> Response:
        if not self._is_merchant(request):
            return JSONResponse(error("unauthorized", "The API key is wrong."), 401)
        raw = await request.body()
        early, mode = await self._misbehave(request, operation)
        if early is not None:
            return early
        status, body = self._once(request, raw, mode, do)
        return await drop_connection(request) if mode == "commit_then_drop" else JSONResponse(body, status)

    def _is_merchant(self, request: Request) -> bool:
        given = request.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {self._api_key}".encode())

    async def _misbehave(self, request: Request, operation: str) -> tuple[Response | None, str]:
        mode, _, only = self._faults.current().mode.partition(":")
        if mode not in _PLAIN or (only and only != operation):
            return None, ""
        if mode == "wrong_amount" and operation != "capture":
            return None, ""
        await self._faults.consume().wait()
        if mode == "down":
            return JSONResponse(error("unavailable", "The acquirer is down."), 503), mode
        if mode == "reset_before":
            return await drop_connection(request), mode
        return None, mode

    def _once(self, request: Request, raw: bytes, mode: str, do: Operation) -> Answer:
        key = request.headers.get("idempotency-key", "")
        if not 8 <= len(key) <= 100 or len(raw) > MAX_BODY_BYTES:
            return 400, error(
                "bad_request", "An Idempotency-Key of 8 to 100 characters is needed; a body of 16 KB at most."
            )
        digest = hashlib.sha256(request.url.path.encode() + b"\0" + raw).hexdigest()
        with self._store.transaction():
            stored = self._store.row("SELECT * FROM idempotency WHERE key = ?", key)
            if stored is not None and stored["request_sha256"] != digest:
                return 409, error("idempotency_error", "This key was used for another request.")
            if stored is not None:
                return stored["status"], json.loads(stored["body"])
            status, body = self._answer(request, raw, mode, do)
            self._store.insert("INSERT INTO idempotency VALUES (?, ?, ?, ?)", key, digest, status, json.dumps(body))
        return status, body

    def _answer(self, request: Request, raw: bytes, mode: str, do: Operation) -> Answer:
        try:
            body = json.loads(raw or b"{}")
            if not isinstance(body, dict):
                raise BadRequest("the body is a JSON object")
            return 200, self._as_json(request, do(body, mode))
        except UnexpectedState as unexpected:
            shown = self._as_json(request, unexpected.intent)
            return 409, error("unexpected_state", "The payment's state does not allow this.", payment_intent=shown)
        except NoSuchIntent:
            return 404, error("resource_missing", "No such payment.")
        except (BadRequest, UnicodeDecodeError, json.JSONDecodeError) as bad:
            return 400, error("bad_request", str(bad))
