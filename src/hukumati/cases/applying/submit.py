"""Submitting: the answers are settled, the rules applied, and the flow takes over."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from hukumati.cases.applying.drafts import is_draft, refuse_expired
from hukumati.cases.applying.pending_registers import queue
from hukumati.cases.applying.uploads import forget_others
from hukumati.cases.engine.act import act_on
from hukumati.cases.engine.loading import citizen, definition_of, facts_of, has_event, lock_own_case
from hukumati.cases.errors import AnswersMissing, CaseMovedOn, NotEligible, RegisterNotAnswered
from hukumati.cases.models import Case
from hukumati.cases.queries import eligibility_of, view_of
from hukumati.cases.requests.check_declared import check_later, declared_data
from hukumati.cases.views import CaseView
from hukumati.service_language import api as service_language
from hukumati.service_language.api import Definition


def submit(*, reference: str, sub: str, seen_seq: int | None, now: datetime) -> CaseView:
    """Submit the draft as the person saw it; the same click twice is one submission.

    Where a silent register owes answers that may come later, the application waits for them (`queueing`).
    Raises NoSuchCase, DraftExpired, CaseMovedOn, AnswersMissing(page), RegisterNotAnswered(page), NotEligible(reason).
    """
    refuse_expired(reference, sub, now)
    with transaction.atomic():
        case = lock_own_case(reference, sub)
        if is_draft(case):
            _submit(case, sub, seen_seq, now)
        elif seen_seq is None or not _is_repeated(case, seen_seq):
            raise CaseMovedOn
    return view_of(case, now=now)


def _is_repeated(case: Case, seen_seq: int) -> bool:
    return any(has_event(case, seq=seen_seq + 1, action=action) for action in ("submit", "queue"))


def _submit(case: Case, sub: str, seen_seq: int | None, now: datetime) -> None:
    if seen_seq != case.last_seq:
        raise CaseMovedOn
    definition = definition_of(case)
    facts = facts_of(case, definition, now)
    _require_answers(case, definition, facts)
    eligible, reason = eligibility_of(case, definition, facts)
    if not eligible:
        raise NotEligible(reason)
    settled = service_language.settle(definition=definition, answers=case.answers, facts=facts)
    queued = service_language.awaited(definition=definition, facts=facts, answers=settled)
    if queued:
        queue(case, sub, settled, queued, seen_seq=seen_seq, now=now)
    else:
        _enter(case, sub, settled, facts, seen_seq, now)
    forget_others(case, settled)


def _enter(
    case: Case, sub: str, settled: Mapping[str, Any], facts: dict[str, Any], seen_seq: int | None, now: datetime
) -> None:
    declared = service_language.declared(definition=definition_of(case), answers=settled, facts=facts)
    data = {"answers": dict(settled), **({"reason": None} if case.reason else {}), **declared_data(declared)}
    event = act_on(case, action="submit", actor=citizen(sub), data=data, seen_seq=seen_seq, now=now)
    check_later(case, declared, seq=event.seq, now=now)


def _require_answers(case: Case, definition: Definition, facts: dict[str, Any]) -> None:
    pages = definition.form.pages
    if not service_language.blocking_contracts(definition=definition) <= case.registers.keys():
        raise RegisterNotAnswered(pages[0].id)
    asked = service_language.asked_pages(definition=definition, answers=case.answers, facts=facts)
    unseen = next((page_id for page_id in asked if page_id not in case.pages), None)
    missing = service_language.first_unfinished_page(definition=definition, answers=case.answers, facts=facts)
    order = [page.id for page in pages]
    if missing or unseen:
        raise AnswersMissing(min(filter(None, (missing, unseen)), key=order.index))
