"""What the site's session holds: the person signed in."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, NotRequired, TypedDict
from uuid import UUID

from django.http import HttpRequest

from hukumati.identity.api import (
    ActiveSession,
    Principal,
    Staff,
    act_for,
    find_active_session,
    find_principal,
    list_principals,
)
from hukumati.web.sign_in.person import Person, StoredPerson

IDLE_LIFETIME: Final = timedelta(hours=1)
TOTAL_LIFETIME: Final = timedelta(hours=24)
TOUCH_EVERY: Final = timedelta(minutes=1)
_PERSON: Final = "sign_in.person"


class SignedIn(TypedDict):
    """The session of a signed-in person: `sid` is the provider's login session, `seen_at` in ISO 8601.

    `mandate` is the mandate by which they act for another.
    """

    person: StoredPerson
    sid: str
    id_token: str
    seen_at: str
    mandate: NotRequired[str]


def store_person(request: HttpRequest, *, person: Person, sid: str, id_token: str, now: datetime) -> None:
    """Sign the person in on this site, under a new session id (requirement 28)."""
    request.session.flush()
    signed_in: SignedIn = {"person": person.as_json(), "sid": sid, "id_token": id_token, "seen_at": now.isoformat()}
    request.session[_PERSON] = signed_in


def find_person(request: HttpRequest, *, now: datetime) -> Person | None:
    """Return who is signed in.

    An official's roles are those of this moment. The session ends after an idle hour, a day after signing in, and with
    the provider's session, so that signing out on another site or a suspended account takes effect at once
    (requirement 28).
    """
    signed_in: SignedIn | None = request.session.get(_PERSON)
    if signed_in is None:
        return None
    person, seen_at = Person.from_json(signed_in["person"]), datetime.fromisoformat(signed_in["seen_at"])
    is_over = now - seen_at > IDLE_LIFETIME or now - person.auth_at > TOTAL_LIFETIME
    active = None if is_over else find_active_session(sid=signed_in["sid"])
    if active is None:
        request.session.flush()
        return None
    if now - seen_at >= TOUCH_EVERY:
        request.session[_PERSON] = signed_in | {"seen_at": now.isoformat()}
    return _acting(request, replace(person, staff=_present_staff(person, active)))


def list_choices(request: HttpRequest) -> tuple[Principal, ...]:
    """List for whom the signed-in person may act."""
    signed_in = request.session.get(_PERSON)
    return () if signed_in is None else list_principals(sid=signed_in["sid"])


def begin_acting(request: HttpRequest, *, mandate: UUID, site: str) -> Principal:
    """Act for another from the next page on. Raises MandateNotUsable."""
    signed_in = _signed_in(request)
    principal = act_for(sid=signed_in["sid"], mandate=mandate, client=site)
    request.session[_PERSON] = signed_in | {"mandate": principal.mandate}
    return principal


def stop_acting(request: HttpRequest) -> None:
    """Act for oneself again."""
    signed_in = request.session.get(_PERSON)
    if signed_in is not None:
        request.session[_PERSON] = {name: value for name, value in signed_in.items() if name != "mandate"}


def _signed_in(request: HttpRequest) -> SignedIn:
    signed_in: SignedIn = request.session[_PERSON]
    return signed_in


def _acting(request: HttpRequest, person: Person) -> Person:
    """Return for whom the person acts; a mandate that may not be used any more is dropped at once."""
    mandate = _signed_in(request).get("mandate")
    if mandate is None:
        return person
    principal = find_principal(sid=_signed_in(request)["sid"], mandate=UUID(mandate))
    if principal is None:
        stop_acting(request)
        return person
    return person.for_principal(principal)


def _present_staff(person: Person, active: ActiveSession) -> Staff | None:
    """Return an official's place and roles of this moment: what was given or taken counts from the next page on."""
    if person.staff is None or active.place is None:
        return None
    place = active.place
    return Staff(person.staff.number, place.provider, place.office, place.roles)


def remove_person(request: HttpRequest) -> str:
    """End the session on this site and return the ID token it held; empty if nobody was signed in."""
    signed_in = request.session.get(_PERSON, {})
    request.session.flush()
    return str(signed_in.get("id_token", ""))
