"""Chooses the URLs of a request by its host: each site of the platform has one."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound


class SiteMiddleware:
    """Sets `request.site_code` and `request.urlconf`; a host that is no site has no pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.sites = {urlsplit(url).hostname: (site, urlconf) for site, (url, urlconf) in settings.SITES.items()}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.get_host().rsplit(":", 1)[0]
        if host not in self.sites:
            return HttpResponseNotFound(b"No such host.\n", content_type="text/plain")
        site, urlconf = self.sites[host]
        request.site_code = site  # type: ignore[attr-defined]
        request.urlconf = urlconf
        return self.get_response(request)
