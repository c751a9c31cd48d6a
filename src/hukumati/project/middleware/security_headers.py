"""One strict Content-Security-Policy for every page, and the headers that go with it."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'"
)

HSTS: Final = "max-age=31536000; includeSubDomains"
"""For a year browsers come by https alone (RFC 6797)."""

ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def security_headers(policy: str = POLICY) -> dict[str, str]:
    """Return the headers that every answer has, whoever makes it."""
    strict = {"Strict-Transport-Security": HSTS} if settings.HUKUMATI.is_secure else {}
    return {"Content-Security-Policy": policy, **ALWAYS, **strict}


class SecurityHeadersMiddleware:
    """Browsers apply `form-action` to redirects: a view may widen it by `response.csp_form_action = ("https://…",)`.

    A page that shows files in frames names their origins by `response.csp_frame_src = ("'self'",)`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        origins: tuple[str, ...] = getattr(response, "csp_form_action", ())
        frames: tuple[str, ...] = getattr(response, "csp_frame_src", ())
        policy = f"frame-src {' '.join(frames)}; {POLICY}" if frames else POLICY
        for name, value in security_headers(" ".join((policy, *origins))).items():
            response.setdefault(name, value)
        if not request.path.startswith("/static/"):
            response.setdefault("Cache-Control", "private, no-store")
        return response
