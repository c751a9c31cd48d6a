"""Filling the form in advance with what the registers know."""

from datetime import datetime
from typing import Any

from django.db import transaction

from hukumati.cases.actors import SYSTEM
from hukumati.cases.applying.drafts import is_draft, own_unexpired
from hukumati.cases.engine.act import act_on
from hukumati.cases.engine.ask_register import ask_register
from hukumati.cases.engine.form_sessions import session_of
from hukumati.cases.engine.loading import definition_of, has_event, lock_own_case, own_case
from hukumati.cases.errors import RegisterNotAnswered, RegistersChanged
from hukumati.cases.models import Case, EventPayload
from hukumati.cases.queries import eligibility_of, view_of
from hukumati.cases.views import CaseView
from hukumati.core.clock import local_date
from hukumati.core.failpoints import hit
from hukumati.core.json import is_storable
from hukumati.interoperability import api as interoperability
from hukumati.service_language.api import Definition, FormSession, blocking_contracts


def prefill(*, reference: str, sub: str, now: datetime) -> CaseView:
    """Ask the registers that fill the form in and keep their answers with the draft.

    Network, so never in a transaction. A register that does not answer is no error: the view says
    `prefill="unavailable"`, and the draft is kept; where the policies of its questions let the person answer in its
    place, the form goes on without it. Raises NoSuchCase, DraftExpired.
    """
    case = own_unexpired(reference, sub, now)
    if not is_draft(case) or _is_fresh(case, now):
        return view_of(case, now=now)
    registers = _ask_all(case, definition_of(case), sub, now)
    if registers is None:
        return view_of(_mark_unavailable(reference, sub), now=now)
    hit("cases.prefill.asked")
    return view_of(_keep(reference, sub, registers, now), now=now)


def refresh(*, reference: str, sub: str, seen_seq: int | None, now: datetime) -> int | None:
    """Ask anew the registers whose answers a draft has kept since another day, before anything is decided by them.

    Network, so never in a transaction. Returns the last event that the person has seen: where nothing has changed for
    them, the registers' answers belong to what they saw.
    Raises NoSuchCase, DraftExpired, RegisterNotAnswered(page), RegistersChanged.
    """
    case = own_unexpired(reference, sub, now)
    if not is_draft(case) or case.prefill != "done" or _is_fresh(case, now) or seen_seq != case.last_seq:
        return seen_seq
    definition = definition_of(case)
    if session_of(case, definition, now).call_stage != "open":
        return seen_seq  # nothing can be decided any more, and nobody is asked for it
    before = session_of(
        case, definition, case.prefilled_at or now
    )  # as of the day on which the person last saw it whole
    registers = _ask_all(case, definition, sub, now)
    if registers is None or not case.registers.keys() & filling_contracts(definition) <= registers.keys():
        raise RegisterNotAnswered(definition.form.pages[0].id)
    kept = _keep(reference, sub, registers, now)
    if _is_otherwise(before, session_of(kept, definition, now)):
        raise RegistersChanged
    return kept.last_seq


def _is_otherwise(before: FormSession, after: FormSession) -> bool:
    """Return whether the person, who has checked a form, would see or get something else now."""
    if changed_answers(before, after) or before.facts["fee"] != after.facts["fee"]:
        return True
    return eligibility_of(before) != eligibility_of(after)


def changed_answers(before: FormSession, after: FormSession) -> list[str]:
    """Name the questions whose answer was there and is another one now."""
    now_answered = after.normalised_answers
    given = {name: answer for name, answer in before.normalised_answers.items() if answer is not None}
    return [name for name, answer in given.items() if now_answered[name] != answer]


def list_changed_questions(*, reference: str, sub: str) -> tuple[str, ...]:
    """Name the questions of a draft that registers have answered otherwise since; none once the person went on.

    Raises NoSuchCase, for somebody else's too.
    """
    case = own_case(reference, sub)
    if not has_event(case, seq=case.last_seq, action="prefill"):
        return ()
    payload = EventPayload.objects.filter(case=case, seq=case.last_seq).values_list("payload", flat=True).first()
    return tuple((payload or {}).get("changed", ()))


def _ask_all(case: Case, definition: Definition, sub: str, now: datetime) -> dict[str, Any] | None:
    """Ask every register that fills the form in; None when one is away that nothing can take the place of."""
    blocking, registers = blocking_contracts(definition=definition), {}
    for contract in sorted(filling_contracts(definition)):
        try:
            registers[contract] = _ask(contract, case, definition, sub, now)
        except interoperability.InteroperabilityError:
            if contract in blocking:
                return None
    return registers if is_storable(registers) else None


def filling_contracts(definition: Definition) -> frozenset[str]:
    """Name the registers' contracts that are asked when the draft opens.

    Those that fill the form in or offer it their entries, and those that the service asks first.
    """
    return definition.form.contracts() | frozenset(definition.ask_first)


def _is_fresh(case: Case, now: datetime) -> bool:
    """Return whether the registers have answered on this day: people die, move and sell overnight."""
    if case.prefill != "done" or case.prefilled_at is None:
        return False
    return local_date(case.prefilled_at) == local_date(now)


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
        before = session_of(case, definition, now)
        case.prefill, case.prefilled_at = "done", now
        answers = _prefilled_answers(case, session_of(case, definition, now, {"registers": registers}))
        data: dict[str, Any] = {"registers": registers, "answers": answers}
        changed = changed_answers(before, session_of(case, definition, now, data))
        data |= {"changed": changed} if changed else {}
        act_on(case, action="prefill", actor=SYSTEM, data=data, now=now, fixed=case.state)
    return case


def _prefilled_answers(case: Case, session: FormSession) -> dict[str, Any]:
    """Return the registers' values for locked questions, and for others that have no answer yet."""
    locked = {question.id for question in session.definition.form.questions() if question.locked}
    initial = session.initial_answers()
    return {name: value for name, value in initial.items() if name in locked or case.answers.get(name) is None}
