"""Rules for new passwords (NIST SP 800-63B-4 §3.1.1): length and a blocklist, no composition rules.

The blocklist holds what is tried first: passwords known from breaches, what belongs to the person or to this service,
and what derives from either: with a year or a sign at an end, with letters replaced by signs, on the other keyboard.
It is always the whole password that is compared, never a word in it (§3.1.1.2).
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Final

SHORTEST_ALONE = 15
SHORTEST_WITH_SECOND_FACTOR = 8
LONGEST = 256
SHORTEST_WORD: Final = 3
"""Shorter words, as initials, say nothing about the person."""
MOST_DIGITS: Final = 8
"""So many digits beside words of the person are a year, a day or a number, and no secret."""
SERVICE_WORDS: Final = (
    *("hukumati", "hukoumati", "hokomati", "hukuma", "government", "gov", "egov", "palestine", "falastin", "filastin"),
    *("حكومتي", "حكومة", "الحكومة", "فلسطين", "دولة", "password", "كلمة", "السر", "المرور", "كلمةالسر", "باسورد"),
)
_SIGNS_AS_LETTERS: Final = str.maketrans("@431!0$5", "aaeiioss")
_ARABIC_KEYS: Final = str.maketrans(
    dict(zip("ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظذ", "qwertyuiop[]asdfghjkl;'zxcvnm,./`", strict=True))
    | {"أ": "h", "إ": "y", "آ": "n"}
)
"""The letters under the same keys of the Arabic and the Latin keyboard; "لا" has one of its own."""


class WeakPassword(ValueError):
    """A password that may not be chosen; the argument says why: "short", "long", "known" or "yours"."""


def normalise_password(text: str) -> str:
    """Return the form that is hashed: Unicode NFKC, nothing trimmed."""
    return unicodedata.normalize("NFKC", text)


def check_new_password(
    text: str, *, sole_factor: bool, is_breached: Callable[[str], bool], own_words: Iterable[str] = ()
) -> None:
    """Raise WeakPassword if the password is too short, too long, known from breaches, or made of the person's words.

    `own_words` are texts about the person: names in both scripts, numbers, addresses, the day of birth.
    """
    password = normalise_password(text)
    if len(password) < (SHORTEST_ALONE if sole_factor else SHORTEST_WITH_SECOND_FACTOR):
        raise WeakPassword("short")
    if len(password) > LONGEST:
        raise WeakPassword("long")
    plain = _plain(password)
    if _is_monotonous(plain) or any(is_breached(each) for each in _derived(plain)):
        raise WeakPassword("known")
    if _is_made_of(plain, sorted(_spelled(own_words), key=len, reverse=True)):
        raise WeakPassword("yours")


def _plain(text: str) -> str:
    """Return a text without case, and with its digits in ASCII."""
    return "".join(str(unicodedata.digit(each, each)) for each in normalise_password(text).casefold())


def _derived(plain: str) -> Iterator[str]:
    """Return from what a password may derive: itself, without what stands at its ends, with letters for signs."""
    yield plain
    yield plain.translate(_SIGNS_AS_LETTERS)
    bare = plain.strip("0123456789.,;:!?*#+-_/@$&% ")
    if len(plain) - len(bare) <= MOST_DIGITS and len(bare) > SHORTEST_WORD:
        yield bare


def _is_monotonous(plain: str) -> bool:
    """Return whether a password repeats a short piece, or counts through the characters: "abababab", "23456789"."""
    steps = {ord(after) - ord(before) for before, after in pairwise(plain)}
    is_counting = len(steps) == 1 and steps <= {-1, 0, 1}
    return is_counting or any(plain == (plain[:size] * len(plain))[: len(plain)] for size in range(1, 4))


def _spelled(texts: Iterable[str]) -> set[str]:
    """Return the words of some texts, each also as it comes out on the Latin keyboard."""
    words = {_plain(word) for text in (*texts, *SERVICE_WORDS) for word in _words_of(text)}
    words = {word for word in words if len(word) >= SHORTEST_WORD}
    return words | {word.replace("لا", "b").translate(_ARABIC_KEYS) for word in words}


def _words_of(text: str) -> Iterator[str]:
    yield text
    yield from "".join(each if each.isalnum() else " " for each in text).split()


def _is_made_of(plain: str, words: Iterable[str]) -> bool:
    """Return whether nothing is left of a password without some words, digits as of a year, and signs."""
    for reading in (plain, plain.translate(_SIGNS_AS_LETTERS)):
        rest = reading
        for word in words:
            rest = rest.replace(word, " ")
        digits = sum(each.isdigit() for each in rest)
        if rest != reading and digits <= MOST_DIGITS and not any(each.isalpha() for each in rest):
            return True
    return False
