"""Where an official lands after signing in."""

from dataclasses import replace
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hukumati.cases import api as cases
from hukumati.web.sign_in.person import Person, person_required

OFFICERS: Final = frozenset({"officer", "supervisor", "producer", "inspector"})
INBOX: Final = ("officer", "supervisor", "producer", "inspector", "clerk")
"""Roles that may find tasks in the inbox."""

PAGES_OF_ROLES: Final = {
    "analyst": "studio_services",
    "site_manager": "sites",
    "identity_operator": "all_sites",
    "staff_manager": "staff",
    "identity_counter": "counter",
    "identity_officer": "citizens",
    "registrar": "letters",
    "notary": "papers",
}
"""Where officials begin who find no tasks in the inbox."""


def actor_of(request: HttpRequest) -> cases.Actor:
    """Return the official who is signed in; only for views that require one."""
    person: Person = request.person  # type: ignore[attr-defined]
    staff = person.staff
    assert staff is not None  # noqa: S101 — staff_required saw to it
    return cases.Actor(
        kind="officer" if staff.roles & OFFICERS else "clerk",
        id=staff.number,
        name=person.name,
        provider=staff.provider,
        office=staff.office,
        roles=staff.roles,
        id_number=person.id_number,
    )


def clerk_of(request: HttpRequest) -> cases.Actor:
    """Return the official as a clerk, whatever other roles they have."""
    return replace(actor_of(request), kind="clerk")


@require_safe
@person_required
def home(request: HttpRequest) -> HttpResponse:
    """Redirect an official to the work of their role."""
    person: Person = request.person  # type: ignore[attr-defined]
    roles = person.staff.roles if person.staff else frozenset()
    if roles & OFFICERS:
        return redirect("inbox")
    if "cabinet" in roles:
        return redirect("holidays")
    if "clerk" in roles:
        return redirect("desk")
    for role, page in PAGES_OF_ROLES.items():
        if role in roles:
            return redirect(page)
    return render(request, "workplace/no_role.html", status=403)
