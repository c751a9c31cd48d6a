"""Who may open these pages, and whom they have open."""

from uuid import UUID

from django.http import HttpRequest

from hukumati.identity import api as identity
from hukumati.web.sign_in.person import Person, staff_required

officer_required = staff_required("identity_officer")


def number_of(request: HttpRequest) -> str:
    """Return the staff number of the official who is signed in; only for views that require one."""
    return _staff(request).number


def office_of(request: HttpRequest) -> str:
    """Return the office of the official who is signed in; only for views that require one."""
    return _staff(request).office


def find_file(request: HttpRequest, look_id: UUID) -> identity.AccountFile | None:
    """Return an account that the official has open; None if it is a colleague's, or was closed after an hour."""
    try:
        return identity.open_account_file(look=str(look_id), officer=number_of(request))
    except identity.NoSuchLook:
        return None


def _staff(request: HttpRequest) -> identity.Staff:
    person: Person = request.person  # type: ignore[attr-defined]
    assert person.staff is not None  # noqa: S101 — officer_required saw to it
    return person.staff
