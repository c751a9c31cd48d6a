"""Verifying one's account: by a code from a letter, and binding a passkey by a code from an official."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from hukumati.core import clock
from hukumati.identity.domain.assurance import Proofing
from hukumati.identity.http.account.forms import LONGEST_TYPED
from hukumati.identity.http.account.guard import account_page, sensitive_page
from hukumati.identity.http.account.profile import UNPROCESSABLE
from hukumati.identity.http.oidc.responses import SeeOther, never_stored
from hukumati.identity.models import LoginSession
from hukumati.identity.use_cases.binding import bind_passkey
from hukumati.identity.use_cases.paper_codes import request_letter, verify_by_letter


class LetterCodeForm(forms.Form):
    """The code of a letter."""

    code = forms.CharField(
        label=_("Code from the letter"),
        help_text=_("Ten letters and digits."),
        max_length=LONGEST_TYPED,
        error_messages={"required": _("Enter the code from the letter")},
    )


@require_http_methods(["GET", "POST"])
@account_page
def verification_page(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """Ask for the code of a letter, or for a letter; the same whatever the register said."""
    if session.account.proofing != Proofing.CLAIMED:
        return never_stored(SeeOther(reverse("identity_profile")))
    form = LetterCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if verify_by_letter(session.account, typed=form.cleaned_data["code"], now=clock.now()):
            return never_stored(SeeOther(reverse("identity_profile")))
        form.add_error("code", _("The code is incorrect or no longer valid. Check the letter, then enter it again."))
    context = {"form": form, "is_requested": request.GET.get("requested") == "yes"}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return never_stored(render(request, "identity/account/verification.html", context, status=status))


class BindingForm(forms.Form):
    """The code that an official handed over."""

    code = forms.CharField(
        label=_("Code from the official"),
        help_text=_("Ten letters and digits."),
        max_length=LONGEST_TYPED,
        error_messages={"required": _("Enter the code that the official gave you")},
    )


@require_http_methods(["GET", "POST"])
@sensitive_page
def binding_page(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """Bind the passkey of this sign-in to the person who was seen, so that it reaches the highest level."""
    form = BindingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if bind_passkey(session=session, typed=form.cleaned_data["code"], now=clock.now()):
            return never_stored(SeeOther(f"{reverse('identity_factors')}?done=passkey_bound"))
        form.add_error("code", _("The code is incorrect or older than a day. Ask the official for another one."))
    context = {"form": form, "has_passkey": session.passkey_id is not None}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return never_stored(render(request, "identity/account/binding.html", context, status=status))


@require_POST
@account_page
def letter(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """Ask for a letter, once a month; whether one is sent is not told."""
    request_letter(session.account, now=clock.now())
    return never_stored(SeeOther(reverse("identity_verification") + "?requested=yes"))
