"""Side requests of the officials: answering them, opening them, and the appointments of an office."""

from collections.abc import Mapping
from datetime import date, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hukumati.cases import api as cases
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import local_date, now
from hukumati.core.design.forms import OneChoiceField
from hukumati.core.design.parts import Row
from hukumati.web.confirmation import ask_first
from hukumati.web.paging import cursors_of, neighbours_of
from hukumati.web.register_answers import answers_of
from hukumati.web.sign_in.person import staff_required
from hukumati.web.summaries import answer_rows
from hukumati.web.workplace.declared_differences import with_words
from hukumati.web.workplace.home import INBOX, actor_of, clerk_of

REFUSED = "refused"
"""The choice of an official who cannot answer; no outcome of a service has this name."""


class AnswerForm(forms.Form):
    """The answer to a side request, with reasons."""

    outcome = OneChoiceField(
        label=_("Your answer"),
        choices=[],
        error_messages={"required": _("Choose an answer"), "invalid_choice": _("Choose an answer")},
    )
    said = forms.CharField(
        label=_("Reasons"),
        help_text=_("The deciding officer will read them, and they become part of the case."),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Enter your reasons")},
    )

    def __init__(self, outcomes: Mapping[str, Bilingual], data: QueryDict | None = None) -> None:
        super().__init__(data)
        choices: list[tuple[str, object]] = list(outcomes.items())
        self.fields["outcome"].choices = [*choices, (REFUSED, _("I cannot answer this"))]  # type: ignore[attr-defined]


class SideRequestForm(forms.Form):
    """A new side request of an officer; `seen` is the last event of the case that they have read."""

    name = OneChoiceField(
        label=_("What do you need?"),
        choices=[],
        error_messages={"required": _("Choose a request"), "invalid_choice": _("Choose a request")},
    )
    question = forms.CharField(
        label=_("Additional information for the person"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)

    def __init__(
        self, may_ask: Mapping[str, Bilingual], data: QueryDict | None = None, *, seen: int | None = None
    ) -> None:
        super().__init__(data, initial={"seen": seen}, auto_id="id_ask_%s")
        self.fields["name"].choices = list(may_ask.items())  # type: ignore[attr-defined]


@require_safe
@staff_required(*INBOX)
def side_requests(request: HttpRequest) -> HttpResponse:
    """List the open requests to the official's ministry and role, the most urgent first."""
    page = cases.list_assigned_requests(official=actor_of(request), **cursors_of(request))
    context = {"page": page, **neighbours_of(page), "now": now()}
    return render(request, "workplace/side_requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required(*INBOX)
def side_request(request: HttpRequest, request_id: int) -> HttpResponse:
    """Show a request with its case, and take the official's answer."""
    official = actor_of(request)
    view = cases.read_request(request_id=request_id, official=official, now=now())
    form = AnswerForm(view.request.outcomes, request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome, reasons = form.cleaned_data["outcome"], form.cleaned_data["said"]
        cases.answer_as_official(
            request_id=request_id,
            official=official,
            outcome="" if outcome == REFUSED else outcome,
            said=reasons,
            now=now(),
        )
        return redirect("side_requests")
    shown = with_words(view.request, view.case)
    context = {
        "side_request": shown,
        "view": view,
        "form": form,
        "answers": _answers(view.case),
        "evidence": answers_of(view.case.registers),
        "differences": shown.details.get("differences", ()),
        "papers": view.request.details.get("papers", ()),
    }
    return render(request, "workplace/side_request.html", context, status=422 if form.errors else 200)


def _answers(case: cases.CaseView) -> list[Row]:
    return answer_rows(case=case, questions=case.form_session.visible_questions(), file_route="case_file")


@require_safe
@staff_required("clerk")
def appointments(request: HttpRequest) -> HttpResponse:
    """List the appointments of this office on a day; today also earlier ones without recorded attendance."""
    today = local_date(now())
    day = _day(request.GET.get("day", "")) or today
    listed = cases.agenda(clerk=clerk_of(request), day=None if day == today else day, now=now())
    context = {
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "appointments": listed,
        "can_mark": day <= today,
    }
    return render(request, "workplace/appointments.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_POST
@staff_required("clerk")
def mark_attendance(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """Record whether the person attended."""
    came = request.POST.get("came") == "yes"
    asked = None if came else _ask_about_absence(request)
    if asked is not None:
        return asked
    cases.mark_attendance(appointment_id=appointment_id, clerk=clerk_of(request), came=came, now=now())
    return redirect("appointments")


def _ask_about_absence(request: HttpRequest) -> HttpResponse | None:
    return ask_first(
        request,
        question=gettext("Record that the person did not attend?"),
        text=gettext("This cannot be changed afterwards."),
        yes=gettext("Yes, they did not attend"),
        back_url=reverse("appointments"),
    )
