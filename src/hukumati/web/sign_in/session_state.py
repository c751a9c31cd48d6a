"""What the site's session holds: the person signed in."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, TypedDict

from django.http import HttpRequest

from hukumati.identity.api import ActiveSession, Staff, find_active_session
from hukumati.web.sign_in.person import Person, StoredPerson

IDLE_LIFETIME: Final = timedelta(hours=1)
TOTAL_LIFETIME: Final = timedelta(hours=24)
TOUCH_EVERY: Final = timedelta(minutes=1)
_PERSON: Final = "sign_in.person"


class SignedIn(TypedDict):
    """The session of a signed-in person: `sid` is the provider's login session, `seen_at` in ISO 8601."""

    person: StoredPerson
    sid: str
    id_token: str
    seen_at: str


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
    return replace(person, staff=_present_staff(person, active))


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
