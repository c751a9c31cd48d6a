"""The agent's cash payments: each is stored before the biller is notified, and notified until it is accepted."""

import asyncio
import secrets
import sqlite3
import time
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final, TypedDict, cast

from simulators.agent.biller_client import SUCCESS, BillerClient, BillerUnreachable, PulledBill
from simulators.base.event_log import EventLog
from simulators.base.faults import Faults
from simulators.base.json_values import JsonObject
from simulators.base.store import Store

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS payment (
  trx TEXT PRIMARY KEY, reference TEXT NOT NULL, due TEXT NOT NULL, paid TEXT NOT NULL, currency TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'sending', error_code INTEGER, attempts INTEGER NOT NULL DEFAULT 0,
  answers_to_drop INTEGER NOT NULL DEFAULT 0, extra_notices INTEGER NOT NULL DEFAULT 0,
  next_at REAL NOT NULL, created_at TEXT NOT NULL);
"""
MODES: Final = ("notify_twice", "drop_answer", "wrong_amount", "short_amount", "pay_twice")
MAX_WAIT_SECONDS: Final = 30.0
_SURPLUS: Final = {"wrong_amount": Decimal(1), "short_amount": Decimal(-1)}


class Payment(TypedDict):
    """A row of the table: amounts are decimal texts in major units; `state` is sending, accepted or refused."""

    trx: str
    reference: str
    due: str
    paid: str
    currency: str
    state: str
    error_code: int | None
    attempts: int
    answers_to_drop: int
    extra_notices: int
    next_at: float
    created_at: str


def _payment(row: sqlite3.Row) -> Payment:
    return cast(Payment, dict(row))


class CashPayments:
    """Takes cash and notifies the biller."""

    def __init__(self, *, store: Store, event_log: EventLog, faults: Faults, biller: BillerClient) -> None:
        self._store, self._event_log, self._faults, self._biller = store, event_log, faults, biller
        self._has_new = asyncio.Event()
        self._busy = asyncio.Lock()
        store.declare(SCHEMA)

    def take(self, *, reference: str, bill: PulledBill) -> list[str]:
        """Take cash for a bill and return the transaction numbers: one, or two under the fault `pay_twice`."""
        mode = self._faults.consume().mode
        times = 2 if mode == "pay_twice" else 1
        return [self._insert(reference, bill, mode) for _ in range(times)]

    def _insert(self, reference: str, bill: PulledBill, mode: str) -> str:
        trx = f"{datetime.now(UTC):%Y%m%d%H%M%S}{secrets.randbelow(10**8):08d}"
        paid = max(Decimal("0.01"), Decimal(bill.due) + _SURPLUS.get(mode, Decimal(0)))
        with self._store.transaction():
            self._store.insert(
                "INSERT INTO payment (trx, reference, due, paid, currency, answers_to_drop, extra_notices, next_at,"
                " created_at) VALUES (?,?,?,?,?,?,?,?,?)",
                trx, reference, bill.due, f"{paid:.3f}", bill.currency, mode == "drop_answer", mode == "notify_twice",
                time.time(), datetime.now(UTC).isoformat(),
            )  # fmt: skip
            self._event_log.record(
                "cash.taken", trx=trx, reference=reference, amount=f"{paid:.3f}", currency=bill.currency
            )
        return trx

    def get(self, trx: str) -> Payment | None:
        """Return a payment by its transaction number, or None."""
        row = self._store.row("SELECT * FROM payment WHERE trx = ?", trx)
        return _payment(row) if row else None

    def latest(self) -> list[Payment]:
        """List the last twenty payments, newest first."""
        return [_payment(row) for row in self._store.rows("SELECT * FROM payment ORDER BY created_at DESC LIMIT 20")]

    def accepted(self) -> list[JsonObject]:
        """List the payments that the biller has accepted: what the company owes it."""
        rows = self._store.rows(
            "SELECT trx, reference, paid, currency FROM payment WHERE state = 'accepted' ORDER BY created_at"
        )
        return [dict(row) for row in rows]

    async def notify(self, trx: str) -> None:
        """Notify the biller of a payment now, more than once if the fault in force when it was taken says so."""
        async with self._busy:
            payment = self.get(trx)
            while payment is not None and payment["state"] == "sending" and await self._notify_once(payment):
                payment = self.get(trx)
        self._has_new.set()

    async def _notify_once(self, payment: Payment) -> bool:
        try:
            code = await self._biller.notify(payment)
        except BillerUnreachable:
            wait = min(MAX_WAIT_SECONDS, 0.5 * 2.0 ** payment["attempts"])
            self._store.write(
                "UPDATE payment SET attempts = attempts + 1, next_at = ? WHERE trx = ?",
                time.time() + wait,
                payment["trx"],
            )
            return False
        return self._process_answer(payment, code)

    def _process_answer(self, payment: Payment, code: int) -> bool:
        """Record the biller's answer, and return whether another notification is to be sent at once."""
        self._event_log.record("biller.answered", trx=payment["trx"], error_code=code)
        if payment["answers_to_drop"]:
            return self._count_down("answers_to_drop", payment)
        if payment["extra_notices"]:
            return self._count_down("extra_notices", payment)
        self._store.write(
            "UPDATE payment SET state = ?, error_code = ?, attempts = attempts + 1 WHERE trx = ?",
            "accepted" if code == SUCCESS else "refused", code, payment["trx"],
        )  # fmt: skip
        return False

    def _count_down(self, column: str, payment: Payment) -> bool:
        self._store.write(
            f"UPDATE payment SET attempts = attempts + 1, {column} = {column} - 1 WHERE trx = ?",  # noqa: S608
            payment["trx"],
        )
        return True

    async def notify_forever(self) -> None:
        """Notify the biller of payments that it has not accepted yet, until cancelled."""
        while True:
            self._has_new.clear()
            for row in self._store.rows(
                "SELECT trx FROM payment WHERE state = 'sending' AND next_at <= ?", time.time()
            ):
                await self.notify(row["trx"])
            self._has_new.clear()
            try:
                await asyncio.wait_for(self._has_new.wait(), timeout=0.5)
            except TimeoutError:
                continue
