"""What identity announces."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StaffSuspended:
    """An official's account was shut; `number` is their staff number, nothing personal."""

    number: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AccountLocked:
    """An account was locked, and its sessions ended; `account` is our own id of it, nothing personal."""

    account: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AccountUnlocked:
    """A locked account may be used again."""

    account: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """A login session ended, by its holder or otherwise; `sid` is the identifier that tokens have of it."""

    sid: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BackchannelRequestDecided:
    """A person approved or refused what a site asked of them; `request` is our own id of it, nothing personal."""

    request: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SessionLevelChanged:
    """A login session reached another level of assurance; `before` and `after` are values of `acr`."""

    sid: str
    before: str
    after: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AccountChanged:
    """Something by which a person signs in, or comes back, changed; `change` is the notice that she received."""

    account: str
    change: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MandateGranted:
    """A mandate may be used from now on; only its number and kind are told."""

    mandate: str
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MandateRevoked:
    """A mandate may not be used any more: it was revoked, ended or expired (`state`)."""

    mandate: str
    kind: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SignalsWaiting:
    """A signal waits in a stream that pushes; without a `jti`, whatever waits: the stream was enabled again."""

    stream: str
    jti: str
    at: datetime
