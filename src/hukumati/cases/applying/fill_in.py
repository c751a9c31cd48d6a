"""Filling in a draft page by page, and what it would cost so far."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hukumati.cases.actors import citizen
from hukumati.cases.applying.drafts import own_locked, require_draft
from hukumati.cases.engine.act import act_on
from hukumati.cases.engine.bills import bill_lines
from hukumati.cases.engine.event_log import Clauses
from hukumati.cases.engine.form_sessions import session_of
from hukumati.cases.engine.kept_files import WithUploads, forget_others, uploaded_answers
from hukumati.cases.engine.loading import definition_of, is_repeated
from hukumati.cases.errors import AnswersInvalid, CaseMovedOn
from hukumati.cases.queries import view_of
from hukumati.cases.views import CaseView, Quote
from hukumati.core.clock import end_of_day
from hukumati.core.money import Money
from hukumati.service_language.api import files_asked

POSTPONE_EXPIRY = """,
expiry AS (
  UPDATE cases_timer SET due_at = %(until)s WHERE case_id = %(case)s AND action = 'expired' AND done_at IS NULL
)"""
"""Saving a page keeps the draft for its full time again."""


def save_page(
    *, reference: str, sub: str, page_id: str, raw: Mapping[str, Any], seen_seq: int | None, now: datetime
) -> CaseView:
    """Check and keep one page of answers; locked ones come from the kept register answers, whatever is sent.

    The same click twice, or again after its answer was lost on the way, keeps them once.
    Raises NoSuchCase, DraftExpired, CaseMovedOn, AnswersInvalid(errors), NoSuchPage (of the catalogue).
    """
    with own_locked(reference, sub, now) as case:
        require_draft(case)
        session = session_of(case, definition_of(case), now)
        questions = session.effective_questions(page_id)
        cleaned = session.clean_page(page_id, WithUploads(raw, uploaded_answers(case, questions, raw)))
        data = {"page": page_id, "answers": cleaned.answers}
        if seen_seq is not None and is_repeated(case, seq=seen_seq + 1, action="save", data=data):
            return view_of(case, now=now)
        if seen_seq not in (None, case.last_seq):
            raise CaseMovedOn
        if cleaned.errors:
            raise AnswersInvalid(cleaned.errors)
        case.draft_expires_at = end_of_day(now, days_later=session.definition.keep_draft_days)
        also = Clauses(POSTPONE_EXPIRY, {"until": case.draft_expires_at})
        act_on(
            case, action="save", actor=citizen(sub), data=data, seen_seq=seen_seq, now=now, fixed=case.state, also=also
        )
        if files_asked(questions):
            forget_others(case, cleaned.answers)
    return view_of(case, now=now)


def quote(*, case: CaseView) -> Quote:
    """Work out the fee with the answers so far."""
    session, definition = case.form_session, case.form_session.definition
    nothing = Money.zero(definition.fee_currency)
    if session.is_fee_pending():
        later, official = session.is_fee_set_later(), definition.fee_official
        return Quote(lines=(), total=nothing, official=official, is_pending=True, is_set_later=later)
    lines = bill_lines(session)
    total = sum((line.amount for line in lines), start=nothing)
    return Quote(lines=lines, total=total, official=definition.fee_official)
