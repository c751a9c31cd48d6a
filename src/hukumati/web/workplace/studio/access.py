"""Who may enter the studio, and what pages of a draft share."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hukumati.studio import api as studio
from hukumati.web.sign_in.person import Person, staff_required

analyst_required = staff_required("analyst")


@dataclass(frozen=True, slots=True)
class State:
    """How a draft stands, as a coloured tag."""

    text: Promise
    colour: str


STATES: Final = {
    "open": State(_("Being written"), "blue"),
    "in_review": State(_("In review"), "yellow"),
    "sent_back": State(_("Sent back with remarks"), "orange"),
    "published": State(_("Published"), "green"),
    "discarded": State(_("Discarded"), "grey"),
}
SERVICE_STATES: Final = {
    "open": State(_("Open"), "green"),
    "paused": State(_("Paused"), "yellow"),
    "seasonal": State(_("Seasonal"), "yellow"),
    "retired": State(_("Retired"), "grey"),
}
TABS: Final = (
    ("studio_draft", _("Files and review")),
    ("studio_texts", _("Translations")),
    ("studio_flow", _("Flow")),
    ("studio_preview", _("Preview")),
    ("studio_changes", _("What changes")),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of a draft."""

    url: str
    text: Promise
    current: bool


def analyst_of(request: HttpRequest) -> studio.Analyst:
    """Tell the catalogue which analyst writes; the view requires one."""
    person: Person = request.person  # type: ignore[attr-defined]
    staff = person.staff
    assert staff is not None  # noqa: S101 - analyst_required saw to it
    return studio.Analyst(number=staff.number, provider=staff.provider)


def draft_context(request: HttpRequest, draft: studio.DraftView, page: str) -> dict[str, Any]:
    """Return what every page of a draft shows: its name, state and tabs."""
    return {
        "draft": draft,
        "state": STATES[draft.state],
        "tabs": [Tab(reverse(name, args=[draft.id]), text, name == page) for name, text in TABS],
        "done": request.session.pop("studio.done", ""),
        "me": analyst_of(request).number,
    }


def say_done(request: HttpRequest, text: str) -> None:
    """Show a sentence on the next page of the studio."""
    request.session["studio.done"] = text


def get_draft(request: HttpRequest, draft_id: UUID) -> studio.DraftView:
    """Return the draft of the page. Raises NoSuchDraft."""
    return studio.get_draft(analyst=analyst_of(request), draft_id=draft_id)
