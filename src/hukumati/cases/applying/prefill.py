"""Filling the form in advance with what the registers know."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from hukumati.cases.actors import SYSTEM
from hukumati.cases.applying.drafts import is_draft, own_unexpired
from hukumati.cases.engine.act import act_on
from hukumati.cases.engine.ask_register import ask_register
from hukumati.cases.engine.form_sessions import session_of
from hukumati.cases.engine.loading import definition_of, lock_own_case
from hukumati.cases.models import Case
from hukumati.cases.queries import view_of
from hukumati.cases.views import CaseView
from hukumati.core.failpoints import hit
from hukumati.core.json import is_storable
from hukumati.interoperability import api as interoperability
from hukumati.service_language.api import Definition, FormSession, blocking_contracts

FRESH_FOR = timedelta(days=1)


def prefill(*, reference: str, sub: str, now: datetime) -> CaseView:
    """Ask the registers that fill the form in and keep their answers with the draft.

    Network, so never in a transaction. A register that does not answer is no error: the view says
    `prefill="unavailable"`, and the draft is kept; where the policies of its questions let the person answer in its
    place, the form goes on without it. Raises NoSuchCase, DraftExpired.
    """
    case = own_unexpired(reference, sub, now)
    if not is_draft(case) or _is_fresh(case, now):
        return view_of(case, now=now)
    definition = definition_of(case)
    registers = _ask_all(case, definition, sub, now)
    if registers is None:
        return view_of(_mark_unavailable(reference, sub), now=now)
    hit("cases.prefill.asked")
    if not is_storable(registers):
        return view_of(_mark_unavailable(reference, sub), now=now)
    return view_of(_keep(reference, sub, registers, now), now=now)


def _ask_all(case: Case, definition: Definition, sub: str, now: datetime) -> dict[str, Any] | None:
    """Ask every register that fills the form in; None when one is away that nothing can take the place of."""
    blocking, registers = blocking_contracts(definition=definition), {}
    for contract in sorted(filling_contracts(definition)):
        try:
            registers[contract] = _ask(contract, case, definition, sub, now)
        except interoperability.InteroperabilityError:
            if contract in blocking:
                return None
    return registers


def filling_contracts(definition: Definition) -> frozenset[str]:
    """Name the registers' contracts that are asked when the draft opens.

    Those that fill the form in or offer it their entries, and those that the service asks first.
    """
    return definition.form.contracts() | frozenset(definition.ask_first)


def _is_fresh(case: Case, now: datetime) -> bool:
    return case.prefill == "done" and case.prefilled_at is not None and now - case.prefilled_at < FRESH_FOR


def _ask(contract: str, case: Case, definition: Definition, sub: str, now: datetime) -> dict[str, Any] | None:
    """Return the register's answer; None where it knows no such person."""
    user = f"citizen:{sub}"
    try:
        return ask_register(case=case, definition=definition, contract=contract, user=user, now=now)
    except interoperability.NoSuchRecord:
        return None


def _mark_unavailable(reference: str, sub: str) -> Case:
    with transaction.atomic():
        case = lock_own_case(reference, sub)
        if case.prefill != "done" and is_draft(case):
            case.prefill = "unavailable"
            case.save(update_fields=["prefill"])
    return case


def _keep(reference: str, sub: str, registers: dict[str, Any], now: datetime) -> Case:
    with transaction.atomic():
        case = lock_own_case(reference, sub)
        if not is_draft(case) or _is_fresh(case, now):
            return case
        definition = definition_of(case)
        case.prefill, case.prefilled_at = "done", now
        session = session_of(case, definition, now, {"registers": registers})
        data = {"registers": registers, "answers": _prefilled_answers(case, session)}
        act_on(case, action="prefill", actor=SYSTEM, data=data, now=now, fixed=case.state)
    return case


def _prefilled_answers(case: Case, session: FormSession) -> dict[str, Any]:
    """Return the registers' values for locked questions, and for others that have no answer yet."""
    locked = {question.id for question in session.definition.form.questions() if question.locked}
    initial = session.initial_answers()
    return {name: value for name, value in initial.items() if name in locked or case.answers.get(name) is None}
