"""Why an account is locked, who did it, and the words by which its holder does it in a text message."""

from enum import StrEnum
from typing import Final

from hukumati.core.identifiers import InvalidIdNumber, parse_id_number
from hukumati.core.typed import plain


class LockReason(StrEnum):
    """Why an account was locked."""

    HOLDER = "holder"
    """By a page, by whoever was signed in or knew the password."""
    SMS = "sms"
    """By a text message from the registered telephone."""
    DISAVOWED = "disavowed"
    """By the link "this was not me" in a notice."""
    OFFICIAL = "official"
    RECLAIMED = "reclaimed"


RECOVERABLE: Final = frozenset({LockReason.HOLDER, LockReason.SMS, LockReason.DISAVOWED})
"""Locks that protect the holder: recovering the account ends them; the others an official ends."""

_WORDS: Final = frozenset({"lock", "قفل", "اقفل", "أقفل"})


def read_lock_message(text: str) -> str | None:
    """Return what a text message asks to lock: an ID number, "" for every account of the sender; None if nothing."""
    words = plain(text).casefold().split()
    if not words or words[0] not in _WORDS or len(words) > 2:
        return None
    if len(words) == 1:
        return ""
    try:
        return parse_id_number(words[1])
    except InvalidIdNumber:
        return None
