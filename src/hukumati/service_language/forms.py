"""Filling a form: what is known already, one page of answers at a time, and which of them still count.

`facts` always hold every question, as `facts.build_facts` makes them. Asked through `form_session.FormSession`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from hukumati.core.bilingual import Bilingual
from hukumati.core.errors import HukumatiError
from hukumati.service_language import validation_messages
from hukumati.service_language.answers import RawAnswer, read_answer
from hukumati.service_language.calculations import calculated
from hukumati.service_language.consents import require_other_person
from hukumati.service_language.definition import Definition
from hukumati.service_language.expressions import Facts
from hukumati.service_language.facts import LABELLED_TYPES, label_of
from hukumati.service_language.file_types import ALL_FILE_KINDS
from hukumati.service_language.pending_answers import SILENT_REGISTERS, is_pending, may_stay_pending
from hukumati.service_language.questions import (
    RECORD_TYPES,
    Answers,
    Page,
    Question,
    as_fact,
    at_path,
    entry_key,
    is_required,
    is_shown,
    offered_entries,
    policy_of,
)
from hukumati.service_language.rules import total_minor
from hukumati.service_language.validation_messages import AnswerRefused, PartsRefused

ANSWERED_BY_PERSON = ("ask_and_check_later", "ask_for_paper")
"""Policies by which the person answers while the register is away."""


class NoSuchPage(HukumatiError):
    """The form has no page of this name."""

    code: ClassVar[str] = "service_language.no_such_page"
    status: ClassVar[int] = 404


@dataclass(frozen=True, slots=True)
class CleanedPage:
    """A page's answers, normalised and JSON-ready (dates as ISO text), and what is wrong, by question."""

    answers: dict[str, Any]
    errors: dict[str, Bilingual]


def page_of(definition: Definition, page_id: str) -> Page:
    """Return one page of the form. Raises NoSuchPage."""
    try:
        return definition.form.page(page_id)
    except LookupError:
        raise NoSuchPage(page_id) from None


def clean_page(*, definition: Definition, page_id: str, raw: Mapping[str, object], facts: Facts) -> CleanedPage:
    """Normalise and validate one page of hostile input.

    `raw` is a QueryDict or a mapping. Composite values come whole or in parts: a date as ISO text, a date, or
    `<id>_day`, `<id>_month`, `<id>_year`; a collection as {"method", "place"} or `<id>_method` and `<id>_place`
    (or `<id>_office`, `<id>_post_office`); a name as {"ar": {first…}, "en": {…}} or `<id>_ar_first`….
    Locked questions take the register's value from `facts`, whatever the browser sent; hidden ones become None.
    Raises NoSuchPage.
    """
    return clean_questions(definition=definition, questions=page_of(definition, page_id).ask, raw=raw, facts=facts)


def clean_questions(
    *, definition: Definition, questions: Iterable[Question], raw: Mapping[str, object], facts: Facts
) -> CleanedPage:
    """Normalise and validate what was sent to questions of one page, or of a sheet of officials: see `clean_page`."""
    known = dict(facts)
    cleaned = CleanedPage(answers={}, errors={})
    for question in questions:
        known[question.id] = as_fact(
            question, None, known
        )  # a condition sees this page as it is sent now, never as it was kept before
        if not is_shown(question, known):
            cleaned.answers[question.id] = None
            continue
        try:
            cleaned.answers[question.id] = _answer(definition, question, raw, known)
            known[question.id] = as_fact(question, cleaned.answers[question.id], known)
        except PartsRefused as refused:
            cleaned.errors.update(refused.parts)
        except AnswerRefused as refused:
            cleaned.errors[question.id] = refused.message
    return cleaned


def _answer(definition: Definition, question: Question, raw: Mapping[str, object], facts: Facts) -> object:
    if is_locked(definition=definition, question=question, facts=facts):
        return _register_answer(definition, question, facts)
    effective = effective_question(definition=definition, question=question, facts=facts)
    today: date = facts["today"]
    raw_answer = RawAnswer(question=effective, definition=definition, fields=raw, today=today, facts=facts)
    return _read(raw_answer, definition, question)


def _read(raw: RawAnswer, definition: Definition, question: Question) -> object:
    answer = read_answer(raw)
    require_other_person(definition, question, answer, raw.facts)
    return answer


def _register_answer(definition: Definition, question: Question, facts: Facts) -> object:
    """Return what the register says; None where it is not needed, or still pending."""
    value = sourced_value(question=question, facts=facts)
    is_owed = is_pending(definition=definition, question=question, facts=facts)
    if value is None and is_required(question, facts) and not is_owed:
        is_silent = question.contract in facts.get(SILENT_REGISTERS, (question.contract,))
        raise AnswerRefused(
            validation_messages.REGISTER_SILENT
            if is_silent
            else validation_messages.register_holds_nothing(question.label)
        )
    return value


def is_locked(*, definition: Definition, question: Question, facts: Facts) -> bool:
    """Return whether the register's value stands, or, where it is silent, nobody else's."""
    if not question.locked:
        return False
    if sourced_value(question=question, facts=facts) is not None:
        return True
    return policy_of(question, definition.if_down) not in ANSWERED_BY_PERSON


