"""What happened in a case, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hukumati.cases import api as cases

DEEDS: Final = {
    "open": gettext_lazy("Application begun"),
    "prefill": gettext_lazy("Filled in from the registers"),
    "save": gettext_lazy("Answers saved"),
    "submit": gettext_lazy("Application submitted"),
    "paid": gettext_lazy("Fee paid"),
    "paid_late": gettext_lazy("Fee paid after the end of the application"),
    "answered": gettext_lazy("A register answered"),
    "approve": gettext_lazy("Approved"),
    "reject": gettext_lazy("Refused"),
    "ask_citizen": gettext_lazy("The applicant was asked"),
    "answer": gettext_lazy("The applicant answered"),
    "issued": gettext_lazy("Document issued"),
    "received": gettext_lazy("Arrived at the counter"),
    "handed_over": gettext_lazy("Handed over"),
    "returned": gettext_lazy("Sent back uncollected"),
    "withdraw": gettext_lazy("Withdrawn"),
    "expired": gettext_lazy("Ended, as its time was over"),
    "timed_out": gettext_lazy("Went on, as its time was over"),
    "failed": gettext_lazy("A step failed and goes to an officer"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a case's history; `official` is a staff number, `who` the words where it was nobody of staff."""

    at: datetime
    deed: str
    official: str
    who: str
    said: str


def history_of(events: Iterable[cases.EventView]) -> list[Happening]:
    """This will put the events of a case into words."""
    return [_happening(event) for event in events]


def _happening(event: cases.EventView) -> Happening:
    kind, _colon, number = event.actor.partition(":")
    others = {"citizen": _("Applicant"), "system": _("Platform")}
    return Happening(
        at=event.at,
        deed=str(DEEDS.get(event.action, event.action)),
        official="" if kind in others else number,
        who=others.get(kind, ""),
        said=event.reason or "",
    )
