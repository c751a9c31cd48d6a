"""Whom an official has before them: the accounts that they looked up, and why, for as long as a visit lasts."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.http import HttpRequest

from hukumati.core.clock import now
from hukumati.identity import api as identity
from hukumati.web.sign_in.person import Person, staff_required

VISIT_LASTS: Final = timedelta(minutes=30)
CODE_SHOWN_FOR: Final = timedelta(minutes=10)
VISITS: Final = "counter.visits"
CODE: Final = "counter.code"

counter_required = staff_required("identity_counter")


class VisitOver(LookupError):
    """The official has to say again whom they serve, and why."""


def staff_of(request: HttpRequest) -> identity.Staff:
    """Return the official who is signed in; only for views that require one."""
    person: Person = request.person  # type: ignore[attr-defined]
    assert person.staff is not None  # noqa: S101 — staff_required saw to it
    return person.staff


def begin_visit(request: HttpRequest, accounts: tuple[identity.AccountRecord, ...], *, reason: str) -> None:
    """Remember why the official looked these accounts up."""
    until = (now() + VISIT_LASTS).isoformat()
    request.session[VISITS] = _open_ones(request) | {each.id: [reason, until] for each in accounts}


def visited(request: HttpRequest, account_id: UUID) -> identity.AccountRecord:
    """Return an account that the official looked up. Raises VisitOver where they did not, or too long ago."""
    found = _open_ones(request).get(str(account_id))
    if found is None:
        raise VisitOver
    return identity.get_account_record(account=str(account_id), officer=staff_of(request).number, reason=found[0])


def list_visited(request: HttpRequest) -> list[UUID]:
    """List the accounts that the official looked up and may open, the newest last."""
    return [UUID(each) for each in _open_ones(request)]


def keep_code(request: HttpRequest, account_id: UUID, code: str, *, purpose: str) -> None:
    """Keep a code for as long as it takes to print it."""
    until = (now() + CODE_SHOWN_FOR).isoformat()
    request.session[CODE] = {"account": str(account_id), "code": code, "purpose": purpose, "until": until}


def kept_code(request: HttpRequest, account_id: UUID) -> tuple[str, str]:
    """Return a code to print, and its purpose; "" once its time is over."""
    kept = request.session.get(CODE, {})
    if kept.get("account") != str(account_id) or datetime.fromisoformat(kept["until"]) <= now():
        return "", ""
    return kept["code"], kept["purpose"]


def forget_code(request: HttpRequest) -> None:
    """Forget the code: it is in the person's hands."""
    request.session.pop(CODE, None)


def _open_ones(request: HttpRequest) -> dict[str, list[str]]:
    kept: dict[str, list[str]] = request.session.get(VISITS, {})
    return {account: entry for account, entry in kept.items() if datetime.fromisoformat(entry[1]) > now()}
