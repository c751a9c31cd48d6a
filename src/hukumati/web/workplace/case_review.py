"""The review of a case: its evidence, who works on it, and its decision."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from hukumati.cases import api as cases
from hukumati.catalogue import api as catalogue
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now
from hukumati.core.design.forms import OneChoiceField, refuse_without_glyph
from hukumati.core.design.parts import Row
from hukumati.service_language.api import CASE_ACTIONS
from hukumati.web.register_answers import answers_of
from hukumati.web.representatives import represented_by
from hukumati.web.sign_in.person import staff_required
from hukumati.web.summaries import answer_rows, calculated_rows, case_status, sources_of
from hukumati.web.workplace.case_files import files_of
from hukumati.web.workplace.declared_differences import with_words
from hukumati.web.workplace.history import history
from hukumati.web.workplace.home import INBOX, actor_of
from hukumati.web.workplace.inbox import inbox_address, say_done
from hukumati.web.workplace.sheets import Sheet, sheets_of, take_files_and_buttons
from hukumati.web.workplace.side_requests import SideRequestForm


class DecisionForm(forms.Form):
    """The decision of an officer; the reason is a field only if one of the choices needs it."""

    action = OneChoiceField(
        label=_("Decision"),
        choices=[],
        error_messages={"required": _("Choose a decision"), "invalid_choice": _("Choose a decision")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The applicant will read this."),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
        validators=[refuse_without_glyph],
        error_messages={"required": _("Enter a reason: it becomes part of the case")},
    )
    seen = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)

    def __init__(
        self,
        choices: Sequence[cases.ActionView],
        data: QueryDict | None,
        *,
        seen: int,
        written: str = "",
        chosen: str = "",
    ) -> None:
        super().__init__(data, initial={"seen": seen, "reason": written, "action": chosen})
        self.needing = {choice.name for choice in choices if "reason" in choice.needs}
        self.fields["action"].choices = [(choice.name, label_of(choice)) for choice in choices]  # type: ignore[attr-defined]
        if not self.needing:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = len(self.needing) == len(choices)
            self.fields["reason"].help_text = _reason_help(
                [each for each in choices if each.name in self.needing], choices
            )

    def clean(self) -> dict[str, Any]:
        """Require a reason if the chosen action needs one."""
        decision = super().clean() or {}
        if decision.get("action") in self.needing and not decision.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Enter a reason: it becomes part of the case"))
        return decision


def _reason_help(needing: Sequence[cases.ActionView], choices: Sequence[cases.ActionView]) -> str:
    """Return for which decisions a reason is required, and who will read it."""
    told = [label_of(each) for each in needing if each.tells_reason]
    needed = {"needing": _listed(needing), "told": " · ".join(told)}
    if 0 < len(told) < len(needing):
        return gettext("Required for: %(needing)s. The applicant reads it only with: %(told)s.") % needed
    if len(needing) == len(choices):
        if not told:
            return gettext("Your colleagues will read this. The applicant will not.")
        if any(each.name == "ask_citizen" for each in needing):
            return gettext("The applicant will read this. For a question, say what you need to know.")
        return gettext("The applicant will read this.")
    if told:
        return gettext("Required for: %s. The applicant will read this.") % needed["needing"]
    return gettext("Required for: %s. Your colleagues will read this. The applicant will not.") % needed["needing"]


def _listed(choices: Sequence[cases.ActionView]) -> str:
    return " · ".join(label_of(choice) for choice in choices)


def label_of(choice: cases.ActionView) -> str:
    """Return the label of an action: the service's own, or the platform's."""
    return _action_label(choice.name, choice.label)


def _action_label(name: str, label: Bilingual | None) -> str:
    known = CASE_ACTIONS.get(name)
    return str(label or (known and known.button) or name)


class SendBackForm(forms.Form):
    """The reason for not confirming a colleague's decision."""

    said = forms.CharField(
        label=_("Reason for not confirming"),
        help_text=_("Your colleague will read this. The applicant will not."),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
    )
    seen = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)


class AssignForm(forms.Form):
    """The official to whom a supervisor gives a case."""

    to = forms.ChoiceField(
        label=_("Assign to an official"),
        error_messages={"required": _("Choose an official"), "invalid_choice": _("Choose an official")},
    )

    def __init__(self, listed: Sequence[cases.Assignee], data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="id_assign_%s")
        choices = [(each.number, _described(each)) for each in listed]
        self.fields["to"].choices = [("", _("Choose an official")), *choices]  # type: ignore[attr-defined]


def _described(official: cases.Assignee) -> str:
    """Return name, number and office; an office that no list names is told by its code."""
    place = catalogue.office_label(official.office) or official.office
    return " · ".join(filter(None, (str(official.name), official.number, str(place))))


BACK_IDS: Final = "id_back_%s"
NEVER_SEEN: Final = -1


