"""Side requests to the citizen while an application goes on: papers to upload, appointments to choose."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from hukumati.cases import api as cases
from hukumati.core.clock import ZONE, now
from hukumati.core.design.forms import OneChoiceField
from hukumati.web.portal.applying import signed_in
from hukumati.web.portal.papers import PapersField, keep_papers
from hukumati.web.sign_in.person import person_required

DECLINE_IDS = "id_cannot_%s"


class PaperForm(forms.Form):
    """The paper that was requested."""

    papers = PapersField(label=_("Choose the file"), error_messages={"required": _("Choose the file of the paper")})
    said = forms.CharField(label=_("Note to the office"), required=False, max_length=2000, widget=forms.Textarea)


class DeclineForm(forms.Form):
    """Why the citizen cannot answer the request."""

    said = forms.CharField(
        label=_("Why not?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why you cannot")},
    )


class PlaceForm(forms.Form):
    """The office of the appointment."""

    place = OneChoiceField(
        label=_("Where do you want to come?"), choices=[], error_messages={"required": _("Choose a place")}
    )

    def __init__(self, offer: cases.Offer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [(place.code, place.label) for place in offer.places]  # type: ignore[attr-defined]


class TimeForm(forms.Form):
    """The time of the appointment on one day."""

    slot = OneChoiceField(label=_("At what time?"), choices=[], error_messages={"required": _("Choose a time")})

    def __init__(self, slots: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slot"].choices = list(slots.items())  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@person_required
def side_request(request: HttpRequest, reference: str, request_id: int) -> HttpResponse:
    """Show a request, and accept its answer."""
    view = cases.get_request(reference=reference, sub=signed_in(request).sub, request_id=request_id)
    if request.method == "POST" and not view.is_open:  # what came with it goes nowhere: that is said
        raise cases.RequestClosed
    if view.is_open and view.kind == "paper":
        return _paper(request, view)
    if view.is_open and view.kind == "appointment":
        return _appointment(request, view)
    return _shown(request, view)


def _shown(request: HttpRequest, view: cases.RequestView, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    context = {"side_request": view, "cannot": DeclineForm(auto_id=DECLINE_IDS), **more}
    return render(request, "portal/side_request.html", context, status=status)


def _paper(request: HttpRequest, view: cases.RequestView) -> HttpResponse:
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PaperForm(*posted)
    if request.method == "POST" and form.is_valid() and _answered_with(request, view, form):
        return redirect("case", view.reference)
    return _shown(request, view, form=form, status=422 if form.errors else 200)


def _answered_with(request: HttpRequest, view: cases.RequestView, form: PaperForm) -> bool:
    """Keep the files and answer with them; return whether all were accepted, otherwise the field says why."""
    sub, said = signed_in(request).sub, form.cleaned_data["said"]
    papers = keep_papers(form, reference=view.reference, sub=sub, question=f"request:{view.id}")
    if papers is None:
        return False
    cases.give_papers(reference=view.reference, sub=sub, request_id=view.id, papers=papers, said=said, now=now())
    return True


def _appointment(request: HttpRequest, view: cases.RequestView, cannot: DeclineForm | None = None) -> HttpResponse:
    """Place, day and time are chosen one after the other, each on a page with its own address.

    With `cannot`, what was sent is a refusal that lacks its reason, and no time.
    """
    place = str(request.GET.get("place", ""))[:20]
    offer = cases.offer(
        reference=view.reference, sub=signed_in(request).sub, request_id=view.id, place=place, now=now()
    )
    day = next((each for each in offer.days if each.day.isoformat() == request.GET.get("day")), None)
    form = TimeForm(_times(day), None if cannot else request.POST or None)
    taken = False
    if form.is_valid():
        try:
            _book(request, view, place, datetime.fromisoformat(form.cleaned_data["slot"]))
            return redirect("side_request", view.reference, view.id)
        except cases.SlotTaken:
            taken = True
    context = {
        "form": form,
        "places": PlaceForm(offer, {"place": place} if offer.place else None),
        "offer": offer,
        "day": day,
        "taken": taken,
        "changing": "change" in request.GET or bool(place),
        "cancelled": "cancelled" in request.GET and not place,
    }
    status = 409 if taken else 422 if cannot or form.errors else 200
    return _shown(request, view, **context, **({"cannot": cannot} if cannot else {}), status=status)


def _times(day: cases.DayOfSlots | None) -> dict[str, str]:
    slots = day.slots if day else ()
    return {slot.starts_at.isoformat(): f"{slot.starts_at.astimezone(ZONE):%H:%M}" for slot in slots}


def _book(request: HttpRequest, view: cases.RequestView, place: str, starts_at: datetime) -> None:
    cases.book(
        reference=view.reference, sub=signed_in(request).sub, request_id=view.id, place=place, starts_at=starts_at,
        now=now(),
    )  # fmt: skip


@require_POST
@person_required
def decline(request: HttpRequest, reference: str, request_id: int) -> HttpResponse:
    """Record that the person cannot answer the request, and why."""
    sub = signed_in(request).sub
    form = DeclineForm(request.POST, auto_id=DECLINE_IDS)
    if not form.is_valid():
        view = cases.get_request(reference=reference, sub=sub, request_id=request_id)
        if view.is_open and view.kind == "appointment":
            return _appointment(request, view, form)
        return _shown(request, view, form=PaperForm(), cannot=form, status=422)
    cases.refuse_request(reference=reference, sub=sub, request_id=request_id, said=form.cleaned_data["said"], now=now())
    return redirect("case", reference)


@require_POST
@person_required
def cancel(request: HttpRequest, reference: str, request_id: int) -> HttpResponse:
    """Cancel a booked appointment."""
    cases.cancel_appointment(reference=reference, sub=signed_in(request).sub, request_id=request_id, now=now())
    page = reverse("side_request", kwargs={"reference": reference, "request_id": request_id})
    return redirect(f"{page}?cancelled=1")
