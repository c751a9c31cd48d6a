"""Papers not collected or brought in time: the case goes on as if they were back; who has them sends them back."""

from datetime import datetime, timedelta
from itertools import chain, islice
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from hukumati.cases.actors import TIMER
from hukumati.cases.domain import handover as rules
from hukumati.cases.engine.act import act_on
from hukumati.cases.engine.loading import definition_of, lock_case
from hukumati.cases.models import Case, Handover

AT_ONCE = 500


def expire_handovers(*, now: datetime) -> int:
    """End the hand-overs whose last day is over, each in a transaction of its own; return how many."""
    papers = chain(_lying(now).iterator(), _travelling(now).iterator())
    over = (paper.id for paper in papers if _is_over(paper, now) and _goes_back(paper.case))
    return sum(_expire(paper_id, now) for paper_id in list(islice(over, AT_ONCE)))


def _lying(now: datetime) -> QuerySet[Handover]:
    since = now - timedelta(days=rules.KEPT_DAYS)
    return Handover.objects.filter(state="waiting", updated_at__lt=since).select_related("case").order_by("updated_at")


def _travelling(now: datetime) -> QuerySet[Handover]:
    """Return what somebody should have brought by now: of cases that have not ended."""
    since, states = now - timedelta(days=rules.DELIVERY_DAYS), sorted(rules.TRAVELLING)
    items = Handover.objects.filter(case__closed_at=None, state__in=states, opened_at__lt=since)
    return items.select_related("case").order_by("opened_at")


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
    days = (
        rules.kept_until(method=paper.method, state=paper.state, since=paper.updated_at),
        rules.delivered_by(method=paper.method, state=paper.state, opened_at=paper.opened_at),
    )
    return any(day is not None and now > day for day in days)


def _goes_back(case: Case) -> bool:
    """Return whether the flow says what becomes of a paper that comes back; without it a desk keeps it."""
    return "returned" in definition_of(case).flow.states[case.state].actions
