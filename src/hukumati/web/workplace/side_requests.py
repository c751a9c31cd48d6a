"""Side requests at work: those put to an official, and those an officer opens; who comes to an office today."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hukumati.cases import api as cases
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import local_date, now
from hukumati.core.design.forms import OneChoiceField
from hukumati.core.design.parts import Row
from hukumati.web.register_answers import answers_of
from hukumati.web.sign_in.person import staff_required
from hukumati.web.summaries import answer_rows
from hukumati.web.workplace.home import INBOX, actor_of, clerk_of

REFUSED = "refused"
"""What an official chooses who cannot answer; no outcome of a service can be called so."""


class AnswerForm(forms.Form):
    """What the official says, and on what grounds."""

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

    def __init__(self, outcomes: Mapping[str, Bilingual], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, object]] = list(outcomes.items())
        self.fields["outcome"].choices = [*choices, (REFUSED, _("I cannot answer this"))]  # type: ignore[attr-defined]


class AskForm(forms.Form):
    """What the officer asks for."""

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

    def __init__(self, may_ask: Mapping[str, Bilingual], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].choices = list(may_ask.items())  # type: ignore[attr-defined]


@require_safe
@staff_required(*INBOX)
def asked_of_me(request: HttpRequest) -> HttpResponse:
    """List the open requests put to the official's ministry and role, the most urgent first."""
    context = {"lines": cases.list_assigned_requests(official=actor_of(request)), "now": now()}
    return render(request, "workplace/asked.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required(*INBOX)
def one(request: HttpRequest, request_id: int) -> HttpResponse:
    """Show a request with its case, and take the official's answer."""
    official = actor_of(request)
    view = cases.read_request(request_id=request_id, official=official, now=now())
    form = AnswerForm(view.request.outcomes, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        outcome = "" if said["outcome"] == REFUSED else said["outcome"]
        cases.answer_as_official(
            request_id=request_id, official=official, outcome=outcome, said=said["said"], now=now()
        )
        return redirect("asked_of_me")
    context = {
        "asked": view.request,
        "view": view,
        "form": form,
        "answers": _answers(view.case),
        "evidence": answers_of(view.case.registers),
        "differences": view.request.details.get("differences", ()),
        "papers": view.request.details.get("papers", ()),
    }
    return render(request, "workplace/asked_one.html", context, status=422 if form.errors else 200)


def _answers(case: cases.CaseView) -> list[Row]:
    return answer_rows(case=case, questions=case.form_session.visible_questions(), file_route="case_file")


@require_safe
@staff_required("clerk")
def appointments(request: HttpRequest) -> HttpResponse:
    """List who comes to this office on a day, and who was not marked on the days before."""
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
def mark(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """Note whether the person came."""
    came = request.POST.get("came") == "yes"
    cases.mark_attendance(appointment_id=appointment_id, clerk=clerk_of(request), came=came, now=now())
    return redirect("appointments")
