"""Endpoints that programs post to are called at once, past what only pages need: they are asked at every sign-in."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import set_urlconf

from hukumati.identity.http.urls import direct

SITES: Final = frozenset({"identity", "identity_mtls"})


class DirectEndpointMiddleware:
    """Calls an endpoint of the provider that clients post to, without session, language, form token and spelling.

    Each of them proves otherwise who calls, and answers in JSON. Log, headers and the choice of the site stand before.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_direct = request.method == "POST" and getattr(request, "site_code", "") in SITES
        pattern = direct.get(request.path_info) if is_direct else None
        match = pattern.resolve(request.path_info[1:]) if pattern else None
        if match is None:
            return self.get_response(request)
        request.resolver_match = match
        set_urlconf("hukumati.project.urls.identity")  # as Django does where it resolves: views look addresses up
        response: HttpResponse = match.func(request)
        return response
