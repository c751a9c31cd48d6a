"""Doing one effect: outside first, then the case, in one transaction. Killed anywhere and repeated, it is done once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

import structlog
from django.db import transaction

from hukumati.cases.actors import SYSTEM
from hukumati.cases.applying.pending_registers import accept_fetched, give_up_waiting
from hukumati.cases.background.follow_up import follow_up
from hukumati.cases.background.order_refund import order_refunds
from hukumati.cases.domain.backoff import wait_after
from hukumati.cases.engine.act import act_on, record_note
from hukumati.cases.engine.ask_register import ask_register
from hukumati.cases.engine.effect_queue import begin, due, in_hand, lock_open_effects, runnable
from hukumati.cases.engine.form_sessions import session_of, session_of_effects
from hukumati.cases.engine.kept_files import picture_of
from hukumati.cases.engine.loading import definition_of, handover_of, lock_case_by_id
from hukumati.cases.engine.messages import send_message, tells_of_handover, waits_for_the_desk
from hukumati.cases.engine.tell_register import (
    forget_prefilled,
    is_acknowledged,
    prepare_notice,
    send_notice_to_register,
    told_on,
    was_told,
)
from hukumati.cases.models import Effect, Handover, LockedCase
from hukumati.cases.requests.check_declared import take_check
from hukumati.cases.requests.closing import go_on
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import local_date
from hukumati.core.failpoints import hit
from hukumati.core.json import is_storable
from hukumati.core.rows import write
from hukumati.documents import api as documents
from hukumati.interoperability import api as interoperability
from hukumati.service_language.api import OUTSIDE_ACTIONS, Definition, DocumentSpec, OnError

REVOKED_BY_CASE = Bilingual(
    ar="أُلغيت بقرار لاحق في الطلب نفسه.", en="A later decision on the same application took its place."
)
log = structlog.get_logger("hukumati.cases")


class AnswerHandler(Protocol):
    """Handles a register's answer to a locked case; None: the register knows no such person."""

    def __call__(
        self, case: LockedCase, contract: str, answer: Mapping[str, object] | None, *, now: datetime
    ) -> None: ...


def run_effects(*, effect_id: int, clock: Callable[[], datetime]) -> None:
    """Do an effect, then whatever became due in its case by it: one job for what follows by itself.

    If the worker dies, the job is given to another, who finds what is due.
    """
    tried, effect = {effect_id}, runnable(effect_id)
    case_id = Effect.objects.get(id=effect_id).case_id if effect is None else effect.case_id
    with in_hand(case_id=case_id):
        if effect is not None:
            _run(effect, clock())
        while (following := due(case_id=case_id, now=clock())) is not None and following.id not in tried:
            tried.add(following.id)
            _run(following, clock())


def run_effect(*, effect_id: int, now: datetime) -> None:
    """Do an effect unless it is done, or one before it is not."""
    effect = runnable(effect_id)
    if effect is not None:
        _run(effect, now)


def _run(effect: Effect, now: datetime) -> None:
    EFFECT_RUNNERS[effect.kind](effect, now)


def _ask(effect: Effect, now: datetime) -> None:
    hit("cases.ask.before")
    case, contract = effect.case, effect.argument
    try:
        values = ask_register(case=case, definition=definition_of(case), contract=contract, user=SYSTEM.label, now=now)
    except interoperability.NoSuchRecord:
        _postpone(effect, "no_such_record", now, hopeless=True)
    except (
        interoperability.NotAgreed,
        interoperability.ParameterRefused,
        ValueError,
    ):  # what the person answered makes no question that the register knows
        _postpone(effect, "not_askable", now, hopeless=True)
    except interoperability.InteroperabilityError as error:
        _postpone(effect, error.code, now)
    else:
        hit("cases.ask.asked")
        if not is_storable(values):
            _postpone(effect, "not_storable", now)
            return
        _finish(effect, "answered", {} if values is None else {"registers": {contract: values}}, now)


def _tell(effect: Effect, now: datetime) -> None:
    hit("cases.tell.before")
    try:
        notice = prepare_notice(effect, now=now)
        if notice is None:
            return  # done by another worker meanwhile
        if is_acknowledged(effect, notice):
            _finish(effect, "told", {}, now)
            return
        hit("cases.tell.prepared")
        told = send_notice_to_register(effect.case, effect.argument, notice, now=now)
    except interoperability.RegisterRefused as refused:
        _postpone(effect, refused.error_type, now, hopeless=True)
    except interoperability.NoSuchRecord:
        _postpone(effect, "no_such_record", now, hopeless=True)
    except ValueError:  # an expression of the message fails
        _postpone(effect, "not_tellable", now, hopeless=True)
    except interoperability.InteroperabilityError as error:
        _postpone(effect, error.code, now)
    else:
        hit("cases.tell.told")
        forget_prefilled(effect.case)
        _finish(effect, "told", {"told": {effect.argument: told.entry}}, now)