def is_left_to_person(*, definition: Definition, question: Question, facts: Facts) -> bool:
    """Return whether the register is silent and its policy lets the person answer in its place."""
    is_register_question = question.locked and bool(question.contract)
    return is_register_question and not is_locked(definition=definition, question=question, facts=facts)


def effective_question(*, definition: Definition, question: Question, facts: Facts) -> Question:
    """Return the question as it is put now: to the person while its register is away, or as a request for a file.

    What the answers so far make required is required.
    """
    if question.required_if is not None:
        question = replace(question, required=is_required(question, facts))
    if not is_left_to_person(definition=definition, question=question, facts=facts):
        return question
    own = replace(question, source=None, edit="allow")
    if policy_of(question, definition.if_down) != "ask_for_paper":
        return own
    return replace(own, type="file", accept=ALL_FILE_KINDS, max_files=1, options=(), min=None, max=None)


def declared(*, definition: Definition, answers: Answers, facts: Facts) -> dict[str, str]:
    """Name the answers given in a silent register's place, each with the contract to be asked later."""
    return {
        question.id: question.contract
        for question in definition.form.questions()
        if answers.get(question.id) is not None
        and is_left_to_person(definition=definition, question=question, facts=facts)
    }


def blocking_contracts(*, definition: Definition) -> frozenset[str]:
    """Name the contracts without whose answer nobody can go on.

    Those whose questions can neither be answered in their place nor be left pending, and those asked first unless
    `if_down` says otherwise.
    """
    of_questions = {
        question.contract
        for question in definition.form.questions()
        if question.contract and (question.of or question.locked) and not _goes_on_without(definition, question)
    }
    first = {
        contract for contract in definition.ask_first
        if definition.if_down.get(contract, "block_with_notice") == "block_with_notice"
    }  # fmt: skip
    return frozenset(of_questions | first)


def _goes_on_without(definition: Definition, question: Question) -> bool:
    if may_stay_pending(definition, question):
        return True
    return not question.of and policy_of(question, definition.if_down) in ANSWERED_BY_PERSON


def sourced_value(*, question: Question, facts: Facts) -> object:
    """Return what the register or the account says, None while it is silent."""
    if question.source is None:
        return None
    owner, _, element = question.source.partition(".")
    return facts["account"].get(element) if owner == "account" else at_path(question.source, facts)


def initial_answers(*, definition: Definition, facts: Facts) -> dict[str, object]:
    """Return what the form holds before the person types."""
    return {
        question.id: question.default if value is None else value
        for question in definition.form.questions()
        for value in (sourced_value(question=question, facts=facts),)
    }


@dataclass(frozen=True, slots=True)
class SettledAnswers:
    """Every question's answer as it counts on a day, and why an answer that was kept counts no more, by question."""

    answers: dict[str, Any]
    refused: dict[str, Bilingual]


def settle_answers(*, definition: Definition, answers: Answers, facts: Facts, judged_on: date) -> SettledAnswers:
    """Settle kept answers: each is judged again as if it were sent on that day.

    None for the hidden ones, for entries that a register offers no longer, and for what a reader refuses now (a day
    that has passed, a choice that was taken away). A locked question has its register's value. `facts` are those of a
    form with nothing filled in.
    """
    known = {**facts, "labels": dict(facts["labels"])}
    settled = SettledAnswers(answers={}, refused={})
    for question in definition.form.questions():
        _tell_fee(definition, question, known)
        try:
            answer = _settled(definition, question, answers.get(question.id), known, judged_on)
        except AnswerRefused as refused:
            answer, settled.refused[question.id] = None, refused.message
        settled.answers[question.id] = answer
        # a condition sees only what is settled already: no answer of a question behind it, and none of a hidden one
        known[question.id] = as_fact(question, answer, known)
        if question.type in LABELLED_TYPES:
            known["labels"][question.id] = label_of(question, known[question.id])
    return settled


def _tell_fee(definition: Definition, question: Question, known: dict[str, Any]) -> None:
    """Work the fee out of what is settled so far, where the question depends on it."""
    if any("fee" in condition.names for condition in (question.show_if, question.where) if condition is not None):
        known |= calculated(definition.calculations, known)
        known["fee"] = total_minor(definition=definition, facts=known)


def _settled(definition: Definition, question: Question, answer: Any, known: Facts, judged_on: date) -> Any:
    """Return the answer as it counts. Raises AnswerRefused."""
    if answer is None or not is_shown(question, known):
        return None
    if question.type in RECORD_TYPES:
        answer = _still_offered(question, answer, known)
    elif is_locked(definition=definition, question=question, facts=known):
        value = sourced_value(question=question, facts=known)
        return answer if value is None else value
    if answer is None:
        return None
    effective = effective_question(definition=definition, question=question, facts=known)
    fields = {question.id: answer}
    return _read(RawAnswer(effective, definition, fields=fields, today=judged_on, facts=known), definition, question)


def _still_offered(question: Question, answer: Any, known: Facts) -> Any:
    """Return what was chosen of a register as long as the register offers it."""
    offered = [entry_key(question, entry) for entry in offered_entries(question, known)]
    if question.type == "record":
        return answer if answer in offered else None
    return [key for key in answer if key in offered] or None
