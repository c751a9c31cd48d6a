"""Lines of the inbox in words: what is to be done, when, and who has it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hukumati.cases import api as cases
from hukumati.catalogue import api as catalogue
from hukumati.core.bilingual import Bilingual
from hukumati.core.governorates import GOVERNORATES

STEPS: Final[dict[str, Promise]] = {
    "decide": _("To be decided"),
    "confirm": _("To be confirmed"),
    "produce": _("To be produced"),
    "returned": _("Came back undelivered"),
}
COLOURS: Final = {"decide": "blue", "confirm": "orange", "produce": "teal", "returned": "yellow"}


@dataclass(frozen=True, slots=True)
class InboxLine:
    """A task with its step in words, and what is late about it; `place` is whose queue it is in."""

    task: cases.TaskView
    step: Promise
    colour: str
    place: Bilingual | None
    is_mine: bool
    is_overdue: bool


def lines_of(tasks: Iterable[cases.TaskView], *, officer: cases.Actor, now: datetime) -> list[InboxLine]:
    """Return the lines of an inbox."""
    return [_line(task, officer, now) for task in tasks]


def _line(task: cases.TaskView, officer: cases.Actor, now: datetime) -> InboxLine:
    return InboxLine(
        task=task,
        step=STEPS[task.step],
        colour=COLOURS[task.step],
        place=GOVERNORATES.get(task.queue) or catalogue.office_label(task.queue),
        is_mine=task.claimed_by == officer.id,
        is_overdue=task.due_at is not None and task.due_at < now,
    )
