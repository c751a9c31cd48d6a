"""The differences between two versions as pages show them."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hukumati.cases import api as cases
from hukumati.catalogue import api as catalogue
from hukumati.service_language.api import Definition
from hukumati.studio import api as studio
from hukumati.web.workplace.studio.access import analyst_of, analyst_required, draft_context, get_draft

AREAS: Final[dict[str, Promise]] = {
    "service": _("The service"),
    "form": _("The form"),
    "rules": _("Rules and fees"),
    "flow": _("The flow"),
    "requests": _("Side requests"),
    "lists": _("Lists"),
    "documents": _("Documents"),
    "messages": _("Messages"),
    "texts": _("Texts"),
    "guide": _("The guide"),
}


def differences_context(
    *,
    old: Definition,
    new: Definition | None,
    old_texts: Mapping[str, str],
    new_texts: Mapping[str, str],
) -> dict[str, object]:
    """Return the context of `_differences.html`: sentences by area, and the files line by line.

    Without `new`, a draft that cannot be read yet, only the files are compared.
    """
    changes = studio.compare(old=old, new=new) if new else ()
    areas = [(title, [each.text for each in changes if each.area == area]) for area, title in AREAS.items()]
    return {
        "areas": [(title, sentences) for title, sentences in areas if sentences],
        "files": studio.compare_files(old=old_texts, new=new_texts),
        "is_readable": new is not None,
    }


@require_safe
@analyst_required
def changes(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show what a draft changes, and what happens to running cases when it is published."""
    draft, analyst = get_draft(request, draft_id), analyst_of(request)
    checked = studio.check_draft(analyst=analyst, draft_id=draft_id)
    context = draft_context(request, draft, "studio_changes")
    if draft.base_id:
        context |= differences_context(
            old=catalogue.get_version(version_id=draft.base_id).definition,
            new=checked.sketch,
            old_texts=studio.get_base_texts(analyst=analyst, draft_id=draft_id),
            new_texts=studio.get_texts(analyst=analyst, draft_id=draft_id),
        )
    return render(request, "studio/changes.html", {**context, **running_cases_context(draft, analyst, checked.sketch)})


def running_cases_context(
    draft: studio.DraftView, analyst: studio.Analyst, definition: Definition | None
) -> dict[str, object]:
    """Count the running cases that stay on their version when the draft is published, and those that move."""
    counts = cases.running_cases(service_code=draft.code) if draft.code else {}
    total = sum(sum(states.values()) for states in counts.values())
    migration = definition.migration if definition else None
    versions = studio.list_versions(analyst=analyst, code=draft.code) if migration else ()
    source = next((each for each in versions if migration and each.number == migration.source), None)
    moved = _count_moved(counts, source, finish=migration.drafts == "finish_on_old") if migration and source else 0
    return {"staying": total - moved, "moved": moved, "moved_from": source.number if source else None}


def _count_moved(counts: Mapping[UUID, Mapping[str, int]], source: studio.PublishedVersion, *, finish: bool) -> int:
    """Return how many cases of `source` the migration moves; with `finish`, drafts stay where they are."""
    states = counts.get(source.id, {})
    start = catalogue.get_version(version_id=source.id).definition.flow.start
    return sum(states.values()) - (states.get(start, 0) if finish else 0)
