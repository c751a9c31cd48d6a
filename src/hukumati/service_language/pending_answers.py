"""What an application may wait for after it was submitted: answers that a silent register owes (`accept_and_queue`).

Such a question is left open while the form is filled in. What a table decides by it is left open too: a decision counts
only where none of the rows that it rests on speaks of an answer that is still to come.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from hukumati.service_language.definition import Definition
from hukumati.service_language.expressions import Expression, Facts
from hukumati.service_language.questions import PERSON_CONTRACT, Question, at_path, is_shown, policy_of
from hukumati.service_language.tables import Table

SILENT = "_silent"
"""Among facts: the contracts that have not answered. No expression can name it: only a macro's variable begins so."""
_REGISTER = re.compile(r"\bregisters\b(?:\.([a-z_][a-z0-9_]*)\.([a-z_][a-z0-9_]*))?")


def may_wait(definition: Definition, question: Question) -> bool:
    """Return whether the question may be left to its register: nobody else answers it, nothing is chosen."""
    of_a_register = question.locked and bool(question.contract) and not question.of
    return of_a_register and policy_of(question, definition.if_down) == "accept_and_queue"


def is_awaited(*, definition: Definition, question: Question, facts: Facts) -> bool:
    """Return whether the answer is still to come from a silent register."""
    return question.contract in facts.get(SILENT, ()) and may_wait(definition, question)


def awaited(*, definition: Definition, facts: Facts, answers: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Name the asked questions whose answers are still to come, each with its contract.

    `answers` stand before those in `facts`.
    """
    owed = [
        each for each in definition.form.questions() if is_awaited(definition=definition, question=each, facts=facts)
    ]
    if not owed:
        return {}
    known = facts if answers is None else definition.form.known(answers, facts)
    return {question.id: question.contract for question in owed if is_shown(question, known)}


def late_answers(*, definition: Definition, questions: Collection[str], facts: Facts) -> dict[str, Any]:
    """Return what the registers in `facts` say at last to these questions."""
    return {
        question.id: at_path(question.source or "", facts)
        for question in definition.form.questions()
        if question.id in questions
    }


def is_open(*, definition: Definition, table: Table, facts: Facts) -> bool:
    """Return whether the table's decision rests on an answer that is still to come. Raises ExpressionFailed."""
    waiting = awaited(definition=definition, facts=facts)
    return bool(waiting) and _is_open(table, waiting, facts)


def _is_open(table: Table, waiting: Mapping[str, str], facts: Facts) -> bool:
    """Rows are looked at in order, as they are decided; what speaks of a missing answer is never worked out."""
    for row in table.rows:
        if _any_speaks_of(row.when, waiting):
            return True
        if table.hit == "UNIQUE" or row.applies(facts):
            if _any_speaks_of(row.then.values(), waiting):
                return True
            if table.hit == "FIRST":
                return False
    return False


def _any_speaks_of(expressions: Iterable[Expression], waiting: Mapping[str, str]) -> bool:
    return any(
        speaks_of(each, question=question, contract=contract)
        for each in expressions
        for question, contract in waiting.items()
    )


def speaks_of(expression: Expression, *, question: str, contract: str) -> bool:
    """Return whether an expression rests on a question's answer, or on anything that its register says."""
    names = expression.names
    if question in names or ("applicant" in names and contract == PERSON_CONTRACT):
        return True
    if "labels" in names and re.search(rf"\blabels\.{question}\b", expression.text):
        return True
    named = [".".join(steps) for steps in _REGISTER.findall(expression.text)] if "registers" in names else []
    return contract in named or "." in named
