"""Filling a form: what is known already, one page of answers at a time, and what is still missing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from hukumati.core.bilingual import Bilingual
from hukumati.core.errors import HukumatiError
from hukumati.service_language import validation_messages
from hukumati.service_language.answers import Asked, read_answer
from hukumati.service_language.definition import Definition
from hukumati.service_language.expressions import Facts
from hukumati.service_language.pending_answers import SILENT, is_awaited, may_wait
from hukumati.service_language.questions import (
    OF_A_REGISTER,
    Page,
    Question,
    as_fact,
    at_path,
    entries,
    entry_key,
    is_shown,
    policy_of,
)
from hukumati.service_language.validation_messages import AnswerRefused, PartsRefused

ASKED_WHEN_DOWN = ("ask_and_check_later", "ask_for_paper")
PAPERS = ("pdf", "jpeg", "png")


class NoSuchPage(HukumatiError):
    """The form has no page of this name."""

    code: ClassVar[str] = "service_language.no_such_page"
    status: ClassVar[int] = 404


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A page's answers, normalised and JSON-ready (dates as ISO text), and what is wrong, by question."""

    answers: dict[str, Any]
    errors: dict[str, Bilingual]


def clean_page(
    *, definition: Definition, page_id: str, raw: Mapping[str, Any], answers: Mapping[str, Any], facts: Facts
) -> Cleaned:
    """Normalise and validate one page of hostile input.

    `raw` is a QueryDict or a mapping. Composite values come whole or in parts: a date as ISO text, a date, or
    `<id>_day`, `<id>_month`, `<id>_year`; a collection as {"method", "place"} or `<id>_method` and `<id>_place`
    (or `<id>_office`, `<id>_post_office`); a name as {"ar": {first…}, "en": {…}} or `<id>_ar_first`….
    Locked questions take the register's value from `facts`, whatever the browser sent; hidden ones become None.
    Raises NoSuchPage.
    """
    page = _page(definition, page_id)
    known = {**facts, **_as_facts(definition, answers, facts)}
    cleaned = Cleaned(answers={}, errors={})
    for question in page.ask:
        known[question.id] = None
        if not is_shown(question, known):
            cleaned.answers[question.id] = None
            continue
        try:
            cleaned.answers[question.id] = _answer(definition, question, raw, known)
            known[question.id] = as_fact(question, cleaned.answers[question.id], known)
        except PartsRefused as refused:
            cleaned.errors.update(refused.parts)
        except AnswerRefused as refused:
            cleaned.errors[question.id] = refused.told
    return cleaned


def _page(definition: Definition, page_id: str) -> Page:
    try:
        return definition.form.page(page_id)
    except LookupError:
        raise NoSuchPage(page_id) from None


def _answer(definition: Definition, question: Question, raw: Mapping[str, Any], facts: Facts) -> Any:
    if is_locked(definition=definition, question=question, facts=facts):
        return _registers_answer(definition, question, facts)
    asked = asked_as(definition=definition, question=question, facts=facts)
    return read_answer(Asked(question=asked, definition=definition, raw=raw, today=_today(facts), known=facts))


def _registers_answer(definition: Definition, question: Question, facts: Facts) -> Any:
    """Return the register's word; None where it is not needed, or may still come."""
    value = sourced_value(question=question, facts=facts)
    if value is None and question.required and not is_awaited(definition=definition, question=question, facts=facts):
        is_silent = question.contract in facts.get(SILENT, (question.contract,))
        raise AnswerRefused(
            validation_messages.REGISTER_SILENT if is_silent else validation_messages.not_held(question.label)
        )
    return value


def _today(facts: Facts) -> date:
    today: date = facts["today"]
    return today


def is_locked(*, definition: Definition, question: Question, facts: Facts) -> bool:
    """Return whether the register's word stands, or, where it is silent, nobody's."""
    if not question.locked:
        return False
    if sourced_value(question=question, facts=facts) is not None:
        return True
    return policy_of(question, definition.if_down) not in ASKED_WHEN_DOWN


