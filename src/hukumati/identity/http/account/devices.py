"""The page on which a signed-in person approves a device by the letters it shows (RFC 8628 §3.3)."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from hukumati.core import clock
from hukumati.core.bilingual import active_language
from hukumati.core.network import client_network
from hukumati.identity.http.account.guard import account_page
from hukumati.identity.http.oidc.responses import never_stored
from hukumati.identity.models import DeviceRequest, LoginSession
from hukumati.identity.use_cases.devices import decide, find_waiting
from hukumati.identity.use_cases.sandbox import may_use

UNPROCESSABLE = 422
APPROVE, DENY = "approve", "deny"


class UserCodeForm(forms.Form):
    """The letters that the device shows."""

    code = forms.CharField(
        label=_("Letters on the device"),
        help_text=_("Eight letters, such as BCDF-GHJK."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
    )


@require_http_methods(["GET", "POST"])
@account_page
def device(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """Ask for the letters; then show which site the device is for, and do what the person decides."""
    form = UserCodeForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _ask(request, form)
    now = clock.now()
    waiting = find_waiting(typed=form.cleaned_data["code"], session=session, now=now)
    if waiting is None:
        form.add_error("code", _("No device waits with these letters. Compare them, or start again on the device."))
        return _ask(request, form)
    if not may_use(waiting.client, session.account):
        form.add_error(
            "code", _("The device is for a site that is being tried out, which takes fictional people alone.")
        )
        return _ask(request, form)
    decision = request.POST.get("decision", "")
    if decision not in {APPROVE, DENY} and waiting.grant_id is None:
        return _confirm(request, waiting, form)
    if waiting.grant_id is None:
        decide(request=waiting, session=session, is_approved=decision == APPROVE, now=now)
    is_approved = waiting.grant_id is not None or decision == APPROVE
    return never_stored(render(request, "identity/device_decided.html", {"is_approved": is_approved}))


def _ask(request: HttpRequest, form: UserCodeForm) -> HttpResponse:
    status = UNPROCESSABLE if form.is_bound else 200
    return never_stored(render(request, "identity/device.html", {"form": form}, status=status))


def _confirm(request: HttpRequest, waiting: DeviceRequest, form: UserCodeForm) -> HttpResponse:
    client = waiting.client
    context = {
        "code": form.cleaned_data["code"],
        "site": client.name_en if active_language() == "en" else client.name_ar,
        "is_elsewhere": waiting.network != client_network(request),
        "network": waiting.network,
        "asked_at": waiting.created_at,
    }
    return never_stored(render(request, "identity/device_confirm.html", context))
