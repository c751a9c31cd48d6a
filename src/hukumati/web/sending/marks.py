"""Whose form it is: a mark of the person for whom a page was made stands in each of its forms."""

from typing import Final

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

CSRF: Final = "csrfmiddlewaretoken"
MARK: Final = "form-for"
NOT_TYPED: Final = frozenset({CSRF, MARK})
"""Fields that the platform puts into each form."""


_HALF: Final = 24


def make_mark(sub: str) -> str:
    """Return a person's mark. Its second half proves the first: without the platform's key nobody makes one up."""
    whose = salted_hmac("hukumati.web.mark", sub, algorithm="sha256").hexdigest()[:_HALF]
    return whose + _proof(whose)


def _proof(whose: str) -> str:
    return salted_hmac("hukumati.web.mark.proof", whose, algorithm="sha256").hexdigest()[:_HALF]


def mark_of(request: HttpRequest) -> str:
    """Return the mark of who is signed in; "" for nobody."""
    person = getattr(request, "person", None)
    return "" if person is None else make_mark(person.sub)


def posted_mark(request: HttpRequest) -> str:
    """Return the mark in the form that was sent; "" if it has none, or one that the platform did not make."""
    mark = request.POST.get(MARK, "")
    is_genuine = len(mark) == 2 * _HALF and constant_time_compare(_proof(mark[:_HALF]), mark[_HALF:])
    return mark if is_genuine else ""


def is_own_form(request: HttpRequest) -> bool:
    """Return whether the form was made for who is signed in now."""
    return bool(mark_of(request)) and constant_time_compare(posted_mark(request), mark_of(request))


def is_others_form(request: HttpRequest) -> bool:
    """Return whether the form was made for somebody else than who is signed in now."""
    return bool(mark_of(request) and posted_mark(request)) and not is_own_form(request)
