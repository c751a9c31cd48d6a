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
    "open": _("The application was started"),
    "prefill": _("Data was retrieved from the registers"),
    "save": _("The applicant saved a page"),
    "submit": _("The application was submitted"),
    "queue": _("The application was submitted and is waiting for a register that is not responding"),
    "fetched": _("The register responded"),
    "went_on": _("Processing of the application resumed"),
    "not_accepted": _("The application was not accepted because of the register's answer"),
    "paid": _("The fee was paid"),
    "paid_late": _("The fee was paid after the application had ended"),
    "answered": _("The register answered"),
    "failed": _("A step failed after several attempts"),
    "approve": _("An officer approved the application"),
    "reject": _("An officer refused the application"),
    "ask_citizen": _("An officer asked the applicant a question"),
    "answer": _("The applicant answered"),
    "produced": _("The card or document was produced"),
    "confirm": _("An official confirmed"),
    "object": _("The applicant objected to the decision"),
    "correct": _("A correction was started"),
    "reopen": _("The application was reopened"),
    "propose": _("An officer proposed a decision for a second officer to confirm"),
    "send_back": _("A second officer sent the decision back"),
    "issued": _("The document was issued"),
    "request_opened": _("A request was made"),
    "request_answered": _("A request was answered"),
    "request_refused": _("A request could not be answered"),
    "request_missed": _("A request was not answered in time"),
    "requests_closed": _("All requests were closed"),
    "appointment_booked": _("An appointment was booked"),
    "appointment_moved": _("The appointment was moved"),
    "appointment_cancelled": _("The appointment was cancelled"),
    "escalated": _("The time limit expired: supervisors were notified"),
    "tacitly_accepted": _("The time limit expired: the application is accepted by law"),
    "tacitly_rejected": _("The time limit expired: the application is refused by law"),
    "checked": _("A register confirmed the applicant's declaration"),
    "migrated": _("The application was moved to a new version of the service"),
    "received": _("The document arrived at the office"),
    "handed_over": _("The document was handed over"),
    "returned": _("The document was sent back"),
    "withdraw": _("The applicant withdrew the application"),
    "timed_out": _("The time limit expired"),
    "expired": _("The draft expired"),
    "bagged": _("The document was put in the mail bag"),
    "dispatched": _("The document is out for delivery"),
    "attempted": _("Nobody was at home"),
    "refunded": _("A refund is due to the applicant"),
    "started": _("Another service was started for the applicant"),
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