@require_POST
@staff_required(*INBOX)
def review_proposal(request: HttpRequest, reference: str) -> HttpResponse:
    """Confirm the decision that a colleague proposed, or send it back."""
    officer, form = actor_of(request), SendBackForm(request.POST, auto_id=BACK_IDS)
    view = cases.open_for_officer(reference=reference, officer=officer)
    if not form.is_valid():
        return _render_case(request, view, _decision_form(view), back=form)
    seen = form.cleaned_data["seen"]
    try:
        if "confirm" in request.POST:
            cases.confirm(reference=reference, officer=officer, seen_seq=seen, now=now())
            done = gettext("Confirmed.")
        else:
            said = form.cleaned_data["said"]
            cases.send_proposal_back(reference=reference, officer=officer, reason=said, seen_seq=seen, now=now())
            done = gettext("Sent back.")
    except cases.DataMissing:
        form.add_error("said", _("Enter why you are not confirming the decision"))
        return _render_case(request, view, _decision_form(view), back=form)
    except cases.CaseMovedOn:
        return _render_case(request, view, _decision_form(view), moved_on=True)
    return say_done(request, done)


@require_POST
@staff_required(*INBOX)
def claim(request: HttpRequest, reference: str) -> HttpResponse:
    """Claim a case, or release it."""
    act = cases.release if "release" in request.POST else cases.claim
    act(reference=reference, officer=actor_of(request), now=now())
    return redirect("officer_case", reference)


@require_POST
@staff_required(*INBOX)
def take_over(request: HttpRequest, reference: str) -> HttpResponse:
    """Let a supervisor take a case over."""
    cases.take_over(reference=reference, supervisor=actor_of(request), now=now())
    return redirect("officer_case", reference)


@require_POST
@staff_required(*INBOX)
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    """Let a supervisor give a case to an official."""
    supervisor = actor_of(request)
    form = AssignForm(cases.assignees(reference=reference, supervisor=supervisor), request.POST)
    if form.is_valid():
        cases.assign(reference=reference, supervisor=supervisor, to=form.cleaned_data["to"], now=now())
        return redirect("officer_case", reference)
    view = cases.open_for_officer(reference=reference, officer=supervisor)
    return _render_case(request, view, _decision_form(view), assigning=form)


