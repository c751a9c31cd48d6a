"""Patterns that a text must have, and check digits: an analyst writes them, so no text may make them run for long.

A pattern is a regular expression whose repeats of varying length neither stand in one another nor hold alternatives,
and are at most three; alternatives are few, counted with the repeats in which they stand. A text of two hundred letters
is then read in some tenths of a second at worst.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib import import_module
from typing import Any, Final

from hukumati.core.identifiers import check_digit_ok

MOST_LETTERS: Final = 120
LONGEST_TEXT: Final = 200
"""Longer texts are not matched: three repeats take a thousand times as long for one ten times as long."""
MOST_REPEATS: Final = 3
MOST_WAYS: Final = 16
_REPEATS: Final = frozenset(("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"))
_KNOWN: Final = frozenset(("LITERAL", "NOT_LITERAL", "IN", "ANY", "BRANCH", "SUBPATTERN", "AT", "CATEGORY"))


class PatternRefused(ValueError):
    """The text is no pattern that a service folder may hold."""


def check_pattern(text: str, *, longest: object = None) -> None:
    """Raise PatternRefused, with a plain reason, unless a pattern can be used for texts of so many letters."""
    if isinstance(longest, int) and longest > LONGEST_TEXT:
        raise PatternRefused(f"a text of more than {LONGEST_TEXT} letters has no pattern")
    if len(text) > MOST_LETTERS:
        raise PatternRefused(f"longer than {MOST_LETTERS} characters")
    try:
        parsed: Any = import_module("re._parser").parse(text)
    except (re.error, RecursionError, OverflowError) as error:
        raise PatternRefused(f"it cannot be read: {error}") from None
    if _repeats(parsed, is_repeated=False) > MOST_REPEATS:
        raise PatternRefused(f"more than {MOST_REPEATS} repeats of varying length")
    if _ways(parsed) > MOST_WAYS:
        raise PatternRefused(f"alternatives that can be taken in more than {MOST_WAYS} ways")


def _repeats(steps: Iterable[tuple[Any, Any]], *, is_repeated: bool) -> int:
    """Count the repeats of varying length. Raises PatternRefused for what may take long."""
    found = 0
    for kind, value in steps:
        name = str(kind)
        if name in _REPEATS:
            least, most, body = value
            is_varying = least != most
            if is_repeated and is_varying:
                raise PatternRefused("a repeat of varying length stands in another one")
            inside = _repeats(body, is_repeated=is_repeated or is_varying)
            found += 1 if is_varying else inside * int(most)
        elif name == "BRANCH":
            if is_repeated:
                raise PatternRefused("alternatives stand in a repeat of varying length")
            found += sum(_repeats(branch, is_repeated=False) for branch in value[1])
        elif name == "SUBPATTERN":
            found += _repeats(value[3], is_repeated=is_repeated)
        elif name not in _KNOWN:
            raise PatternRefused("it holds more than letters, classes, groups, alternatives and repeats")
    return found


def _ways(steps: Iterable[tuple[Any, Any]]) -> int:
    """Return in how many ways alternatives can be taken together, at most one more than MOST_WAYS.

    A text that fits none of them is tried by all: those of a group that is repeated multiply with each repeat.
    """
    found = 1
    for kind, value in steps:
        name = str(kind)
        if name == "BRANCH":
            found *= sum(_ways(branch) for branch in value[1])
        elif name == "SUBPATTERN":
            found *= _ways(value[3])
        elif name in _REPEATS:
            _least, most, body = value
            inside = _ways(body)
            found *= inside ** min(int(most), MOST_WAYS) if inside > 1 else 1
        if found > MOST_WAYS:
            return MOST_WAYS + 1
    return found


def has_pattern(text: str, pattern: str) -> bool:
    """Return whether the whole text is as the pattern says; one of more than 200 letters is not."""
    return len(text) <= LONGEST_TEXT and _compiled(pattern).fullmatch(text) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _luhn(code: str) -> bool:
    """Check the last digit by ISO/IEC 7812-1, as on payment cards."""
    if not code.isascii() or not code.isdecimal() or len(code) < 2:
        return False
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(code)))
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0


def _mod97(code: str) -> bool:
    """Check the last two digits by ISO/IEC 7064, MOD 97-10; letters count as 10 to 35."""
    if not re.fullmatch("[0-9A-Z]{3,120}", code):
        return False
    return int("".join(str(int(sign, 36)) for sign in code)) % 97 == 1


def _id_number(code: str) -> bool:
    return bool(re.fullmatch("[0-9]{9}", code)) and check_digit_ok(code)


CHECKS: Final[dict[str, Callable[[str], bool]]] = {"luhn": _luhn, "mod97": _mod97, "id_number": _id_number}
"""Check digits by name; each is given letters and digits alone, in capitals."""
