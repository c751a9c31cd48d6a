"""The addresses of each site: its pages in Arabic at /…, in English at /en/…, and its machine endpoints."""

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path

from hukumati import __version__


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers."""
    _ask_database()
    return HttpResponse("ok\n", content_type="text/plain")


def health(request: HttpRequest) -> JsonResponse:
    """Return {status, version}: 200 "ok", or 503 "unavailable" while the database does not answer."""
    try:
        _ask_database()
    except OperationalError:
        return JsonResponse({"status": "unavailable", "version": __version__}, status=503)
    return JsonResponse({"status": "ok", "version": __version__})


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


everywhere: list[URLPattern] = [path("healthz", healthz, name="healthz"), path("health", health, name="health")]
