"""Limits on guessing that do not lock out its victim (requirement 24).

A browser in which the account was used before (a signed cookie) has a counter of its own and no other, so neither
strangers who try an ID number nor an attacker in the same carrier's network block its holder there. Elsewhere the
widest limit is checked first, and a try that it refuses is not counted against the account. After a hundred failures
from everywhere a number is tried slowly, thrice an hour from a network. Only consecutive failures count: success clears
the counters. Beyond a limit nobody is shut out, and nobody is told: right and wrong passwords lead to the same page,
and the code of the SMS alone shows which it was.
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


def _code_limits(account: str, origin: Origin) -> tuple[_Limit, _Limit]:
    """Return the limits of codes sent and of wrong ones: a known device's own, or those of all others together."""
    whose = f"{account}:{origin.device}" if origin.device else account
    return (
        _Limit(f"identity.code.sent:{whose}", 12, 1 * HOURS),
        _Limit(f"identity.code.wrong:{whose}", 30, 1 * HOURS),
    )


def _slow_code_limits(account: str, origin: Origin) -> tuple[_Limit, ...]:
    """Return the limits that hold when the first is used up by whoever knows the password: one each network, 48 all."""
    return (
        _Limit(f"identity.code.slow:{account}:{_network(origin)}", 1, 1 * HOURS),
        _Limit(f"identity.code.slow:{account}", 48, 1 * HOURS),
    )


def may_send_code(*, account: str, origin: Origin) -> bool:
    """Count one SMS to an account's number and return whether it may be sent."""
    if _code_limits(account, origin)[0].admits():
        return True
    return not origin.device and all(limit.admits() for limit in _slow_code_limits(account, origin))


def may_try_code(*, account: str, origin: Origin) -> bool:
    """Count one wrong code and return whether there were few of them."""
    return _code_limits(account, origin)[1].admits()


def reset_code_limits(*, account: str, origin: Origin) -> None:
    """Clear the counters of codes sent and wrong, after a right one."""
    for limit in _code_limits(account, origin):
        reset(key=limit.key)


def may_begin_passkey(*, origin: Origin) -> bool:
    """Count one challenge for a passkey and return whether a network may have it; many share a carrier's address."""
    return _Limit(f"identity.passkey:{_network(origin)}", 600, 10 * MINUTES).admits()


def may_try_in_attempt(*, attempt: str) -> bool:
    """Count one try of a code in a sign-in, whoever it is for, and return whether it is among the first five."""
    return _Limit(f"identity.own_code:{attempt}", 5, 1 * HOURS).admits()


def _own_code_limit(account: str, origin: Origin) -> _Limit:
    whose = f"{account}:{origin.device}" if origin.device else account
    return _Limit(f"identity.own_code.wrong:{whose}", 20, 24 * HOURS)


def may_try_own_code(account: str, origin: Origin) -> bool:
    """Count one try of a code that its holder has already; only whoever knows the password gets so far.

    A code of an app is right by chance three times in a million: a day of tries is one chance in sixteen thousand.
    """
    return _own_code_limit(account, origin).admits()


def reset_own_code_limits(account: str, origin: Origin) -> None:
    """Clear the counter after a right code."""
    reset(key=_own_code_limit(account, origin).key)
