"""Someone who is signed in already, a citizen or an official: the sign-on has tests of its own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from hukumati.core import clock
from hukumati.core.bilingual import Bilingual
from hukumati.identity.api import Staff
from hukumati.web.sign_in.person import Person

SUB = "sub-400000006"


class Visiting:
    """Takes the place of the middleware that finds the person in the session.

    `X-Visitor` says who it is: a citizen's name for the platform, or "NUMBER PROVIDER OFFICE ROLE" of an official.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        visitor = request.headers.get("X-Visitor", "")
        request.person = person(visitor.split(" ")) if visitor else None  # type: ignore[attr-defined]
        return self.get_response(request)


def person(words: list[str]) -> Person:
    """Make the person."""
    staff = Staff(words[0], words[1], words[2].strip("-"), frozenset({words[3]})) if len(words) == 4 else None
    return Person(
        sub=words[0],
        id_number="700009991" if staff else words[0].rpartition("-")[2],
        name=Bilingual(ar="ليلى الزيتوني", en="Layla Zaytouni"),
        phone="+970599000101",
        email="layla@example.test",
        acr="substantial",
        auth_at=clock.now(),
        staff=staff,
    )
