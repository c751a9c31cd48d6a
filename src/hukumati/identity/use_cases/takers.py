"""The services that take mandates: whoever publishes services says which ones, when it is loaded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hukumati.core.bilingual import Bilingual
from hukumati.identity.domain.mandates import Kind


@dataclass(frozen=True, slots=True)
class Taker:
    """A service that takes a kind of mandates."""

    code: str
    name: Bilingual


Lister = Callable[[Kind], Sequence[Taker]]
_listers: list[Lister] = []


def register_takers(lister: Lister) -> None:
    """Register who lists the services that take a kind of mandates."""
    _listers.append(lister)


def list_takers(kind: Kind) -> tuple[Taker, ...]:
    """List the services that take a kind of mandates, by their codes."""
    found = (taker for lister in _listers for taker in lister(kind))
    return tuple(sorted(found, key=lambda each: each.code))