def _issue(effect: Effect, now: datetime) -> None:
    hit("cases.issue.before")
    definition = definition_of(effect.case)
    spec = definition.documents[effect.argument]
    request = _request(effect, definition, spec, now)
    try:
        document = documents.issue(request=request)
    except documents.DataMissing as missing:
        log.error("cases.document_incomplete", case=effect.case.reference, document=spec.name, fields=missing.fields)
        _give_up_paper(effect, f"empty: {', '.join(missing.fields)}", now)
    except documents.LettersMissing as missing:
        log.error("cases.document_undrawable", case=effect.case.reference, document=spec.name, fields=missing.fields)
        _give_up_paper(effect, f"no letter for: {', '.join(missing.fields)}", now)
    except documents.DocumentsError as error:
        _postpone(effect, error.code, now)
    else:
        hit("cases.issue.done")
        _finish(effect, "issued", {"document": document.serial}, now)


def _request(effect: Effect, definition: Definition, spec: DocumentSpec, now: datetime) -> documents.IssueRequest:
    case, as_told = effect.case, told_on(effect)
    session = session_of_effects(case, definition, now) if as_told is None else session_of(case, definition, as_told)
    facts, issued_on = session.facts, local_date(now)
    return documents.IssueRequest(
        key=f"case:{case.reference}:{effect.seq}:{spec.name}",
        kind=spec.name,
        serial_prefix=spec.serial_prefix,
        template=documents.Template(source=spec.template_source, name=spec.template.removesuffix(".typ")),
        data=spec.filled(facts),
        title=spec.title,
        seal=spec.seal,
        owner=case.applicant_sub,
        case_reference=case.reference,
        bound=str(spec.bound.value(facts)),
        issued_on=issued_on,
        valid_until=spec.valid_until(facts, issued_on=issued_on if spec.valid_from is None else session.today),
        optional=spec.optional,
        legal_basis=spec.legal_basis,
        language=spec.written_in(facts),
        photo=None if spec.photo is None else picture_of(case, facts.get(spec.photo)),
    )


def _notify(effect: Effect, now: datetime) -> None:
    with _taken(effect) as (case, row, rest):
        if row is None:
            return
        definition = definition_of(case)
        spec = definition.messages[row.argument]
        handover = handover_of(case) if tells_of_handover(spec) else None
        later = waits_for_the_desk(spec, handover)
        if not later:
            key = f"case:{case.reference}:{spec.name if spec.once else f'{row.seq}:{spec.name}'}"
            send_message(case, definition, spec, key=key, handover=handover, now=now)
        _done(row, rest, "later" if later else "done", now)
        hit("cases.notify.before_commit")
    hit("cases.notify.committed")


def _hand_over(effect: Effect, now: datetime) -> None:
    with _taken(effect) as (case, row, rest):
        if row is None:
            return
        _done(row, rest, "done", now)
        handover = Handover.objects.get(case=case, seq=row.seq)
        if handover.method == "download":
            handover.state, handover.updated_at = "handed_over", now
            write(handover, "state", "updated_at")
            act_on(case, action="handed_over", actor=SYSTEM, now=now, fixed=case.state)


def _check(effect: Effect, now: datetime) -> None:
    _ask_patiently(effect, take_check, now)


def _fetch(effect: Effect, now: datetime) -> None:
    hit("cases.fetch.before")
    _ask_patiently(effect, accept_fetched, now)


def _ask_patiently(effect: Effect, handle: AnswerHandler, now: datetime) -> None:
    """A register is asked again as long as its answer is waited for: no other effect waits for what it says."""
    case, definition = effect.case, definition_of(effect.case)
    try:
        user = SYSTEM.label
        values = ask_register(case=case, definition=definition, contract=effect.argument, user=user, now=now)
    except interoperability.NoSuchRecord:
        values = None
    except (interoperability.InteroperabilityError, ValueError) as error:
        _try_again(effect, str(getattr(error, "code", "no_question")), now)
        return
    if not is_storable(values):
        _try_again(effect, "not_storable", now)
        return
    hit(f"cases.{effect.kind}.asked")
    with _taken(effect) as (locked, row, rest):
        if row is not None:
            _done(row, rest, "done", now)
            handle(locked, effect.argument, values, now=now)


def _try_again(effect: Effect, error: str, now: datetime) -> None:
    with _taken(effect) as (case, row, rest):
        if row is not None and case.closed_at is not None:
            _done(row, rest, "obsolete", now)
        elif row is not None and not (row.kind == "fetch" and give_up_waiting(case, now=now)):
            _note_failure(row, error)
            row.save()
            begin(row, now + wait_after(row.attempts), later=True)


def _go_on(effect: Effect, now: datetime) -> None:
    with _taken(effect) as (case, row, rest):
        if row is not None:
            _done(row, rest, "done", now)
            go_on(case, now=now)


