"""The sign-ins begun on a site: each in an encrypted cookie of its own, so that tabs waking up at once keep theirs."""

import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from hukumati.core.encryption import CannotDecrypt, decrypt, encrypt
from hukumati.core.json import canonical_json

MOST_FLOWS: Final = 10
MOST_CHARACTERS: Final = 6000
"""Of all flows together: what a browser sends must stay below the limits of servers and proxies."""
LIFETIME: Final = timedelta(minutes=30)
AFTER_SIGNING_IN: Final = timedelta(minutes=2)
"""How long a flow that is done leads to its page: a second click may still come."""
_PURPOSE: Final = "sign_in.flow"
_STATE: Final = re.compile(r"[\w-]{22}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Flow:
    """One sign-in begun on this site: `state` names it, the others are checked when the browser comes back.

    `kept` names the form that was sent when the session was over; "" if none was. `is_again`: who is signed in signs in
    again.
    """

    state: str
    nonce: str
    verifier: str
    next_path: str
    redirect_uri: str
    kept: str
    at: int
    is_done: bool = False
    is_again: bool = False


def begin_flow(*, next_path: str, redirect_uri: str, kept: str, now: datetime, is_again: bool = False) -> Flow:
    """Return a new flow."""
    return Flow(
        state=secrets.token_urlsafe(16),
        nonce=secrets.token_urlsafe(16),
        verifier=secrets.token_urlsafe(32),
        next_path=next_path,
        redirect_uri=redirect_uri,
        kept=kept,
        at=int(now.timestamp()),
        is_again=is_again,
    )


def store_flow(request: HttpRequest, response: HttpResponse, flow: Flow) -> None:
    """Set the flow's cookie; of too many, or too long ones, the oldest are dropped."""
    value = encrypt(canonical_json(asdict(flow)), purpose=_PURPOSE)
    others = sorted(_flows(request), key=lambda each: each[0].at, reverse=True)
    length = len(value)
    for place, (other, size) in enumerate(others):
        length += size
        if place >= MOST_FLOWS - 1 or length > MOST_CHARACTERS:
            response.delete_cookie(_name(other.state), path="/", samesite="Lax")
    _set(response, flow.state, value, LIFETIME)


def find_flow(request: HttpRequest, *, state: str, now: datetime) -> Flow | None:
    """Return the flow of a state; None if this browser began none, or too long ago."""
    value = request.COOKIES.get(_name(state), "") if _STATE.fullmatch(state) else ""
    flow = _read(value)
    if flow is None or flow.state != state or now.timestamp() - flow.at > LIFETIME.total_seconds():
        return None
    return flow


def end_flow(response: HttpResponse, flow: Flow) -> None:
    """Mark a flow as done: it signs nobody in any more, and leads to its page for two minutes."""
    value = encrypt(canonical_json(asdict(replace(flow, is_done=True, kept=""))), purpose=_PURPOSE)
    _set(response, flow.state, value, AFTER_SIGNING_IN)


def drop_flow(response: HttpResponse, flow: Flow) -> None:
    """Forget a flow that failed."""
    response.delete_cookie(_name(flow.state), path="/", samesite="Lax")


def _set(response: HttpResponse, state: str, value: str, lifetime: timedelta) -> None:
    response.set_cookie(
        _name(state), value, max_age=lifetime, path="/", secure=settings.HUKUMATI.is_secure, httponly=True,
        samesite="Lax",
    )  # fmt: skip


def _flows(request: HttpRequest) -> Iterator[tuple[Flow, int]]:
    """List the flows of this browser, each with its length."""
    prefix = _name("")
    for name, value in request.COOKIES.items():
        flow = _read(value) if name.startswith(prefix) else None
        if flow is not None:
            yield flow, len(value)


def _read(value: str) -> Flow | None:
    try:
        return Flow(**json.loads(decrypt(value, purpose=_PURPOSE)))
    except (CannotDecrypt, TypeError):
        return None


def _name(state: str) -> str:
    return f"{'__Host-' if settings.HUKUMATI.is_secure else ''}flow_{state}"
