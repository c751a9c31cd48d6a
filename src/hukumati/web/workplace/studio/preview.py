"""A draft tried out as a citizen meets it, with fictional people and registers: nothing is stored as a case or sent.

What is filled in lives in the analyst's own session, and only for one draft at a time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from hukumati.core.design.forms import OneChoiceField
from hukumati.core.design.parts import Row
from hukumati.core.money import Money
from hukumati.service_language import api as service_language
from hukumati.service_language.api import FILES, Definition, ExpressionFailed, Question
from hukumati.studio import api as studio
from hukumati.web.portal import question_forms
from hukumati.web.portal.repeatable_groups import entries_changed
from hukumati.web.summaries import MILESTONES, answer_text
from hukumati.web.workplace.studio.access import analyst_of, analyst_required, draft_context, get_draft
from hukumati.web.workplace.studio.trial_files import removed, shown_files, take_files

KEPT: Final = "studio.preview"
MOST_STEPS: Final = 60
LTR_TYPES: Final = {"phone", "email", "id_number", "iban", "postcode", "number"}


@dataclass(frozen=True, slots=True)
class Trial:
    """One try under way: the scenario it began from, what was answered, and the actions taken at the end."""

    draft: studio.DraftView
    definition: Definition
    scenario: studio.Scenario
    answers: dict[str, Any]
    actions: list[str]

    def rehearsal(self) -> studio.Simulation:
        """Return the rehearsal before anything was submitted."""
        return studio.rehearse(definition=self.definition, scenario=self.scenario, answers=self.answers)


class BeginForm(forms.Form):
    """Who tries the service out, and whether the scenario's answers are filled in."""

    scenario = OneChoiceField(label=_("Begin with the person and the registers of a scenario"), choices=[])
    filled = forms.BooleanField(label=_("Fill in the answers of the scenario"), required=False)

    def __init__(self, *given: Any, scenarios: Mapping[str, studio.Scenario], **options: Any) -> None:
        super().__init__(*given, **options)
        field = self.fields["scenario"]
        assert isinstance(field, OneChoiceField)  # noqa: S101 - declared above
        field.choices = [(file, scenario.name) for file, scenario in scenarios.items()]
        field.choice_hints = {file: f"{scenario.person}, {scenario.today}" for file, scenario in scenarios.items()}


