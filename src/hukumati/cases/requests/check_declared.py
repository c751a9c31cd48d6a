"""What was declared, or shown by a paper, while a register was silent: the register is asked again after submission.

The request `check` is open from the submission on, so that a state can wait for it. When the register confirms what was
declared the platform closes it; what differs, and what only a paper shows, goes to an officer with both values.
"""

from collections.abc import Mapping
from datetime import date, datetime

from hukumati.cases.actors import SYSTEM
from hukumati.cases.domain import side_request_states
from hukumati.cases.engine.act import record_note
from hukumati.cases.engine.effect_queue import begin_next
from hukumati.cases.engine.form_sessions import session_of
from hukumati.cases.engine.loading import definition_of
from hukumati.cases.models import Case, Effect, LockedCase, Request
from hukumati.cases.requests.closing import end_request
from hukumati.service_language.api import CHECK_REQUEST, Difference

AFTER_ALL_OTHERS = 90


def declared_data(declared: Mapping[str, str]) -> dict[str, object]:
    """Return what the submission adds: the declared questions with their contracts, and the open request."""
    if not declared:
        return {}
    return {
        "declared": dict(declared),
        "requests": {CHECK_REQUEST: side_request_states.request_state(side_request_states.OPEN)},
    }


def check_later(case: Case, declared: Mapping[str, str], *, seq: int, now: datetime) -> None:
    """Queue another query of each silent register, after everything else that the submission causes."""
    contracts = sorted(set(declared.values()))
    if not contracts:
        return
    questions = {name: [each for each, contract in declared.items() if contract == name] for name in contracts}
    row = Request.objects.filter(case=case, name=CHECK_REQUEST, closed_at=None)
    row.update(role="", details={"declared": questions, "differences": []})
    Effect.objects.bulk_create(
        Effect(
            case=case,
            seq=seq,
            name=f"check {contract}",
            position=AFTER_ALL_OTHERS + number,
            kind="check",
            argument=contract,
            next_at=now,
        )
        for number, contract in enumerate(contracts)
    )
    begin_next(case.id, seq, now)


def take_check(case: LockedCase, contract: str, answer: Mapping[str, object] | None, *, now: datetime) -> None:
    """Compare what was declared with what the register says at last (None: it has no such record)."""
    row = Request.objects.select_for_update().filter(case=case, name=CHECK_REQUEST, closed_at=None).first()
    if row is None:
        return
    registers = {} if answer is None else {contract: dict(answer)}
    session = session_of(case, definition_of(case), now, {"registers": registers})
    found = [_recorded(each) for each in session.differences(row.details.get("declared", {}).get(contract, []))]
    left = {name: questions for name, questions in row.details.get("declared", {}).items() if name != contract}
    row.details = {"declared": left, "differences": [*row.details.get("differences", []), *found]}
    row.save()
    record_note(case, action="checked", actor=SYSTEM, data={"registers": registers, "differences": found}, now=now)
    if not left:
        _conclude(case, row, now)


def _conclude(case: LockedCase, row: Request, now: datetime) -> None:
    if not row.details["differences"]:
        end_request(case, row, event="request_answered", actor=SYSTEM, now=now, outcome="matches")
        return
    row.role, row.provider = "officer", case.provider
    row.save()


def _recorded(difference: Difference) -> dict[str, object]:
    label = difference.question.label
    return {
        "question": difference.question.id,
        "label": {"ar": label.ar, "en": label.en},
        "declared": _kept(difference.declared),
        "register": _kept(difference.register),
    }


def _kept(value: object) -> object:
    """Return a value as JSON keeps it; pages put it into words."""
    if isinstance(value, Mapping):
        return {str(name): _kept(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_kept(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value
