"""Pages for what goes wrong, as views that a urlconf or a setting can name."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "design/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "design/errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "design/errors/404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose CSRF token is missing or wrong; `settings.CSRF_FAILURE_VIEW` may name it."""
    return render(request, "design/errors/csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without the database, the session or the context processors: any of them may be what failed.

    Where it is the database that is away, the answer is "later" instead; sites name this view as their `handler500`.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable(request)
    return HttpResponse(render_to_string("design/errors/500.html"), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer during maintenance or while the database is away, as static as the page for 500."""
    return HttpResponse(render_to_string("design/errors/503.html"), status=503, headers={"Retry-After": "60"})
