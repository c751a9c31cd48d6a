"""Pages drawn in this process, of cases that are made as the tests of cases make them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import resolve, set_urlconf
from django.utils import translation

from hukumati.cases.tests.conftest import edge, pay, pay_silently, service
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now
from hukumati.identity.api import Staff
from hukumati.web.sign_in.person import Person

__all__ = ["edge", "pay", "pay_silently", "service"]


@dataclass(frozen=True)
class Page:
    """What came back: its status, its text, and where it leads."""

    status: int
    text: str
    location: str


Visit = Callable[..., Page]


@pytest.fixture
def visit() -> Visit:
    """A function that lets a person open an address of a site, or send a form to it (`data`)."""
    session = SessionStore()

    def do(site: str, path: str, person: Person, data: dict[str, Any] | None = None) -> Page:
        make = RequestFactory(HTTP_HOST=f"{site}.localhost:8000")
        request: Any = make.get(path) if data is None else make.post(path, data)
        request.site_code, request.urlconf, request.person = site, settings.SITES[site][1], person
        request.session = session
        with translation.override("en"):
            return _drawn(request)

    return do


def _drawn(request: HttpRequest) -> Page:
    set_urlconf(request.urlconf)
    try:
        match = resolve(request.path_info)
        request.resolver_match = match
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    finally:
        set_urlconf(None)
    return Page(response.status_code, response.content.decode(), response.headers.get("Location", ""))


def person(sub: str, id_number: str | None = None, staff: Staff | None = None) -> Person:
    """Somebody signed in; an official where `staff` tells their place."""
    name = Bilingual(ar="ليلى الزيتوني", en="Layla Zaytouni")
    return Person(sub, id_number, name, "+970599000101", "layla@example.test", "substantial", now(), staff)


def official(number: str, *roles: str, provider: str = "moj", office: str = "MOJ-RAM") -> Person:
    """An official signed in."""
    return person(f"sub-{number}", staff=Staff(number, provider, office, frozenset(roles)))