@require_POST
@staff_required(*INBOX)
def open_side_request(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a side request that the state of the case allows."""
    officer = actor_of(request)
    form = SideRequestForm(cases.case_requests(reference=reference, officer=officer).offered, request.POST)
    if not form.is_valid():
        view = cases.open_for_officer(reference=reference, officer=officer)
        return _render_case(request, view, _decision_form(view), asking=form)
    wanted = form.cleaned_data
    cases.open_request(
        reference=reference, officer=officer, name=wanted["name"], question=wanted["question"],
        seen_seq=wanted["seen"], now=now(),
    )  # fmt: skip
    return redirect("officer_case", reference)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required(*INBOX)
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a case with what the registers answered, and take the decision."""
    officer = actor_of(request)
    view = cases.open_for_officer(reference=reference, officer=officer)
    if request.method != "POST":
        return _render_case(request, view, _decision_form(view))
    filled = take_files_and_buttons(request, view, officer)
    if filled.posted is not None or filled.refused:
        sheets = sheets_of(view, officer, _labels(view), data=filled.posted or request.POST, errors=filled.refused)
        return _render_case(request, view, _kept_form(view, request.POST), sheets=sheets)
    return _decide(request, view, officer)


def _decide(request: HttpRequest, view: cases.OfficerView, officer: cases.Actor) -> HttpResponse:
    """Take the decision, or say all that keeps it from being taken, with what was typed."""
    reference, posted, form = view.case.reference, request.POST.get("action", ""), _decision_form(view, request.POST)
    is_unknown = bool(posted) and posted not in view.actions  # the door says why it is refused
    wrong = _wrong_in_sheet(request, view, posted)
    if not is_unknown and (not form.is_valid() or wrong is not None):
        return _render_case(request, view, form, sheets=_typed(request, view, wrong))
    try:
        cases.decide(
            reference=reference, officer=officer, action=posted[:40], reason=request.POST.get("reason", ""),
            filled=request.POST, seen_seq=_seen(form), now=now(),
        )  # fmt: skip
    except cases.CaseMovedOn:
        kept = _kept_form(view, request.POST)
        return _render_case(request, view, kept, moved_on=True, sheets=_typed(request, view))
    except cases.AlreadyOpen as other:
        form.add_error(None, gettext("The applicant already has an open application: %s") % other.reference)
        return _render_case(request, view, form, sheets=_typed(request, view))
    return say_done(request, _done_text(posted, view.choices))


def _wrong_in_sheet(request: HttpRequest, view: cases.OfficerView, action: str) -> cases.AnswersInvalid | None:
    if not any(choice.name == action and choice.fill for choice in view.choices):
        return None
    reference, officer = view.case.reference, actor_of(request)
    return cases.check_sheet(reference=reference, officer=officer, action=action, filled=request.POST, now=now())


def _seen(form: DecisionForm) -> int:
    """Return the last event that the official saw; of a form that is not valid too."""
    return (
        int(form.cleaned_data.get("seen", NEVER_SEEN)) if form.is_bound and not form.errors.get("seen") else NEVER_SEEN
    )


def _typed(request: HttpRequest, view: cases.OfficerView, wrong: cases.AnswersInvalid | None = None) -> list[Sheet]:
    """Return the sheets with what was typed, and what is wrong in it."""
    errors = wrong.errors if wrong is not None else {}
    return sheets_of(view, actor_of(request), _labels(view), data=request.POST, errors=errors)


def _labels(view: cases.OfficerView) -> dict[str, str]:
    return {choice.name: label_of(choice) for choice in view.choices}


def _kept_form(view: cases.OfficerView, posted: QueryDict) -> DecisionForm:
    """Return the form with what was typed, not judged yet."""
    written, chosen = posted.get("reason", ""), posted.get("action", "")
    return DecisionForm(view.choices, None, seen=view.case.last_seq, written=written, chosen=chosen)


def _decision_form(view: cases.OfficerView, data: QueryDict | None = None) -> DecisionForm:
    return DecisionForm(view.choices, data, seen=view.case.last_seq)


def _done_text(action: str, choices: Sequence[cases.ActionView]) -> str:
    """Return what was done as a plain text, which the session can hold."""
    chosen = next((choice for choice in choices if choice.name == action), cases.ActionView(action, None))
    if chosen.four_eyes:
        return gettext("Proposed. A second officer will confirm it or send it back.")
    known = CASE_ACTIONS.get(action)
    if known is not None and known.done is not None and chosen.label is None:
        return str(known.done)
    return gettext("Recorded: %(action)s") % {"action": label_of(chosen)}


def _render_case(
    request: HttpRequest,
    view: cases.OfficerView,
    form: DecisionForm,
    *,
    moved_on: bool = False,
    back: SendBackForm | None = None,
    asking: SideRequestForm | None = None,
    assigning: AssignForm | None = None,
    sheets: Sequence[Sheet] | None = None,
) -> HttpResponse:
    official = actor_of(request)
    sheets = sheets_of(view, official, _labels(view)) if sheets is None else sheets
    definition = catalogue.get_version(version_id=view.case.version_id).definition
    requests = cases.case_requests(reference=view.case.reference, officer=official)
    wrong = next((each for each in (back, asking, assigning) if each is not None and each.errors), form)
    context = {
        "view": view,
        "represented_by": represented_by(view.applicant),
        "case": view.case,
        "form": form,
        "sheets": sheets,
        "uploads": any(sheet.has_files for sheet in sheets),
        "sheet_buttons": any(sheet.has_buttons for sheet in sheets),
        "by_officials": _filled_in(view.case),
        "case_status": case_status(view.case),
        "calculated": calculated_rows(view.case.form_session),
        "answers": _answers(view.case),
        "files": files_of(view.case, requests.requests, view.events),
        "evidence": answers_of(view.evidence),
        "history": history(view.events, definition),
        "mine": view.claimed_by == official.id,
        "may_decide": bool(view.choices),
        "assign_form": assigning or _assign_form(view, official),
        "inbox_url": inbox_address(request),
        "moved_on": moved_on,
        "requests": replace(requests, requests=tuple(with_words(each, view.case) for each in requests.requests)),
        "ask_form": asking or SideRequestForm(requests.offered, seen=view.case.last_seq),
        "proposal": view.proposal,
        "proposal_text": _proposal_text(view.proposal),
        "proposed": _proposed(view),
        "back_form": back or SendBackForm(initial={"seen": view.case.last_seq}, auto_id=BACK_IDS),
        "wrong": wrong,
        "wrong_sheets": [sheet.form for sheet in sheets if sheet.form.errors],
    }
    status = 409 if moved_on else 422 if wrong.errors or context["wrong_sheets"] else 200
    response = render(request, "workplace/case.html", context, status=status)
    vars(response)["csp_frame_src"] = ("'self'",)  # the applicant's files are shown in place
    return response


def _assign_form(view: cases.OfficerView, official: cases.Actor) -> AssignForm | None:
    """Offer those to whom a supervisor may give the case; None where there is nobody, or it is not theirs to give."""
    if "assign" not in view.moves:
        return None
    listed = cases.assignees(reference=view.case.reference, supervisor=official)
    return AssignForm(listed) if listed else None


def _proposal_text(proposal: cases.ProposalView | None) -> str:
    return "" if proposal is None else _action_label(proposal.action, proposal.label)


def _filled_in(case: cases.CaseView) -> list[Row]:
    """List what officials filled in with earlier decisions."""
    return answer_rows(case=case, questions=case.form_session.filled_in(), file_route="case_file")


def _proposed(view: cases.OfficerView) -> list[Row]:
    """List what a colleague filled in with a decision that waits for a second official."""
    if view.proposal is None or not view.proposal.answers:
        return []
    answers = view.proposal.answers
    asked = [each for each in view.case.form_session.definition.form.official_questions() if answers.get(each.id)]
    return answer_rows(case=replace(view.case, answers=answers), questions=asked, file_route="case_file")


def _answers(case: cases.CaseView) -> list[Row]:
    questions = case.form_session.visible_questions()
    return answer_rows(
        case=case,
        questions=questions,
        file_route="case_file",
        sources=sources_of(case, questions),
        owed=case.queued,
    )
