"""The preview of a draft: its form and flow as a citizen meets them, with the person and registers of a scenario.

Nothing is stored as a case and nothing is sent. The answers are kept in the analyst's session, for one draft at a time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from hukumati.core.bilingual import Bilingual
from hukumati.core.design.forms import OneChoiceField
from hukumati.core.design.parts import Row
from hukumati.core.money import Money
from hukumati.service_language.api import (
    FILE_TYPES,
    Definition,
    ExpressionFailed,
    FormSession,
    Page,
    Question,
    SideRequest,
)
from hukumati.studio import api as studio
from hukumati.web.portal import question_forms
from hukumati.web.portal.applying import place_among
from hukumati.web.portal.repeatable_groups import entries_changed
from hukumati.web.portal.uploading import asks_for_files
from hukumati.web.summaries import LTR_TYPES, MILESTONES, answer_text, calculated_rows
from hukumati.web.workplace.studio.access import analyst_of, analyst_required, draft_context, get_draft
from hukumati.web.workplace.studio.preview_enquiry import enquiry_context
from hukumati.web.workplace.studio.preview_files import files_by_question, remove_file, take_files, with_files

SESSION_KEY: Final = "studio.preview"
MOST_ACTIONS: Final = 60
"""Every page replays all actions: this bounds the work of one request."""
POSTED: Final = "posted"
"""Under this name the session keeps what an analyst chose in an enquiry, as it came."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A preview under way: its scenario, the answers so far, and the actions taken after submission."""

    draft: studio.DraftView
    definition: Definition
    scenario: studio.Scenario
    answers: dict[str, Any]
    actions: list[str]

    def simulation(self) -> studio.Simulation:
        """Return a simulation with these answers, before submission."""
        return studio.simulate(definition=self.definition, scenario=self.scenario, answers=self.answers)

    def session(self) -> FormSession:
        """Return the form with what was answered so far."""
        return self.simulation().session()


class BeginForm(forms.Form):
    """The scenario to begin with, and whether its answers are filled in."""

    scenario = OneChoiceField(label=_("Start with the person and register data of a scenario"), choices=[])
    filled = forms.BooleanField(label=_("Fill in the answers of the scenario"), required=False)

    def __init__(self, data: QueryDict | None, *, scenarios: Mapping[str, studio.Scenario]) -> None:
        super().__init__(data)
        field = self.fields["scenario"]
        assert isinstance(field, OneChoiceField)  # noqa: S101 - declared above
        field.choices = [(file, scenario.name) for file, scenario in scenarios.items()]
        field.choice_hints = {file: f"{scenario.person}, {scenario.today}" for file, scenario in scenarios.items()}


