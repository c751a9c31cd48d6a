"""A person who opens the address of a button gets the page on which the button stands, and no bare "405"."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import Resolver404, resolve

from hukumati.core.design.errors import not_found


class PageOfActionMiddleware:
    """Leads on from addresses that only take forms: a reload, a bookmark, the other language of an error page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_opened = request.method in {"GET", "HEAD"} and "text/html" in request.headers.get("Accept", "")
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or not is_opened:
            return response
        page = _page_above(request.path, getattr(request, "urlconf", None))
        return HttpResponseRedirect(page) if page else not_found(request)


def _page_above(path: str, urlconf: str | None) -> str:
    """Return the nearest address above that is a page; "" if there is none."""
    while path.strip("/"):
        path = path.rstrip("/").rpartition("/")[0]
        for spelt in (f"{path}/", path):
            if _is_address(spelt, urlconf):
                return spelt
    return ""


def _is_address(path: str, urlconf: str | None) -> bool:
    try:
        resolve(path, urlconf)
    except Resolver404:
        return False
    return True
