"""Work that a browser does before an account is opened: next to nothing for one person, much for a thousand accounts.

A challenge is text that we made; the answer is a number with which its SHA-256 begins with so many zero bits. Nobody
else is asked, nobody is watched, and nobody has to read crooked letters.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

BITS: Final = 16
"""65,000 digests on average: about a second of a cheap telephone."""
LIFETIME: Final = timedelta(hours=2)
LONGEST_ANSWER: Final = 20
LONGEST_CHALLENGE: Final = 160


@dataclass(frozen=True, slots=True)
class Work:
    """A challenge as a page holds it, and what came back; both are untrusted text."""

    challenge: str
    answer: str


def new_challenge(*, key: bytes, now: datetime) -> str:
    """Return a challenge that nobody else can make: when it was made, random bytes, and our mark."""
    body = f"{int(now.timestamp())}.{secrets.token_hex(16)}"
    return f"{body}.{_mark(key, body)}"


def is_done(work: Work, *, key: bytes, now: datetime) -> bool:
    """Return whether the challenge is ours and not older than two hours, and the answer is right."""
    if len(work.challenge) > LONGEST_CHALLENGE or not 0 < len(work.answer) <= LONGEST_ANSWER:
        return False
    body, _, mark = work.challenge.rpartition(".")
    made, _, _random = body.partition(".")
    if not work.challenge.isascii() or not hmac.compare_digest(mark, _mark(key, body)):
        return False
    age = now - datetime.fromtimestamp(int(made), UTC)
    return age < LIFETIME and work.answer.isascii() and zero_bits(f"{work.challenge}:{work.answer}") >= BITS


def zero_bits(text: str) -> int:
    """Return with how many zero bits the SHA-256 of a text begins."""
    digest = hashlib.sha256(text.encode()).digest()
    return 8 * len(digest) - int.from_bytes(digest).bit_length()


def _mark(key: bytes, body: str) -> str:
    return hmac.new(key, body.encode(), hashlib.sha256).hexdigest()
