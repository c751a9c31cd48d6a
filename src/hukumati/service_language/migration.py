"""How running cases of an earlier version move to a later one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Drafts = Literal["move", "finish_on_old", "close"]


@dataclass(frozen=True, slots=True)
class Migration:
    """What a version declares of the cases of version number `source`.

    `states` and `answers` map old names to new ones, an answer to None where it is dropped; `asked` are new questions
    that a draft is asked, `given` new answers.
    """

    source: int
    drafts: Drafts
    states: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str | None] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    given: dict[str, object] = field(default_factory=dict)

    def state(self, old: str) -> str:
        """Return the state that replaces an old one."""
        return self.states.get(old, old)

    def carried(self, answers: Mapping[str, object]) -> tuple[dict[str, object], tuple[str, ...]]:
        """Return the answers that an event adds to a case, and the names of those it drops."""
        renamed = {new: answers[old] for old, new in self.answers.items() if new is not None and old in answers}
        dropped = tuple(sorted(old for old in self.answers if old in answers and old not in renamed))
        missing = {name: value for name, value in self.given.items() if name not in answers or name in dropped}
        asked = {name: None for name in self.asked if name not in answers or name in dropped}
        return {**asked, **missing, **renamed}, dropped
