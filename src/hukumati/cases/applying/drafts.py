"""What holds for every draft: it expires, and only an unexpired one can be written."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from hukumati.cases.engine.loading import definition_of, lock_own_case, own_case
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


def expire_if_due(case: Case, now: datetime) -> bool:
    """Expire a draft whose time is over, in a transaction of its own; return whether it was."""
    if not is_draft(case) or not case.draft_expires_at or case.draft_expires_at > now:
        return False
    for timer_id in Timer.objects.filter(case=case, action="expired", done_at=None).values_list("id", flat=True):
        run_timer(timer_id=timer_id, now=now)
    return True


def own_unexpired(reference: str, sub: str, now: datetime) -> Case:
    """Read a person's own case; a draft whose time is over is expired if that has not happened yet.

    Raises NoSuchCase, DraftExpired.
    """
    case = own_case(reference, sub)
    if _is_over(case, now):
        expire_if_due(case, now)
        raise DraftExpired
    return case


@contextmanager
def own_locked(reference: str, sub: str, now: datetime) -> Iterator[LockedCase]:
    """Lock a person's own case in a transaction, with the same check as `own_unexpired`.

    Raises NoSuchCase, DraftExpired.
    """
    with transaction.atomic():
        case = lock_own_case(reference, sub)
        if not _is_over(case, now):
            yield case
            return
    expire_if_due(case, now)  # after the transaction, which the refusal would undo
    raise DraftExpired


def _is_over(case: Case, now: datetime) -> bool:
    return case.submitted_at is None and case.draft_expires_at is not None and case.draft_expires_at <= now


def require_draft(case: Case) -> None:
    """Raise CaseMovedOn when a case is no draft any more."""
    if not is_draft(case) or case.state != definition_of(case).flow.start:
        raise CaseMovedOn
