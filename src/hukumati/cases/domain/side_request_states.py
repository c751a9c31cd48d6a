"""How a side request stands and what may become of it: one visible table."""

from collections.abc import Mapping
from typing import Any

OPEN = "open"
ENDS: Mapping[str, str] = {
    "request_answered": "answered",
    "request_missed": "missed",
    "request_refused": "refused",
    "request_cancelled": "cancelled",
}
"""By event, how a request stands after it; only an open one can take any of them."""

CITIZENS_KINDS = frozenset({"paper", "appointment"})


def stands(state: str, outcome: str | None = None) -> dict[str, Any]:
    """Return a request as the case's events keep it."""
    return {"state": state, "outcome": outcome}


def may_close(state: str, event: str) -> bool:
    """Return whether a request that stands so can be ended by this event."""
    return state == OPEN and event in ENDS
