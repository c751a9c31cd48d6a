"""Whose an action is, by its name: every other name belongs to the officials who work in the state."""

CITIZEN_ACTIONS = frozenset({"save", "submit", "queue", "answer", "withdraw"})
SYSTEM_ACTIONS = frozenset(
    {
        "open",
        "prefill",
        "fetched",
        "submit",
        "not_accepted",
        "paid",
        "paid_late",
        "answered",
        "issued",
        "handed_over",
        "expired",
        "timed_out",
        "failed",
        "requests_closed",
        "refunded",
        "started",
        "escalated",
        "tacitly_accepted",
        "tacitly_rejected",
        "migrated",
    }
)
DESK_ACTIONS = frozenset({"received", "handed_over", "returned", "bagged", "dispatched", "attempted"})
FOUR_EYES_ACTIONS = frozenset({"propose", "send_back"})
"""What the platform itself records of an action with `four_eyes`."""

NON_OFFICIAL_ACTIONS = CITIZEN_ACTIONS | SYSTEM_ACTIONS | DESK_ACTIONS | FOUR_EYES_ACTIONS
LABELLED_ACTIONS = frozenset({"approve", "reject", "ask_citizen", "produced", "confirm", "object", "correct", "reopen"})
"""Actions that the platform itself has words for; others need the text `action_NAME`."""


def is_official_action(action: str) -> bool:
    """Return whether officials take the action, where the state has work for them."""
    return action not in NON_OFFICIAL_ACTIONS
