"""Codes on paper: in a letter to the registered address, or handed over where the person was seen.

Ten characters of Crockford's alphabet are 50 bits; what is mistaken for another is read as that one.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Final

from hukumati.core.typed import bare_code

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 10
TRIES: Final = 5
LETTER_LIFETIME: Final = timedelta(days=60)
HANDED_LIFETIME: Final = timedelta(hours=24)
BETWEEN_LETTERS: Final = timedelta(days=30)
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_paper_code() -> str:
    """Return a random code, in two groups."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{code[:5]}-{code[5:]}"


def paper_code_digest(*, key: bytes, account: str, purpose: str, typed: str) -> bytes:
    """Return what is stored of a code: keyed, and bound to its account and purpose."""
    clean = bare_code(typed).translate(_READ_AS)
    return hmac.new(key, f"paper:{purpose}:{account}:{clean}".encode(), hashlib.sha256).digest()
