"""Papers that nobody collected in time: the case goes on as if they were back, and their desk has to send them."""

from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db import transaction

from hukumati.cases.actors import TIMER
from hukumati.cases.domain import handover as rules
from hukumati.cases.engine.act import act_on
from hukumati.cases.engine.loading import definition_of, lock_case
from hukumati.cases.models import Case, Handover

AT_ONCE = 500


def expire_handovers(*, now: datetime) -> int:
    """End the hand-overs whose last day is over, each in a transaction of its own; return how many."""
    since = now - timedelta(days=rules.KEPT_DAYS)
    lying = Handover.objects.filter(state="waiting", updated_at__lt=since).select_related("case").order_by("updated_at")
    over = (paper.id for paper in lying.iterator() if _is_over(paper, now) and _goes_back(paper.case))
    return sum(_expire(paper_id, now) for paper_id in list(islice(over, AT_ONCE)))


def _expire(paper_id: UUID, now: datetime) -> bool:
    """End one hand-over unless its desk was faster."""
    with transaction.atomic():
        case = lock_case(Handover.objects.values_list("case__reference", flat=True).get(id=paper_id))
        paper = Handover.objects.select_for_update().get(id=paper_id)
        change = rules.change(method=paper.method, state=paper.state, action=rules.BY_THE_CLOCK)
        if change is None or not _is_over(paper, now) or not _goes_back(case):
            return False
        paper.state, paper.updated_at = change.to_state, now
        paper.save(update_fields=["state", "updated_at"])
        act_on(case, action="returned", actor=TIMER, now=now)
        return True


def _is_over(paper: Handover, now: datetime) -> bool:
    last_day = rules.kept_until(method=paper.method, state=paper.state, since=paper.updated_at)
    return last_day is not None and now > last_day


def _goes_back(case: Case) -> bool:
    """Return whether the flow says what becomes of a paper that comes back; without it a desk keeps it."""
    return "returned" in definition_of(case).flow.states[case.state].actions
