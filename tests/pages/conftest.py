"""Pages rendered in this process, of cases that are created as in the tests of cases."""

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
    """A response: its status, its text, and its `Location`."""

    status: int
    text: str
    location: str


Visit = Callable[..., Page]


@pytest.fixture
def visit() -> Visit:
    """Return a function by which a person opens a path of a site, or posts a form to it (`data`)."""
    session = SessionStore()

    def do(site: str, path: str, person: Person, data: dict[str, Any] | None = None, language: str = "en") -> Page:
        make = RequestFactory(HTTP_HOST=f"{site}.localhost:8000")
        request: Any = make.get(path) if data is None else make.post(path, data)
        request.site_code, request.urlconf, request.person = site, settings.SITES[site][1], person
        request.session = session
        with translation.override(language):
            return _respond(request)

    return do


def _respond(request: HttpRequest) -> Page:
    set_urlconf(request.urlconf)
    try:
        match = resolve(request.path_info)
        request.resolver_match = match
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    finally:
        set_urlconf(None)
    return Page(response.status_code, response.content.decode(), response.headers.get("Location", ""))


def person(sub: str, id_number: str | None = None, staff: Staff | None = None) -> Person:
    """Return a person who is signed in; with `staff`, an official."""
    name = Bilingual(ar="ليلى الزيتوني", en="Layla Zaytouni")
    return Person(sub, id_number, name, "+970599000101", "layla@example.test", "substantial", now(), staff)


def official(number: str, *roles: str, provider: str = "moj", office: str = "MOJ-RAM") -> Person:
    """Return an official who is signed in."""
    return person(f"sub-{number}", "700009991", Staff(number, provider, office, frozenset(roles)))
