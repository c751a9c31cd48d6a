"""Chooses the URLs of a request by its host: each face of the platform has one."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound


class FaceMiddleware:
    """Sets `request.face` and `request.urlconf`; a host that is no face has no pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.faces = {urlsplit(url).hostname: (face, urlconf) for face, (url, urlconf) in settings.FACES.items()}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.get_host().rsplit(":", 1)[0]
        if host not in self.faces:
            return HttpResponseNotFound(b"No such host.\n", content_type="text/plain")
        face, urlconf = self.faces[host]
        request.face = face  # type: ignore[attr-defined]
        request.urlconf = urlconf
        return self.get_response(request)
