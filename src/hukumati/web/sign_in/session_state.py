"""What the site's session keeps: the person signed in, and the signings-in under way."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

from hukumati.identity.api import is_session_standing
from hukumati.web.sign_in.person import Person

IDLE, IN_ALL, TOUCH_EVERY = timedelta(hours=1), timedelta(hours=24), timedelta(minutes=1)
FLOWS_AT_MOST = 5
_FLOWS, _PERSON = "sign_in.flows", "sign_in.person"


@dataclass(frozen=True, slots=True)
class Flow:
    """One signing-in that was begun here: `state` names it, the others are checked when the browser comes back."""

    state: str
    nonce: str
    verifier: str
    next_path: str
    redirect_uri: str


def begin_flow(request: HttpRequest, *, next_path: str, redirect_uri: str) -> Flow:
    """Keep a new flow in the session; the oldest goes when there are more than five."""
    flow = Flow(
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        verifier=secrets.token_urlsafe(48),
        next_path=next_path,
        redirect_uri=redirect_uri,
    )
    flows: list[list[str]] = request.session.get(_FLOWS, [])
    kept = [flow.state, flow.nonce, flow.verifier, flow.next_path, flow.redirect_uri]
    request.session[_FLOWS] = [*flows, kept][-FLOWS_AT_MOST:]
    return flow


def take_flow(request: HttpRequest, *, state: str) -> Flow | None:
    """Return the flow of a state once; None if it was not begun in this session."""
    flows = [Flow(*kept) for kept in request.session.get(_FLOWS, [])]
    found = next((flow for flow in flows if secrets.compare_digest(flow.state.encode(), state.encode())), None)
    if found is not None:
        request.session[_FLOWS] = [kept for kept in request.session[_FLOWS] if kept[0] != found.state]
    return found


def keep_person(request: HttpRequest, *, person: Person, sid: str, id_token: str, now: datetime) -> None:
    """Sign the person in here, under a new session id."""
    flows = request.session.get(_FLOWS, [])
    request.session.flush()
    request.session[_FLOWS] = flows
    kept = {"person": person.as_json(), "sid": sid, "id_token": id_token, "seen_at": now.isoformat()}
    request.session[_PERSON] = kept


def find_person(request: HttpRequest, *, now: datetime) -> Person | None:
    """Return who is signed in; the session ends after an idle hour, a day after signing in, and with the
    provider's, so that signing out at another site or a suspended account takes effect at once (requirement 28).
    """
    kept: dict[str, Any] | None = request.session.get(_PERSON)
    if kept is None:
        return None
    person, seen_at = Person.from_json(kept["person"]), datetime.fromisoformat(kept["seen_at"])
    if now - seen_at > IDLE or now - person.auth_at > IN_ALL or not is_session_standing(sid=kept["sid"]):
        request.session.flush()
        return None
    if now - seen_at >= TOUCH_EVERY:
        request.session[_PERSON] = kept | {"seen_at": now.isoformat()}
    return person


def forget_person(request: HttpRequest) -> str:
    """End the session here and return the ID token it kept; empty if nobody was signed in."""
    kept = request.session.get(_PERSON, {})
    request.session.flush()
    return str(kept.get("id_token", ""))
