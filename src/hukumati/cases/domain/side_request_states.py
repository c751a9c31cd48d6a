"""The states of a side request and what may become of it: one visible table."""

from collections.abc import Mapping
from datetime import datetime, timedelta

OPEN = "open"
ENDS: Mapping[str, str] = {
    "request_answered": "answered",
    "party_agreed": "answered",
    "party_declined": "refused",
    "request_missed": "missed",
    "request_refused": "refused",
    "request_cancelled": "cancelled",
}
"""The state to which each event leads; only an open request can take any of them."""

CITIZENS_KINDS = frozenset({"paper", "appointment"})


TOLD_LONG_AGO = timedelta(days=1)
"""A reminder sooner after the message it reminds of would tell nothing new."""


def reminder_at(*, last: datetime, days_before: int, at_least: int, told_at: datetime) -> datetime | None:
    """Return when to remind of what ends at `last`: days before, fewer where the person was told only then; or never.

    `at_least` is how many days before is still of use.
    """
    wanted = (last - timedelta(days=days) for days in range(max(days_before, at_least), at_least - 1, -1))
    return next((moment for moment in wanted if moment >= told_at + TOLD_LONG_AGO), None)


def request_state(state: str, outcome: str | None = None) -> dict[str, str | None]:
    """Return a request as the case's events keep it: {state, outcome}."""
    return {"state": state, "outcome": outcome}


def may_close(state: str, event: str) -> bool:
    """Return whether a request in a state can be ended by this event."""
    return state == OPEN and event in ENDS
