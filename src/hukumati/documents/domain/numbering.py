"""Serial numbers and printed codes: how they look, how people type them, and what is stored under them.

This is the one place that knows the format of a serial number.
"""

import re
from typing import Final

from hukumati.core.references import random_code
from hukumati.core.typed import bare_code

CODE_LETTERS: Final = 10
SAMPLE_SERIAL: Final = "XX-2026-0000001"
SAMPLE_CODE: Final = "7K3M9-2QDXW"
_SERIAL: Final = r"[A-Z]{2,5}-20[0-9]{2}-[0-9]{7}"
_PREFIX: Final = re.compile(r"[A-Z]{2,5}")
_LOOK_ALIKES: Final = str.maketrans("ILO", "110")
_TYPED: Final = re.compile(r"([A-Z]{2,5})(20[0-9]{2})([0-9]{7})")
_DIGITS: Final = 11
"""Of the year and the number of a serial."""
_DIGITS_OF_CONTENT: Final = 16


def format_serial(*, prefix: str, year: int, number: int) -> str:
    """Return a serial such as NC-2026-0000001. Raises ValueError for a prefix that is none."""
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"a serial begins with two to five capital letters, not {prefix!r}")
    return f"{prefix}-{year}-{number:07}"


def parse_serial(typed: str) -> str:
    """Return a typed serial in its one form, or "" if it is none; its hyphens may be missing, or be other signs.

    Letters that look like digits are read as digits where only digits stand.
    """
    bare = bare_code(typed)
    found = _TYPED.fullmatch(bare[:-_DIGITS] + bare[-_DIGITS:].translate(_LOOK_ALIKES))
    return "-".join(found.groups()) if found else ""


def find_serials(data: bytes) -> list[str]:
    """Return the serials that a file mentions in clear text, each once, in the order of their first mention."""
    return list(dict.fromkeys(match.decode() for match in re.findall(_SERIAL.encode(), data)))


def storage_prefix(*, year: int, serial: str) -> str:
    """Return what the storage keys of all attempts at a serial begin with."""
    return f"{year}/{serial}-"


def storage_key(*, year: int, serial: str, sha256: str) -> str:
    """Return the key under which the bytes of a document are stored; each attempt at a serial has its own."""
    return f"{storage_prefix(year=year, serial=serial)}{sha256[:_DIGITS_OF_CONTENT]}.pdf"


def new_code() -> str:
    """Return a printed code such as 7K3M9-2QDXW: 50 random bits."""
    code = random_code(CODE_LETTERS)
    return f"{code[:5]}-{code[5:]}"


def normalise_code(typed: str) -> str:
    """Return a typed code without its hyphen, look-alike letters made digits; to compare with another."""
    return bare_code(typed).translate(_LOOK_ALIKES)
