"""Signed notifications to the merchant: stored first, then delivered at least once, repeated until answered 2xx."""

import asyncio
import hashlib
import hmac
import json
import secrets
import sqlite3
import time
from typing import Final

import httpx

from simulators.base.faults import Faults
from simulators.base.store import Store

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS webhook (
  n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, body TEXT NOT NULL, is_forged INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0, next_at REAL NOT NULL, state TEXT NOT NULL DEFAULT 'waiting');
CREATE INDEX IF NOT EXISTS webhook_due ON webhook (state, next_at);
"""

MODES: Final = ("webhook_duplicate", "webhook_delayed", "webhook_forged", "webhook_lost")
MAX_ATTEMPTS: Final = 30
MAX_WAIT_SECONDS: Final = 60.0
SIGNATURE_HEADER: Final = "Acquirer-Signature"


def sign(body: bytes, *, secret: str, at: int) -> str:
    """Return the signature header's value: `t=<unix time>,v1=<hex HMAC-SHA256 of "t.body">`."""
    digest = hmac.new(secret.encode(), str(at).encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


class Webhooks:
    """The queue of notifications, and their delivery."""

    def __init__(self, *, store: Store, faults: Faults, url: str, host: str, secret: str) -> None:
        self._store, self._faults = store, faults
        self._url, self._host, self._secret = url, host, secret
        self._has_new = asyncio.Event()
        store.declare(SCHEMA)

    def queue(self, kind: str, intent: sqlite3.Row) -> None:
        """Queue a notification in the transaction of the change it reports, altered by the fault in force."""
        fault = self._faults.consume() if self._faults.current().mode in MODES else None
        mode = fault.mode if fault else ""
        if mode == "webhook_lost" or not self._url:
            return
        due = time.time() + (fault.delay_seconds if fault and mode == "webhook_delayed" else 0)
        event_id = f"evt_{secrets.token_hex(12)}"
        for _ in range(2 if mode == "webhook_duplicate" else 1):
            self._insert(event_id, self._body(event_id, kind, intent), due)
        if mode == "webhook_forged":
            forged = f"evt_{secrets.token_hex(12)}"
            self._insert(forged, self._body(forged, "payment_intent.succeeded", intent), due, is_forged=True)

    @staticmethod
    def _body(event_id: str, kind: str, intent: sqlite3.Row) -> str:
        values = {key: intent[key] for key in ("id", "reference", "amount", "currency", "status", "amount_received")}
        return json.dumps({"id": event_id, "type": kind, "created": int(time.time()), "data": {"object": values}})

    def _insert(self, event_id: str, body: str, due: float, *, is_forged: bool = False) -> None:
        self._store.insert(
            "INSERT INTO webhook (id, body, next_at, is_forged) VALUES (?, ?, ?, ?)", event_id, body, due, is_forged
        )
        self._has_new.set()

    async def deliver_forever(self) -> None:
        """Deliver the notifications that are due, until cancelled."""
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
            while True:
                self._has_new.clear()
                for row in self._store.rows(
                    "SELECT * FROM webhook WHERE state = 'waiting' AND next_at <= ? ORDER BY n LIMIT 50", time.time()
                ):
                    await self._deliver(client, row)
                await self._wait()

    async def _wait(self) -> None:
        row = self._store.row("SELECT MIN(next_at) AS due FROM webhook WHERE state = 'waiting'")
        seconds = 5.0 if row is None or row["due"] is None else max(0.0, min(5.0, row["due"] - time.time()))
        try:
            await asyncio.wait_for(self._has_new.wait(), timeout=seconds)
        except TimeoutError:
            return

    async def _deliver(self, client: httpx.AsyncClient, row: sqlite3.Row) -> None:
        attempts = row["attempts"] + 1
        if await self._is_accepted(client, row):
            state, due = "done", 0.0
        else:
            is_last = attempts >= MAX_ATTEMPTS or row["is_forged"]
            state, due = "dead" if is_last else "waiting", time.time() + min(MAX_WAIT_SECONDS, 0.5 * 2.0**attempts)
        self._store.write(
            "UPDATE webhook SET state = ?, attempts = ?, next_at = ? WHERE n = ?", state, attempts, due, row["n"]
        )

    async def _is_accepted(self, client: httpx.AsyncClient, row: sqlite3.Row) -> bool:
        body = row["body"].encode()
        secret = "not the secret" if row["is_forged"] else self._secret
        headers = {"Content-Type": "application/json", SIGNATURE_HEADER: sign(body, secret=secret, at=int(time.time()))}
        if self._host:
            headers["Host"] = self._host
        try:
            answer = await client.post(self._url, content=body, headers=headers)
        except httpx.HTTPError:
            return False
        return answer.is_success

    def waiting(self) -> int:
        """Count the notifications that are not delivered yet."""
        row = self._store.row("SELECT COUNT(*) AS n FROM webhook WHERE state = 'waiting'")
        return int(row["n"]) if row else 0
