"""A registry of things of one kind, each under its key: the channels of payments, those of notifications."""

import re
from collections.abc import Callable
from typing import Final, Generic, Protocol, TypeVar

from django.conf import settings

from hukumati.core.errors import HukumatiError

_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,19}")


class Registrable(Protocol):
    """What can be registered: it has a key that is stored, and names the settings that it reads."""

    @property
    def key(self) -> str:
        """One to twenty small letters, digits and underscores."""

    @property
    def required_settings(self) -> tuple[str, ...]:
        """The fields of `hukumati.project.config.Config` that it reads."""


Entry = TypeVar("Entry", bound=Registrable)


class InvalidRegistration(Exception):
    """Something cannot be registered: a defect of the code or of the configuration."""


class Registry(Generic[Entry]):
    """Entries in the order of their registration.

    `kind` is what an entry is called in messages ("payment channel"); `unknown` makes the error for a key that no entry
    has.
    """

    def __init__(self, *, kind: str, unknown: Callable[[str], HukumatiError]) -> None:
        self._kind, self._unknown = kind, unknown
        self._entries: dict[str, Entry] = {}

    def register(self, entry: Entry) -> None:
        """Add an entry. Raises InvalidRegistration for an unusable or taken key, or a setting that does not exist."""
        if not _KEY.fullmatch(entry.key):
            raise InvalidRegistration(
                f"The key {entry.key!r} of a {self._kind} is not one to twenty small letters, digits and underscores."
            )
        if entry.key in self._entries:
            raise InvalidRegistration(f"Two entries have the key {entry.key!r} of a {self._kind}.")
        missing = [name for name in entry.required_settings if not hasattr(settings.HUKUMATI, name)]
        if missing:
            raise InvalidRegistration(f"The {self._kind} {entry.key!r} needs settings that do not exist: {missing}.")
        self._entries[entry.key] = entry

    def unregister(self, key: str) -> None:
        """Remove an entry (for tests). Raises the error of an unknown key."""
        self.get(key)
        del self._entries[key]

    def get(self, key: str) -> Entry:
        """Return the entry with a key. Raises the error of an unknown key."""
        try:
            return self._entries[key]
        except KeyError:
            raise self._unknown(f"There is no {self._kind} {key!r}.") from None

    def all(self) -> tuple[Entry, ...]:
        """Return every entry in the order of registration."""
        return tuple(self._entries.values())
