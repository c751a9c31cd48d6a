"""Deciding cases: the inbox, one case with its evidence, and the decision with its reason."""

from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hukumati.cases import api as cases
from hukumati.catalogue import api as catalogue
from hukumati.core.clock import local_date, now
from hukumati.core.design.forms import OneChoiceField
from hukumati.web.register_answers import answers_of
from hukumati.web.sign_in.person import staff_required
from hukumati.web.summaries import answer_rows, standing
from hukumati.web.workplace.history import history
from hukumati.web.workplace.home import actor_of


class DecisionForm(forms.Form):
    """What the officer decides, and why."""

    action = OneChoiceField(
        label=_("Decision"),
        choices=[
            ("approve", _("Approve: the document is issued")),
            ("reject", _("Refuse")),
            ("ask_citizen", _("Ask the applicant")),
        ],
        error_messages={"required": _("Choose a decision"), "invalid_choice": _("Choose a decision")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The applicant reads it. For a question: what you need to know."),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write the reason: it becomes part of the case")},
    )
    seen = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)


DONE: Final = {
    "approve": _("Approved. The document is being issued."),
    "reject": _("Refused. The applicant is told the reason."),
    "ask_citizen": _("The question was sent. The case comes back when the applicant answers."),
}


@require_safe
@staff_required("officer")
def inbox(request: HttpRequest) -> HttpResponse:
    """This will list the cases that wait for an officer of this provider, the most urgent first."""
    officer = actor_of(request)
    tasks = cases.inbox(officer=officer, now=now())
    context = {
        "tasks": tasks,
        "number": officer.id,
        "done": DONE.get(request.session.pop("decided", ""), ""),
        "now": now(),
    }
    return render(request, "workplace/inbox.html", context)


@require_POST
@staff_required("officer")
def claim(request: HttpRequest, reference: str) -> HttpResponse:
    """This will take a case, or give it back."""
    act = cases.release if "release" in request.POST else cases.claim
    act(reference=reference, officer=actor_of(request), now=now())
    return redirect("officer_case", reference)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required("officer")
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """This will show a case with what the registers answered, and take the decision."""
    officer = actor_of(request)
    view = cases.open_for_officer(reference=reference, officer=officer)
    form = DecisionForm(request.POST or None, initial={"seen": view.case.last_seq})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            cases.decide(
                reference=reference, officer=officer, action=said["action"], reason=said["reason"],
                seen_seq=said["seen"], now=now(),
            )  # fmt: skip
            request.session["decided"] = said["action"]
            return redirect("inbox")
        except cases.CaseMovedOn:
            return _shown(request, view, DecisionForm(initial={"seen": view.case.last_seq}), moved_on=True)
    return _shown(request, view, form)


def _shown(
    request: HttpRequest, view: cases.OfficerView, form: DecisionForm, *, moved_on: bool = False
) -> HttpResponse:
    number = actor_of(request).id
    definition = catalogue.get_version(version_id=view.case.version_id).definition
    context: dict[str, Any] = {
        "view": view,
        "case": view.case,
        "form": form,
        "standing": standing(view.case),
        "answers": _answers(view, definition),
        "evidence": answers_of(view.evidence),
        "history": history(view.events),
        "mine": view.claimed_by == number,
        "may_decide": bool(view.actions) and view.claimed_by in {None, number},
        "moved_on": moved_on,
    }
    status = 409 if moved_on else 422 if form.errors else 200
    return render(request, "workplace/case.html", context, status=status)


def _answers(view: cases.OfficerView, definition: catalogue.Definition) -> list[Any]:
    case = view.case
    facts = catalogue.build_facts(
        definition=definition, answers=case.answers, registers=case.registers, today=local_date(now())
    )
    questions = [q for page in definition.form.pages for q in definition.form.visible(page.id, case.answers, facts)]
    return answer_rows(definition=definition, case=case, questions=questions)
