"""Passwords known from breaches: a file of sorted digests, cut to four bytes, which is read once.

About one in thirty thousand other passwords is refused by chance; whoever meets that chooses another. How the file is
made, from which lists, under which licences: docs/reference/protection.md.
"""

import hashlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).with_name("breached_passwords.bin")
_DIGEST_BYTES: Final = 4


def is_breached(password: str) -> bool:
    """Return whether a password, in lower case, is among those of the file."""
    digests, wanted = _digests(), _digest(password)
    place = bisect_left(digests, wanted)
    return place < len(digests) and digests[place] == wanted


def write(passwords: Iterable[str], *, to: Path = FILE) -> int:
    """Write the file, and return how many passwords it holds."""
    digests = sorted({_digest(each.casefold()) for each in passwords if each})
    to.write_bytes(b"".join(each.to_bytes(_DIGEST_BYTES) for each in digests))
    return len(digests)


def _digest(password: str) -> int:
    return int.from_bytes(hashlib.sha256(password.encode()).digest()[:_DIGEST_BYTES])


@cache
def _digests() -> "array[int]":
    data = FILE.read_bytes()
    starts = range(0, len(data), _DIGEST_BYTES)
    return array("L", (int.from_bytes(data[start : start + _DIGEST_BYTES]) for start in starts))
