"""Codes that a person keeps on paper, each good once (look-up secrets, NIST SP 800-63B-4 §3.1.2).

Recovery codes are shown once, when their holder asks for them. A sheet of printed codes is handed over at a counter to
somebody without a telephone, and is used up in its order.
"""

import hashlib
import hmac
import secrets
from typing import Final

from hukumati.core.typed import bare_code

RECOVERY_CODES: Final = 10
_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without those that are taken for each other: 0 and O, 1, I and L, U and V."""
_RECOVERY_LETTERS: Final = 10

SHEET_CODES: Final = 40
_SHEET_DIGITS: Final = 8


def new_recovery_codes() -> list[str]:
    """Return ten codes of 49 random bits each, in two groups of letters."""
    return [f"{code[:5]}-{code[5:]}" for code in (_letters() for _ in range(RECOVERY_CODES))]


def new_sheet_codes() -> list[str]:
    """Return forty different codes of eight digits each, in two groups."""
    codes: dict[str, None] = {}
    while len(codes) < SHEET_CODES:
        digits = f"{secrets.randbelow(10**_SHEET_DIGITS):0{_SHEET_DIGITS}d}"
        codes[f"{digits[:4]} {digits[4:]}"] = None
    return list(codes)


def clean_written_code(text: str) -> str:
    """Return a typed code as it was made: capitals and ASCII digits, without what only groups it."""
    return bare_code(text)


def written_code_digest(*, key: bytes, account: str, code: str) -> bytes:
    """Return what is stored of a code, bound to its account; keyed, because a table of short codes could be tried."""
    return hmac.new(key, f"{account}:{clean_written_code(code)}".encode(), hashlib.sha256).digest()


def _letters() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_RECOVERY_LETTERS))
