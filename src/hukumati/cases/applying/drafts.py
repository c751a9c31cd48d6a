"""What holds for every draft: it expires, and only an unexpired one can be written."""

from datetime import datetime

from hukumati.cases.engine.loading import definition_of, find_case, lock_own_case, own_case
from hukumati.cases.engine.timers import run_timer
from hukumati.cases.errors import CaseMovedOn, DraftExpired
from hukumati.cases.models import Case, LockedCase, Timer
from hukumati.service_language.api import Flow


def closing_state(flow: Flow) -> str:
    """Return the state in which a withdrawn application ends."""
    if "withdrawn" in flow.states:
        return "withdrawn"
    return next(state.name for state in flow.states.values() if state.end and state.milestone == "closed")


def is_draft(case: Case) -> bool:
    """Return whether the application is still being written."""
    return case.submitted_at is None and case.closed_at is None


def expire_if_due(reference: str, now: datetime) -> bool:
    """Expire a draft whose time is over, in a transaction of its own; return whether it was."""
    case = find_case(reference)
    if case is None or not is_draft(case) or not case.draft_expires_at or case.draft_expires_at > now:
        return False
    for timer_id in Timer.objects.filter(case=case, action="expired", done_at=None).values_list("id", flat=True):
        run_timer(timer_id=timer_id, now=now)
    return True


def refuse_expired(reference: str, sub: str, now: datetime) -> None:
    """Raise DraftExpired for a draft whose time is over, and expire it if that has not happened yet."""
    case = own_case(reference, sub)
    is_over = case.draft_expires_at is not None and case.draft_expires_at <= now
    if is_over and case.submitted_at is None:
        expire_if_due(case.reference, now)
        raise DraftExpired


def lock_draft(reference: str, sub: str) -> LockedCase:
    """Lock a person's draft. Raises NoSuchCase, or CaseMovedOn when it is no draft any more."""
    case = lock_own_case(reference, sub)
    if not is_draft(case) or case.state != definition_of(case).flow.start:
        raise CaseMovedOn
    return case
