"""An official who works here no more: what they had taken goes back to its queue, and shows where it comes from."""

from hukumati.cases.engine.loading import SYSTEM
from hukumati.cases.models import Task
from hukumati.core.audit import record


def free_claims(*, number: str) -> int:
    """Free every open task that an official had taken, in the caller's transaction; it counts them."""
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
