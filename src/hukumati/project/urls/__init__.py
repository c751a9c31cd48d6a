"""The addresses of each site: its pages in Arabic at /…, in English at /en/…, and its machine endpoints."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


everywhere: list[URLPattern] = [path("healthz", healthz, name="healthz")]
