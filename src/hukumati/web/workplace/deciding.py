"""Deciding cases: the inbox, one case with its evidence, and the decision with its reason."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
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
from hukumati.web.workplace.home import INBOX, actor_of

LABELS: Final = {
    "approve": _("Approve: the document is issued"),
    "reject": _("Refuse"),
    "ask_citizen": _("Ask the applicant"),
    "produced": _("It is produced"),
    "confirm": _("Confirm"),
    "object": _("Take up an objection"),
    "correct": _("Begin a correction"),
    "reopen": _("Open again"),
}


class DecisionForm(forms.Form):
    """What the officer decides, and why: the reason is asked where one of the choices needs it."""

    action = OneChoiceField(
        label=_("Decision"),
        choices=[],
        error_messages={"required": _("Choose a decision"), "invalid_choice": _("Choose a decision")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The applicant reads it. For a question: what you need to know."),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
    )
    seen = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)

    def __init__(self, choices: Sequence[cases.ActionView], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needing = {choice.name for choice in choices if "reason" in choice.needs}
        self.fields["action"].choices = [(choice.name, label_of(choice)) for choice in choices]  # type: ignore[attr-defined]
        if not self.needing:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """This will ask for the reason where the chosen action needs one."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("action") in self.needing and not said.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Write the reason: it becomes part of the case"))
        return said


def label_of(choice: cases.ActionView) -> str:
    """This will word an action as the service does, or as the platform does."""
    return str(choice.label if choice.label is not None else LABELS.get(choice.name, choice.name))


DONE: Final = {
    "approve": _("Approved. The document is being issued."),
    "reject": _("Refused. The applicant is told the reason."),
    "ask_citizen": _("The question was sent. The case comes back when the applicant answers."),
}


@require_safe
@staff_required(*INBOX)
def inbox(request: HttpRequest) -> HttpResponse:
    """This will list the cases that wait for an officer of this provider, the most urgent first."""
    officer = actor_of(request)
    tasks = cases.inbox(officer=officer, now=now())
    context = {
        "tasks": tasks,
        "number": officer.id,
        "done": request.session.pop("decided", ""),
        "now": now(),
    }
    return render(request, "workplace/inbox.html", context)


@require_POST
@staff_required(*INBOX)
def claim(request: HttpRequest, reference: str) -> HttpResponse:
    """This will take a case, or give it back."""
    act = cases.release if "release" in request.POST else cases.claim
    act(reference=reference, officer=actor_of(request), now=now())
    return redirect("officer_case", reference)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required(*INBOX)
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """This will show a case with what the registers answered, and take the decision."""
    officer = actor_of(request)
    view = cases.open_for_officer(reference=reference, officer=officer)
    initial = {"seen": view.case.last_seq}
    form = DecisionForm(view.choices, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            cases.decide(
                reference=reference, officer=officer, action=said["action"], reason=said.get("reason", ""),
                seen_seq=said["seen"], now=now(),
            )  # fmt: skip
            request.session["decided"] = _done(said["action"], view.choices)
            return redirect("inbox")
        except cases.CaseMovedOn:
            return _shown(request, view, DecisionForm(view.choices, initial=initial), moved_on=True)
    return _shown(request, view, form)


def _done(action: str, choices: Sequence[cases.ActionView]) -> str:
    """This will tell what was done, in words that may be kept in the session."""
    chosen = next(choice for choice in choices if choice.name == action)
    if action in DONE and chosen.label is None:
        return str(DONE[action])
    return _now("Recorded: %(action)s") % {"action": label_of(chosen)}


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
        "history": history(view.events, definition),
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
