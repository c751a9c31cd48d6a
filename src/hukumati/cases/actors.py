"""Who acts on a case."""

from dataclasses import dataclass, field
from typing import Literal

from hukumati.core.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `id` is the subject of a person, the number of an official, or the name of a part of the platform.

    A "citizen" acts on their own case, a "party" is named in somebody else's and asked to agree. `id_number` is the
    actor's own: nobody works on their own case, and an official who has none works on none.
    """

    kind: Literal["officer", "clerk", "system", "citizen", "party"]
    id: str
    name: Bilingual
    provider: str = ""
    office: str = ""
    roles: frozenset[str] = field(default_factory=frozenset)
    id_number: str | None = None

    @property
    def label(self) -> str:
        """How audit and events name the actor."""
        return f"{self.kind}:{self.id}"


_PLATFORM = Bilingual(ar="المنصة", en="The platform")
SYSTEM = Actor(kind="system", id="cases", name=_PLATFORM)
TIMER = Actor(kind="system", id="timer", name=_PLATFORM)
PROMISE_CLOCK = Actor(kind="system", id="clock", name=_PLATFORM)
PAYMENTS = Actor(kind="system", id="payments", name=_PLATFORM)
MIGRATION = Actor(kind="system", id="migration", name=_PLATFORM)
HOLIDAYS = Actor(kind="system", id="holidays", name=_PLATFORM)


def citizen(sub: str) -> Actor:
    """Return the actor of a person acting on their own case."""
    return Actor(kind="citizen", id=sub, name=Bilingual(ar="", en=""))


def party(sub: str, id_number: str) -> Actor:
    """Return the actor of a person who is named in somebody else's application."""
    return Actor(kind="party", id=sub, name=Bilingual(ar="", en=""), id_number=id_number)
