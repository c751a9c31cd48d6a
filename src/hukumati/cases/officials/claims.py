"""Claiming a task and giving it back, so that two officials do not work on one case."""

from datetime import datetime

from django.db import transaction

from hukumati.cases.actors import SYSTEM, Actor
from hukumati.cases.engine.access import readable_case
from hukumati.cases.engine.loading import lock_case
from hukumati.cases.models import Task
from hukumati.cases.officials.permitted import Standing, require_may_claim
from hukumati.core.audit import record


def claim(*, reference: str, officer: Actor, now: datetime) -> None:
    """Claim the case's open task; claiming it again changes nothing. Raises NotYours, OwnCase, ClaimedByOther."""
    _set_claim(reference, officer, now, claimed=True)


def release(*, reference: str, officer: Actor, now: datetime) -> None:
    """Give the task back to its queue. Raises NotYours, OwnCase, ClaimedByOther."""
    _set_claim(reference, officer, now, claimed=False)


def _set_claim(reference: str, officer: Actor, now: datetime, *, claimed: bool) -> None:
    with transaction.atomic():
        case = lock_case(readable_case(reference, officer).reference)
        require_may_claim(Standing.of(case, officer, now))
        by, at = (officer.id, now) if claimed else ("", None)
        Task.objects.filter(case=case, closed_at=None).update(claimed_by=by, claimed_at=at, assigned_by="")


def release_claims(*, number: str) -> int:
    """Give back every open task of an official who works here no more, in the caller's transaction.

    Each task shows whose it was; return how many there were.
    """
    tasks = list(Task.objects.select_for_update().filter(claimed_by=number, closed_at=None).select_related("case"))
    for task in tasks:
        task.claimed_by, task.claimed_at, task.released_from = "", None, number
        record(
            subject=f"case:{task.case.reference}",
            actor=SYSTEM.label,
            action="case.claim_freed",
            details={"official": number},
        )
    Task.objects.bulk_update(tasks, ["claimed_by", "claimed_at", "released_from"])
    return len(tasks)
