"""Limits on guessing that do not shut out the victim of it (requirement 24).

A browser in which the account was used before (a signed cookie) has a counter of its own, so strangers who try an
ID number from elsewhere never block its holder there. The widest limit is asked first, and a try that it refuses is
not counted against the account. What counts is unbroken failure: success clears the counters.
"""

from dataclasses import dataclass

from hukumati.core.limits import allow, forget, give_back
from hukumati.identity.adapters.secret_key import LOOKUP, keyed_digest

MINUTES, HOURS = 60, 3600


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a try comes from: the address's network, and the device if this account was used on it before."""

    network: str
    device: str | None


@dataclass(frozen=True, slots=True)
class _Limit:
    key: str
    at_most: int
    per_seconds: int

    def admits(self) -> bool:
        return allow(key=self.key, at_most=self.at_most, per_seconds=self.per_seconds)


def _password_limits(*, login: str, origin: Origin) -> tuple[_Limit, ...]:
    account = keyed_digest(LOOKUP, login).hex()
    network = keyed_digest(LOOKUP, origin.network).hex()
    from_anywhere = _Limit(f"identity.network:{network}", 300, 10 * MINUTES)
    if origin.device:
        return from_anywhere, _Limit(f"identity.device:{origin.device}:{account}", 10, 10 * MINUTES)
    return (
        from_anywhere,
        _Limit(f"identity.login:{account}:{network}", 10, 10 * MINUTES),
        _Limit(f"identity.login:{account}", 100, 24 * HOURS),
    )


def may_try_password(*, login: str, origin: Origin) -> bool:
    """Count one try of a password and tell whether it is admitted; the same for logins nobody has."""
    return all(limit.admits() for limit in _password_limits(login=login, origin=origin))


def password_was_right(*, login: str, origin: Origin) -> None:
    """Clear the account's counters; the network gets back this one try alone, as others guess from it too."""
    from_anywhere, *of_account = _password_limits(login=login, origin=origin)
    give_back(key=from_anywhere.key)
    for limit in of_account:
        forget(key=limit.key)


def _code_limits(account: str) -> tuple[_Limit, _Limit]:
    return (
        _Limit(f"identity.code.sent:{account}", 12, 1 * HOURS),
        _Limit(f"identity.code.tried:{account}", 30, 1 * HOURS),
    )


def may_send_code(*, account: str) -> bool:
    """Count one SMS to an account's number and tell whether it may be sent."""
    return _code_limits(account)[0].admits()


def may_try_code(*, account: str) -> bool:
    """Count one try of a code and tell whether it is admitted."""
    return _code_limits(account)[1].admits()


def code_was_right(*, account: str) -> None:
    """Clear the counters that a right code ends."""
    for limit in _code_limits(account):
        forget(key=limit.key)
