"""The page of an official's invitation, where two security keys are bound one after the other."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from hukumati.core import clock
from hukumati.identity.domain.official_keys import KEYS_OF_AN_OFFICIAL
from hukumati.identity.http.account.passkeys import NewPasskeyForm, refusal_text
from hukumati.identity.http.oidc.responses import SeeOther, never_stored
from hukumati.identity.models import KeyInvitation, Passkey
from hukumati.identity.use_cases.key_invitations import begin_key, bind_key, find_invitation

GONE, UNPROCESSABLE = 410, 422


@require_http_methods(["GET", "POST"])
def key_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show the page for the next key, and bind the one that was made."""
    now = clock.now()
    invitation = find_invitation(token=token, now=now)
    if invitation is None:
        return never_stored(render(request, "identity/key_invitation_over.html", status=GONE))
    if request.method == "GET":
        return _show(request, invitation, NewPasskeyForm(), status=200)
    form = NewPasskeyForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        result = bind_key(invitation, name=values["name"], answer=values["credential"], now=now)
        if isinstance(result, Passkey):
            return _bound(request, token)
        form.add_error(None, refusal_text(result))
    return _show(request, invitation, form, status=UNPROCESSABLE)


def _bound(request: HttpRequest, token: str) -> HttpResponse:
    if find_invitation(token=token, now=clock.now()) is not None:
        return never_stored(SeeOther(request.path))
    return never_stored(render(request, "identity/key_invitation_done.html"))


def _show(request: HttpRequest, invitation: KeyInvitation, form: NewPasskeyForm, *, status: int) -> HttpResponse:
    context = {
        "form": form,
        "options": json.dumps(begin_key(invitation)),
        "number": invitation.keys_bound + 1,
        "of": KEYS_OF_AN_OFFICIAL,
    }
    return never_stored(render(request, "identity/key_invitation.html", context, status=status))
