"""What follows from an attempt to deliver a message: three outcomes, and refusals that are only temporary."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_ATTEMPTS: Final = 12
MOST_REPEATS_OF_UNKNOWN: Final = 1


class State(StrEnum):
    """The state of a message; `sending` means that a worker is at it, or died over it."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    EXPIRED = "expired"


class Outcome(StrEnum):
    """The outcome of an attempt; `later` means surely not accepted, and worth another attempt."""

    DONE = "done"
    REFUSED = "refused"
    LATER = "later"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The message's next state, and whether there is another attempt."""

    state: State
    retry: bool


def judge(*, outcome: Outcome, may_repeat: bool, attempts: int, unknowns: int) -> Verdict:
    """Judge an attempt; `attempts` and `unknowns` include it.

    `may_repeat` says whether a message of unknown outcome may be sent again: a second one-time code by SMS confuses
    more than a lost one, for the person asks for another.
    """
    match outcome:
        case Outcome.DONE:
            return Verdict(State.SENT, retry=False)
        case Outcome.REFUSED:
            return Verdict(State.REFUSED, retry=False)
        case Outcome.LATER if attempts < MOST_ATTEMPTS:
            return Verdict(State.QUEUED, retry=True)
        case Outcome.LATER:
            return Verdict(State.REFUSED, retry=False)
        case Outcome.UNKNOWN:
            return Verdict(State.UNKNOWN, retry=may_repeat and unknowns <= MOST_REPEATS_OF_UNKNOWN)
