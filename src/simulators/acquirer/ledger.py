"""The acquirer's payments and its own double-entry ledger; every change is one transaction of its store."""

import secrets
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Final, TypedDict

from simulators.acquirer.cards import SUCCESS, Card
from simulators.acquirer.webhooks import Webhooks
from simulators.base.event_log import EventLog
from simulators.base.json_values import JsonObject
from simulators.base.store import Store

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS intent (
  id TEXT PRIMARY KEY, token TEXT NOT NULL UNIQUE, reference TEXT NOT NULL UNIQUE,
  amount INTEGER NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL, description_ar TEXT NOT NULL, description_en TEXT NOT NULL, return_url TEXT NOT NULL,
  locale TEXT NOT NULL, capture_method TEXT NOT NULL, status TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',
  last4 TEXT NOT NULL DEFAULT '', amount_capturable INTEGER NOT NULL DEFAULT 0,
  amount_received INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL, expires_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS leg (
  id INTEGER PRIMARY KEY AUTOINCREMENT, entry TEXT NOT NULL, at TEXT NOT NULL, kind TEXT NOT NULL,
  intent TEXT NOT NULL REFERENCES intent(id), account TEXT NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS leg_once ON leg (intent, kind, account);
"""

OPEN: Final = "requires_action"
CHALLENGED: Final = "requires_challenge"
HELD: Final = "requires_capture"
TAKEN: Final = "succeeded"
CANCELED: Final = "canceled"
FAILED: Final = "failed"
DECIMALS: Final = {"ILS": 2, "JOD": 3, "USD": 2}

CARDHOLDER, HOLD, MERCHANT = "cardholders", "holds", "merchant:payable"


class NewIntent(TypedDict):
    """A checked request for a payment; the amount in minor units, `expires_in` in seconds."""

    reference: str
    amount: int
    currency: str
    description_ar: str
    description_en: str
    return_url: str
    locale: str
    capture_method: str
    expires_in: int


class NoSuchIntent(Exception):
    """No payment has this id, token or reference."""


class UnexpectedState(Exception):
    """The payment is not in a state that allows this; `intent` is the payment."""

    def __init__(self, intent: sqlite3.Row) -> None:
        super().__init__(intent["status"])
        self.intent = intent


def as_json(intent: sqlite3.Row, base_url: str) -> JsonObject:
    """Return a payment as the merchant sees it, amounts in minor units."""
    lang = "?lang=en" if intent["locale"] == "en" else ""
    keys = ("id", "reference", "amount", "currency", "status", "reason", "amount_capturable", "amount_received")
    values = {key: intent[key] for key in keys}
    return {
        "object": "payment_intent",
        **values,
        "last4": intent["last4"] or None,
        "created_at": intent["created_at"],
        "expires_at": intent["expires_at"],
        "url": f"{base_url}/pay/{intent['token']}{lang}",
    }


class Ledger:
    """Opens, authorises, captures and cancels payments. The caller holds the store's transaction."""

    def __init__(self, store: Store, event_log: EventLog, webhooks: Webhooks) -> None:
        self._store, self._event_log, self._webhooks = store, event_log, webhooks
        store.declare(SCHEMA)

    def create(self, wanted: NewIntent) -> sqlite3.Row:
        """Open a payment, which its payer completes on the hosted page."""
        now = datetime.now(UTC)
        intent_id = f"pi_{secrets.token_hex(12)}"
        self._store.insert(
            "INSERT INTO intent (id, token, reference, amount, currency, description_ar, description_en, return_url,"
            " locale, capture_method, status, created_at, expires_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            intent_id, secrets.token_urlsafe(24), wanted["reference"], wanted["amount"], wanted["currency"],
            wanted["description_ar"], wanted["description_en"], wanted["return_url"], wanted["locale"],
            wanted["capture_method"], OPEN, now.isoformat(),
            (now + timedelta(seconds=wanted["expires_in"])).isoformat(),
        )  # fmt: skip
        return self._changed(intent_id, "payment_intent.created", is_notified=False)

    def get(self, intent_id: str) -> sqlite3.Row:
        """Return a payment by its id."""
        return self._one("id", intent_id)

    def by_token(self, token: str) -> sqlite3.Row:
        """Return a payment by the secret of its hosted page."""
        return self._one("token", token)

    def by_reference(self, reference: str) -> sqlite3.Row:
        """Return a payment by the merchant's reference."""
        return self._one("reference", reference)

    def is_known(self, reference: str) -> bool:
        """Return whether the merchant used a reference before."""
        return self._store.row("SELECT 1 FROM intent WHERE reference = ?", reference) is not None

    def _one(self, column: str, value: str) -> sqlite3.Row:
        row = self._store.row(f"SELECT * FROM intent WHERE {column} = ?", value)  # noqa: S608 - three fixed names
        if row is None:
            raise NoSuchIntent(value)
        if row["status"] in (OPEN, CHALLENGED) and datetime.fromisoformat(row["expires_at"]) <= datetime.now(UTC):
            return self._end(row, CANCELED, "expired")
        return row

    def pay(self, intent: sqlite3.Row, card: Card) -> sqlite3.Row:
        """Authorise, challenge or decline an open payment, as its magic card says."""
        self._require(intent, OPEN)
        self._store.write("UPDATE intent SET last4 = ? WHERE id = ?", card.last4, intent["id"])
        if card.behaviour == SUCCESS:
            return self._authorise(intent)
        if card.behaviour == "challenge":
            self._store.write("UPDATE intent SET status = ? WHERE id = ?", CHALLENGED, intent["id"])
            return self._changed(intent["id"], "payment_intent.requires_challenge", is_notified=False)
        return self._end(intent, FAILED, card.behaviour)

    def answer_challenge(self, intent: sqlite3.Row, *, is_confirmed: bool) -> sqlite3.Row:
        """End the 3-D Secure challenge of a payment."""
        self._require(intent, CHALLENGED)
        return self._authorise(intent) if is_confirmed else self._end(intent, FAILED, "authentication_failed")

    def _authorise(self, intent: sqlite3.Row) -> sqlite3.Row:
        self._post(intent, "authorised", CARDHOLDER, HOLD, intent["amount"])
        self._store.write("UPDATE intent SET status = ?, amount_capturable = amount WHERE id = ?", HELD, intent["id"])
        authorised = self._changed(intent["id"], "payment_intent.amount_capturable_updated")
        if intent["capture_method"] == "automatic":
            return self.capture(authorised, amount=authorised["amount"])
        return authorised

    def capture(self, intent: sqlite3.Row, *, amount: int) -> sqlite3.Row:
        """Capture `amount` minor units of an authorised payment; the rest of the hold is released."""
        self._require(intent, HELD)
        self._post(intent, "captured", HOLD, MERCHANT, amount)
        if amount != intent["amount"]:
            self._post(intent, "released", HOLD, CARDHOLDER, intent["amount"] - amount)
        self._store.write(
            "UPDATE intent SET status = ?, amount_capturable = 0, amount_received = ? WHERE id = ?",
            TAKEN,
            amount,
            intent["id"],
        )
        return self._changed(intent["id"], "payment_intent.succeeded")

    def cancel(self, intent: sqlite3.Row, *, reason: str) -> sqlite3.Row:
        """Cancel an open payment, or release the hold of an authorised one; raises `UnexpectedState` if captured."""
        if intent["status"] == HELD:
            self._post(intent, "voided", HOLD, CARDHOLDER, intent["amount"])
        else:
            self._require(intent, OPEN, CHALLENGED)
        return self._end(intent, CANCELED, reason)

    def _end(self, intent: sqlite3.Row, status: str, reason: str) -> sqlite3.Row:
        self._store.write(
            "UPDATE intent SET status = ?, reason = ?, amount_capturable = 0 WHERE id = ?", status, reason, intent["id"]
        )
        return self._changed(
            intent["id"], "payment_intent.canceled" if status == CANCELED else "payment_intent.payment_failed"
        )

    @staticmethod
    def _require(intent: sqlite3.Row, *statuses: str) -> None:
        if intent["status"] not in statuses:
            raise UnexpectedState(intent)

    def _post(self, intent: sqlite3.Row, kind: str, debit: str, credit: str, amount: int) -> None:
        entry, now = f"en_{secrets.token_hex(8)}", datetime.now(UTC).isoformat()
        for account, signed in ((debit, amount), (credit, -amount)):
            self._store.insert(
                "INSERT INTO leg (entry, at, kind, intent, account, amount, currency) VALUES (?,?,?,?,?,?,?)",
                entry, now, kind, intent["id"], account, signed, intent["currency"],
            )  # fmt: skip

    def _changed(self, intent_id: str, kind: str, *, is_notified: bool = True) -> sqlite3.Row:
        """Record a change of a payment, notify the merchant, and return the changed payment.

        The merchant is not notified of what it did itself (`is_notified`).
        """
        row = self._store.row("SELECT * FROM intent WHERE id = ?", intent_id)
        if row is None:
            raise NoSuchIntent(intent_id)
        shown = {key: row[key] for key in ("reference", "amount", "currency", "status", "reason", "amount_received")}
        self._event_log.record(kind, intent=intent_id, **shown)
        if is_notified:
            self._webhooks.queue(kind, row)
        return row

    def balances(self) -> list[JsonObject]:
        """List the balances by account and currency (debit positive); each currency sums to zero."""
        rows = self._store.rows(
            "SELECT account, currency, SUM(amount) AS balance FROM leg GROUP BY account, currency ORDER BY 1, 2"
        )
        return [dict(row) for row in rows]

    def captured(self) -> list[JsonObject]:
        """List the captured payments, with the merchant's references."""
        rows = self._store.rows(
            "SELECT reference, amount_received AS amount, currency FROM intent WHERE status = ? ORDER BY created_at",
            TAKEN,
        )
        return [dict(row) for row in rows]

    def latest(self) -> list[sqlite3.Row]:
        """List the last twenty payments, newest first."""
        return self._store.rows("SELECT * FROM intent ORDER BY created_at DESC LIMIT 20")
