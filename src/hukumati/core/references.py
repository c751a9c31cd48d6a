"""References for people to dictate: random, without look-alike letters, with a check character."""

import re
import secrets
from typing import Final

from hukumati.core.typed import bare_code

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O, U."""
_LOOK_ALIKES: Final = str.maketrans("ILO", "110")
_FORM: Final = re.compile(rf"([A-Z]{{2,5}})([{ALPHABET}]{{4}})([{ALPHABET}]{{4}})")
_BODY: Final = 8


def random_code(length: int) -> str:
    """Return `length` random characters of the alphabet (5 bits each)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _check_character(prefix: str, body: str) -> str:
    total = sum((position + 2) * (ord(letter) - 47) for position, letter in enumerate(prefix + body))
    return ALPHABET[total % 31]


def new_reference(prefix: str) -> str:
    """Return a new reference such as NCC-7K3M-92QD: 35 random bits and one check character."""
    body = random_code(7)
    body += _check_character(prefix, body)
    return f"{prefix}-{body[:4]}-{body[4:]}"


def normalise_reference(text: str) -> str:
    """Return a typed reference in its one form, or "" if it is not one; the check character must be right."""
    typed = bare_code(text)
    found = _FORM.fullmatch(typed[:-_BODY] + typed[-_BODY:].translate(_LOOK_ALIKES))
    if not found or _check_character(found[1], (found[2] + found[3])[:7]) != found[3][3]:
        return ""
    return f"{found[1]}-{found[2]}-{found[3]}"
