"""Which level of assurance a client wants of a sign-in (OIDC Core §3.1.2.1 `acr_values`, §5.5.1.1)."""

from collections.abc import Collection, Sequence
from typing import Final

from hukumati.identity.domain.assurance import Level

_RANKS: Final = {level.value: rank for rank, level in enumerate(Level)}
"""Levels are listed from the lowest to the highest."""


def known_levels(values: Collection[str]) -> list[str]:
    """Return those of the values that are levels of ours, in their order."""
    return [value for value in values if value in _RANKS]


def lowest(levels: Collection[str]) -> Level | None:
    """Return the lowest of some levels, which satisfies whoever accepts any of them; None if there are none."""
    known = known_levels(levels)
    return Level(min(known, key=_RANKS.__getitem__)) if known else None


def stricter(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """Return those of two choices of levels that are harder to satisfy."""
    return list(one if _rank_of_lowest(one) >= _rank_of_lowest(other) else other)


def is_reached(acr: str, *, wanted: Level | None) -> bool:
    """Return whether a sign-in has the level that is wanted, or a higher one."""
    return wanted is None or _RANKS.get(acr, -1) >= _RANKS[wanted]


def _rank_of_lowest(levels: Sequence[str]) -> int:
    return min((_RANKS[level] for level in known_levels(levels)), default=-1)
