"""What an application waits for from its owner: the next thing to do, or the appointment that is before them."""

from collections.abc import Sequence
from dataclasses import dataclass

from hukumati.cases import api as cases


@dataclass(frozen=True, slots=True)
class Turn:
    """The owner's turn: the request to act on next, or whose appointment is booked, and what was given last."""

    request: cases.RequestView | None = None
    is_booked: bool = False
    given: cases.RequestView | None = None


def turn_of(requests: Sequence[cases.RequestView]) -> Turn:
    """Return whose turn it is, from the requests that were put to the citizen."""
    still_open = [each for each in requests if each.is_open]
    undone = [each for each in still_open if each.appointment is None]
    answered = [each for each in requests if each.state == "answered" and each.closed_at]
    given = max(answered, key=lambda each: each.closed_at, default=None)  # type: ignore[arg-type,return-value]
    following = next(iter(undone or still_open), None)
    return Turn(following, is_booked=bool(still_open) and not undone, given=given)
