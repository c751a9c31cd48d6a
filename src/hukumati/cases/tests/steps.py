"""What people and workers do to a case, as steps that may be repeated after a sudden end."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hukumati.cases import api as cases
from hukumati.cases.models import Case
from hukumati.cases.tests import card_steps
from hukumati.cases.tests.conftest import LAYLA, OFFICER, Citizen, do_effects, let_cases_hear, soon

PAGES = {
    "about-you": {"phone": "0599000101"},
    "purpose": {"purpose": "travel"},
    "delivery": {"collect_method": "download", "record_of": LAYLA},  # the latter is asked by `waiting` alone
}

SUPERVISOR = replace(OFFICER, id="MOJ-0004", roles=frozenset({"supervisor"}))


def do(*, step: str, id_number: str, detail: str = "") -> None:
    """Do one step of the only case there is; `card.STEP` is one of the made-up card's."""
    if step.startswith("card."):
        card_steps.do(step=step.removeprefix("card."), id_number=id_number, detail=detail)
        return
    person = Citizen(id_number, now=soon())
    if step == "open":
        person.open()
        return
    person.reference = Case.objects.get().reference
    person.look()
    _STEPS[step](person, detail)


def _save(person: Citizen, page: str) -> None:
    person.save(page, PAGES[page])


def _submit(person: Citizen, _: str) -> None:
    if person.view.is_draft:
        person.submit()


def _hear(person: Citizen, _: str) -> None:
    let_cases_hear()


def _work(person: Citizen, _: str) -> None:
    do_effects()


def _decide(person: Citizen, action: Any) -> None:
    seen = cases.open_for_officer(reference=person.reference, officer=OFFICER)
    if seen.actions:
        cases.decide(
            reference=person.reference,
            officer=OFFICER,
            action=action,
            reason="because",
            seen_seq=seen.case.last_seq,
            now=soon(),
        )


def _answer(person: Citizen, _: str) -> None:
    if person.view.milestone == "your_turn":
        cases.answer_officer(reference=person.reference, sub=person.sub, answer="so", now=soon())


def _discard(person: Citizen, _: str) -> None:
    cases.discard_draft(reference=person.reference, sub=person.sub, now=soon())


def _take_over(person: Citizen, _: str) -> None:
    cases.take_over(reference=person.reference, supervisor=SUPERVISOR, now=soon())


def _assign(person: Citizen, to: str) -> None:
    cases.assign(reference=person.reference, supervisor=SUPERVISOR, to=to, now=soon())


_STEPS: dict[str, Callable[[Citizen, str], None]] = {
    "save": _save,
    "submit": _submit,
    "hear": _hear,
    "work": _work,
    "decide": _decide,
    "answer": _answer,
    "discard": _discard,
    "take_over": _take_over,
    "assign": _assign,
}
