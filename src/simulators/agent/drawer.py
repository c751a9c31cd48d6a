"""The agent's cash drawer: every payment taken is kept before the biller is told, and told until it is accepted."""

import asyncio
import secrets
import time
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from simulators.agent.switch import SUCCESS, BillerUnreachable, PulledBill, Switch
from simulators.base.faults import Faults
from simulators.base.journal import Journal
from simulators.base.store import Store

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS payment (
  trx TEXT PRIMARY KEY, reference TEXT NOT NULL, due TEXT NOT NULL, paid TEXT NOT NULL, currency TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'sending', error_code INTEGER, attempts INTEGER NOT NULL DEFAULT 0,
  answers_to_drop INTEGER NOT NULL DEFAULT 0, extra_notices INTEGER NOT NULL DEFAULT 0,
  next_at REAL NOT NULL, created_at TEXT NOT NULL);
"""
MODES: Final = ("notify_twice", "drop_answer", "wrong_amount", "short_amount", "pay_twice")
LONGEST_WAIT_SECONDS: Final = 30.0
_SURPLUS: Final = {"wrong_amount": Decimal(1), "short_amount": Decimal(-1)}


class Drawer:
    """Takes cash and tells the biller."""

    def __init__(self, *, store: Store, journal: Journal, faults: Faults, switch: Switch) -> None:
        self._store, self._journal, self._faults, self._switch = store, journal, faults, switch
        self._news = asyncio.Event()
        self._busy = asyncio.Lock()
        store.declare(SCHEMA)

    def take(self, *, reference: str, bill: PulledBill) -> list[str]:
        """Keep cash for a bill and return the transaction's number; two under the fault `pay_twice`."""
        mode = self._faults.take().mode
        times = 2 if mode == "pay_twice" else 1
        return [self._keep(reference, bill, mode) for _ in range(times)]

    def _keep(self, reference: str, bill: PulledBill, mode: str) -> str:
        trx = f"{datetime.now(UTC):%Y%m%d%H%M%S}{secrets.randbelow(10**8):08d}"
        paid = max(Decimal("0.01"), Decimal(bill.due) + _SURPLUS.get(mode, Decimal(0)))
        with self._store.transaction():
            self._store.insert(
                "INSERT INTO payment (trx, reference, due, paid, currency, answers_to_drop, extra_notices, next_at,"
                " created_at) VALUES (?,?,?,?,?,?,?,?,?)",
                trx, reference, bill.due, f"{paid:.3f}", bill.currency, mode == "drop_answer", mode == "notify_twice",
                time.time(), datetime.now(UTC).isoformat(),
            )  # fmt: skip
            self._journal.note("cash.taken", trx=trx, reference=reference, amount=f"{paid:.3f}", currency=bill.currency)
        return trx

    def get(self, trx: str) -> dict[str, Any] | None:
        """Return one payment."""
        row = self._store.row("SELECT * FROM payment WHERE trx = ?", trx)
        return dict(row) if row else None

    def latest(self) -> list[dict[str, Any]]:
        """List the last twenty payments, newest first."""
        return [dict(row) for row in self._store.rows("SELECT * FROM payment ORDER BY created_at DESC LIMIT 20")]

    def accepted(self) -> list[dict[str, Any]]:
        """List the cash the biller has accepted: what the company owes it."""
        rows = self._store.rows(
            "SELECT trx, reference, paid, currency FROM payment WHERE state = 'accepted' ORDER BY created_at"
        )
        return [dict(row) for row in rows]

    async def tell(self, trx: str) -> None:
        """Tell the biller of a payment now, as often as the faults in force then bid."""
        async with self._busy:
            payment = self.get(trx)
            while payment is not None and payment["state"] == "sending" and await self._tell_once(payment):
                payment = self.get(trx)
        self._news.set()

    async def _tell_once(self, payment: dict[str, Any]) -> bool:
        try:
            code = await self._switch.notify(payment)
        except BillerUnreachable:
            wait = min(LONGEST_WAIT_SECONDS, 0.5 * 2.0 ** payment["attempts"])
            self._store.write(
                "UPDATE payment SET attempts = attempts + 1, next_at = ? WHERE trx = ?",
                time.time() + wait,
                payment["trx"],
            )
            return False
        return self._answered(payment, code)

    def _answered(self, payment: dict[str, Any], code: int) -> bool:
        """Note an answer; tells whether another notice is to be sent at once."""
        self._journal.note("biller.answered", trx=payment["trx"], error_code=code)
        for owed in ("answers_to_drop", "extra_notices"):
            if payment[owed]:
                self._store.write(
                    f"UPDATE payment SET attempts = attempts + 1, {owed} = {owed} - 1 WHERE trx = ?",  # noqa: S608
                    payment["trx"],
                )
                return True
        self._store.write(
            "UPDATE payment SET state = ?, error_code = ?, attempts = attempts + 1 WHERE trx = ?",
            "accepted" if code == SUCCESS else "refused", code, payment["trx"],
        )  # fmt: skip
        return False

    async def tell_for_ever(self) -> None:
        """Tell the biller of what it has not accepted yet, until cancelled."""
        while True:
            self._news.clear()
            for row in self._store.rows(
                "SELECT trx FROM payment WHERE state = 'sending' AND next_at <= ?", time.time()
            ):
                await self.tell(row["trx"])
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), timeout=0.5)
            except TimeoutError:
                continue
