"""Requests of sites to a person who is elsewhere (CIBA): what waits, deciding it, and sites that may not ask again."""

from typing import Final
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hukumati.core import clock
from hukumati.identity.domain.consents import Receipt
from hukumati.identity.http.account.guard import account_page, sensitive_page, sign_in_again
from hukumati.identity.http.oidc.consent import asking_site, received
from hukumati.identity.http.oidc.responses import SeeOther, never_stored
from hukumati.identity.models import BackchannelRequest, LoginSession
from hukumati.identity.use_cases.backchannel_requests import (
    approve,
    find_request,
    hear_again,
    list_silenced,
    list_waiting,
    refuse,
    suffices,
)
from hukumati.identity.use_cases.clients import find_client

GONE: Final = 410
UNPROCESSABLE: Final = 422
APPROVE, REFUSE, SILENCE, SIGN_IN = "approve", "refuse", "silence", "sign_in"


class DecisionForm(forms.Form):
    """The button that was pressed."""

    decision = forms.ChoiceField(choices=[(each, each) for each in (APPROVE, REFUSE, SILENCE, SIGN_IN)])


@require_safe
@account_page
def waiting_requests(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """List what sites ask now, and the sites that may not ask."""
    waiting = [(each, asking_site(each.client)) for each in list_waiting(session.account, now=clock.now())]
    silenced_sites = [(client.client_id, asking_site(client).name) for client in list_silenced(session.account)]
    context = {"waiting": waiting, "silenced": silenced_sites}
    return never_stored(render(request, "identity/account/requests.html", context))


@require_http_methods(["GET", "POST"])
@sensitive_page
def waiting_request(request: HttpRequest, session: LoginSession, request_id: UUID) -> HttpResponse:
    """Show which site asks, its message, and what it would receive; take the decision, once."""
    asked = find_request(request_id=request_id, account=session.account, now=clock.now())
    if asked is None:
        return never_stored(render(request, "identity/account/request_over.html", status=GONE))
    if asked.grant_id is not None or asked.denied_at is not None:
        return _decided(request, asked)
    if request.method == "POST":
        return _decide(request, session, asked)
    return _show(request, session, asked)


def _decide(request: HttpRequest, session: LoginSession, asked: BackchannelRequest) -> HttpResponse:
    form, now = DecisionForm(request.POST), clock.now()
    if not form.is_valid():
        return _show(request, session, asked, status=UNPROCESSABLE)
    decision = form.cleaned_data["decision"]
    if decision in {REFUSE, SILENCE}:
        refuse(asked, account=session.account, silences=decision == SILENCE, now=now)
    elif decision == SIGN_IN or not suffices(asked, session):
        return sign_in_again(request, levels=asked.levels)
    else:
        approve(asked, session=session, now=now)
    asked.refresh_from_db()
    return _decided(request, asked)


def _decided(request: HttpRequest, asked: BackchannelRequest) -> HttpResponse:
    """Show what was decided: a second click, or another device, gets the first answer."""
    if asked.grant_id is None and asked.denied_at is None:  # it ended meanwhile
        return never_stored(render(request, "identity/account/request_over.html", status=GONE))
    context = {"is_approved": asked.grant_id is not None, "site": asking_site(asked.client)}
    return never_stored(render(request, "identity/account/request_decided.html", context))


def _show(request: HttpRequest, session: LoginSession, asked: BackchannelRequest, *, status: int = 200) -> HttpResponse:
    context = {
        "asked": asked,
        "site": asking_site(asked.client),
        "received": received(Receipt.of(asked.scopes, {})),
        "suffices": suffices(asked, session),
    }
    return never_stored(render(request, "identity/account/request.html", context, status=status))


@require_POST
@account_page
def silenced(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """Let a site ask again; a second click changes nothing."""
    client = find_client(request.POST.get("site", ""))
    if client is not None:
        hear_again(session.account, client.client_id)
    return never_stored(SeeOther(reverse("identity_waiting_requests")))
