"""The eight milestones, the same for every service: what a citizen follows, whatever the flow calls its states."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ORDER = ("started", "submitted", "your_turn", "in_review", "decided", "on_its_way", "ready", "closed")
"""As a citizen lives them: a paper travels before it can be collected. Which there are, the service language says."""

StepState = Literal["done", "current", "todo"]


@dataclass(frozen=True, slots=True)
class Milestone:
    """One step of the tracking page; `at` is when it was reached last."""

    name: str
    state: StepState
    at: datetime | None


def path(*, collected: bool, posted: bool, current: str, ended: bool, reached: Collection[str]) -> tuple[str, ...]:
    """Name the milestones that a case passes, in the order in which a citizen lives them.

    `collected`: something is handed over; `posted`: it travels to its place first. A question to the citizen
    (`your_turn`) is a detour and shown only while it lasts. A case that has ended shows what it reached.
    """
    wanted = {"started", "submitted", "in_review", "decided", "closed", current}
    wanted |= {"ready"} if collected else set()
    wanted |= {"on_its_way"} if posted else set()
    if ended:
        wanted &= {*reached, current}
    return tuple(name for name in ORDER if name in wanted)


def steps(*, names: tuple[str, ...], reached: Mapping[str, datetime], current: str) -> tuple[Milestone, ...]:
    """Mark each milestone of a path as done, current or still to come."""
    here = names.index(current)
    return tuple(
        Milestone(name=name, state=_state(index, here, current), at=reached.get(name) if index <= here else None)
        for index, name in enumerate(names)
    )


def _state(index: int, here: int, current: str) -> StepState:
    if index < here or current == "closed":
        return "done"
    return "current" if index == here else "todo"
