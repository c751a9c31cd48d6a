"""One's own authenticator app: adding it by a QR code, and removing it (requirement 29)."""

import base64
from textwrap import wrap

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from hukumati.core import clock
from hukumati.identity import wiring
from hukumati.identity.http.account.guard import sensitive_page
from hukumati.identity.http.oidc.responses import SeeOther
from hukumati.identity.models import LoginSession
from hukumati.identity.use_cases.totp import (
    Enrolment,
    begin_enrolment,
    confirm_enrolment,
    has_app,
    remove_app,
)

GROUP = 4


class AppForm(forms.Form):
    """The code that the app shows once it is set up."""

    code = forms.CharField(
        label=_("Code from the app"),
        help_text=_("Six digits, new every half minute."),
        max_length=60,
        error_messages={"required": _("Enter the code that the app shows")},
    )


@require_http_methods(["GET", "POST"])
@sensitive_page
def app_page(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """Show how to set up an app and confirm it by a code; or remove the one there is."""
    now, account = clock.now(), session.account
    if "remove" in request.POST:
        remove_app(account, now=now)
        return SeeOther(f"{reverse('identity_factors')}?done=app_removed")
    form = AppForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if confirm_enrolment(account, typed=form.cleaned_data["code"], now=now):
            return SeeOther(f"{reverse('identity_factors')}?done=app_added")
        form.add_error("code", gettext("The code is incorrect. Enter the code that the app shows now."))
    if has_app(account):
        return render(request, "identity/account/remove_app.html")
    return _show_new(request, begin_enrolment(account, now=now), form)


def _show_new(request: HttpRequest, enrolment: Enrolment | None, form: AppForm) -> HttpResponse:
    if enrolment is None:  # confirmed by another tab this very moment
        return SeeOther(reverse("identity_factors"))
    svg = wiring.qr_drawer().draw(enrolment.address)
    context = {
        "form": form,
        "picture": f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}",
        "secret": " ".join(wrap(enrolment.secret, GROUP)),
        "address": enrolment.address,
    }
    return render(request, "identity/account/new_app.html", context, status=422 if form.is_bound else 200)
