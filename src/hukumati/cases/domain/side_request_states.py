"""The states of a side request and what may become of it: one visible table."""

from collections.abc import Mapping

OPEN = "open"
ENDS: Mapping[str, str] = {
    "request_answered": "answered",
    "request_missed": "missed",
    "request_refused": "refused",
    "request_cancelled": "cancelled",
}
"""The state to which each event leads; only an open request can take any of them."""

CITIZENS_KINDS = frozenset({"paper", "appointment"})


def request_state(state: str, outcome: str | None = None) -> dict[str, str | None]:
    """Return a request as the case's events keep it: {state, outcome}."""
    return {"state": state, "outcome": outcome}


def may_close(state: str, event: str) -> bool:
    """Return whether a request in a state can be ended by this event."""
    return state == OPEN and event in ENDS
