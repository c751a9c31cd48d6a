"""Texts that have a pattern: made to try whether anything that is written so can also have its check digits."""

import string
from collections.abc import Iterable
from importlib import import_module
from random import Random
from typing import Any, Final, TypeAlias

from hukumati.service_language.patterns import CHECKS

MOST_TRIED: Final = 3000
MOST_REPEATED: Final = 8
SIGNS: Final = string.digits + string.ascii_uppercase + string.ascii_lowercase
_OF_CATEGORY: Final = {"CATEGORY_DIGIT": string.digits, "CATEGORY_WORD": SIGNS}
Step: TypeAlias = tuple[Any, Any]
"""One step of the engine's own tree: (kind, value)."""


class _NotMade(ValueError):
    """Something stands in the pattern of which no text is made here."""


def lengths_of(pattern: str) -> tuple[int, int]:
    """Return how many letters a text that has the pattern has at least and at most."""
    least, most = import_module("re._parser").parse(pattern).getwidth()
    return int(least), int(most)


def may_have_check_digits(pattern: str, check: str) -> bool:
    """Return whether a text that has the pattern is found with check digits, or none could be tried."""
    random, steps = Random(pattern), import_module("re._parser").parse(pattern)  # noqa: S311 - no secret
    try:
        return any(CHECKS[check](_plain(_made(steps, random))) for _ in range(MOST_TRIED))
    except _NotMade:
        return True


def _plain(text: str) -> str:
    """Return the letters and digits alone, in capitals: what checks are given."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def _made(steps: Iterable[Step], random: Random) -> str:
    return "".join(_part(str(kind), value, random) for kind, value in steps)


def _part(kind: str, value: Any, random: Random) -> str:
    if kind == "LITERAL":
        return chr(value)
    if kind == "IN":
        return random.choice(_signs(value))
    if kind == "SUBPATTERN":
        return _made(value[3], random)
    if kind == "BRANCH":
        return _made(random.choice(value[1]), random)
    if kind.endswith("_REPEAT"):
        least, most, body = value
        times = random.randint(int(least), min(int(most), int(least) + MOST_REPEATED))
        return "".join(_made(body, random) for _ in range(times))
    if kind == "AT":
        return ""
    raise _NotMade(kind)


def _signs(members: Iterable[Step]) -> str:
    found = ""
    for kind, value in members:
        if str(kind) == "LITERAL":
            found += chr(value)
        elif str(kind) == "RANGE":
            found += "".join(map(chr, range(value[0], value[1] + 1)))
        elif str(value) in _OF_CATEGORY:
            found += _OF_CATEGORY[str(value)]
        else:
            raise _NotMade(kind)
    return found
