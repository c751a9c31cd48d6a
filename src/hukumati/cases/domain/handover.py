"""Hand-over: the last stage, from a paper that is made to a paper in the right hands."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Literal

Method = Literal["download", "office", "post_office"]

START: dict[str, str] = {"download": "published", "office": "waiting", "post_office": "on_its_way"}

# The only changes there are: (method, state, action) → state.
TRANSITIONS: dict[tuple[str, str, str], str] = {
    ("download", "published", "hand_over"): "handed_over",
    ("office", "waiting", "hand_over"): "handed_over",
    ("office", "waiting", "return"): "returned",
    ("post_office", "on_its_way", "receive"): "waiting",
    ("post_office", "waiting", "hand_over"): "handed_over",
    ("post_office", "waiting", "return"): "returned",
}

OPEN = frozenset({"on_its_way", "waiting"})
ENDED = frozenset({"handed_over", "returned"})
CODE_DIGITS = 6
TRIES = 5


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a hand-over that the table allows."""

    action: str
    from_state: str
    to_state: str


def change(*, method: str, state: str, action: str) -> Change | None:
    """This will look up a change; None when the table has none."""
    target = TRANSITIONS.get((method, state, action))
    return Change(action, state, target) if target else None


def milestone(*, method: str, state: str) -> str | None:
    """This will name the milestone that a hand-over in progress means; None leaves the case's own."""
    if state == "on_its_way":
        return "on_its_way"
    return "ready" if state == "waiting" or method == "download" else None


def collect_code(*, secret: bytes, handover_id: str) -> str:
    """This will derive the six digits that the owner says at the desk; nothing is stored of them."""
    digest = hmac.digest(secret, b"collect:" + handover_id.encode(), hashlib.sha256)
    return f"{int.from_bytes(digest[:8], 'big') % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def code_matches(*, secret: bytes, handover_id: str, given: str) -> bool:
    """This will compare in constant time."""
    return hmac.compare_digest(collect_code(secret=secret, handover_id=handover_id).encode(), given.encode())
