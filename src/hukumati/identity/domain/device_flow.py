"""The codes of the device authorization grant, RFC 8628."""

import secrets
from datetime import timedelta
from typing import Final

GRANT_TYPE: Final = "urn:ietf:params:oauth:grant-type:device_code"
LIFETIME: Final = timedelta(minutes=10)
_LETTERS: Final = "BCDFGHJKLMNPQRSTVWXZ"
"""Consonants alone (§6.1): no words come about, and none is read for another."""
_LENGTH: Final = 8


def new_user_code() -> str:
    """Return eight random letters, 34 bits: enough for ten minutes with limited tries."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def clean_user_code(text: str) -> str:
    """Return a typed code as it was shown, whatever stands between its letters; empty if it is none."""
    letters = [letter for letter in text.upper() if letter in _LETTERS]
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}" if len(letters) == _LENGTH else ""
