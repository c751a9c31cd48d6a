"""`python -m simulators.sms --port N --data DIR`; its client's password is HUKUMATI_SMS_PASSWORD or `--password`."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from simulators.base.connections import drop_connection
from simulators.base.faults import Fault
from simulators.base.json_values import JsonObject
from simulators.base.program import Simulator, run
from simulators.sms.gateway import (
    Refused,
    Submission,
    check_submission,
    delivered_text,
    parts,
    read_submission,
)
from simulators.sms.inbound import InboundClient

TITLE = ("بوابة الرسائل القصيرة", "SMS gateway")
MODES = ("refuse", "down", "slow", "drop", "accept_then_drop", "duplicate")
MAGIC_MODES = {"970599000991": "refuse", "970599000992": "accept_then_drop", "970599000993": "duplicate"}
SCHEMA = """
CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, recipient TEXT NOT NULL, sender TEXT NOT NULL,
    text TEXT NOT NULL, parts INTEGER NOT NULL, account TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS message_recipient ON message (recipient, id);
"""
REFRESH_SECONDS = 5
MAX_MESSAGES = 100


def digits(number: str) -> str:
    """Return the digits of a number: a `+` in a query often arrives as a space."""
    return "".join(character for character in number if character.isdecimal())


class Gateway:
    """The endpoint that accepts messages, and the page that shows them."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator
        self._arguments = simulator.arguments
        self._inbound = InboundClient(
            url=self._arguments.inbound_url,
            host=self._arguments.inbound_host,
            username=self._arguments.username,
            password=self._arguments.password,
        )

    async def sendsms(self, request: Request) -> Response:
        """Accept a message, unless a fault says otherwise."""
        fault = self._simulator.faults.consume()
        if fault.mode == "drop":
            return await drop_connection(request)
        if fault.mode == "down":
            return PlainTextResponse("Temporal failure, try again later.", status_code=503)
        answer = await self._answer(request, fault)
        await fault.wait()
        return answer

    async def _answer(self, request: Request, fault: Fault) -> Response:
        try:
            submission = await read_submission(request)
            check_submission(submission, username=self._arguments.username, password=self._arguments.password)
            return await self._accept(request, submission, self._mode(fault, submission))
        except Refused as refused:
            self._simulator.event_log.record("refused", status=refused.status, words=refused.message)
            return PlainTextResponse(refused.message, status_code=refused.status)

    def _mode(self, fault: Fault, submission: Submission) -> str:
        return fault.mode if fault.mode != "ok" else MAGIC_MODES.get(digits(submission.to), "ok")

    async def _accept(self, request: Request, submission: Submission, mode: str) -> Response:
        if mode == "refuse":
            raise Refused(400, "Number(s) has/have been denied by white- and/or black-lists.")
        for _ in range(2 if mode == "duplicate" else 1):
            self._insert(submission)
        self._simulator.event_log.record("accepted", account=submission.account, fault=mode)
        if mode == "accept_then_drop":
            return await drop_connection(request)
        return PlainTextResponse("0: Accepted for delivery", status_code=202)

    def _insert(self, submission: Submission) -> None:
        text = delivered_text(submission.text, submission.coding)
        self._simulator.store.insert(
            "INSERT INTO message (at, recipient, sender, text, parts, account) VALUES (?, ?, ?, ?, ?, ?)",
            datetime.now(UTC).isoformat(),
            "+" + digits(submission.to),
            submission.sender,
            text,
            parts(text, submission.coding),
            submission.account,
        )

    def _messages(self, number: str, *, newest_first: bool) -> list[JsonObject]:
        wanted = f"%{digits(number)}%"
        rows = self._simulator.store.rows(
            "SELECT * FROM message WHERE recipient LIKE ? ORDER BY id DESC LIMIT ?", wanted, MAX_MESSAGES
        )
        found: list[JsonObject] = [{**dict(row), "to": row["recipient"], "from": row["sender"]} for row in rows]
        return found if newest_first else found[::-1]

    async def messages(self, request: Request) -> Response:
        """List the messages received, oldest first."""
        return JSONResponse({"messages": self._messages(request.query_params.get("to", ""), newest_first=False)})

    async def send(self, request: Request) -> Response:
        """Send a message from a telephone to the client, and show how that went."""
        form = await request.form(max_fields=10, max_files=0)
        sender, text = "+" + digits(str(form.get("from", ""))), str(form.get("text", ""))
        is_taken = await self._inbound.forward(sender=sender, text=text)
        self._simulator.event_log.record("inbound", taken=is_taken)
        query = {"to": sender, "sent": "yes" if is_taken else "no", "lang": request.query_params.get("lang", "ar")}
        return RedirectResponse(f"/?{urlencode(query)}", status_code=303)

    async def page(self, request: Request) -> Response:
        """Show the messages received, newest first."""
        number = request.query_params.get("to", "")
        watching = request.query_params.get("watch") == "yes"
        return self._simulator.pages.render(
            request,
            "sms.html",
            number=number,
            messages=self._messages(number, newest_first=True),
            sent=request.query_params.get("sent", ""),
            takes_messages=bool(self._arguments.inbound_url),
            watching=watching,
            refresh_seconds=REFRESH_SECONDS if watching else None,
        )


def build(simulator: Simulator) -> Starlette:
    """Return the gateway's application."""
    gateway = Gateway(simulator)
    return simulator.app(
        [
            Route("/", gateway.page),
            Route("/send", gateway.send, methods=["POST"]),
            Route("/cgi-bin/sendsms", gateway.sendsms, methods=["GET", "POST"]),
            Route("/_sim/messages", gateway.messages),
        ]
    )


def options(parser: argparse.ArgumentParser) -> None:
    """Add the options for the credentials of the client, and where it takes messages."""
    parser.add_argument("--inbound-url", default="", help="where messages from telephones are posted")
    parser.add_argument("--inbound-host", default="", help="the Host header for that address")
    parser.add_argument("--username", default="hukumati")
    parser.add_argument("--password", default=os.environ.get("HUKUMATI_SMS_PASSWORD", "hukumati-demo"))


if __name__ == "__main__":
    folder = Path(__file__).parent / "templates"
    run(name="sms", title=TITLE, build=build, schema=SCHEMA, modes=MODES, templates=folder, options=options)
