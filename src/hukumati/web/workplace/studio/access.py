"""Who may use the studio, and what the pages of a draft share."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hukumati.studio import api as studio
from hukumati.web.sign_in.person import Person, staff_required

analyst_required = staff_required("analyst")


@dataclass(frozen=True, slots=True)
class StatusTag:
    """The status of a draft or service, as a coloured tag."""

    text: Promise
    colour: str


DRAFT_STATUSES: Final = {
    "open": StatusTag(_("In progress"), "blue"),
    "in_review": StatusTag(_("In review"), "yellow"),
    "sent_back": StatusTag(_("Sent back with comments"), "orange"),
    "published": StatusTag(_("Published"), "green"),
    "discarded": StatusTag(_("Discarded"), "grey"),
}
SERVICE_STATUSES: Final = {
    "open": StatusTag(_("Open"), "green"),
    "paused": StatusTag(_("Paused"), "yellow"),
    "seasonal": StatusTag(_("Seasonal"), "yellow"),
    "retired": StatusTag(_("Retired"), "grey"),
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
    """A link to one page of a draft."""

    url: str
    text: Promise
    current: bool


def analyst_of(request: HttpRequest) -> studio.Analyst:
    """Return the analyst who is signed in; only for views behind `analyst_required`."""
    person: Person = request.person  # type: ignore[attr-defined]
    staff = person.staff
    assert staff is not None  # noqa: S101 - analyst_required saw to it
    return studio.Analyst(number=staff.number, provider=staff.provider)


def draft_context(request: HttpRequest, draft: studio.DraftView, page: str) -> dict[str, object]:
    """Return the context that every page of a draft needs: its name, status and tabs. Takes the waiting notice."""
    return {
        "draft": draft,
        "state": DRAFT_STATUSES[draft.state],
        "tabs": [Tab(reverse(name, args=[draft.id]), text, name == page) for name, text in TABS],
        "notice_text": request.session.pop("studio.notice", ""),
        "me": analyst_of(request).number,
    }


def set_notice(request: HttpRequest, text: str) -> None:
    """Keep a sentence in the session for the next page of the studio to show."""
    request.session["studio.notice"] = text


def get_draft(request: HttpRequest, draft_id: UUID) -> studio.DraftView:
    """Return the draft of the page. Raises NoSuchDraft."""
    return studio.get_draft(analyst=analyst_of(request), draft_id=draft_id)