@require_http_methods(["GET", "HEAD", "POST"])
@analyst_required
def begin(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Choose the fictional person who tries the draft out."""
    draft = get_draft(request, draft_id)
    definition = _definition(request, draft_id)
    context = draft_context(request, draft, "studio_preview")
    if definition is None:
        return render(request, "studio/preview_not_yet.html", context)
    scenarios = _scenarios(request, draft_id)
    form = BeginForm(request.POST or None, scenarios=scenarios)
    if request.method == "POST" and form.is_valid():
        scenario = scenarios[form.cleaned_data["scenario"]]
        answers = _first_answers(definition, scenario, filled=form.cleaned_data["filled"])
        _keep(request, draft_id, scenario.file, answers, [])
        return redirect("studio_preview_page", draft_id, definition.form.pages[0].id)
    return render(request, "studio/preview.html", {**context, "form": form}, status=422 if form.errors else 200)


def _definition(request: HttpRequest, draft_id: UUID) -> Definition | None:
    """A draft can be tried out when nothing but scenarios is against it."""
    checked = studio.check_draft(analyst=analyst_of(request), draft_id=draft_id)
    if any(mistake.code != "scenario" for mistake in checked.mistakes):
        return None
    return checked.sketch


def _scenarios(request: HttpRequest, draft_id: UUID) -> dict[str, studio.Scenario]:
    listed = studio.list_scenarios(analyst=analyst_of(request), draft_id=draft_id)
    return {scenario.file: scenario for scenario in listed}


def _first_answers(definition: Definition, scenario: studio.Scenario, *, filled: bool) -> dict[str, Any]:
    rehearsal = studio.rehearse(definition=definition, scenario=scenario, answers={})
    if filled:
        rehearsal.fill(scenario.filled)
        return rehearsal.answers
    return service_language.initial_answers(definition=definition, facts=rehearsal.facts())


def _keep(request: HttpRequest, draft_id: UUID, file: str, answers: dict[str, Any], actions: list[str]) -> None:
    request.session[KEPT] = {"draft": str(draft_id), "file": file, "answers": answers, "actions": actions[:MOST_STEPS]}


def _trial(request: HttpRequest, draft_id: UUID) -> Trial | None:
    """Take up the try under way; None if there is none, or the draft has changed too much for it."""
    kept = request.session.get(KEPT) or {}
    definition = _definition(request, draft_id)
    scenario = _scenarios(request, draft_id).get(kept.get("file", ""))
    if kept.get("draft") != str(draft_id) or definition is None or scenario is None:
        return None
    return Trial(get_draft(request, draft_id), definition, scenario, kept["answers"], kept["actions"])


@require_http_methods(["GET", "HEAD", "POST"])
@analyst_required
def page(request: HttpRequest, draft_id: UUID, page_id: str) -> HttpResponse:
    """Show one page of the form as the portal draws it, and check what was answered."""
    trial = _trial(request, draft_id)
    names = [page.id for page in trial.definition.form.pages] if trial else []
    if trial is None or page_id not in names:
        return redirect("studio_preview", draft_id)
    errors = None
    if request.method == "POST":
        questions = _questions(trial, page_id)
        refused = take_files(request, questions, trial.answers)
        changed = entries_changed(request.POST, questions)
        is_removal = removed(request, questions, trial.answers)
        _keep(request, draft_id, trial.scenario.file, trial.answers, [])
        if is_removal or refused or changed is not None:
            return _asked(request, trial, page_id, refused, changed)
        cleaned = service_language.clean_page(
            definition=trial.definition,
            page_id=page_id,
            raw=_posted(request, trial, page_id),
            answers=trial.answers,
            facts=trial.rehearsal().facts(),
        )
        if not cleaned.errors:
            trial.answers.update(cleaned.answers)
            _keep(request, draft_id, trial.scenario.file, trial.answers, [])
            return _after(trial, page_id)
        errors = cleaned.errors
    return _asked(request, trial, page_id, errors)


def _questions(trial: Trial, page_id: str) -> list[Question]:
    """The questions of a page as they are asked now: a register that is away may have left some to the person."""
    definition, facts = trial.definition, trial.rehearsal().facts()
    asked = definition.form.page(page_id).ask
    return [service_language.asked_as(definition=definition, question=question, facts=facts) for question in asked]


def _posted(request: HttpRequest, trial: Trial, page_id: str) -> Any:
    """What was typed, and the files that were taken."""
    posted: Any = request.POST.copy()
    for question in _questions(trial, page_id):
        if question.type in FILES:
            posted.setlist(question.id, [trial.answers.get(question.id) or []])
    return posted


def _after(trial: Trial, page_id: str) -> HttpResponse:
    pages = [page.id for page in trial.definition.form.pages]
    asked = _asked_pages(trial)
    following = [name for name in pages[pages.index(page_id) + 1 :] if name in asked]
    if following:
        return redirect("studio_preview_page", trial.draft.id, following[0])
    return redirect("studio_preview_end", trial.draft.id)


def _asked_pages(trial: Trial) -> list[str]:
    facts = trial.rehearsal().facts()
    return service_language.asked_pages(definition=trial.definition, answers=trial.answers, facts=facts)


def _asked(
    request: HttpRequest, trial: Trial, page_id: str, errors: Any, posted: QueryDict | None = None
) -> HttpResponse:
    facts = trial.rehearsal().facts()
    asked = trial.definition.form.page(page_id)
    visible = trial.definition.form.visible(page_id, trial.answers, facts)
    now_asked = _questions(trial, page_id)
    form = question_forms.build(
        definition=trial.definition,
        questions=question_forms.drawn(asked, visible),
        answers=trial.answers,
        facts=facts,
        data=None if errors is None else request.POST if posted is None else posted,
        errors=errors,
        kept=shown_files(now_asked, trial.answers),
    )
    owed = service_language.awaited(definition=trial.definition, facts=facts)
    locked = {question.id for question in now_asked if question.locked and question.id not in owed}
    names = dict.fromkeys([*_asked_pages(trial), page_id])
    position = list(names).index(page_id)
    context = {
        **draft_context(request, trial.draft, "studio_preview"),
        "service": trial.definition.name,
        "form": form,
        "page": asked,
        "known": _rows(trial, [question for question in visible if question.id in locked]),
        "owed": [question.label for question in visible if question.id in owed],
        "nothing_to_choose": question_forms.unanswerable(visible, facts),
        "number": position + 1,
        "count": len(names),
        "previous": list(names)[position - 1] if position else "",
        "uploads": any(question.type in FILES for question in now_asked),
        "buttons": any(question.type in (*FILES, "group") for question in now_asked),
    }
    return render(request, "studio/preview_page.html", context, status=422 if errors else 200)


def _rows(trial: Trial, questions: list[Question]) -> list[Row]:
    registers = trial.scenario.registers
    return [
        Row(
            str(question.label),
            answer_text(trial.definition, question, trial.answers.get(question.id), registers),
            ltr=question.type in LTR_TYPES,
        )
        for question in questions
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@analyst_required
def end(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show what becomes of the answers: eligibility, fee, and the path through the flow."""
    trial = _trial(request, draft_id)
    if trial is None:
        return redirect("studio_preview", draft_id)
    if request.method == "POST":
        actions = [] if "again" in request.POST else [*trial.actions, request.POST.get("action", "")[:80]]
        _keep(request, draft_id, trial.scenario.file, trial.answers, actions)
        return redirect("studio_preview_end", draft_id)
    return render(request, "studio/preview_end.html", _outcome(request, trial))


def _outcome(request: HttpRequest, trial: Trial) -> dict[str, Any]:
    rehearsal, definition = trial.rehearsal(), trial.definition
    context: dict[str, Any] = draft_context(request, trial.draft, "studio_preview")
    context |= {"pages": _answered(trial, rehearsal), "service": definition.name}
    try:
        facts = rehearsal.facts()
        rehearsal.answers = service_language.settle(definition=definition, answers=trial.answers, facts=facts)
        context["unfinished"] = service_language.first_unfinished_page(
            definition=definition, answers=rehearsal.answers, facts=facts
        )
        eligibility = rehearsal.eligibility()
        owed = service_language.awaited(definition=definition, facts=facts, answers=rehearsal.answers)
        is_open = service_language.is_fee_open(definition=definition, facts=facts)
        context |= {"eligible": eligibility.eligible, "reason": eligibility.reason, "fee_is_open": is_open}
        context |= {"fee": None if is_open else _fee(rehearsal), "eligibility_is_open": eligibility.is_open}
        if owed:
            context["owed"] = [question.label for question in definition.form.questions() if question.id in owed]
        elif eligibility.eligible and not context["unfinished"]:
            context |= _walked(rehearsal, trial.actions)
    except (ExpressionFailed, ValueError, LookupError) as failed:
        context["failed"] = str(failed)
    return context


def _answered(trial: Trial, rehearsal: studio.Simulation) -> list[tuple[Any, list[Row]]]:
    facts, form = rehearsal.facts(), trial.definition.form
    return [(page, _rows(trial, list(form.visible(page.id, trial.answers, facts)))) for page in form.pages]


def _fee(rehearsal: studio.Simulation) -> Money | None:
    fee = rehearsal.fee()
    return fee if fee.minor else None


def _walked(rehearsal: studio.Simulation, actions: list[str]) -> dict[str, Any]:
    """Submit, take the actions that were chosen, and offer the next ones."""
    stuck = ""
    for action in ("submit", *actions):
        try:
            _take(rehearsal, action)
        except (ValueError, LookupError, RuntimeError) as failed:
            stuck = f"{action}: {failed}"
            break
    state = rehearsal.definition.flow.states[rehearsal.state]
    return {
        "path": [
            (name, str(MILESTONES[rehearsal.definition.flow.states[name].milestone])) for name in rehearsal.visited
        ],
        "at": state,
        "milestone": str(MILESTONES[state.milestone]),
        "tell": rehearsal.told(),
        "messages": rehearsal.messages,
        "documents": list(rehearsal.documents.items()),
        "ways": _possible(rehearsal),
        "stuck": stuck,
    }


def _take(rehearsal: studio.Simulation, action: str) -> None:
    verb, _colon, rest = action.partition(":")
    if verb == "request":
        name, _colon, outcome = rest.partition(":")
        rehearsal.close_request(name, "answered", outcome or None)
    elif verb == "open":
        rehearsal.open_request(rest)
    else:
        rehearsal.act(action)


def _possible(rehearsal: studio.Simulation) -> list[tuple[str, str]]:
    """List what can happen next, by the name that the session keeps and the words of the button."""
    definition = rehearsal.definition
    state = definition.flow.states[rehearsal.state]
    ways = {way.name: str(way.label) for way in studio.outgoing_edges(state) if way.kind != "timer"}
    opened = [(f"open:{name}", f"? {name}") for name in state.requests if rehearsal.stands()[name] != "open"]
    closed = [
        (f"request:{name}:{outcome}", f"{name}: {outcome}")
        for name, stands in rehearsal.stands().items()
        if stands == "open"
        for outcome in definition.requests[name].outcomes or [""]
    ]
    return [*ways.items(), *opened, *closed]
