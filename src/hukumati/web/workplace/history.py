"""What happened to a case, in words: events of the flow and who made them happen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hukumati.cases import api as cases
from hukumati.service_language.api import Definition

WHAT: Final[dict[str, Promise]] = {
    "open": _("The application was begun"),
    "prefill": _("Data were read from the registers"),
    "save": _("The applicant saved a page"),
    "submit": _("The application was submitted"),
    "queue": _("The application was submitted; it waits for a register that does not answer"),
    "fetched": _("The register that was waited for answered"),
    "went_on": _("The application went on"),
    "not_accepted": _("After what the register said the application could not be accepted"),
    "paid": _("The fee was paid"),
    "paid_late": _("The fee was paid after the application had ended"),
    "answered": _("The register answered"),
    "failed": _("A step did not succeed in spite of many tries"),
    "approve": _("An officer approved"),
    "reject": _("An officer refused"),
    "ask_citizen": _("An officer asked the applicant"),
    "answer": _("The applicant answered"),
    "produced": _("The card or paper was produced"),
    "confirm": _("An official confirmed"),
    "object": _("The applicant objected to the decision"),
    "correct": _("A correction was begun"),
    "reopen": _("The application was opened again"),
    "propose": _("An officer proposed a decision for a second officer to confirm"),
    "send_back": _("A second officer did not confirm the decision"),
    "issued": _("The document was issued"),
    "request_opened": _("Something was asked"),
    "request_answered": _("A side request was answered"),
    "request_refused": _("A side request could not be answered"),
    "request_missed": _("A side request was not answered in time"),
    "requests_closed": _("Nothing is asked any more"),
    "appointment_booked": _("An appointment was chosen"),
    "appointment_moved": _("The appointment was moved"),
    "appointment_cancelled": _("The appointment was cancelled"),
    "escalated": _("The promised time is over: the supervisors were told"),
    "tacitly_accepted": _("The promised time is over: by law the silence accepts"),
    "tacitly_rejected": _("The promised time is over: by law the silence refuses"),
    "checked": _("A register confirmed what the applicant had declared"),
    "migrated": _("The application was moved to a new version of the service"),
    "received": _("The document arrived at the counter"),
    "handed_over": _("The document was handed over"),
    "returned": _("The document was sent back"),
    "withdraw": _("The applicant withdrew the application"),
    "timed_out": _("The time for it ran out"),
    "expired": _("The draft expired"),
    "bagged": _("It was put into the bag for the post"),
    "dispatched": _("The courier set out with it"),
    "attempted": _("Nobody was at home"),
    "refunded": _("What was paid is owed back to the applicant"),
    "started": _("Another service was begun for the applicant"),
}
KINDS: Final[dict[str, Promise]] = {"citizen": _("the applicant"), "system": _("the platform")}


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history; `number` is an official's, when one acted."""

    what: str
    at: datetime
    who: str
    number: str
    reason: str


def history(events: Iterable[cases.EventView], definition: Definition) -> list[Happened]:
    """Put the events into words, each saved page once for a run of them."""
    told: list[Happened] = []
    before = ""
    for event in events:
        if not (event.action == before == "save"):
            told.append(_happened(event, definition))
        before = event.action
    return told


def _what(event: cases.EventView, definition: Definition) -> str:
    """The platform's words, or the service's own for its officials' actions."""
    state = definition.flow.states.get(event.from_state)
    declared = state and (state.actions.get(event.action) or state.reopen.get(event.action))
    if declared and declared.label:
        return str(declared.label)
    waited = event.action == "submit" and event.actor.startswith("system:")
    return str(WHAT["went_on"] if waited else WHAT.get(event.action, event.action))


def _happened(event: cases.EventView, definition: Definition) -> Happened:
    kind, _colon, number = event.actor.partition(":")
    known = KINDS.get(kind)
    return Happened(
        what=_what(event, definition),
        at=event.at,
        who=str(known or ""),
        number="" if known else number,
        reason=event.reason or "",
    )
