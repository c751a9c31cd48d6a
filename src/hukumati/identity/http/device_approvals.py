"""Approving a sign-in from another device: beginning it, asking how it stands, and deciding it on the telephone."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hukumati.core import clock
from hukumati.core.bilingual import active_language
from hukumati.core.network import client_network
from hukumati.identity.domain.browsers import device_label, wide_network
from hukumati.identity.http import cookies
from hukumati.identity.http.account.guard import sensitive_page, sign_in_again
from hukumati.identity.http.oidc.responses import SeeOther, never_stored
from hukumati.identity.models import DeviceApproval, LoginAttempt, LoginSession
from hukumati.identity.use_cases.attempts import find_attempt
from hukumati.identity.use_cases.device_approvals import (
    begin_approval,
    decide,
    find_open_approval,
    newest_approval,
    state_of,
)

GONE = 410


class NumberForm(forms.Form):
    """The number that was pressed; none for a refusal."""

    number = forms.IntegerField(required=False)


@require_POST
def begin(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Show a QR code and a number for this browser's sign-in."""
    attempt = _find(request, attempt_id)
    if attempt is not None:
        network, device = wide_network(client_network(request)), device_label(request.headers.get("User-Agent", ""))
        begin_approval(attempt=attempt, network=network, device=device, now=clock.now())
    return never_stored(SeeOther(reverse("identity_other_device", args=[attempt_id])))


@require_safe
def state(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Return how the approval of this browser's sign-in stands, for the page's script."""
    attempt = _find(request, attempt_id)
    if attempt is None:
        return never_stored(HttpResponse(status=GONE))
    return never_stored(JsonResponse({"state": state_of(newest_approval(attempt), now=clock.now()).value}))


@require_http_methods(["GET", "POST"])
@sensitive_page
def approve(request: HttpRequest, session: LoginSession, token: str) -> HttpResponse:
    """Show who asks for what from where, with three numbers; take one choice."""
    now = clock.now()
    if session.passkey_id is None:
        if request.method == "POST":
            return sign_in_again(request)
        return render(request, "identity/approval_needs_passkey.html")
    approval = find_open_approval(token=token, now=now)
    if approval is None:
        return render(request, "identity/approval_over.html", status=GONE)
    form = NumberForm(request.POST)
    if request.method == "POST":
        chosen = form.cleaned_data["number"] if form.is_valid() else None
        is_approved = decide(approval, session=session, chosen=chosen, now=now)
        return render(request, "identity/approval_decided.html", {"is_approved": is_approved})
    return render(request, "identity/approve.html", _described(request, approval))


def _described(request: HttpRequest, approval: DeviceApproval) -> dict[str, object]:
    client, here = approval.attempt.client, wide_network(client_network(request))
    return {
        "client_name": client.name_en if active_language() == "en" else client.name_ar,
        "device": approval.device,
        "network": approval.network,
        "is_same_network": bool(here) and here == approval.network,
        "begun_at": approval.created_at,
        "choices": approval.choices,
    }


def _find(request: HttpRequest, attempt_id: UUID) -> LoginAttempt | None:
    browser = cookies.read_attempt(request, attempt_id)
    return find_attempt(attempt_id=attempt_id, browser=browser, now=clock.now())
