"""What happens to a message after an attempt: three outcomes, and refusals that are only for now."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_ATTEMPTS: Final = 12
MOST_REPEATS_OF_UNKNOWN: Final = 1


class Channel(StrEnum):
    """By which way a message goes."""

    SMS = "sms"
    EMAIL = "email"


class State(StrEnum):
    """Where a message is; `sending` says that a worker has it in hand, or died with it."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    EXPIRED = "expired"


class Outcome(StrEnum):
    """What an attempt came to; `later` means surely not accepted, and worth another try."""

    DONE = "done"
    REFUSED = "refused"
    LATER = "later"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The message's next state, and whether it is tried again."""

    state: State
    again: bool


def judge(*, outcome: Outcome, channel: Channel, secret: bool, attempts: int, unknowns: int) -> Verdict:
    """Judge an attempt; `attempts` and `unknowns` count those before and this one."""
    match outcome:
        case Outcome.DONE:
            return Verdict(State.SENT, again=False)
        case Outcome.REFUSED:
            return Verdict(State.REFUSED, again=False)
        case Outcome.LATER if attempts < MOST_ATTEMPTS:
            return Verdict(State.QUEUED, again=True)
        case Outcome.LATER:
            return Verdict(State.REFUSED, again=False)
        case Outcome.UNKNOWN:
            return Verdict(State.UNKNOWN, again=_may_repeat(channel, secret=secret, unknowns=unknowns))


def _may_repeat(channel: Channel, *, secret: bool, unknowns: int) -> bool:
    """A second one-time code by SMS confuses more than a lost one; the person asks for another."""
    if channel is Channel.SMS and secret:
        return False
    return unknowns <= MOST_REPEATS_OF_UNKNOWN
