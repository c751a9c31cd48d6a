"""One line a request: method, route, status, milliseconds. Neither query strings nor paths with references in them."""

import time
from collections.abc import Callable
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("hukumati.request")


class RequestLogMiddleware:
    """Binds a request id to all lines of the request, and writes the line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid4().hex
        began = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            match = request.resolver_match
            if not request.path.startswith("/static/"):
                log.info(
                    "request",
                    method=request.method,
                    route=match.route if match else "-",
                    site=getattr(request, "site_code", "-"),
                    status=response.status_code,
                    ms=round((time.perf_counter() - began) * 1000, 1),
                )
        response.headers["X-Request-Id"] = request_id
        return response
