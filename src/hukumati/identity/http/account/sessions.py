"""Devices and sign-ins: where the account is open, since when, on which sites; ending them, and locking it all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hukumati.core import clock
from hukumati.core.bilingual import active_language
from hukumati.core.network import client_network
from hukumati.identity.domain.browsers import wide_network
from hukumati.identity.domain.locks import LockReason
from hukumati.identity.http import cookies
from hukumati.identity.http.account.guard import account_page
from hukumati.identity.http.oidc.responses import SeeOther, never_stored
from hukumati.identity.models import LoginSession
from hukumati.identity.use_cases import locks, own_sessions
from hukumati.identity.use_cases.sessions import end_other_sessions

DONE: Final = {
    "one": _("That device is signed out."),
    "others": _("All other devices are signed out."),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One sign-in as its holder reads it."""

    id: UUID
    device: str
    network: str
    is_this_network: bool
    is_current: bool
    started_at: datetime
    seen_at: datetime
    sites: tuple[str, ...]


@require_safe
@account_page
def sessions_page(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """List the sign-ins that are open."""
    shown = list(_shown(request, session))
    context = {"sessions": shown, "others": len(shown) > 1, "done": DONE.get(request.GET.get("done", ""), "")}
    return never_stored(render(request, "identity/account/sessions.html", context))


def _shown(request: HttpRequest, current: LoginSession) -> Iterator[Shown]:
    here = wide_network(client_network(request))
    for each in own_sessions.list_open(account=current.account, now=clock.now()):
        session = each.session
        yield Shown(
            id=session.id,
            device=session.device,
            network=session.network,
            is_this_network=bool(here) and session.network == here,
            is_current=session.id == current.id,
            started_at=session.auth_time,
            seen_at=session.seen_at,
            sites=tuple(site.of(active_language()) for site in each.sites),
        )


@require_POST
@account_page
def end_one(request: HttpRequest, session: LoginSession, session_id: UUID) -> HttpResponse:
    """End one sign-in of the same account; ending one's own signs out here."""
    own_sessions.end_own(account=session.account, session_id=session_id, now=clock.now())
    if session_id != session.id:
        return never_stored(SeeOther(reverse("identity_sessions") + "?done=one"))
    response = never_stored(SeeOther(reverse("identity_account")))
    cookies.delete_session(response)
    return response


@require_POST
@account_page
def end_others(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """End every sign-in but this one."""
    end_other_sessions(account=session.account, kept=session, now=clock.now())
    return never_stored(SeeOther(reverse("identity_sessions") + "?done=others"))


@require_http_methods(["GET", "POST"])
@account_page
def lock(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """Ask whether to lock the account, then lock it."""
    if request.method == "POST":
        actor = f"account:{session.account_id}"
        locks.lock_account(session.account, reason=LockReason.HOLDER, actor=actor, now=clock.now())
        response = never_stored(SeeOther(reverse("identity_locked")))
        cookies.delete_session(response)
        return response
    return never_stored(render(request, "identity/account/lock.html"))


@require_safe
def locked(request: HttpRequest) -> HttpResponse:
    """Say that an account is locked and how it is opened again; the same for everybody."""
    return render(request, "identity/account/locked.html")
