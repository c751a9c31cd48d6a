"""Checks of rows and branches of which the first that holds is taken: each can be reached past those before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from hukumati.catalogue.checks.expression_sampling import ExpressionSampler
from hukumati.service_language.api import Expression, ExpressionFailed, Facts

MOST_TRIED: Final = 1500
ENOUGH: Final = 20
"""In how many cases a link must hold, and an earlier one be taken each time, before it is said to be shadowed."""


@dataclass(frozen=True, slots=True)
class Link:
    """One row or branch: all its conditions must hold; without any it is for all that is left."""

    conditions: tuple[Expression, ...]


def shadowed_links(links: Sequence[Link], sampler: ExpressionSampler) -> list[int]:
    """Return the numbers of the links that are never taken, although they would hold."""
    expressions = [condition for link in links for condition in link.conditions]
    reached = {
        taken
        for facts in sampler.facts(expressions, silent=True, nulls=True)
        if (taken := _first_that_holds(links, facts)) is not None
    }
    candidates = [at for at, link in enumerate(links) if at not in reached and at > 0 and link.conditions]
    return [at for at in candidates if _is_shadowed(at, links, sampler, expressions)]


def _is_shadowed(at: int, links: Sequence[Link], sampler: ExpressionSampler, expressions: Sequence[Expression]) -> bool:
    """Look for a case in which the link holds and none before it does."""
    held = 0
    for facts in islice(sampler.random_facts(expressions), MOST_TRIED):
        if _holds(links[at], facts) is not True:
            continue
        held += 1
        if _first_that_holds(links[: at + 1], facts) in (at, None):
            return False
        if held >= ENOUGH:
            return True
    return False


def _first_that_holds(links: Sequence[Link], facts: Facts) -> int | None:
    """Return the link that is taken, None where none is or one before cannot be worked out."""
    for at, link in enumerate(links):
        holds = _holds(link, facts)
        if holds is None:
            return None
        if holds:
            return at
    return None


def _holds(link: Link, facts: Facts) -> bool | None:
    try:
        return all(condition.holds(facts) for condition in link.conditions)
    except ExpressionFailed:
        return None
