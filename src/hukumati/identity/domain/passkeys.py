"""Passkeys (Web Authentication Level 3): what an authenticator tells, and what follows from it."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

CHALLENGE_BYTES: Final = 32
CHALLENGE_LIFETIME: Final = timedelta(minutes=10)
"""As long as a person may look for their key; a page that stays open longer fetches another."""
MOST_PASSKEYS: Final = 10
INVITED_AGAIN_AFTER: Final = timedelta(days=90)
"""Who said "not now" is left in peace so long."""
LONGEST_NAME: Final = 60
LONGEST_ANSWER: Final = 16_000
"""Characters of the JSON that an authenticator's answer makes; the largest attestations have about 8,000."""


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A credential that was just made, as its authenticator describes it (§6.1, §6.5)."""

    credential_id: bytes
    public_key: bytes = field(repr=False)
    sign_count: int
    aaguid: str
    transports: tuple[str, ...]
    is_backup_eligible: bool
    is_backed_up: bool
    is_attested: bool


@dataclass(frozen=True, slots=True)
class PasskeyUse:
    """What an authenticator told when it signed: its counter, and whether the passkey is copied to other devices."""

    sign_count: int
    is_backup_eligible: bool
    is_backed_up: bool


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose passkey is made: the handle that comes back when it is used, and the names that the device shows."""

    handle: bytes
    login: str = field(repr=False)
    name: str = field(repr=False)


def is_invited(*, methods: Collection[str], has_passkey: bool, declined_at: datetime | None, now: datetime) -> bool:
    """Return whether somebody who signed in with a code is invited to add a passkey, which no false page can steal."""
    is_left_in_peace = declined_at is not None and now - declined_at < INVITED_AGAIN_AFTER
    return "pwd" in methods and not has_passkey and not is_left_in_peace


def new_challenge() -> bytes:
    """Return 32 random bytes (§13.4.3 asks for 16 at least)."""
    return secrets.token_bytes(CHALLENGE_BYTES)


def is_copied(*, stored: int, told: int) -> bool:
    """Return whether a counter did not grow, so that somebody else uses a copy (§6.1.1); both zero: it has none."""
    return (stored > 0 or told > 0) and told <= stored
