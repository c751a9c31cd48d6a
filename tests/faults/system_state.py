"""The records of each side about a case: the platform's tables, the acquirer's and agent's ledgers, the inboxes."""

import hashlib
import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from hukumati.project.config import REPOSITORY
from hukumati.project.run.platform import Platform
from tests.people import simulator


@dataclass(frozen=True, slots=True)
class SystemState:
    """Reads the records of all sides."""

    platform: Platform

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        """Query the platform's database, each time on a new connection: the database may have been killed."""
        url = self.platform.environment()["HUKUMATI_DATABASE_URL"]
        with psycopg.connect(url, row_factory=dict_row, autocommit=True) as connection:
            return connection.execute(sql, values).fetchall()

    def case(self, reference: str) -> dict[str, Any]:
        """Return the row of a case."""
        return self.rows("SELECT * FROM cases_case WHERE reference = %s", reference)[0]

    def work_done(self) -> tuple[int, ...]:
        """Return figures that grow while anything at all is being done: events, effects that ended, tries of jobs."""
        sql = """SELECT (SELECT count(*) FROM cases_event) AS events,
                        (SELECT count(*) FROM cases_effect WHERE done_at IS NOT NULL) AS effects,
                        (SELECT coalesce(max(id), 0) FROM procrastinate_events) AS jobs"""
        return tuple(self.rows(sql)[0].values())

    def is_closed(self, reference: str) -> bool:
        """Return whether a case has ended."""
        return self.case(reference)["closed_at"] is not None

    def cases_of(self, id_number: str) -> list[dict[str, Any]]:
        """List a person's cases."""
        return self.rows("SELECT * FROM cases_case WHERE applicant->>'id_number' = %s", id_number)

    def taken_by_card(self, bill: UUID) -> list[int]:
        """List the amounts that the acquirer captured for a bill, in minor units."""
        sql = """SELECT o.op_id::text AS reference FROM pay_operation o JOIN pay_payment p ON p.id = o.payment_id
                 WHERE p.bill_id = %s AND o.kind = 'authorise'"""
        ours = {row["reference"] for row in self.rows(sql, bill)}
        with simulator(self.platform, "acquirer") as client:
            captured = client.get("/_sim/book").json()["captured"]
        return [row["amount"] for row in captured if row["reference"] in ours]

    def payment_pages_opened(self, bill: UUID) -> int:
        """Count the payment pages that the acquirer opened for a bill."""
        sql = """SELECT o.op_id::text AS reference FROM pay_operation o JOIN pay_payment p ON p.id = o.payment_id
                 WHERE p.bill_id = %s AND o.kind = 'authorise'"""
        ours = {row["reference"] for row in self.rows(sql, bill)}
        return sum(
            entry["details"].get("reference") in ours for entry in self.events("acquirer", "payment_intent.created")
        )

    def events(self, name: str, event: str) -> list[dict[str, Any]]:
        """List the events of one kind in a simulator's event log."""
        found: list[dict[str, Any]] = []
        with simulator(self.platform, name) as client:
            while entries := client.get(f"/_sim/journal?after={found[-1]['id'] if found else 0}").json()["entries"]:
                found += entries
        return [entry for entry in found if entry["event"] == event]

    def unconfirmed_cash_payments(self) -> int:
        """Count the agent's cash payments that the platform has not answered yet."""
        taken, accepted = self.events("agent", "cash.taken"), self.events("agent", "biller.answered")
        return len({e["details"]["trx"] for e in taken} - {e["details"]["trx"] for e in accepted})

    def taken_in_cash(self, bill: UUID) -> list[str]:
        """List the cash payments of a bill that the platform accepted, by the agent's ledger."""
        number = self.rows("SELECT cash_reference FROM pay_bill WHERE id = %s", bill)[0]["cash_reference"]
        with simulator(self.platform, "agent") as client:
            accepted = client.get("/_sim/book").json()["accepted"]
        return [row["paid"] for row in accepted if number and row["reference"] == number]

    def captured(self, bill: UUID) -> list[int]:
        """List the amounts captured by the platform's payments of a bill, in minor units."""
        sql = "SELECT captured_amount FROM pay_payment WHERE bill_id = %s AND captured_amount IS NOT NULL"
        return [row["captured_amount"] for row in self.rows(sql, bill)]

    def revenue(self, bill: UUID) -> int:
        """Return the revenue of a bill in the platform's ledger, in minor units."""
        sql = """SELECT coalesce(-sum(l.amount), 0)::bigint AS total FROM led_leg l JOIN led_account a
                 ON a.id = l.account_id WHERE l.bill_id = %s AND a.code LIKE 'revenue:%%'"""
        return int(self.rows(sql, bill)[0]["total"])

    def in_suspense(self, bill: UUID) -> int:
        """Return the amount of a bill on the suspense account, in minor units."""
        sql = """SELECT coalesce(-sum(l.amount), 0)::bigint AS total FROM led_leg l JOIN led_account a
                 ON a.id = l.account_id JOIN led_entry e ON e.id = l.entry_id JOIN pay_payment p ON p.id = e.payment_id
                 WHERE p.bill_id = %s AND a.code LIKE '%%suspense%%'"""
        return int(self.rows(sql, bill)[0]["total"])

    def payable_back(self, bill: UUID) -> int:
        """Return the amount of a bill that was ordered back to its payers, in minor units."""
        sql = """SELECT coalesce(-sum(l.amount), 0)::bigint AS total FROM led_leg l JOIN led_account a
                 ON a.id = l.account_id JOIN led_entry e ON e.id = l.entry_id JOIN pay_payment p ON p.id = e.payment_id
                 WHERE p.bill_id = %s AND a.code = 'refund:payable'"""
        return int(self.rows(sql, bill)[0]["total"])

    def documents(self, reference: str) -> list[dict[str, Any]]:
        """List the documents issued in a case."""
        sql = """SELECT d.*, a.serial FROM document d JOIN document_allocation a ON a.id = d.allocation_id
                 WHERE d.case_reference = %s"""
        return self.rows(sql, reference)

    def notifications(self, reference: str) -> list[dict[str, Any]]:
        """List the notifications of a case in the platform's tables."""
        return self.rows("SELECT * FROM notification WHERE about = %s ORDER BY created_at", f"case:{reference}")

    def arrived(self, person: dict[str, Any]) -> Counter[str]:
        """Count the messages that a person received, by the mark that each message carries."""
        with simulator(self.platform, "sms") as client:
            texts = client.get("/_sim/messages", params={"to": person["phone"]}).json()["messages"]
        with simulator(self.platform, "mail") as client:
            emails = client.get("/_sim/messages", params={"to": person["email"]}).json()["messages"]
        marks = [text["account"] for text in texts]
        return Counter([*marks, *(email["message_id"].strip("<>").partition("@")[0] for email in emails)])

    def describe(self, reference: str) -> str:
        """Return the records of a case as text, for the message of a failing test."""
        case = self.case(reference)
        bill = case["bill_id"]
        parts = {
            "case": self.rows(
                "SELECT seq, action, to_state, at FROM cases_event WHERE case_id = %s ORDER BY seq", case["id"]
            ),
            "effects": self.rows(
                "SELECT seq, name, attempts, error, next_at, done_at FROM cases_effect WHERE case_id = %s", case["id"]
            ),
            "payment": self.rows(
                """SELECT p.state, p.check_at, e.seq, e.event, e.to_state, e.applied, e.cause, e.at FROM pay_payment p
                   LEFT JOIN pay_event e ON e.payment_id = p.id WHERE p.bill_id = %s ORDER BY p.created_at, e.seq""",
                bill,
            ),
            "operations": self.rows(
                """SELECT o.kind, o.state, o.attempt, o.sent_at, o.answered_at FROM pay_operation o
                   JOIN pay_payment p ON p.id = o.payment_id WHERE p.bill_id = %s""",
                bill,
            ),
            "jobs": self.rows(
                """SELECT id, task_name, status, attempts, scheduled_at FROM procrastinate_jobs
                   WHERE status NOT IN ('succeeded') AND queue_name <> 'upkeep' ORDER BY id"""
            ),
        }
        return "\n".join(
            f"{title}:\n" + "\n".join(f"  {list(map(str, row.values()))}" for row in rows)
            for title, rows in parts.items()
        )

    def waiting_jobs(self) -> int:
        """Count the jobs that are due and not finished, without the periodic ones."""
        sql = """SELECT count(*) AS n FROM procrastinate_jobs WHERE status IN ('todo', 'doing')
                 AND queue_name <> 'upkeep' AND task_name <> 'payments.sweep'
                 AND coalesce(scheduled_at, now()) <= now()"""
        return int(self.rows(sql)[0]["n"])

    def manage(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of manage.py on the platform's data."""
        return subprocess.run(
            [sys.executable, str(REPOSITORY / "src" / "manage.py"), *arguments],
            env={**self.platform.base_environment, **self.platform.environment()},
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip


def message_mark(notification: dict[str, Any]) -> str:
    """Return the mark that a message carries, which the platform derives from its key."""
    return hashlib.sha256(f"{notification['channel']}:{notification['key']}".encode()).hexdigest()[:32]


def as_text(rows: list[dict[str, Any]]) -> str:
    """Return rows as JSON, for the message of a failing test."""
    return json.dumps(rows, default=str, ensure_ascii=False, indent=1)
