"""Every kind of hash chain in the database, so that all of them are anchored outside of it and checked together."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol


@dataclass(frozen=True, slots=True)
class Head:
    """The last record of one chain: `hash` in hexadecimal."""

    chain: str
    subject: str
    number: int
    hash: str


class Chains(Protocol):
    """All chains of one kind, one a subject."""

    @property
    def name(self) -> str:
        """What the kind is called in anchors: never changed once there are any."""

    def heads_since(self, moment: datetime) -> Iterator[Head]:
        """Yield the head of each chain that got a record after the moment."""

    def hash_at(self, subject: str, number: int) -> str | None:
        """Return the hash of a subject's record, None where there is none."""

    def broken(self) -> Iterator[str]:
        """Recompute every chain with the installation's key and yield what is wrong."""


_kinds: Final[dict[str, Chains]] = {}


def register_chains(kind: Chains) -> None:
    """Register a kind of chains; every part that keeps some does so when it is loaded."""
    _kinds[kind.name] = kind


def all_chains() -> tuple[Chains, ...]:
    """Return every kind, in the order of their names."""
    return tuple(kind for _name, kind in sorted(_kinds.items()))
