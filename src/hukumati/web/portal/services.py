"""Services: searching, and the page of each."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from hukumati.catalogue import api as catalogue
from hukumati.core.clock import local_date, now
from hukumati.service_language import api as service_language
from hukumati.web.portal.cached_pages import kept_page
from hukumati.web.portal.consents import awaited_of
from hukumati.web.sign_in.person import person_of
from hukumati.web.summaries import collection_places

LONGEST_QUERY = 200


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the search, the services, and what awaits somebody who is signed in."""
    context = {
        "services": catalogue.list_services(today=local_date(now())),
        "awaited": awaited_of(person_of(request)),
    }
    return render(request, "portal/home.html", context)


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Show the results of a search, or every service."""
    query = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    today = local_date(now())
    found = catalogue.search(text=query, today=today) if query else catalogue.list_services(today=today)
    return render(request, "portal/services.html", {"query": query, "services": found})


@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a service is, costs, needs and promises, and where its document is collected."""
    found = catalogue.get_service(code_or_slug=slug)
    is_plain = found.summary.slug == slug and not request.META.get("QUERY_STRING")
    if not is_plain or getattr(request, "person", None):
        return HttpResponse(_drawn_service(request, found))
    return kept_page(request, key=_strangers_key(request, found), draw=lambda: _drawn_service(request, found))


def _strangers_key(request: HttpRequest, found: catalogue.Service) -> str:
    """Return the cache key of the page for those not signed in; every version has a new id, hence a new key, and a
    call another page before, during and after.
    """
    saves_data = request.headers.get("Save-Data", "").lower() == "on"
    return f"portal.service:{found.version_id}:{_stage(found)}:{get_language()}:{saves_data}"


def _stage(found: catalogue.Service) -> str:
    return service_language.stage_of(found.definition.call, local_date(now()))


def _drawn_service(request: HttpRequest, found: catalogue.Service) -> str:
    definition = found.definition
    context = {
        "service": found.summary,
        "definition": definition,
        "guide": definition.guide,
        "version": found.version_id,
        "is_open": found.summary.status == "open" and _stage(found) == "open",
        "call": definition.call,
        "stage": _stage(found),
        "methods": partial(collection_places, definition),
        "prices": partial(service_language.fee_items, definition=definition),
    }
    return render_to_string("portal/service.html", context, request)
