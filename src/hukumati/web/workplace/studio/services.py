"""The services of the analyst's provider: published versions, drafts and running cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hukumati.cases import api as cases
from hukumati.catalogue import api as catalogue
from hukumati.core.bilingual import active_language
from hukumati.core.clock import now
from hukumati.studio import api as studio
from hukumati.web.workplace.studio.access import (
    DRAFT_STATUSES,
    SERVICE_STATUSES,
    StatusTag,
    analyst_of,
    analyst_required,
)
from hukumati.web.workplace.studio.activity import activity_context
from hukumati.web.workplace.studio.differences import differences_context
from hukumati.web.workplace.studio.flow import flow_context


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One service in the list; `on_older` are its running cases on versions before the current one."""

    service: studio.StudioService
    state: StatusTag
    draft_state: StatusTag | None
    running: int
    on_older: int


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a service, with its running cases."""

    version: studio.PublishedVersion
    running: int
    is_current: bool


@require_safe
@analyst_required
def services(request: HttpRequest) -> HttpResponse:
    """List the services of the analyst's provider."""
    analyst = analyst_of(request)
    listed = [_service_row(service) for service in studio.list_own_services(analyst=analyst)]
    new = [(draft, DRAFT_STATUSES[draft.state]) for draft in studio.list_new_drafts(analyst=analyst)]
    notice_text = request.session.pop("studio.notice", "")
    return render(request, "studio/services.html", {"services": listed, "new": new, "notice_text": notice_text})


def _service_row(service: studio.StudioService) -> ServiceRow:
    counts = cases.running_cases(service_code=service.code)
    return ServiceRow(
        service=service,
        state=SERVICE_STATUSES[service.status],
        draft_state=DRAFT_STATUSES[service.draft_state] if service.draft_state else None,
        running=_total(counts),
        on_older=_total(counts) - sum(counts.get(service.current_id, {}).values()),
    )


def _total(counts: Mapping[UUID, Mapping[str, int]]) -> int:
    return sum(count for states in counts.values() for count in states.values())


@require_safe
@analyst_required
def service(request: HttpRequest, code: str) -> HttpResponse:
    """Show a service: its versions, its flow with the running cases, and its activity in the studio."""
    analyst = analyst_of(request)
    shown = studio.get_own_service(analyst=analyst, code=code)
    counts = cases.running_cases(service_code=code)
    definition = catalogue.get_version(version_id=shown.current_id).definition
    versions = [
        VersionRow(version, sum(counts.get(version.id, {}).values()), version.id == shown.current_id)
        for version in studio.list_versions(analyst=analyst, code=code)
    ]
    context: dict[str, object] = {
        "service": shown,
        "state": SERVICE_STATUSES[shown.status],
        "draft_state": DRAFT_STATUSES[shown.draft_state] if shown.draft_state else None,
        "versions": versions,
        **activity_context(request, studio.list_activity(analyst=analyst, slug=shown.slug)),
        **flow_context(definition, counts.get(shown.current_id, {}), active_language()),
    }
    return render(request, "studio/service.html", context)


@require_POST
@analyst_required
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Create a draft of a service, or open the active one."""
    draft = studio.open_draft(analyst=analyst_of(request), code=code, now=now())
    return redirect("studio_draft", draft.id)


@require_safe
@analyst_required
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show what a version changed from the one before it."""
    analyst = analyst_of(request)
    shown = studio.get_own_service(analyst=analyst, code=code)
    versions = {each.number: each for each in studio.list_versions(analyst=analyst, code=code)}
    if number not in versions:
        raise catalogue.NoSuchService
    before = versions.get(number - 1)
    context: dict[str, object] = {"service": shown, "version": versions[number], "before": before}
    if before:
        context |= differences_context(
            old=catalogue.get_version(version_id=before.id).definition,
            new=catalogue.get_version(version_id=versions[number].id).definition,
            old_texts=_texts(analyst, before),
            new_texts=_texts(analyst, versions[number]),
        )
    return render(request, "studio/version.html", context)


def _texts(analyst: studio.Analyst, version: studio.PublishedVersion) -> dict[str, str]:
    return studio.get_version_texts(analyst=analyst, version_id=version.id) if version.has_source else {}
