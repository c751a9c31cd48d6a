"""Where processes are killed: each failpoint of the journey, at each step at which it can be reached."""

import importlib
import importlib.util
import pkgutil
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import hukumati


class Step(StrEnum):
    """The steps of a journey, in order; those of officials belong to some ways only."""

    SIGN_IN = "signing in"
    FILL_IN = "filling in"
    SUBMIT = "submitting"
    CHOOSE = "choosing how to pay"
    PAY = "paying, and what follows by itself"
    DECIDE = "the officer deciding"
    ANSWER = "answering the officer"
    COLLECT = "collecting at the post office"
    WITHDRAW = "withdrawing"


class Way(StrEnum):
    """The way that an application takes."""

    CARD = "card"
    CASH = "cash"
    POST_OFFICE = "post office"
    APPROVED = "approved by an officer"
    REFUSED = "refused by an officer"
    ASKED = "asked by an officer"
    UNRECORDED = "unknown to the criminal register"
    WITHDRAWN = "withdrawn before it is paid"


@dataclass(frozen=True, slots=True)
class Kill:
    """A failpoint that is armed at one step of one way."""

    failpoint: str
    step: Step
    way: Way = Way.CARD

    def __str__(self) -> str:
        return f"{self.failpoint}-{self.step.name.lower()}-{self.way.name.lower()}"


def _each(step: Step, *names: str, way: Way = Way.CARD) -> tuple[Kill, ...]:
    return tuple(Kill(name, step, way) for name in names)


def _act(action: str, step: Step, way: Way = Way.CARD) -> tuple[Kill, ...]:
    return _each(step, f"cases.{action}.before_commit", f"cases.{action}.committed", way=way)


_NOTIFICATIONS: Final = (
    "notifications.send.before_commit",
    "notifications.deliver.after_claim",
    "notifications.deliver.after_sending",
    "notifications.deliver.after_settling",
)
_ACQUIRER: Final = (
    "payments.operation.written",
    "payments.acquirer.before_send",
    "payments.acquirer.after_answer",
    "payments.outcome.before_commit",
    "payments.outcome.after_commit",
)
_QUERIES: Final = ("interoperability.ask.before_call", "interoperability.ask.after_answer")

KILLS: Final[tuple[Kill, ...]] = (
    *_each(
        Step.SIGN_IN,
        *("identity.attempt.after_commit", "identity.password.before_commit", "identity.password.after_commit"),
        *("identity.code.used", "identity.session.before_commit", "identity.session.after_commit"),
        *("identity.token.before_commit", "identity.token.after_commit"),
        *("web.sign_in.before_exchange", "web.sign_in.after_exchange", "web.sign_in.before_keeping"),
        *_NOTIFICATIONS,
    ),
    *_act("open", Step.FILL_IN),
    *_each(Step.FILL_IN, "cases.prefill.asked", *_QUERIES),
    *_act("prefill", Step.FILL_IN),
    *_act("save", Step.FILL_IN),
    *_act("submit", Step.SUBMIT),
    *_each(Step.SUBMIT, "payments.bill_issued.before_commit"),
    *_each(Step.CHOOSE, "payments.idempotency.claimed", *_ACQUIRER),
    *_each(
        Step.PAY,
        *_ACQUIRER,
        *("payments.posting.before_commit", "payments.inbox.before_commit", "payments.inbox.stored"),
        "payments.inbox.processed",
        *("core.deliver.before_handler", "core.deliver.before_commit", "core.deliver.after_commit"),
        *("cases.tell.before", "cases.tell.prepared", "cases.tell.told"),
        *("interoperability.tell.before_call", "interoperability.tell.after_answer"),
        *("cases.ask.before", "cases.ask.asked", "cases.issue.before", "cases.issue.done"),
        *("cases.notify.before_commit", "cases.notify.committed", "cases.revoke.before_commit"),
        *_QUERIES,
        *("documents.issue.allotted", "documents.issue.compiled", "documents.issue.sealed"),
        *("documents.issue.written", "documents.issue.before_commit", "documents.issue.committed"),
        *_NOTIFICATIONS,
    ),
    *_act("paid", Step.PAY),
    *_act("answered", Step.PAY),
    *_act("told", Step.PAY),
    *_act("issued", Step.PAY),
    *_act("handed_over", Step.PAY),
    *_act("failed", Step.PAY, Way.UNRECORDED),
    *_each(
        Step.PAY,
        *("payments.inbox.stored", "payments.posting.before_commit"),
        *("payments.cash.before_commit", "payments.cash.before_answer"),
        way=Way.CASH,
    ),
    *_act("approve", Step.DECIDE, Way.APPROVED),
    *_act("reject", Step.DECIDE, Way.REFUSED),
    *_act("ask_citizen", Step.DECIDE, Way.ASKED),
    *_act("answer", Step.ANSWER, Way.ASKED),
    *_act("received", Step.COLLECT, Way.POST_OFFICE),
    *_act("handed_over", Step.COLLECT, Way.POST_OFFICE),
    *_act("withdraw", Step.WITHDRAW, Way.WITHDRAWN),
)


_NOT_ON_THIS_JOURNEY: Final = (
    *("propose", "send_back", "produced", "object", "correct", "paid_late", "refunded", "started"),
    *("queue", "fetched", "not_accepted"),
    *("bagged", "dispatched", "attempted", "returned", "escalated", "tacitly_accepted", "tacitly_rejected"),
    *("request_opened", "request_answered", "request_missed", "request_refused", "requests_closed"),
    *("appointment_booked", "appointment_moved", "appointment_cancelled", "late", "migrated", "correct"),
    *("confirm", "reopen", "checked", "timed_out", "expired"),
    *("take_over", "assign", "discard", "party_agreed", "party_declined"),
)
KILLED_BY_THEIR_PART: Final = frozenset(
    [
        *(f"cases.{action}.{place}" for action in _NOT_ON_THIS_JOURNEY for place in ("before_commit", "committed")),
        *("cases.check.asked", "cases.fetch.before", "cases.fetch.asked"),
        *("cases.refund.before_commit", "cases.start.before_commit"),
        "payments.refund.before_commit",
    ]
)
"""Failpoints that this journey does not pass; the tests of cases kill there, with a service of their own."""


def known_failpoints() -> set[str]:
    """Return the failpoints that the parts declare."""
    found: set[str] = set()
    for part in pkgutil.iter_modules(hukumati.__path__):
        name = f"hukumati.{part.name}.failpoints"
        if part.ispkg and importlib.util.find_spec(name) is not None:
            found.update(getattr(importlib.import_module(name), "FAILPOINTS", ()))
    return found