def is_away(*, definition: Definition, question: Question, facts: Facts) -> bool:
    """Return whether the register is silent and its policy lets the person answer in its place."""
    is_registers = question.locked and bool(question.contract)
    return is_registers and not is_locked(definition=definition, question=question, facts=facts)


def asked_as(*, definition: Definition, question: Question, facts: Facts) -> Question:
    """Return the question as it is asked now: of the person while its register is away, or for a paper."""
    if not is_away(definition=definition, question=question, facts=facts):
        return question
    own = replace(question, source=None, edit="allow")
    if policy_of(question, definition.if_down) != "ask_for_paper":
        return own
    return replace(own, type="file", accept=PAPERS, max_files=1, options=(), min=None, max=None)


def declared(*, definition: Definition, answers: Mapping[str, Any], facts: Facts) -> dict[str, str]:
    """Name the answers given in a silent register's place, each with the contract to be asked later."""
    return {
        question.id: question.contract
        for question in definition.form.questions()
        if answers.get(question.id) is not None and is_away(definition=definition, question=question, facts=facts)
    }


def blocking_contracts(*, definition: Definition) -> frozenset[str]:
    """Name the contracts without whose answer nobody can go on.

    Those whose questions can neither be answered in their place nor be left to them, and those asked first unless
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
    if may_wait(definition, question):
        return True
    return not question.of and policy_of(question, definition.if_down) in ASKED_WHEN_DOWN


def sourced_value(*, question: Question, facts: Facts) -> Any:
    """Return what the register or the account says, None while it is silent."""
    if question.source is None:
        return None
    owner, _, element = question.source.partition(".")
    return facts["account"].get(element) if owner == "account" else at_path(question.source, facts)


def initial_answers(*, definition: Definition, facts: Facts) -> dict[str, Any]:
    """Return what the form holds before the person types."""
    return {
        question.id: question.default if value is None else value
        for question in definition.form.questions()
        for value in (sourced_value(question=question, facts=facts),)
    }


def settle(*, definition: Definition, answers: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    """Return every question's answer, None for the hidden ones."""
    known = {**facts, **dict.fromkeys(question.id for question in definition.form.questions())}
    settled: dict[str, Any] = {}
    for question in definition.form.questions():
        answer = answers.get(question.id) if is_shown(question, known) else None
        settled[question.id] = _standing(question, answer, known)
        known[question.id] = as_fact(question, settled[question.id], known)
    return settled


def _standing(question: Question, answer: Any, known: Facts) -> Any:
    """Return an answer as long as it holds: a register's entry only while the register offers it."""
    if question.type not in OF_A_REGISTER or answer is None:
        return answer
    offered = [entry_key(question, entry) for entry in entries(question, known)]
    if question.type == "record":
        return answer if answer in offered else None
    return [key for key in answer if key in offered] or None


def first_unfinished_page(*, definition: Definition, answers: Mapping[str, Any], facts: Facts) -> str | None:
    """Name the first page that lacks a required, visible answer which nobody is waited for."""
    missing = missing_answers(definition=definition, answers=answers, facts=facts)
    return next((page.id for page in definition.form.pages if any(each in missing for each in page.ask)), None)


def missing_answers(*, definition: Definition, answers: Mapping[str, Any], facts: Facts) -> tuple[Question, ...]:
    """List the required, visible questions without an answer, besides those that a register still owes."""
    settled = settle(definition=definition, answers=answers, facts=facts)
    known = {**facts, **_as_facts(definition, settled, facts)}
    return tuple(
        question
        for question in definition.form.questions()
        if question.required
        and settled[question.id] is None
        and is_shown(question, known)
        and not is_awaited(definition=definition, question=question, facts=known)
    )


def asked_pages(*, definition: Definition, answers: Mapping[str, Any], facts: Facts) -> list[str]:
    """Name the pages on which these answers leave something to ask."""
    settled = settle(definition=definition, answers=answers, facts=facts)
    known = {**facts, **_as_facts(definition, settled, facts)}
    return [page.id for page in definition.form.pages if any(is_shown(question, known) for question in page.ask)]


def _as_facts(definition: Definition, answers: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    questions = definition.form.questions()
    return {question.id: as_fact(question, answers.get(question.id), facts) for question in questions}
