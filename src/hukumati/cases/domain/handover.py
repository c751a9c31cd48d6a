"""Hand-over: the last stage, from a paper that is made to a paper in the right hands."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from hukumati.core.clock import end_of_day

Method = Literal["download", "office", "post_office", "home"]

START: dict[str, str] = {
    "download": "published", "office": "waiting", "post_office": "on_its_way", "home": "printed",
}  # fmt: skip

# The only changes there are: (method, state, action) → state.
TRANSITIONS: dict[tuple[str, str, str], str] = {
    ("download", "published", "hand_over"): "handed_over",
    ("office", "waiting", "hand_over"): "handed_over",
    ("office", "waiting", "return"): "returned",
    ("office", "waiting", "expire"): "overdue",
    ("office", "overdue", "return"): "returned",
    ("post_office", "on_its_way", "receive"): "waiting",
    ("post_office", "on_its_way", "expire"): "overdue",
    ("post_office", "waiting", "hand_over"): "handed_over",
    ("post_office", "waiting", "return"): "returned",
    ("post_office", "waiting", "expire"): "overdue",
    ("post_office", "overdue", "return"): "returned",
    ("home", "printed", "bag"): "bagged",
    ("home", "printed", "expire"): "returned",
    ("home", "bagged", "expire"): "overdue",
    ("home", "with_courier", "expire"): "overdue",
    ("home", "attempted", "expire"): "overdue",
    ("home", "overdue", "return"): "returned",
    ("home", "bagged", "dispatch"): "with_courier",
    ("home", "with_courier", "attempt"): "attempted",
    ("home", "attempted", "dispatch"): "with_courier",
    ("home", "with_courier", "hand_over"): "handed_over",
    ("home", "attempted", "return"): "returned",
}

OPEN = frozenset({"on_its_way", "waiting", "overdue", "printed", "bagged", "with_courier", "attempted"})
AT_THE_PROVIDER = frozenset({"printed"})
"""States of an item that is brought home in which the provider's own clerks have it; in the others the post has."""
BEFORE_THE_HOLDER_ACTS = frozenset({"on_its_way", "printed", "bagged"})
"""The collect code is of no use yet."""
ENDED = frozenset({"handed_over", "returned"})
OVER_FOR_THE_HOLDER = ENDED | {"overdue"}
"""Nothing can be collected any more; what is overdue only waits for its desk to send it back."""
BY_THE_CLOCK = "expire"
KEPT_DAYS = 30
"""How long a desk keeps what nobody collects, before it goes back; illustrative: no rule was found."""
DELIVERY_DAYS = 30
"""How long an item may be on its way, from the day it was to be sent; illustrative: no rule was found."""
TRAVELLING = frozenset({"on_its_way", "printed", "bagged", "with_courier", "attempted"})
"""States of an item that somebody has to bring: nobody confirms it, and it is late all the same."""
CODE_DIGITS = 6
TRIES = 5


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a hand-over that the table allows."""

    action: str
    from_state: str
    to_state: str


def change(*, method: str, state: str, action: str) -> Change | None:
    """Look up a change; None when the table has none."""
    target = TRANSITIONS.get((method, state, action))
    return Change(action, state, target) if target else None


def actions_of(*, method: str, state: str) -> tuple[str, ...]:
    """List what a clerk can do with a paper in a state."""
    ways = (action for way, here, action in TRANSITIONS if (way, here) == (method, state))
    return tuple(action for action in ways if action != BY_THE_CLOCK)


def kept_until(*, method: str, state: str, since: datetime) -> datetime | None:
    """Return the end of the last day on which a desk keeps what lies there since then; None where no day is set."""
    if state in TRAVELLING or (method, state, BY_THE_CLOCK) not in TRANSITIONS:
        return None
    return end_of_day(since, days_later=KEPT_DAYS)


def delivered_by(*, method: str, state: str, opened_at: datetime) -> datetime | None:
    """Return the end of the last day on which what has to be brought is waited for; None where nothing is brought.

    It counts from the day on which the item was to be sent: bringing it again moves no day.
    """
    if state not in TRAVELLING or (method, state, BY_THE_CLOCK) not in TRANSITIONS:
        return None
    return end_of_day(opened_at, days_later=DELIVERY_DAYS)


def milestone(*, method: str, state: str) -> str | None:
    """Name the milestone that a hand-over in progress means; None leaves the case's own."""
    if state in {"on_its_way", "bagged", "with_courier", "attempted"}:
        return "on_its_way"
    if state == "printed":
        return "decided"
    return "ready" if state == "waiting" or method == "download" else None


def collect_code(*, secret: bytes, handover_id: str) -> str:
    """Derive the six digits that the owner says at the desk; nothing is stored of them."""
    digest = hmac.digest(secret, b"collect:" + handover_id.encode(), hashlib.sha256)
    return f"{int.from_bytes(digest[:8], 'big') % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def code_matches(*, secret: bytes, handover_id: str, given: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(collect_code(secret=secret, handover_id=handover_id).encode(), given.encode())
