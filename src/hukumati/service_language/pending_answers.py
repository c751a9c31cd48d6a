"""Answers that an application may wait for after it was submitted, since a register is silent (`accept_and_queue`).

Such a question is left open while the form is filled in. What a table decides by it is left open too: a decision counts
only where none of the rows that it rests on depends on a pending answer.
"""

import re
from collections.abc import Collection, Iterable, Mapping

from hukumati.service_language.calculations import Calculations, expanded
from hukumati.service_language.definition import Definition
from hukumati.service_language.expressions import Expression, Facts
from hukumati.service_language.questions import PERSON_CONTRACT, Question, at_path, is_shown, policy_of
from hukumati.service_language.tables import Table

SILENT_REGISTERS = "_silent"
"""Among facts: the contracts that have not answered. No expression can name it: only a macro's variable begins so."""
_REGISTER = re.compile(r"\bregisters\b(?:\.([a-z_][a-z0-9_]*)\.([a-z_][a-z0-9_]*))?")


def may_stay_pending(definition: Definition, question: Question) -> bool:
    """Return whether the question may be left to its register: nobody else answers it, nothing is chosen."""
    of_a_register = question.locked and bool(question.contract) and not question.of
    return of_a_register and policy_of(question, definition.if_down) == "accept_and_queue"


def is_pending(*, definition: Definition, question: Question, facts: Facts) -> bool:
    """Return whether a silent register still owes the answer."""
    return question.contract in facts.get(SILENT_REGISTERS, ()) and may_stay_pending(definition, question)


def pending_answers(*, definition: Definition, facts: Facts) -> dict[str, str]:
    """Name the visible questions whose answers are pending, each with its contract."""
    return {
        question.id: question.contract
        for question in definition.form.questions()
        if is_pending(definition=definition, question=question, facts=facts) and is_shown(question, facts)
    }


def late_answers(*, definition: Definition, questions: Collection[str], facts: Facts) -> dict[str, object]:
    """Return what the registers in `facts` have answered to these questions."""
    return {
        question.id: at_path(question.source or "", facts)
        for question in definition.form.questions()
        if question.id in questions
    }


def is_undecided(*, definition: Definition, table: Table, facts: Facts) -> bool:
    """Return whether the table's decision rests on a pending answer. Raises ExpressionFailed."""
    pending = pending_answers(definition=definition, facts=facts)
    return bool(pending) and _rests_on(table, pending, facts, definition.calculations)


def _rests_on(table: Table, pending: Mapping[str, str], facts: Facts, calculations: Calculations) -> bool:
    """Go through the rows in order, as they are decided; what depends on a pending answer is never worked out."""
    for row in table.rows:
        if _any_depends(row.when, pending, calculations):
            return True
        if table.hit == "UNIQUE" or row.applies(facts, amounts_in=table.currency):
            if _any_depends(row.then.values(), pending, calculations):
                return True
            if table.hit == "FIRST":
                return False
    return False


def _any_depends(expressions: Iterable[Expression], pending: Mapping[str, str], calculations: Calculations) -> bool:
    return any(
        depends_on_answer(each, question=question, contract=contract)
        for expression in expressions
        for each in expanded(expression, calculations)
        for question, contract in pending.items()
    )


def depends_on_answer(expression: Expression, *, question: str, contract: str) -> bool:
    """Return whether an expression reads a question's answer, or anything that its register says."""
    names = expression.names
    if question in names or ("applicant" in names and contract == PERSON_CONTRACT):
        return True
    if "labels" in names and re.search(rf"\blabels\.{question}\b", expression.text):
        return True
    named = [".".join(steps) for steps in _REGISTER.findall(expression.text)] if "registers" in names else []
    # "." is `registers` without a path (`registers['msd']`, say): it may read any contract
    return contract in named or "." in named
