"""How sure the provider is who signs in: the factors a person has passed, and the level they add up to.

A new factor is a member of `Factor`, a place in the table of levels and of the order, and a file in `authenticators/`.
"""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Final


class Factor(StrEnum):
    """One way to prove who one is; the value is its authentication method reference (`amr`, RFC 8176)."""

    PASSWORD = "pwd"  # noqa: S105 — a name of RFC 8176
    SMS_CODE = "sms"


class Level(StrEnum):
    """A level of assurance; the value is its authentication context class (`acr`, OIDC Core §2)."""

    SUBSTANTIAL = "urn:hukumati:acr:substantial"


_ORDER: Final = (Factor.PASSWORD, Factor.SMS_CODE)
"""The factors of a sign-in, in the order in which its pages ask for them."""

_LEVELS: Final = ((Level.SUBSTANTIAL, frozenset({Factor.PASSWORD, Factor.SMS_CODE})),)
"""Levels from the highest to the lowest, each with the factors that give it."""


def level_of(passed: Collection[str]) -> Level | None:
    """Return the highest level that these factors give; None if they give none."""
    return next((level for level, needed in _LEVELS if needed <= set(passed)), None)


def next_factor(passed: Collection[str]) -> Factor | None:
    """Return the factor to ask for now; None when nothing more is needed."""
    return next((factor for factor in _ORDER if factor not in passed), None)


def may_present(factor: Factor, *, passed: Collection[str]) -> bool:
    """Return whether a factor's page may be used: its turn has come, or it is presented again."""
    return factor in passed or factor == next_factor(passed)


def passed_with(factor: Factor, *, passed: Sequence[str]) -> list[str]:
    """Return the factors passed once this one is; a factor presented again makes the later ones void."""
    before = _ORDER[: _ORDER.index(factor)]
    return [*(earlier for earlier in before if earlier in passed), factor]
