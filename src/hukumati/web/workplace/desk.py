"""The desk of a post office or provider's office, where documents arrive and are handed over against a code."""

from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from hukumati.cases import api as cases
from hukumati.core.clock import now
from hukumati.core.design.forms import OneChoiceField
from hukumati.core.security_events import note
from hukumati.web.confirmation import ask_first
from hukumati.web.paging import cursors_of, neighbours_of
from hukumati.web.sign_in.person import staff_required
from hukumati.web.summaries import address_text
from hukumati.web.workplace.home import clerk_of
from hukumati.web.workplace.reference_form import ReferenceForm


class HandOverForm(forms.Form):
    """The identity document and the collection code of the person at the counter."""

    document_shown = OneChoiceField(
        label=gettext_lazy("Identity document shown"),
        choices=[
            ("id_card", gettext_lazy("Identity card")),
            ("passport", gettext_lazy("Passport")),
            ("residence", gettext_lazy("Residence document")),
        ],
        error_messages={"required": gettext_lazy("Choose the document you were shown")},
    )
    code = forms.CharField(
        label=gettext_lazy("Collection code"),
        help_text=gettext_lazy("Six digits, from the person's text message"),
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Enter the code")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required("clerk")
def desk(request: HttpRequest) -> HttpResponse:
    """List the documents of this office, and find one by its reference."""
    form = ReferenceForm(request.POST or None, label=_("Reference of the application"))
    if request.method == "POST" and form.is_valid():
        return redirect("desk_item", form.cleaned_data["reference"])
    page = cases.desk(clerk=clerk_of(request), **cursors_of(request))
    context = {"page": page, **neighbours_of(page), "form": form}
    return render(request, "workplace/desk.html", context, status=422 if form.errors else 200)


STEPS: Final = {
    "receive": cases.receive,
    "bag": cases.bag,
    "dispatch": cases.dispatch,
    "attempt": cases.attempt,
    "return": cases.send_back,
}


@require_POST
@staff_required("clerk")
def receive(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that a document has arrived at this office."""
    cases.receive(reference=reference, clerk=clerk_of(request), now=now())
    return redirect("desk_item", reference)


@require_POST
@staff_required("clerk")
def step(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a step of a document's delivery: bagged, out for delivery, attempted, returned."""
    record = STEPS.get(request.POST.get("step", ""))
    if record is None:
        raise cases.NotPossibleHere("step")
    if record is cases.send_back:
        asked = ask_first(
            request,
            question=_("Send the document back to the ministry?"),
            text=_("It leaves this office, and its holder can no longer collect it here."),
            yes=_("Yes, send it back"),
            back_url=reverse("desk_item", args=[reference]),
        )
        if asked is not None:
            return asked
    item = record(reference=reference, clerk=clerk_of(request), now=now())
    return redirect("desk_item", reference) if item.acts else redirect("desk")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required("clerk")
def item(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one document of this office and hand it over."""
    clerk = clerk_of(request)
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cases.hand_over(reference=reference, clerk=clerk, **form.cleaned_data, now=now())
            return redirect("desk_item", reference)
        except cases.WrongCollectCode:
            note("collect_code.wrong", subject=reference)
            form.add_error("code", _("The code is incorrect. Ask the person to read it again."))
        except cases.TooManyTries:
            note("collect_code.locked", subject=reference)
            form.add_error("code", _("Too many incorrect codes. The person must ask for help on the portal."))
    found = cases.desk_item(reference=reference, clerk=clerk)
    address = address_text(found.address) if found.address else ""
    context = {"item": found, "form": form, "address": address}
    return render(request, "workplace/desk_item.html", context, status=422 if form.errors else 200)
