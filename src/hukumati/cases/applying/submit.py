"""Submitting: answers are normalised, the rules applied, and the flow takes over."""

from datetime import datetime

from hukumati.cases.actors import citizen
from hukumati.cases.applying.drafts import is_draft, own_locked
from hukumati.cases.applying.once import require_no_other_about
from hukumati.cases.applying.pending_registers import queue
from hukumati.cases.applying.prefill import refresh
from hukumati.cases.engine.act import act_on
from hukumati.cases.engine.form_sessions import session_of
from hukumati.cases.engine.kept_files import forget_others
from hukumati.cases.engine.loading import definition_of, has_event
from hukumati.cases.errors import AnswersMissing, CaseMovedOn, NotEligible, RegisterNotAnswered
from hukumati.cases.models import Case, LockedCase
from hukumati.cases.queries import eligibility_of, view_of
from hukumati.cases.requests.check_declared import check_later, declared_data
from hukumati.cases.views import CaseView
from hukumati.service_language.api import FormSession, blocking_contracts, files_asked


def submit(*, reference: str, sub: str, seen_seq: int | None, now: datetime) -> CaseView:
    """Submit the draft as the person saw it; the same click twice is one submission.

    It is decided by what the registers say today: answers of another day are asked anew first. Where a silent register
    owes answers that may come later, the application waits for them (`pending_registers`). Never in a transaction.
    Raises NoSuchCase, DraftExpired, CaseMovedOn, RegistersChanged, AnswersMissing(page), RegisterNotAnswered(page),
    NotEligible(reason).
    """
    seen_seq = refresh(reference=reference, sub=sub, seen_seq=seen_seq, now=now)
    with own_locked(reference, sub, now) as case:
        if is_draft(case):
            _submit(case, sub, seen_seq, now)
        elif seen_seq is None or not _is_repeated(case, seen_seq):
            raise CaseMovedOn
    return view_of(case, now=now)


def _is_repeated(case: Case, seen_seq: int) -> bool:
    """Return whether the person saw the draft that was submitted; registers may have been asked anew in between."""
    after = seen_seq + (2 if has_event(case, seq=seen_seq + 1, action="prefill") else 1)
    return any(has_event(case, seq=after, action=action) for action in ("submit", "queue"))


def _submit(case: LockedCase, sub: str, seen_seq: int | None, now: datetime) -> None:
    if seen_seq != case.last_seq:
        raise CaseMovedOn
    session = session_of(case, definition_of(case), now)
    _require_answers(case, session)
    eligible, reason = eligibility_of(session)
    if not eligible:
        raise NotEligible(reason)
    require_no_other_about(case, session, now)
    if session.pending():
        queue(case, sub, session, seen_seq=seen_seq, now=now)
    else:
        _enter(case, sub, session, seen_seq, now)
    if files_asked(session.definition.form.questions()):
        forget_others(case, session.normalised_answers)


def _enter(case: LockedCase, sub: str, session: FormSession, seen_seq: int | None, now: datetime) -> None:
    declared = session.declared()
    data = {
        "answers": session.normalised_answers,
        **({"reason": None} if case.reason else {}),
        **declared_data(declared),
    }
    event = act_on(case, action="submit", actor=citizen(sub), data=data, seen_seq=seen_seq, now=now)
    check_later(case, declared, seq=event.seq, now=now)


def _require_answers(case: Case, session: FormSession) -> None:
    definition = session.definition
    if not blocking_contracts(definition=definition) <= case.registers.keys():
        raise RegisterNotAnswered(definition.form.pages[0].id)
    unfinished = session.next_page(saved=case.pages)
    if unfinished:
        raise AnswersMissing(unfinished)
