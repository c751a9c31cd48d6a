"""What each side has written down of a case: the platform's tables, the acquirer's and agent's books, the inboxes."""

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
class Books:
    """Reads them all."""

    platform: Platform

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        """Ask the platform's database; a new connection each time, as the database may have been killed."""
        url = self.platform.environment()["HUKUMATI_DATABASE_URL"]
        with psycopg.connect(url, row_factory=dict_row, autocommit=True) as connection:
            return connection.execute(sql, values).fetchall()

    def case(self, reference: str) -> dict[str, Any]:
        """Return the row of a case."""
        return self.rows("SELECT * FROM cases_case WHERE reference = %s", reference)[0]

    def is_closed(self, reference: str) -> bool:
        """Return whether a case has ended."""
        return self.case(reference)["closed_at"] is not None

    def cases_of(self, id_number: str) -> list[dict[str, Any]]:
        """List a person's cases."""
        return self.rows("SELECT * FROM cases_case WHERE applicant->>'id_number' = %s", id_number)

    def taken_by_card(self, bill: UUID) -> list[int]:
        """List what the acquirer says it took for a bill, in minor units."""
        sql = """SELECT o.op_id::text AS reference FROM pay_operation o JOIN pay_payment p ON p.id = o.payment_id
                 WHERE p.bill_id = %s AND o.kind = 'authorise'"""
        ours = {row["reference"] for row in self.rows(sql, bill)}
        with simulator(self.platform, "acquirer") as client:
            captured = client.get("/_sim/book").json()["captured"]
        return [row["amount"] for row in captured if row["reference"] in ours]

    def opened_at_acquirer(self, bill: UUID) -> int:
        """Count the pages that the acquirer opened for a bill."""
        sql = """SELECT o.op_id::text AS reference FROM pay_operation o JOIN pay_payment p ON p.id = o.payment_id
                 WHERE p.bill_id = %s AND o.kind = 'authorise'"""
        ours = {row["reference"] for row in self.rows(sql, bill)}
        return sum(
            entry["details"].get("reference") in ours for entry in self.journal("acquirer", "payment_intent.created")
        )

    def journal(self, name: str, event: str) -> list[dict[str, Any]]:
        """List what a simulator wrote down of one kind of event."""
        found: list[dict[str, Any]] = []
        with simulator(self.platform, name) as client:
            while entries := client.get(f"/_sim/journal?after={found[-1]['id'] if found else 0}").json()["entries"]:
                found += entries
        return [entry for entry in found if entry["event"] == event]

    def told_by_agents(self) -> int:
        """Count the cash payments that the agent has not told us of successfully yet."""
        taken, accepted = self.journal("agent", "cash.taken"), self.journal("agent", "biller.answered")
        return len({e["details"]["trx"] for e in taken} - {e["details"]["trx"] for e in accepted})

    def taken_in_cash(self, bill: UUID) -> list[str]:
        """List the cash that the agent says we accepted for a bill."""
        number = self.rows("SELECT cash_reference FROM pay_bill WHERE id = %s", bill)[0]["cash_reference"]
        with simulator(self.platform, "agent") as client:
            accepted = client.get("/_sim/book").json()["accepted"]
        return [row["paid"] for row in accepted if number and row["reference"] == number]

    def captured(self, bill: UUID) -> list[int]:
        """List what our payments of a bill say they brought, in minor units."""
        sql = "SELECT captured_amount FROM pay_payment WHERE bill_id = %s AND captured_amount IS NOT NULL"
        return [row["captured_amount"] for row in self.rows(sql, bill)]

    def revenue(self, bill: UUID) -> int:
        """Sum what the ledger gave to revenue for a bill."""
        sql = """SELECT coalesce(-sum(l.amount), 0)::bigint AS total FROM led_leg l JOIN led_account a
                 ON a.id = l.account_id WHERE l.bill_id = %s AND a.code LIKE 'revenue:%%'"""
        return int(self.rows(sql, bill)[0]["total"])

    def in_suspense(self, bill: UUID) -> int:
        """Sum what waits in suspense for a person to decide, in minor units."""
        sql = """SELECT coalesce(-sum(l.amount), 0)::bigint AS total FROM led_leg l JOIN led_account a
                 ON a.id = l.account_id JOIN led_entry e ON e.id = l.entry_id JOIN pay_payment p ON p.id = e.payment_id
                 WHERE p.bill_id = %s AND a.code LIKE '%%suspense%%'"""
        return int(self.rows(sql, bill)[0]["total"])

    def documents(self, reference: str) -> list[dict[str, Any]]:
        """List the documents issued in a case."""
        sql = """SELECT d.*, a.serial FROM document d JOIN document_allotment a ON a.id = d.allotment_id
                 WHERE d.case_reference = %s"""
        return self.rows(sql, reference)

    def notifications(self, reference: str) -> list[dict[str, Any]]:
        """List the messages of a case as the platform keeps them."""
        return self.rows("SELECT * FROM notification WHERE about = %s ORDER BY created_at", f"case:{reference}")

    def arrived(self, person: dict[str, Any]) -> Counter[str]:
        """Count what a person received, by the mark that each message carries."""
        with simulator(self.platform, "sms") as client:
            texts = client.get("/_sim/messages", params={"to": person["phone"]}).json()["messages"]
        with simulator(self.platform, "mail") as client:
            letters = client.get("/_sim/messages", params={"to": person["email"]}).json()["messages"]
        marks = [text["account"] for text in texts]
        return Counter([*marks, *(letter["message_id"].strip("<>").partition("@")[0] for letter in letters)])

    def story(self, reference: str) -> str:
        """Return what is known of a case, for the message of a test that fails."""
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
        """Count the jobs that are due and not finished, apart from the clock's own."""
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


def mark_of(notification: dict[str, Any]) -> str:
    """Return the mark that a message carries outside, as the platform makes it from its key."""
    return hashlib.sha256(f"{notification['channel']}:{notification['key']}".encode()).hexdigest()[:32]


def shown(rows: list[dict[str, Any]]) -> str:
    """Print rows for a failing test's message."""
    return json.dumps(rows, default=str, ensure_ascii=False, indent=1)
