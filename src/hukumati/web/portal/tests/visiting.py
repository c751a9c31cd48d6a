"""Someone who is signed in already: the sign-on has tests of its own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from hukumati.core import clock
from hukumati.core.bilingual import Bilingual
from hukumati.web.sign_in.person import Person

SUB = "sub-400000006"


class Visiting:
    """Takes the place of the middleware that finds the person in the session: `X-Visitor` says who it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sub = request.headers.get("X-Visitor", "")
        request.person = person(sub) if sub else None  # type: ignore[attr-defined]
        return self.get_response(request)


def person(sub: str) -> Person:
    """Make a person of this name for the platform; the ID number is its end."""
    return Person(
        sub=sub,
        id_number=sub.rpartition("-")[2],
        name=Bilingual(ar="ليلى الزيتوني", en="Layla Zaytouni"),
        phone="+970599000101",
        email="layla@example.test",
        acr="substantial",
        auth_at=clock.now(),
        staff=None,
    )
