"""The one place where expected errors become answers: problem+json for machines (RFC 9457), a page for people."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from hukumati.core.errors import HukumatiError, as_problem
from hukumati.core.network import client_network
from hukumati.core.security_events import note
from hukumati.web.error_pages import explain

NOTED: Final = frozenset({401, 403, 429})
"""What attackers are answered, and who guards the platform counts."""


class ExpectedErrorMiddleware:
    """Translates a `HukumatiError` that a view let pass; everything else is a defect, and goes on to Django."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer an expected error and leave any other alone."""
        if not isinstance(error, HukumatiError):
            return None
        if error.status in NOTED:
            note(f"refused.{error.code}", subject=_subject(request), origin=client_network(request))
        if "text/html" in request.headers.get("Accept", ""):
            page = _page(request, error)
            vars(page)["refused_as"] = error  # what has changed meanwhile is told with it
            return page
        return JsonResponse(as_problem(error), status=error.status, content_type="application/problem+json")


def _subject(request: HttpRequest) -> str:
    person = getattr(request, "person", None)
    return person.sub if person else ""


def _page(request: HttpRequest, error: HukumatiError) -> HttpResponse:
    refusal = explain(error)
    if refusal:
        return render(request, "web/refusal.html", {"refusal": refusal}, status=error.status)
    name = error.status if error.status in {403, 404} else 400
    return render(request, f"design/errors/{name}.html", status=error.status)
