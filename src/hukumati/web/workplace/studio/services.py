"""The provider's services: what is published, what is being written, and what runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hukumati.cases import api as cases
from hukumati.catalogue import api as catalogue
from hukumati.core.clock import now
from hukumati.core.design.formats import active_language
from hukumati.studio import api as studio
from hukumati.web.workplace.studio.access import SERVICE_STATES, STATES, State, analyst_of, analyst_required
from hukumati.web.workplace.studio.activity import deeds_of
from hukumati.web.workplace.studio.comparing import differences
from hukumati.web.workplace.studio.pictures import flow_context


@dataclass(frozen=True, slots=True)
class Listed:
    """One service of the list."""

    service: studio.StudioService
    state: State
    draft_state: State | None
    running: int
    on_older: int


@dataclass(frozen=True, slots=True)
class Version:
    """One version with the cases that still run by it."""

    version: studio.PublishedVersion
    running: int
    is_current: bool


@require_safe
@analyst_required
def services(request: HttpRequest) -> HttpResponse:
    """List the services of the analyst's provider."""
    analyst = analyst_of(request)
    listed = [_listed(service) for service in studio.list_own_services(analyst=analyst)]
    new = [(draft, STATES[draft.state]) for draft in studio.list_new_drafts(analyst=analyst)]
    done = request.session.pop("studio.done", "")
    return render(request, "studio/services.html", {"services": listed, "new": new, "done": done})


def _listed(service: studio.StudioService) -> Listed:
    counts = cases.running_cases(service_code=service.code)
    return Listed(
        service=service,
        state=SERVICE_STATES[service.status],
        draft_state=STATES[service.draft_state] if service.draft_state else None,
        running=_sum(counts),
        on_older=_sum(counts) - sum(counts.get(service.current_id, {}).values()),
    )


def _sum(counts: Mapping[UUID, Mapping[str, int]]) -> int:
    return sum(count for states in counts.values() for count in states.values())


@require_safe
@analyst_required
def service(request: HttpRequest, code: str) -> HttpResponse:
    """Show a service: its versions, its flow with the running cases, and who did what to it."""
    analyst = analyst_of(request)
    shown = studio.get_own_service(analyst=analyst, code=code)
    counts = cases.running_cases(service_code=code)
    definition = catalogue.get_version(version_id=shown.current_id).definition
    versions = [
        Version(version, sum(counts.get(version.id, {}).values()), version.id == shown.current_id)
        for version in studio.list_versions(analyst=analyst, code=code)
    ]
    context: dict[str, Any] = {
        "service": shown,
        "state": SERVICE_STATES[shown.status],
        "draft_state": STATES[shown.draft_state] if shown.draft_state else None,
        "versions": versions,
        "deeds": deeds_of(studio.list_deeds(analyst=analyst, slug=shown.slug)),
        **flow_context(definition, counts.get(shown.current_id, {}), active_language()),
    }
    return render(request, "studio/service.html", context)


@require_POST
@analyst_required
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a draft of a service, or open the one under way."""
    draft = studio.begin_draft(analyst=analyst_of(request), code=code, now=now())
    return redirect("studio_draft", draft.id)


@require_safe
@analyst_required
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show what a version changed, compared with the one before it."""
    analyst = analyst_of(request)
    shown = studio.get_own_service(analyst=analyst, code=code)
    versions = {each.number: each for each in studio.list_versions(analyst=analyst, code=code)}
    if number not in versions:
        raise catalogue.NoSuchService
    before = versions.get(number - 1)
    context: dict[str, Any] = {"service": shown, "version": versions[number], "before": before}
    if before:
        context |= differences(
            old=catalogue.get_version(version_id=before.id).definition,
            new=catalogue.get_version(version_id=versions[number].id).definition,
            old_texts=_texts(analyst, before),
            new_texts=_texts(analyst, versions[number]),
        )
    return render(request, "studio/version.html", context)


def _texts(analyst: studio.Analyst, of: studio.PublishedVersion) -> dict[str, str]:
    return studio.get_version_texts(analyst=analyst, version_id=of.id) if of.has_source else {}
