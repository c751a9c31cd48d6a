"""Who is signed in on this site, and what a view demands of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from hukumati.core.bilingual import Bilingual
from hukumati.identity.api import Staff

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in person as the provider described them; `sub` is how the platform knows them."""

    sub: str
    id_number: str | None
    name: Bilingual
    phone: str
    email: str
    acr: str
    auth_at: datetime
    staff: Staff | None

    def has_role(self, role: str) -> bool:
        """Return whether the person works here in this role."""
        return self.staff is not None and role in self.staff.roles

    def as_json(self) -> dict[str, Any]:
        """Return the person as it is kept in the session."""
        staff = self.staff
        return {
            "sub": self.sub,
            "id_number": self.id_number,
            "name": {"ar": self.name.ar, "en": self.name.en},
            "phone": self.phone,
            "email": self.email,
            "acr": self.acr,
            "auth_at": self.auth_at.isoformat(),
            "staff": staff and [staff.number, staff.provider, staff.office, sorted(staff.roles)],
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Person":
        """Read what `as_json` wrote."""
        staff = kept["staff"]
        return cls(
            sub=kept["sub"],
            id_number=kept["id_number"],
            name=Bilingual(**kept["name"]),
            phone=kept["phone"],
            email=kept["email"],
            acr=kept["acr"],
            auth_at=datetime.fromisoformat(kept["auth_at"]),
            staff=Staff(staff[0], staff[1], staff[2], frozenset(staff[3])) if staff else None,
        )


def person_of(request: HttpRequest) -> Person | None:
    """Return who is signed in."""
    person: Person | None = getattr(request, "person", None)
    return person


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    address = reverse("sign_in")
    if request.method in {"GET", "HEAD"}:
        address = f"{address}?{urlencode({'next': request.get_full_path()})}"
    return redirect(address)


def person_required(view: View[P]) -> View[P]:
    """Let only signed-in people into a view; others sign in first and come back."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if person_of(request) is None:
            return _ask_to_sign_in(request)
        return view(request, *args, **kwargs)

    return guarded


def staff_required(*roles: str) -> Callable[[View[P]], View[P]]:
    """Let only officials with one of the roles into a view; other people get 403.

    The view tells its roles as `for_roles`: the navigation leads nobody to what is not for them.
    """

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            person = person_of(request)
            if person is None:
                return _ask_to_sign_in(request)
            if not any(person.has_role(role) for role in roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        vars(guarded)["for_roles"] = frozenset(roles)
        return guarded

    return guard
