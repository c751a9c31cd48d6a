"""What has changed since a page was opened: in which state the case or the draft is now, who did what, and when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest
from django.urls import reverse

from hukumati.cases import api as cases
from hukumati.catalogue import api as catalogue
from hukumati.core.clock import now
from hukumati.core.errors import HukumatiError
from hukumati.payments import api as payments
from hukumati.studio import api as studio
from hukumati.web.portal.consents import CONSENT_STATES, party_of
from hukumati.web.sign_in.person import person_of
from hukumati.web.summaries import case_status
from hukumati.web.workplace.history import history
from hukumati.web.workplace.home import actor_of
from hukumati.web.workplace.studio.access import DRAFT_STATUSES, get_draft
from hukumati.web.workplace.studio.activity import activity_lines

MOVED_ON: Final = (
    cases.CaseMovedOn,
    cases.NotPossibleHere,
    cases.RequestClosed,
    cases.ClaimedByOther,
    payments.BillNotPayable,
    studio.DraftMovedOn,
    studio.DraftClosed,
    studio.BaseMovedOn,
)
"""Errors that say: it is no longer as the page showed it."""
MOST_LINES: Final = 5


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened: an official's number, or who else did it in words."""

    what: str
    at: datetime
    who: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """The state in words, what led to it (the last of it, for officials alone), who has the case, and its page now."""

    state: str
    page: str
    lines: Sequence[Change] = ()
    held_by: str = ""
    is_newer: bool = False


def changes_since(request: HttpRequest, error: HukumatiError | None) -> Changes | None:
    """Return what has changed since the page of a refused form was opened; None where the refusal is about else."""
    found = _find(request)
    is_told = isinstance(error, MOVED_ON) or (error is None and found is not None and found.is_newer)
    return found if is_told else None


def _find(request: HttpRequest) -> Changes | None:
    given = request.resolver_match.kwargs if request.resolver_match else {}
    site = getattr(request, "site_code", "")
    for name, find in _FINDERS.get(site, {}).items():
        if name in given:
            try:
                return find(request, given[name])
            except HukumatiError:  # it is no longer theirs to see
                return None
    return None


def _own_case(request: HttpRequest, reference: str) -> Changes:
    if request.resolver_match and request.resolver_match.url_name in {"consent", "decline_consent"}:
        return _consent(request, reference, request.resolver_match.kwargs["request_id"])
    person = person_of(request)
    case = cases.get_case(reference=reference, sub=person.sub if person else "")
    page = reverse("check" if case.is_draft else "case", args=[reference])
    return Changes(str(case_status(case).text), page, is_newer=_is_newer(request, case.last_seq))


def _consent(request: HttpRequest, reference: str, request_id: int) -> Changes:
    party = party_of(person_of(request))
    view = cases.open_consent(reference=reference, request_id=request_id, party=party, now=now())
    return Changes(str(CONSENT_STATES[view.state]), reverse("consent", args=[reference, request_id]))


def _officers_case(request: HttpRequest, reference: str) -> Changes:
    official = actor_of(request)
    view = cases.open_for_officer(reference=reference, officer=official)
    definition = catalogue.get_version(version_id=view.case.version_id).definition
    seen = _seen(request)
    events = view.events[-1:] if seen is None else [event for event in view.events if event.seq > seen]
    lines = [Change(each.what, each.at, each.who, each.number) for each in history(events, definition)]
    return Changes(
        state=str(case_status(view.case).text),
        page=reverse("officer_case", args=[reference]),
        lines=lines[-MOST_LINES:],
        held_by=view.claimed_by if view.claimed_by and view.claimed_by != official.id else "",
        is_newer=_is_newer(request, view.case.last_seq),
    )


def _asked(request: HttpRequest, request_id: int) -> Changes:
    view = cases.read_request(request_id=request_id, official=actor_of(request), now=now())
    return Changes(str(case_status(view.case).text), reverse("side_request", args=[request_id]))


def _draft(request: HttpRequest, draft_id: object) -> Changes:
    draft = get_draft(request, draft_id)  # type: ignore[arg-type]
    analyst = studio.Analyst(number=actor_of(request).id, provider=actor_of(request).provider)
    listed = activity_lines(studio.list_activity(analyst=analyst, slug=draft.slug))[:MOST_LINES]
    lines = [Change(f"{each.text} {each.names}".strip(), each.at, "", each.actor.rpartition(":")[2]) for each in listed]
    return Changes(
        str(DRAFT_STATUSES[draft.state].text), reverse("studio_draft", args=[draft.id]), lines[::-1], is_newer=True
    )


_FINDERS: Final[dict[str, dict[str, Callable[[HttpRequest, str], Changes]]]] = {
    "portal": {"reference": _own_case},
    "workplace": {"reference": _officers_case, "request_id": _asked, "draft_id": _draft},  # type: ignore[dict-item]
}


def _seen(request: HttpRequest) -> int | None:
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _is_newer(request: HttpRequest, last: int) -> bool:
    seen = _seen(request)
    return seen is not None and seen != last
