"""Signs of fraud: open until an official has looked at the account and settled each with a reason."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hukumati.identity import api as identity
from hukumati.web.sign_in.person import recent_sign_in_required
from hukumati.web.workplace.citizens.forms import DecisionForm
from hukumati.web.workplace.citizens.officials import number_of, officer_required
from hukumati.web.workplace.citizens.words import SIGNALS


@never_cache
@require_safe
@officer_required
def fraud_signals(request: HttpRequest) -> HttpResponse:
    """List the signs of fraud that nobody has settled, without whom they are about."""
    signals = [_described(each) for each in identity.list_fraud_signals()]
    return render(request, "workplace/citizens/signals.html", {"signals": signals})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
@recent_sign_in_required
def fraud_signal(request: HttpRequest, signal_id: UUID) -> HttpResponse:
    """Show a sign of fraud, and settle it."""
    officer = number_of(request)
    found, look = identity.open_fraud_signal(signal=str(signal_id), officer=officer)
    form, refused = DecisionForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        reason = str(form.cleaned_data["reason"])
        if identity.settle_fraud_signal(signal=found.id, officer=officer, reason=reason):
            return redirect("fraud_signals")
        refused = _("A colleague has settled this already.")
        found, look = identity.open_fraud_signal(signal=str(signal_id), officer=officer)
    status = 409 if refused else 422 if form.errors else 200
    context = {"form": form, "look": look, "refused": refused, **_described(found)}
    return render(request, "workplace/citizens/signal.html", context, status=status)


def _described(found: identity.Signal) -> dict[str, object]:
    title, text = SIGNALS[found.kind]
    return {"signal": found, "title": title, "text": text}
