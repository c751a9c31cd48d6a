"""`python -m simulators.sim_swap --port N --data DIR`: a mobile operator that tells whether a SIM card was swapped."""

import argparse
import base64
import binascii
import os
import secrets
from datetime import UTC, datetime, timedelta

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from simulators.base.connections import drop_connection
from simulators.base.program import Simulator, run
from simulators.sim_swap.camara import Refused, read_check, read_number, was_swapped

TITLE = ("مشغّل هواتف: تبديل الشرائح", "Mobile operator: SIM swaps")
MODES = ("down", "slow", "error", "malformed", "drop", "expired")
MAGIC_SWAPPED, MAGIC_UNKNOWN = "+970599000994", "+970599000995"
TOKEN_SECONDS = 300
SCOPES = frozenset({"sim-swap", "sim-swap:check"})
SCHEMA = """
CREATE TABLE IF NOT EXISTS swap (number TEXT PRIMARY KEY, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS token (token TEXT PRIMARY KEY, expires_at TEXT NOT NULL);
"""


class Operator:
    """The token endpoint, the two operations of the API, and a way to swap a card."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator
        self._client = (simulator.arguments.client_id, simulator.arguments.client_secret)

    async def token(self, request: Request) -> Response:
        """Issue a two-legged token (RFC 6749 §4.4) to the one client that there is."""
        form = await request.form(max_fields=10, max_files=0)
        if _basic(request) != self._client:
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        if form.get("grant_type") != "client_credentials" or form.get("scope") not in SCOPES:
            return JSONResponse({"error": "invalid_request"}, status_code=400)
        token, expires_at = secrets.token_urlsafe(32), datetime.now(UTC) + timedelta(seconds=TOKEN_SECONDS)
        self._simulator.store.insert("INSERT INTO token VALUES (?, ?)", token, expires_at.isoformat())
        return JSONResponse({"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS})

    async def check(self, request: Request) -> Response:
        """Tell whether the card of a number was swapped within so many hours."""
        fault = self._simulator.faults.consume()
        match fault.mode:
            case "drop":
                return await drop_connection(request)
            case "down":
                return _refusal(Refused(503, "UNAVAILABLE", "Service Unavailable."))
            case "error":
                return PlainTextResponse("java.lang.NullPointerException", status_code=500)
            case "malformed":
                return Response(b'{"swapped": tr', media_type="application/json")
        answer = await self._checked(request, is_expired=fault.mode == "expired")
        await fault.wait()
        return answer

    async def _checked(self, request: Request, *, is_expired: bool) -> Response:
        correlator = request.headers.get("x-correlator", "")
        try:
            self._require_token(request, is_expired=is_expired)
            check = read_check(await request.body())
            swapped = was_swapped(self._swapped_at(check.number), check, now=datetime.now(UTC))
        except Refused as refused:
            return _refusal(refused, correlator)
        self._simulator.event_log.record("checked", hours=check.hours, swapped=swapped)
        return JSONResponse({"swapped": swapped}, headers={"x-correlator": correlator})

    def _require_token(self, request: Request, *, is_expired: bool) -> None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        row = self._simulator.store.row("SELECT expires_at FROM token WHERE token = ?", token)
        is_valid = row is not None and datetime.fromisoformat(row["expires_at"]) > datetime.now(UTC)
        if scheme.lower() != "bearer" or not is_valid or is_expired:
            raise Refused(
                401, "UNAUTHENTICATED", "Request not authenticated due to missing, invalid, or expired token."
            )

    def _swapped_at(self, number: str) -> datetime | None:
        if number == MAGIC_UNKNOWN:
            raise Refused(404, "IDENTIFIER_NOT_FOUND", "Device identifier not found.")
        if number == MAGIC_SWAPPED:
            return datetime.now(UTC) - timedelta(hours=1)
        row = self._simulator.store.row("SELECT at FROM swap WHERE number = ?", number)
        return datetime.fromisoformat(row["at"]) if row else None

    async def swap(self, request: Request) -> Response:
        """Swap the card of a number, so many hours ago."""
        given = await request.json()
        at = datetime.now(UTC) - timedelta(hours=float(given.get("hours_ago", 0)))
        number = read_number(given.get("number"))
        self._simulator.store.insert("INSERT OR REPLACE INTO swap VALUES (?, ?)", number, at.isoformat())
        return JSONResponse({"number": number, "at": at.isoformat()})


def _basic(request: Request) -> tuple[str, str]:
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    try:
        name, _, secret = base64.b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return (name, secret) if scheme.lower() == "basic" else ("", "")


def _refusal(refused: Refused, correlator: str = "") -> Response:
    body = {"status": refused.status, "code": refused.code, "message": refused.message}
    return JSONResponse(body, status_code=refused.status, headers={"x-correlator": correlator})


def build(simulator: Simulator) -> Starlette:
    """Return the operator's application."""
    operator = Operator(simulator)
    return simulator.app(
        [
            Route("/oauth2/token", operator.token, methods=["POST"]),
            Route("/sim-swap/v2/check", operator.check, methods=["POST"]),
            Route("/_sim/swaps", operator.swap, methods=["POST"]),
        ]
    )


def options(parser: argparse.ArgumentParser) -> None:
    """Add the options for the credentials of the client."""
    parser.add_argument("--client-id", default="hukumati")
    secret = os.environ.get("HUKUMATI_SIM_SWAP_CLIENT_SECRET", "hukumati-demo")
    parser.add_argument("--client-secret", default=secret)


if __name__ == "__main__":
    run(name="sim_swap", title=TITLE, build=build, schema=SCHEMA, modes=MODES, options=options)