def _refund(effect: Effect, now: datetime) -> None:
    with _taken(effect) as (case, row, rest):
        if row is None:
            return
        _done(row, rest, "done", now)
        order_refunds(case, payment=row.argument, now=now)
        hit("cases.refund.before_commit")


def _revoke(effect: Effect, now: datetime) -> None:
    """End the validity of what was issued before under a name, in the transaction that closes the effect."""
    with _taken(effect) as (case, row, rest):
        if row is None:
            return
        _done(row, rest, "done", now)
        for document in documents.list_documents(case_reference=case.reference):
            if document.kind == row.argument and document.state != "revoked":
                documents.revoke(serial=document.serial, reason=REVOKED_BY_CASE, actor=SYSTEM.label)
        hit("cases.revoke.before_commit")


def _start(effect: Effect, now: datetime) -> None:
    with _taken(effect) as (case, row, rest):
        if row is None:
            return
        _done(row, rest, "done" if follow_up(case, row.argument, now=now) else "not_started", now)
        hit("cases.start.before_commit")


EFFECT_RUNNERS: dict[str, Callable[[Effect, datetime], None]] = {
    "ask": _ask,
    "tell": _tell,
    "issue": _issue,
    "notify": _notify,
    "hand_over": _hand_over,
    "go_on": _go_on,
    "check": _check,
    "fetch": _fetch,
    "refund": _refund,
    "revoke": _revoke,
    "start": _start,
}


@contextmanager
def _taken(effect: Effect) -> Iterator[tuple[LockedCase, Effect | None, Sequence[Effect]]]:
    """Lock the case, then its open effects: this one, None if another worker did it meanwhile, and its event's rest."""
    with transaction.atomic():
        case = lock_case_by_id(effect.case_id)
        effects = lock_open_effects(case.id)
        found = next((each for each in effects if each.id == effect.id), None)
        if found is None:
            yield case, None, []
        else:
            found.case = case
            yield case, found, [each for each in effects if each.seq == found.seq and each.id != found.id]


def _done(row: Effect, rest: Sequence[Effect], outcome: str, now: datetime) -> None:
    """Close an effect and begin the first of the `rest` of its event that is not done."""
    row.done_at, row.outcome, row.error = now, outcome, ""
    write(row, "done_at", "outcome", "error")
    if rest:
        begin(rest[0], now)


def _finish(effect: Effect, action: str, data: Mapping[str, object], now: datetime) -> None:
    with _taken(effect) as (case, row, rest):
        if row is None:
            return
        _done(row, rest, "done", now)
        if any(each.kind in OUTSIDE_ACTIONS for each in rest):  # the case moves on when the last of them is done
            record_note(case, action=action, actor=SYSTEM, data=data, now=now)
        else:
            act_on(case, action=action, actor=SYSTEM, data=data, now=now, fixed=case.state)


def _postpone(effect: Effect, error: str, now: datetime, *, hopeless: bool = False) -> None:
    with _taken(effect) as (case, row, _):
        if row is None:
            return
        _note_failure(row, error)
        definition = definition_of(case)
        limit = definition.flow.states[case.state].on_error
        if limit is not None and (hopeless or row.attempts > limit.retry):
            _give_up(case, row, limit, now)
            return
        row.save()
        begin(row, now + wait_after(row.attempts), later=True)
        if row.attempts == 1 and row.kind == "ask" and "delayed" in definition.messages:
            key = f"case:{case.reference}:{row.seq}:delayed"
            send_message(case, definition, definition.messages["delayed"], key=key, handover=None, now=now)


def _give_up_paper(effect: Effect, error: str, now: datetime) -> None:
    """Do without a paper that no attempt can make: the case goes where its flow says, or on with what follows."""
    with _taken(effect) as (case, row, rest):
        if row is None:
            return
        limit = definition_of(case).flow.states[case.state].on_error
        _note_failure(row, error)
        if limit is not None:
            _give_up(case, row, limit, now)
        elif rest:  # who is refused hears of it, and gets the money back, without the letter
            row.done_at, row.outcome = now, "failed"
            row.save()
            record_note(case, action="failed", actor=SYSTEM, data={"failure": f"{row.name}: {row.error}"}, now=now)
            begin(rest[0], now)
        else:
            row.save()
            begin(row, now + wait_after(row.attempts), later=True)


def _note_failure(row: Effect, error: str) -> None:
    row.attempts, row.error = row.attempts + 1, error[:60]
    log.warning("cases.effect_postponed", effect=row.id, name=row.name, error=row.error, attempts=row.attempts)


def _give_up(case: LockedCase, row: Effect, limit: OnError, now: datetime) -> None:
    row.done_at, row.outcome = now, "failed"
    row.save()
    then, data = limit.target(is_told=was_told(case)), {"failure": f"{row.name}: {row.error}"}
    act_on(case, action="failed", actor=SYSTEM, data=data, now=now, fixed=then)
