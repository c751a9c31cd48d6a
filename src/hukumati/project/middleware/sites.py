"""Chooses the URLs of a request by its host: each site of the platform has one."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotFound
from django.http.request import split_domain_port

from hukumati.project.middleware.spelling import redirect_for_good


class SiteMiddleware:
    """Sets `request.site_code` and `request.urlconf`; a host that is no site has no pages.

    A host in capitals or with the root's dot behind it is the same host (RFC 4343, RFC 1034 §3.1).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.sites = {urlsplit(url).hostname: (site, urlconf) for site, (url, urlconf) in settings.SITES.items()}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            given = request.get_host()
        except DisallowedHost:  # Django would write a traceback for each: whoever calls us could fill the log
            return HttpResponseBadRequest(b"No such host.\n", content_type="text/plain")
        host, port = split_domain_port(given)
        if host not in self.sites:
            return HttpResponseNotFound(b"No such host.\n", content_type="text/plain")
        canonical = f"{host}:{port}" if port else host
        if given != canonical:  # cookies of "Portal.localhost." are not those of "portal.localhost"
            return redirect_for_good(f"{request.scheme}://{canonical}{request.get_full_path()}")
        site, urlconf = self.sites[host]
        request.site_code = site  # type: ignore[attr-defined]
        request.urlconf = urlconf
        return self.get_response(request)