@require_http_methods(["GET", "HEAD", "POST"])
@analyst_required
def begin(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Choose the scenario that the preview begins with."""
    draft = get_draft(request, draft_id)
    definition = _definition(request, draft_id)
    context = draft_context(request, draft, "studio_preview")
    if definition is None:
        return render(request, "studio/preview_unavailable.html", context)
    scenarios = _scenarios(request, draft_id)
    form = BeginForm(request.POST or None, scenarios=scenarios)
    if request.method == "POST" and form.is_valid():
        scenario = scenarios[form.cleaned_data["scenario"]]
        if definition.answer is not None:
            answers = scenario.filled if form.cleaned_data["filled"] else {}
            _store(request, draft_id, scenario.file, answers, [])
            return redirect("studio_preview_end", draft_id)
        answers = _first_answers(definition, scenario, filled=form.cleaned_data["filled"])
        _store(request, draft_id, scenario.file, answers, [])
        return redirect("studio_preview_page", draft_id, definition.form.pages[0].id)
    return render(request, "studio/preview.html", {**context, "form": form}, status=422 if form.errors else 200)


def _definition(request: HttpRequest, draft_id: UUID) -> Definition | None:
    """Return the definition if the draft can be previewed: only scenarios may fail."""
    checked = studio.check_draft(analyst=analyst_of(request), draft_id=draft_id)
    if any(mistake.code != "scenario" for mistake in checked.mistakes):
        return None
    return checked.sketch


def _scenarios(request: HttpRequest, draft_id: UUID) -> dict[str, studio.Scenario]:
    listed = studio.list_scenarios(analyst=analyst_of(request), draft_id=draft_id)
    return {scenario.file: scenario for scenario in listed}


def _first_answers(definition: Definition, scenario: studio.Scenario, *, filled: bool) -> dict[str, Any]:
    simulation = studio.simulate(definition=definition, scenario=scenario, answers={})
    if filled:
        simulation.fill(scenario.filled)
        return simulation.answers
    return simulation.session().initial_answers()


def _store(request: HttpRequest, draft_id: UUID, file: str, answers: dict[str, Any], actions: list[str]) -> None:
    request.session[SESSION_KEY] = {
        "draft": str(draft_id),
        "file": file,
        "answers": answers,
        "actions": actions[:MOST_ACTIONS],
    }


def _load(request: HttpRequest, draft_id: UUID) -> Preview | None:
    """Return the preview in the session, or None if there is none or the draft has changed too much for it."""
    stored = request.session.get(SESSION_KEY) or {}
    definition = _definition(request, draft_id)
    scenario = _scenarios(request, draft_id).get(stored.get("file", ""))
    if stored.get("draft") != str(draft_id) or definition is None or scenario is None:
        return None
    return Preview(get_draft(request, draft_id), definition, scenario, stored["answers"], stored["actions"])


@require_http_methods(["GET", "HEAD", "POST"])
@analyst_required
def page(request: HttpRequest, draft_id: UUID, page_id: str) -> HttpResponse:
    """Show a page of the form as the portal does, and check its answers."""
    preview = _load(request, draft_id)
    names = [page.id for page in preview.definition.form.pages] if preview else []
    if preview is None or page_id not in names:
        return redirect("studio_preview", draft_id)
    errors, posted = None, None
    if request.method == "POST":
        questions = preview.session().effective_questions(page_id)
        posted = request.POST.copy()
        refused = take_files(request, questions, preview.answers, posted)
        changed = entries_changed(posted, questions)
        is_removal = remove_file(request, questions, preview.answers)
        _store(request, draft_id, preview.scenario.file, preview.answers, [])
        if is_removal or refused or changed is not None:
            return _render_page(request, preview, page_id, refused, posted if changed is None else changed)
        cleaned = preview.session().clean_page(page_id, with_files(posted, questions, preview.answers))
        if not cleaned.errors:
            preview.answers.update(cleaned.answers)
            _store(request, draft_id, preview.scenario.file, preview.answers, [])
            return _redirect_after(preview, page_id)
        errors = cleaned.errors
    return _render_page(request, preview, page_id, errors, posted)


def _redirect_after(preview: Preview, page_id: str) -> HttpResponse:
    pages = [page.id for page in preview.definition.form.pages]
    visible = preview.session().visible_pages()
    following = [name for name in pages[pages.index(page_id) + 1 :] if name in visible]
    if following:
        return redirect("studio_preview_page", preview.draft.id, following[0])
    return redirect("studio_preview_end", preview.draft.id)


def _render_page(
    request: HttpRequest,
    preview: Preview,
    page_id: str,
    errors: Mapping[str, Bilingual] | None,
    posted: QueryDict | None = None,
) -> HttpResponse:
    session = preview.session()
    page = preview.definition.form.page(page_id)
    visible, questions, pending = session.visible(page_id), session.effective_questions(page_id), session.pending()
    locked = {question.id for question in questions if question.locked and question.id not in pending}
    form = question_forms.build(
        session=session,
        questions=question_forms.rendered(page, visible),
        data=posted,
        errors=errors,
        kept=files_by_question(questions, preview.answers, posted),
    )
    context = {
        **draft_context(request, preview.draft, "studio_preview"),
        "service": preview.definition.name,
        "form": form,
        "page": page,
        "known": _rows(preview, [question for question in visible if question.id in locked]),
        "owed": [question.label for question in visible if question.id in pending],
        "nothing_to_choose": question_forms.unanswerable(visible, session),
        **place_among(page_id, session.visible_pages()),
        "uploads": asks_for_files(questions),
        "buttons": any(question.type in (*FILE_TYPES, "group") for question in questions),
    }
    return render(request, "studio/preview_page.html", context, status=422 if errors else 200)


def _rows(preview: Preview, questions: Iterable[Question]) -> list[Row]:
    registers = preview.scenario.registers
    return [
        Row(
            str(question.label),
            answer_text(preview.definition, question, preview.answers.get(question.id), registers),
            ltr=question.type in LTR_TYPES and question.unit is None,
        )
        for question in questions
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@analyst_required
def end(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show the outcome of the answers: eligibility, fee, and the path through the flow."""
    preview = _load(request, draft_id)
    if preview is None:
        return redirect("studio_preview", draft_id)
    if preview.definition.answer is not None:
        return _enquiry(request, preview)
    if request.method == "POST":
        actions = [] if "again" in request.POST else [*preview.actions, request.POST.get("action", "")[:80]]
        _store(request, draft_id, preview.scenario.file, preview.answers, actions)
        return redirect("studio_preview_end", draft_id)
    return render(request, "studio/preview_end.html", _outcome_context(request, preview))


def _enquiry(request: HttpRequest, preview: Preview) -> HttpResponse:
    """Show the answer to an enquiry beneath what is asked first."""
    if request.method == "POST":
        _store(request, preview.draft.id, preview.scenario.file, {POSTED: request.POST.urlencode()}, [])
        return redirect("studio_preview_end", preview.draft.id)
    answers = preview.answers
    raw = QueryDict(answers[POSTED]) if POSTED in answers else answers or None
    context = draft_context(request, preview.draft, "studio_preview")
    context |= enquiry_context(definition=preview.definition, scenario=preview.scenario, raw=raw)
    return render(request, "studio/preview_enquiry.html", context)


def _outcome_context(request: HttpRequest, preview: Preview) -> dict[str, object]:
    simulation, definition = preview.simulation(), preview.definition
    context = draft_context(request, preview.draft, "studio_preview")
    context |= {"pages": _answers_by_page(preview), "service": definition.name}
    try:
        simulation.answers = preview.session().normalised_answers
        session = simulation.session()
        context |= {"unfinished": session.first_unfinished_page(), "calculated": calculated_rows(session)}
        eligibility, pending, is_pending = session.eligibility(), session.pending(), session.is_fee_pending()
        context |= {"eligible": eligibility.eligible, "reason": eligibility.reason, "fee_is_pending": is_pending}
        context |= {"fee": None if is_pending else _fee(session), "eligibility_is_pending": eligibility.is_pending}
        if pending:
            context["owed"] = [question.label for question in definition.form.questions() if question.id in pending]
        elif eligibility.eligible and not context["unfinished"]:
            context |= _path_context(simulation, preview)
    except (ExpressionFailed, ValueError, LookupError) as failed:
        context["failed"] = str(failed)
    return context


def _answers_by_page(preview: Preview) -> list[tuple[Page, list[Row]]]:
    session = preview.session()
    return [(page, _rows(preview, session.visible(page.id))) for page in preview.definition.form.pages]


def _fee(session: FormSession) -> Money | None:
    fee = session.fee()
    return fee if fee.minor else None


def _path_context(simulation: studio.Simulation, preview: Preview) -> dict[str, object]:
    """Submit, replay the chosen actions, and return the path with the next possible ones."""
    failure = ""
    for action in ("submit", *preview.actions):
        try:
            _act(simulation, action, preview.scenario.by_officials.get(action, {}))
        except (ValueError, LookupError, RuntimeError) as failed:
            failure = f"{action}: {failed}"
            break
    state = simulation.definition.flow.states[simulation.state]
    return {
        "path": [
            (name, str(MILESTONES[simulation.definition.flow.states[name].milestone])) for name in simulation.visited
        ],
        "at": state,
        "milestone": str(MILESTONES[state.milestone]),
        "tell": simulation.citizen_text(),
        "messages": simulation.messages,
        "documents": list(simulation.documents.items()),
        "by_officials": _filled_in(simulation),
        "next_actions": _next_actions(simulation),
        "failure": failure,
    }


def _filled_in(simulation: studio.Simulation) -> list[Row]:
    """List what the scenario's officials have filled in on the way."""
    session = simulation.session()
    return [
        Row(str(each.label), answer_text(session.definition, each, session.answers.get(each.id), session.registers))
        for each in session.filled_in()
    ]


def _act(simulation: studio.Simulation, action: str, filled: Mapping[str, object]) -> None:
    verb, _colon, rest = action.partition(":")
    if verb == "request":
        name, _colon, outcome = rest.partition(":")
        simulation.close_request(name, "answered" if outcome else "refused", outcome or None)
    elif verb == "open":
        simulation.open_request(rest)
    else:
        simulation.take(action, filled)
        if simulation.errors:
            raise ValueError("; ".join(f"{name}: {problem}" for name, problem in simulation.errors.items()))


def _outcomes(request: SideRequest) -> list[str]:
    """List how a request may end when somebody answers it; a person who is asked to agree may also decline ("")."""
    return [*request.outcomes, *([] if request.consent is None else [""])]


def _next_actions(simulation: studio.Simulation) -> list[tuple[str, str]]:
    """List what can happen next, as the action to store and the label of its button."""
    definition = simulation.definition
    state = definition.flow.states[simulation.state]
    actions = {edge.name: str(edge.label) for edge in studio.outgoing_edges(state) if edge.kind != "timer"}
    opened = [(f"open:{name}", f"? {name}") for name in state.requests if simulation.request_states()[name] != "open"]
    closed = [
        (f"request:{name}:{outcome}", f"{name}: {outcome or 'refused'}")
        for name, stands in simulation.request_states().items()
        if stands == "open"
        for outcome in _outcomes(definition.requests[name])
    ]
    return [*actions.items(), *opened, *closed]
