"""One person's form at one moment: the only place where the rules of a form are evaluated.

Portal, preview, workplace, scenarios and cases all hold a `FormSession`, so that what a page shows and what the engine
demands can never disagree.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from hukumati.core.bilingual import Bilingual
from hukumati.core.money import Money
from hukumati.service_language import declared_answers, forms, pending_answers, rules
from hukumati.service_language.calculations import Calculation
from hukumati.service_language.calls import CallStage, stage_of
from hukumati.service_language.conditional_reveal import RevealingChoice, revealed_by, revealed_in_group
from hukumati.service_language.consents import ConsentAsked, consent_asked
from hukumati.service_language.declared_answers import Difference
from hukumati.service_language.definition import Definition
from hukumati.service_language.expressions import Facts
from hukumati.service_language.facts import build_facts
from hukumati.service_language.flows import NotPossibleHere
from hukumati.service_language.forms import CleanedPage, SettledAnswers
from hukumati.service_language.questions import (
    Answers,
    Entry,
    Question,
    RegisterAnswers,
    is_required,
    is_shown,
    offered_entries,
)
from hukumati.service_language.register_queries import RegisterQuery, register_query
from hukumati.service_language.rules import Eligibility
from hukumati.service_language.side_requests import AGREED, RequestStates


@dataclass(frozen=True)
class FormSession:
    """A definition with all that its conditions may read.

    `answers` are kept answers by question, JSON-ready. `registers` maps a contract ("interior.person") to its answer,
    None where it knows no such person; one that has not answered is missing. `id_number` stands in while the person
    register is silent. `account` is {phone, email} of the sign-on, `case` {reference, reason}; `requests` maps a side
    request to its {state, outcome}. What is worked out is worked out once: a session never changes.
    `answers` of a draft count as far as they hold on the day `answered_on`, today unless it is given: all that the
    session says and decides rests on these alone. `is_settled`: they were submitted so, and stand.
    """

    definition: Definition
    answers: Answers
    registers: RegisterAnswers
    today: date
    id_number: str | None = None
    account: Mapping[str, str | None] = field(default_factory=dict)
    case: Mapping[str, str | None] = field(default_factory=dict)
    requests: RequestStates = field(default_factory=dict)
    answered_on: date | None = None
    is_settled: bool = False

    @cached_property
    def facts(self) -> Facts:
        """Everything that an expression of the service may name: of the answers, those that count."""
        return self._facts_with(self.normalised_answers)

    def _facts_with(self, answers: Answers) -> Facts:
        return build_facts(
            definition=self.definition,
            answers={**answers, **self.official_answers},
            registers=self.registers,
            today=self.today,
            id_number=self.id_number,
            account=self.account,
            case=self.case,
            requests=self.requests,
        )

    @cached_property
    def official_answers(self) -> dict[str, Any]:
        """What officials filled in, by question: it stands as it was decided."""
        given = self.answers
        return {each.id: given.get(each.id) for each in self.definition.form.official_questions()}

    @property
    def normalised_answers(self) -> dict[str, Any]:
        """Every question's answer as it counts, for each decision: see `forms.settle_answers`."""
        return self._settled.answers

    @property
    def refused_answers(self) -> dict[str, Bilingual]:
        """Why answers that were kept do not count any more, by question: each has to be given anew."""
        return self._settled.refused

    @cached_property
    def _settled(self) -> SettledAnswers:
        if self.is_settled:
            return SettledAnswers({each.id: self.answers.get(each.id) for each in self.definition.form.questions()}, {})
        return forms.settle_answers(
            definition=self.definition,
            answers=self.answers,
            facts=self._facts_with({}),
            judged_on=self.answered_on or self.today,
        )

    def without_answers(self) -> "FormSession":
        """Return the same person's form with nothing filled in."""
        return replace(self, answers={})

    # What is shown.

    def visible(self, page_id: str) -> tuple[Question, ...]:
        """List the visible questions of a page, in order. Raises NoSuchPage."""
        page = forms.page_of(self.definition, page_id)
        return tuple(question for question in page.ask if is_shown(question, self.facts))

    def visible_questions(self) -> tuple[Question, ...]:
        """List all visible questions, page by page."""
        return tuple(question for question in self.definition.form.questions() if is_shown(question, self.facts))

    def visible_pages(self) -> list[str]:
        """Name the pages on which these answers leave something to ask."""
        pages = self.definition.form.pages
        return [page.id for page in pages if any(is_shown(question, self.facts) for question in page.ask)]

    def effective_question(self, question: Question) -> Question:
        """Return a question as it is put now: see `forms.effective_question`."""
        return forms.effective_question(definition=self.definition, question=question, facts=self.facts)

    def effective_questions(self, page_id: str) -> list[Question]:
        """Return all questions of a page as they are put now. Raises NoSuchPage."""
        return [self.effective_question(question) for question in forms.page_of(self.definition, page_id).ask]

    def revealed_by(self, questions: Sequence[Question]) -> dict[str, RevealingChoice]:
        """Return, by question of a page, the one choice on that page which decides whether it is asked."""
        return revealed_by(questions=questions, known=self.facts)

    def revealed_in_group(self, group: Question) -> dict[str, RevealingChoice]:
        """Return the same for the questions of a group, in each of its entries."""
        return revealed_in_group(group=group, known=self.facts)

    def offered_entries(self, question: Question) -> tuple[Entry, ...]:
        """List the entries of a register that the person may choose as the answer."""
        return offered_entries(question, self.facts)

    # What is missing.

    def missing(self) -> tuple[Question, ...]:
        """List the visible questions to be answered: those that lack a required answer, or whose answer is refused.

        Those that a register still owes are left out.
        """
        return tuple(
            question
            for question in self.definition.form.questions()
            if question.id in self.refused_answers or self._is_missing(question)
        )

    def _is_missing(self, question: Question) -> bool:
        return (
            self.normalised_answers[question.id] in (None, [])
            and is_required(question, self.facts)
            and is_shown(question, self.facts)
            and not pending_answers.is_pending(definition=self.definition, question=question, facts=self.facts)
        )

    def first_unfinished_page(self) -> str | None:
        """Name the first page with a missing answer."""
        missing = self.missing()
        return next((page.id for page in self.definition.form.pages if any(each in missing for each in page.ask)), None)

    def next_page(self, *, saved: Collection[str], after: str = "") -> str | None:
        """Name the page to fill in next: not saved yet, or lacking an answer; None when the form is complete.

        Pages behind `after`, the one just saved, come before those ahead of it.
        """
        order = [page.id for page in self.definition.form.pages]
        unsaved = [name for name in self.visible_pages() if name not in saved]
        following = [name for name in unsaved if after and order.index(name) > order.index(after)]
        if following:
            return following[0]
        wanted = {*unsaved, self.first_unfinished_page()}
        return next((name for name in order if name in wanted), None)

    # What registers answer, or still owe.

    def is_locked(self, question: Question) -> bool:
        """Return whether the answer is the register's, whatever the person sends."""
        return forms.is_locked(definition=self.definition, question=question, facts=self.facts)

    def pending(self) -> dict[str, str]:
        """Name the visible questions whose answers silent registers still owe, each with its contract."""
        return pending_answers.pending_answers(definition=self.definition, facts=self.facts)

    def declared(self) -> dict[str, str]:
        """Name the answers given in a silent register's place, each with the contract to be asked later."""
        return forms.declared(definition=self.definition, answers=self.normalised_answers, facts=self.facts)

    def late_answers(self, questions: Collection[str]) -> dict[str, object]:
        """Return what the registers say to questions that were pending."""
        return pending_answers.late_answers(definition=self.definition, questions=questions, facts=self.facts)

    def differences(self, questions: Iterable[str]) -> tuple[Difference, ...]:
        """List the declared answers that are not what the registers say."""
        return declared_answers.differences(
            definition=self.definition, questions=questions, answers=self.answers, facts=self.facts
        )

    def register_query(self, contract: str) -> RegisterQuery | None:
        """Work out how a register is asked; None where there is nothing to ask. Raises ExpressionFailed."""
        return register_query(definition=self.definition, contract=contract, facts=self.facts)

    def about(self) -> object:
        """Return what no other application of the person under way may share; None where there is no such thing.

        Raises ExpressionFailed.
        """
        per = self.definition.once.per
        return None if per is None else per.value(self.facts)

    # What is filled in.

    def initial_answers(self) -> dict[str, object]:
        """Return what the form holds before the person types."""
        return forms.initial_answers(definition=self.definition, facts=self.facts)

    def clean_page(self, page_id: str, raw: Mapping[str, object]) -> CleanedPage:
        """Normalise and validate one page of hostile input: see `forms.clean_page`. Raises NoSuchPage."""
        return forms.clean_page(definition=self.definition, page_id=page_id, raw=raw, facts=self.facts)

    # What officials fill in.

    def official_questions(self, sheet: str) -> tuple[Question, ...]:
        """List the questions of a sheet that are asked as the case stands. Raises LookupError."""
        return tuple(each for each in self.definition.form.sheet(sheet).ask if is_shown(each, self.facts))

    def filled_in(self) -> tuple[Question, ...]:
        """List the questions that officials have answered."""
        questions = self.definition.form.official_questions()
        return tuple(each for each in questions if self.official_answers[each.id] not in (None, []))

    def clean_sheet(self, sheet: str, raw: Mapping[str, object]) -> CleanedPage:
        """Normalise and validate what an official filled in: see `forms.clean_page`. Raises LookupError."""
        questions = self.definition.form.sheet(sheet).ask
        return forms.clean_questions(definition=self.definition, questions=questions, raw=raw, facts=self.facts)

    # Who agreed.

    def consent_asked(self, name: str) -> ConsentAsked | None:
        """Return whom a consent is asked of and to what, None where nobody could give it. Raises KeyError."""
        answers = {**self.normalised_answers, **self.official_answers}
        return consent_asked(self.definition.requests[name], answers=answers, facts=self.facts)

    def consenting(self) -> dict[str, str]:
        """Return the consents that stand, each by the ID number of the person who agreed."""
        stand = [name for name, state in self.facts["requests"].items() if state and state["outcome"] == AGREED]
        asked = ((name, self.consent_asked(name)) for name in stand)
        return {each.party: name for name, each in asked if each is not None}

    # What the rules decide.

    @property
    def call_stage(self) -> CallStage:
        """Where the service's call stands for this application: what was submitted in time stays in time."""
        return "open" if self.is_settled else stage_of(self.definition.call, self.answered_on or self.today)

    def eligibility(self) -> Eligibility:
        """Decide whether the person may apply. Raises NoRowApplies, SeveralRowsApply, WrongResult, ExpressionFailed."""
        call = self.definition.call
        if call is not None and self.call_stage != "open":
            return Eligibility(eligible=False, reason=call.refusal(self.answered_on or self.today))
        return rules.eligibility(definition=self.definition, facts=self.facts)

    def calculated(self) -> tuple[tuple[Calculation, Any], ...]:
        """List the values that people read beside the answers, as far as they can be worked out."""
        labelled = (each for each in self.definition.calculations.values() if each.label is not None)
        found = ((each, self.facts[each.name]) for each in labelled)
        return tuple((each, value) for each, value in found if value is not None)

    def fee(self) -> Money:
        """Work the fee out, without delivery. Raises like `eligibility`."""
        return rules.fee(definition=self.definition, facts=self.facts)

    def delivery(self) -> Money:
        """Work out what bringing the result costs. Raises like `eligibility`."""
        return rules.delivery(definition=self.definition, facts=self.facts)

    def charge(self, table: str) -> Money:
        """Work out a fee that is due later in the case, by its own table. Raises like `eligibility`."""
        return rules.charge(definition=self.definition, facts=self.facts, table=table)

    def is_fee_pending(self) -> bool:
        """Return whether what is to be paid rests on an answer that a silent register, or an official, still owes."""
        return rules.is_fee_pending(definition=self.definition, facts=self.facts)

    def is_fee_set_later(self) -> bool:
        """Return whether the fee rests on what officials have not filled in yet."""
        return rules.is_set_by_officials(definition=self.definition, facts=self.facts)

    def leads_to_payment(self) -> bool:
        """Return whether submitting leads straight to payment; otherwise the fee is due later, if at all."""
        try:
            target = self.definition.flow.step(self.definition.flow.start, "submit").choose(self.facts)
        except NotPossibleHere:
            return False
        return self.definition.flow.states[target].awaits_payment
