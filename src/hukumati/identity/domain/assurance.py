"""How sure the provider is who signs in: the factors a person has passed, and the level they add up to.

The level of a sign-in (`acr`) is the lower of two: how the person was identified when the account was opened or since
(proofing), and which factors were passed in this session. A new factor is a member of `Factor`, its place among first
or second factors, its authentication method reference, and a file in `authenticators/`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Factor(StrEnum):
    """One way to prove who one is; the value is what a sign-in in progress stores."""

    PASSWORD = "pwd"  # noqa: S105 — a name of RFC 8176
    SMS_CODE = "sms"
    TOTP = "otp"
    PASSKEY = "pop"
    RECOVERY_CODE = "recovery"
    PRINTED_CODE = "printed"
    OTHER_DEVICE = "device"
    EMAIL_CODE = "email"
    """Asked for besides others, where a sign-in is doubted; it counts for no level."""


class Level(StrEnum):
    """A level of assurance; the value is its authentication context class (`acr`, OIDC Core §2)."""

    LOW = "urn:hukumati:acr:low"
    SUBSTANTIAL = "urn:hukumati:acr:substantial"
    HIGH = "urn:hukumati:acr:high"


class Proofing(StrEnum):
    """How the holder of an account was identified."""

    CLAIMED = "claimed"
    """Nobody checked the ID number: only a telephone or an e-mail address is known to be theirs."""
    MATCHED = "matched"
    """The population register confirmed the person, and the telephone on file or a posted code confirmed the holder."""
    IN_PERSON = "in_person"
    """An official saw the person and a document, at an office, a post office or a mission."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Factors: those passed in one sign-in, or those that an account has.

    `bound_in_person` says whether a passkey among them was bound when its holder was seen in person, or by a code
    handed over there; `hardware_bound` whether that passkey cannot leave its device.
    """

    factors: frozenset[Factor]
    bound_in_person: bool = False
    hardware_bound: bool = False

    @classmethod
    def of(cls, factors: Collection[str], *, bound_in_person: bool = False, hardware_bound: bool = False) -> "Evidence":
        """Return the evidence of stored factors; names that this version does not know count for nothing."""
        known = frozenset(Factor(name) for name in factors if name in _FACTORS)
        return cls(known, bound_in_person=bound_in_person, hardware_bound=hardware_bound)


_FACTORS: Final = frozenset(factor.value for factor in Factor)
_RANKS: Final[Mapping[str, int]] = {level.value: rank for rank, level in enumerate(Level)}
_OF_PROOFING: Final[Mapping[Proofing, Level]] = {
    Proofing.CLAIMED: Level.LOW,
    Proofing.MATCHED: Level.SUBSTANTIAL,
    Proofing.IN_PERSON: Level.HIGH,
}

FIRST_FACTORS: Final = (Factor.PASSWORD, Factor.PASSKEY, Factor.OTHER_DEVICE)
"""Those that say whose sign-in it is. After a passkey, or another device with one, nothing more is asked for."""

SECOND_FACTORS: Final = (Factor.TOTP, Factor.SMS_CODE, Factor.PRINTED_CODE, Factor.RECOVERY_CODE)
"""Those that a password is completed by, the better before the worse."""

_REFERENCES: Final[Mapping[Factor, tuple[str, ...]]] = {
    Factor.PASSWORD: ("pwd",),
    Factor.SMS_CODE: ("sms",),
    Factor.TOTP: ("otp",),
    Factor.PRINTED_CODE: ("otp",),
    Factor.RECOVERY_CODE: ("recovery",),
    Factor.OTHER_DEVICE: ("mca", "mfa"),
}


def level_of(passed: Evidence, *, proofing: Proofing) -> Level | None:
    """Return the level of a sign-in, the lower of proofing and authentication; None if the factors give none."""
    authenticated = _authenticated(passed)
    return None if authenticated is None else min(authenticated, _OF_PROOFING[proofing], key=_rank)


def satisfies(acr: str, *, wanted: Level) -> bool:
    """Return whether a session's level is the one wanted, or a higher one."""
    return _RANKS.get(acr, -1) >= _rank(wanted)


def can_reach(available: Evidence, *, proofing: Proofing, wanted: Level) -> bool:
    """Return whether the holder of an account can sign in at a level, with the factors that the account has."""
    best = level_of(available, proofing=proofing)
    return best is not None and satisfies(best, wanted=wanted)


def known_levels(values: Collection[str]) -> list[Level]:
    """Return those of the values of `acr_values` that are levels of ours, in their order (OIDC Core §3.1.2.1)."""
    return [Level(value) for value in values if value in _RANKS]


def method_references(passed: Evidence) -> list[str]:
    """Return the authentication method references (`amr`, RFC 8176) of the factors that were passed."""
    if Factor.PASSKEY in passed.factors:
        return ["hwk" if passed.hardware_bound else "swk", "user", "mfa"]
    return [name for factor in _REFERENCES if factor in passed.factors for name in _REFERENCES[factor]]


def is_enough(passed: Collection[str]) -> bool:
    """Return whether nothing more need be asked for."""
    return _authenticated(Evidence.of(passed)) is not None


def next_factor(passed: Collection[str], *, preferred: Factor = Factor.SMS_CODE) -> Factor | None:
    """Return the factor to ask for now, the `preferred` second one after a password; None when nothing is needed."""
    if is_enough(passed):
        return None
    return preferred if Factor.PASSWORD in passed else Factor.PASSWORD


def may_present(factor: Factor, *, passed: Collection[str]) -> bool:
    """Return whether a factor's page may be used: first factors at any time, second ones after the password."""
    return factor in FIRST_FACTORS or Factor.PASSWORD in passed


def passed_with(factor: Factor, *, passed: Sequence[str]) -> list[str]:
    """Return the factors passed once this one is; a first factor makes whatever was passed before void."""
    if factor in FIRST_FACTORS:
        return [factor]
    if factor is Factor.EMAIL_CODE:
        return [*(each for each in passed if each != factor), factor]
    return [*(first for first in (Factor.PASSWORD,) if first in passed), factor]


def extra_factor(passed: Collection[str], *, has_email: bool) -> Factor | None:
    """Return what may be asked for besides the factors passed, where a sign-in is doubted: after an SMS, an e-mail."""
    is_weak = Factor.SMS_CODE in passed and Factor.EMAIL_CODE not in passed
    return Factor.EMAIL_CODE if is_weak and has_email else None


def preferred_factor(available: Evidence) -> Factor:
    """Return the second factor to ask for first, of those that an account has."""
    return next((factor for factor in SECOND_FACTORS if factor in available.factors), Factor.SMS_CODE)


def _authenticated(passed: Evidence) -> Level | None:
    """Return the level of the factors alone: a password is at least eight characters, so never enough by itself."""
    if Factor.PASSKEY in passed.factors:
        return Level.HIGH if passed.bound_in_person else Level.SUBSTANTIAL
    if Factor.OTHER_DEVICE in passed.factors:
        return Level.SUBSTANTIAL  # never high: a QR code can be relayed
    has_both = Factor.PASSWORD in passed.factors and not passed.factors.isdisjoint(SECOND_FACTORS)
    return Level.SUBSTANTIAL if has_both else None


def _rank(level: Level) -> int:
    return _RANKS[level]
