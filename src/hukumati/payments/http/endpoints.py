"""What the endpoints of all channels share: a bounded POST without a session, and problems as RFC 9457 says."""

from collections.abc import Callable
from functools import wraps
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

MOST_BYTES: Final = 65_536

View = Callable[[HttpRequest, bytes], HttpResponse]


def machine_endpoint(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """Limit a view to a POST of at most 64 KB and pass it the body; a machine has no session and no CSRF token."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def handle(request: HttpRequest) -> HttpResponse:
        raw = request.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            return problem(413, "The message is too large.")
        return view(request, raw)

    return handle


def problem(status: int, title: str) -> JsonResponse:
    """Return a problem document (RFC 9457)."""
    return JsonResponse(
        {"type": "about:blank", "title": title, "status": status},
        status=status,
        content_type="application/problem+json",
    )
