"""Limits on guessing that do not lock out its victim (requirement 24).

A browser in which the account was used before (a signed cookie) has a counter of its own and no other, so neither
strangers who try an ID number nor an attacker in the same carrier's network block its holder there. Elsewhere the
widest limit is checked first, and a try that it refuses is not counted against the account. After a hundred failures
from everywhere a number is tried slowly, thrice an hour from a network, and not closed: the password still leads to
the second factor alone. Only consecutive failures count: success clears the counters.
"""

from dataclasses import dataclass

from hukumati.core.limits import allow, reset, undo
from hukumati.identity import wiring
from hukumati.identity.ports import SecretUse
from hukumati.identity.use_cases.accounts import login_digest

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
    account = login_digest(login).hex()
    if origin.device:
        return (_Limit(f"identity.device:{origin.device}:{account}", 10, 10 * MINUTES),)
    network = _network(origin)
    return (
        _Limit(f"identity.network:{network}", 300, 10 * MINUTES),
        _Limit(f"identity.login:{account}:{network}", 10, 10 * MINUTES),
    )


def _network(origin: Origin) -> str:
    return wiring.derived_secrets().digest(SecretUse.LOOKUP, origin.network).hex()


def _slow_limits(*, login: str, origin: Origin) -> tuple[_Limit, ...]:
    """Return the limit of all unknown devices together, and the one that holds when it is used up."""
    if origin.device:
        return ()
    account = login_digest(login).hex()
    return (
        _Limit(f"identity.login:{account}", 100, 24 * HOURS),
        _Limit(f"identity.slow:{account}:{_network(origin)}", 3, 1 * HOURS),
    )


def may_try_password(*, login: str, origin: Origin) -> bool:
    """Count one try of a password and return whether it is admitted; the same for logins nobody has."""
    is_admitted = all(limit.admits() for limit in _password_limits(login=login, origin=origin))
    slow = _slow_limits(login=login, origin=origin)
    return is_admitted and (not slow or any(limit.admits() for limit in slow))


def reset_password_limits(*, login: str, origin: Origin) -> None:
    """Clear the account's counters; the network's loses this one try alone, since others may guess from it too."""
    limits = _password_limits(login=login, origin=origin)
    if not origin.device:
        undo(key=limits[0].key)
    for limit in (*limits[0 if origin.device else 1 :], *_slow_limits(login=login, origin=origin)):
        reset(key=limit.key)


def _code_limits(account: str) -> tuple[_Limit, _Limit]:
    return (
        _Limit(f"identity.code.sent:{account}", 12, 1 * HOURS),
        _Limit(f"identity.code.tried:{account}", 30, 1 * HOURS),
    )


def may_send_code(*, account: str) -> bool:
    """Count one SMS to an account's number and return whether it may be sent."""
    return _code_limits(account)[0].admits()


def may_try_code(*, account: str) -> bool:
    """Count one try of a code and return whether it is admitted."""
    return _code_limits(account)[1].admits()


def reset_code_limits(*, account: str) -> None:
    """Clear the account's counters of codes sent and tried, after a right one."""
    for limit in _code_limits(account):
        reset(key=limit.key)
