"""Who is signed in on this site, and the views that only some may open."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypedDict
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from hukumati.core import clock
from hukumati.core.bilingual import Bilingual
from hukumati.identity.api import MandateDeed, MandateKind, Principal, Staff
from hukumati.web.sending.kept_forms import keep_form, page_of

RECENT: Final = timedelta(minutes=10)
"""How long ago a person may have proved who they are before an act that is sensitive (requirement 29)."""
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class StoredName(TypedDict):
    """A name in both languages."""

    ar: str
    en: str


class StoredPerson(TypedDict):
    """A person as JSON; `staff` is number, provider, office and roles."""

    sub: str
    id_number: str | None
    name: StoredName
    phone: str
    email: str
    acr: str
    auth_at: str
    staff: tuple[str, str, str, list[str]] | None


@dataclass(frozen=True, slots=True)
class Acting:
    """Who is at the keyboard while a page is somebody else's: their own `sub` and name, and the mandate they use.

    `services` are the codes to which it is limited, none for every service that takes its kind.
    """

    sub: str
    name: Bilingual
    mandate: str
    kind: MandateKind
    services: tuple[str, ...]
    deeds: frozenset[MandateDeed]

    def covers(self, *, service: str, deed: MandateDeed) -> bool:
        """Return whether the mandate goes so far."""
        return deed in self.deeds and (not self.services or service in self.services)


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in person as the provider described them; `sub` is how the platform knows them.

    While they act for another, this is the other one, reached where the person at the keyboard is, and `acting` tells
    who that is.
    """

    sub: str
    id_number: str | None
    name: Bilingual
    phone: str
    email: str
    acr: str
    auth_at: datetime
    staff: Staff | None
    acting: Acting | None = None

    def for_principal(self, principal: Principal) -> "Person":
        """Return whom the person acts for, with the person as the one who acts."""
        acting = Acting(self.sub, self.name, principal.mandate, principal.kind, principal.services, principal.deeds)
        return replace(
            self, sub=principal.sub, id_number=principal.id_number, name=principal.name, staff=None, acting=acting
        )

    def has_role(self, role: str) -> bool:
        """Return whether the person is an official in this role."""
        return self.staff is not None and role in self.staff.roles

    def as_json(self) -> StoredPerson:
        """Return the person as the session stores it."""
        staff = self.staff
        return {
            "sub": self.sub,
            "id_number": self.id_number,
            "name": {"ar": self.name.ar, "en": self.name.en},
            "phone": self.phone,
            "email": self.email,
            "acr": self.acr,
            "auth_at": self.auth_at.isoformat(),
            "staff": (staff.number, staff.provider, staff.office, sorted(staff.roles)) if staff else None,
        }

    @classmethod
    def from_json(cls, stored: StoredPerson) -> "Person":
        """Read what `as_json` returned."""
        staff = stored["staff"]
        return cls(
            sub=stored["sub"],
            id_number=stored["id_number"],
            name=Bilingual(**stored["name"]),
            phone=stored["phone"],
            email=stored["email"],
            acr=stored["acr"],
            auth_at=datetime.fromisoformat(stored["auth_at"]),
            staff=Staff(staff[0], staff[1], staff[2], frozenset(staff[3])) if staff else None,
        )


def person_of(request: HttpRequest) -> Person | None:
    """Return who is signed in."""
    person: Person | None = getattr(request, "person", None)
    return person


def redirect_to_sign_in(request: HttpRequest, *, again: bool = False) -> HttpResponse:
    """Lead to the sign-in and back to the page; a form that was sent is kept for who typed it.

    `again`: also who is signed in signs in again, unless they did so a moment ago on another site.
    """
    if request.method == "POST":
        query = {"next": page_of(request), "kept": keep_form(request, reason="signed_out")}
    else:
        query = {"next": request.get_full_path()}
    query |= {"again": "1"} if again else {}
    return redirect(f"{reverse('sign_in')}?{urlencode({name: value for name, value in query.items() if value})}")


def is_recent(person: Person) -> bool:
    """Return whether a person signed in so lately that they may do what is sensitive."""
    return clock.now() - person.auth_at <= RECENT


def recent_sign_in_required(view: View[P]) -> View[P]:
    """Let only people into a view who signed in within ten minutes; others do so again and come back (requirement 29).

    It stands below the guard that says whom the view is for.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        person = person_of(request)
        if person is None or not is_recent(person):
            return redirect_to_sign_in(request, again=True)
        return view(request, *args, **kwargs)

    return guarded


def person_required(view: View[P]) -> View[P]:
    """Let only signed-in people into a view; others sign in first and come back."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if person_of(request) is None:
            return redirect_to_sign_in(request)
        return view(request, *args, **kwargs)

    return guarded


def staff_required(*roles: str) -> Callable[[View[P]], View[P]]:
    """Let only officials with one of the roles into a view; other people get 403.

    The view carries its roles as `for_roles`, by which the navigation hides links that a person may not follow.
    """

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            person = person_of(request)
            if person is None:
                return redirect_to_sign_in(request)
            if not any(person.has_role(role) for role in roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        vars(guarded)["for_roles"] = frozenset(roles)
        return guarded

    return guard
