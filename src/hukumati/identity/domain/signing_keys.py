"""Which of the provider's keys signs, which are published, and when a key is replaced (requirement 15).

A key is named by the moment from which it signs. It is published as soon as it exists, so that clients, who keep the
published keys for one cache time, know it before they see its first signature.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

ALGORITHM: Final = "ES256"
FOR_SOME_CLIENTS: Final = ("PS256", "RS256")
"""Clients choose these by a setting; OIDC Core §15.1 demands RS256 of every provider."""
CACHE_TIME: Final = timedelta(hours=1)
OVERLAP: Final = timedelta(days=1)
"""How long a replaced key stays published: longer than any token signed with it lives."""

_NAME: Final = "%Y%m%dT%H%M%SZ"


def key_name(signs_from: datetime) -> str:
    """Return the name of a key that signs from a moment on; names sort as their moments do."""
    return signs_from.astimezone(UTC).strftime(_NAME)


def signs_from(name: str) -> datetime:
    """Return the moment from which a key signs. Raises ValueError for any other name."""
    return datetime.strptime(name, _NAME).replace(tzinfo=UTC)


def current_key(names: Iterable[str], *, now: datetime) -> str | None:
    """Return the name of the newest key whose moment has come; None if no key may sign yet."""
    present = key_name(now)  # names sort as their moments do, and comparing them costs less than reading them
    return max((name for name in names if name <= present), default=None)


def successor_name(names: Sequence[str], *, now: datetime) -> str:
    """Return the name of the next key: it signs after one cache time, the very first one at once."""
    return key_name(now + CACHE_TIME if names else now)


def outdated_keys(names: Iterable[str], *, now: datetime) -> list[str]:
    """Return the names of keys whose successor has signed for longer than the overlap."""
    return [old for old, successor in pairwise(sorted(names)) if signs_from(successor) + OVERLAP < now]
