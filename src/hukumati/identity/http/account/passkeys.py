"""One's own passkeys: adding, naming and removing them. Each act needs a recent sign-in (requirement 29)."""

import json
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from hukumati.core import clock
from hukumati.identity.domain.passkeys import LONGEST_ANSWER, LONGEST_NAME
from hukumati.identity.http.account.guard import sensitive_page
from hukumati.identity.http.oidc.responses import SeeOther
from hukumati.identity.models import LoginSession, Passkey
from hukumati.identity.use_cases.passkeys import (
    PasskeyRefusal,
    add_passkey,
    begin_creation,
    find_passkey,
    remove_passkey,
    rename_passkey,
)

UNPROCESSABLE = 422


class NameForm(forms.Form):
    """What the holder calls a passkey."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        help_text=_("So that you recognise it later, for example “my phone”."),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Enter a name for the passkey")},
    )


class NewPasskeyForm(NameForm):
    """The name, and what the device answered: filled in by the page's script."""

    credential = forms.CharField(max_length=LONGEST_ANSWER, strip=False, required=False, widget=forms.HiddenInput)


@require_http_methods(["GET", "POST"])
@sensitive_page
def add(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """Show the page that makes a passkey, and add what was made."""
    if request.method == "GET":
        return _show_new(request, session, NewPasskeyForm(), status=200)
    form = NewPasskeyForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        result = add_passkey(session=session, name=values["name"], answer=values["credential"], now=clock.now())
        if isinstance(result, Passkey):
            return SeeOther(f"{reverse('identity_factors')}?done=passkey_added")
        form.add_error(None, refusal_text(result))
    return _show_new(request, session, form, status=UNPROCESSABLE)


@require_http_methods(["GET", "POST"])
@sensitive_page
def change(request: HttpRequest, session: LoginSession, passkey_id: UUID) -> HttpResponse:
    """Show a passkey, rename it, or remove it."""
    passkey = find_passkey(session.account, passkey_id)
    if passkey is None:
        return _gone(request)
    form = NameForm(request.POST if request.method == "POST" else {"name": passkey.name})
    if "remove" in request.POST:
        return _remove(request, session, passkey)
    if request.method == "POST" and form.is_valid():
        rename_passkey(passkey, name=form.cleaned_data["name"])
        return SeeOther(f"{reverse('identity_factors')}?done=passkey_renamed")
    status = 200 if request.method == "GET" else UNPROCESSABLE
    return render(request, "identity/account/passkey.html", {"form": form, "passkey": passkey}, status=status)


def _remove(request: HttpRequest, session: LoginSession, passkey: Passkey) -> HttpResponse:
    refusal = remove_passkey(passkey, keep=session, now=clock.now())
    if refusal is None:
        return SeeOther(f"{reverse('identity_factors')}?done=passkey_removed")
    form = NameForm({"name": passkey.name})
    form.add_error(None, refusal_text(refusal))
    context = {"form": form, "passkey": passkey}
    return render(request, "identity/account/passkey.html", context, status=UNPROCESSABLE)


def _gone(request: HttpRequest) -> HttpResponse:
    """Answer a second click on "remove" as the first; anything else was never there."""
    if "remove" in request.POST:
        return SeeOther(f"{reverse('identity_factors')}?done=passkey_removed")
    raise Http404


def _show_new(request: HttpRequest, session: LoginSession, form: NewPasskeyForm, *, status: int) -> HttpResponse:
    options = json.dumps(begin_creation(session=session, now=clock.now()))
    context = {"form": form, "options": options}
    return render(request, "identity/account/new_passkey.html", context, status=status)


def refusal_text(reason: PasskeyRefusal) -> str:
    """Return what a page says of a refusal."""
    if reason is PasskeyRefusal.TOO_MANY:
        return gettext("Your account has ten passkeys. Remove one that you no longer use, then add this one.")
    if reason is PasskeyRefusal.COPYABLE:
        return gettext("Officials need a security key that cannot be copied. Use the one that your ministry gave you.")
    if reason is PasskeyRefusal.LAST:
        return gettext("This is your last security key. Add another one first.")
    return gettext("The passkey could not be added. Try again, or use another device.")
