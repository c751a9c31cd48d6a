"""Whose form it is: a mark of the person for whom a page was made stands in each of its forms."""

from typing import Final

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

CSRF: Final = "csrfmiddlewaretoken"
MARK: Final = "form-for"
NOT_TYPED: Final = frozenset({CSRF, MARK})
"""Fields that the platform puts into each form."""


def mark_of(request: HttpRequest) -> str:
    """Return the mark of who is signed in; "" for nobody. Without the platform's key none can be made."""
    person = getattr(request, "person", None)
    return "" if person is None else salted_hmac("hukumati.web.mark", person.sub, algorithm="sha256").hexdigest()[:32]


def posted_mark(request: HttpRequest) -> str:
    """Return the mark in the form that was sent; "" if it has none."""
    return request.POST.get(MARK, "")[:32]


def is_own_form(request: HttpRequest) -> bool:
    """Return whether the form was made for who is signed in now."""
    return bool(mark_of(request)) and constant_time_compare(posted_mark(request), mark_of(request))


def is_others_form(request: HttpRequest) -> bool:
    """Return whether the form was made for somebody else than who is signed in now."""
    return bool(mark_of(request) and posted_mark(request)) and not is_own_form(request)
