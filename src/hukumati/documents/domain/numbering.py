"""Serial numbers and printed codes: how they look, and how people type them."""

import re
from typing import Final

from hukumati.core.identifiers import normalise_digits
from hukumati.core.references import random_code

CODE_LETTERS: Final = 10
SERIAL_FORM: Final = re.compile(r"[A-Z]{2,5}-20[0-9]{2}-[0-9]{7}")
_PREFIX_FORM: Final = re.compile(r"[A-Z]{2,5}")
_LOOK_ALIKES: Final = str.maketrans("ILO", "110")
_LONGEST_TYPED: Final = 60


def format_serial(*, prefix: str, year: int, number: int) -> str:
    """Return a serial such as NC-2026-0000001."""
    if not _PREFIX_FORM.fullmatch(prefix):
        raise ValueError(f"a serial begins with two to five capital letters, not {prefix!r}")
    return f"{prefix}-{year}-{number:07}"


def read_serial(typed: str) -> str:
    """Return a typed serial in its one form, or "" if it is none."""
    serial = re.sub(r"\s", "", normalise_digits(typed[:_LONGEST_TYPED])).upper()
    return serial if SERIAL_FORM.fullmatch(serial) else ""


def new_code() -> str:
    """Return a printed code such as 7K3M9-2QDXW: 50 random bits."""
    code = random_code(CODE_LETTERS)
    return f"{code[:5]}-{code[5:]}"


def read_code(typed: str) -> str:
    """Return a typed code without its hyphen, look-alike letters made digits; to compare with another."""
    return re.sub(r"[\s-]", "", normalise_digits(typed[:_LONGEST_TYPED])).upper().translate(_LOOK_ALIKES)
