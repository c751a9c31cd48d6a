"""The inbox of an official: the open work of their ministry, roles and place, page by page; never a case of their own.

Broken promises come first, then what is due first, then what is oldest.
"""

from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from hukumati.cases.actors import Actor
from hukumati.cases.domain.permissions import ROLES
from hukumati.cases.engine.access import may_take
from hukumati.cases.engine.consents import party_digest
from hukumati.cases.engine.loading import definition_of
from hukumati.cases.engine.objections import decided_before
from hukumati.cases.engine.places import served_elsewhere
from hukumati.cases.models import DUE, IN_TIME, Request, Task
from hukumati.cases.officials.inbox_filters import filter_tasks
from hukumati.cases.officials.task_lines import task_view
from hukumati.cases.views import InboxFilter, TaskView
from hukumati.core.paging import Order, Page

EVERYTHING: Final = InboxFilter()
TRIED: Final = 200
"""Among how many of the most urgent cases the next one is looked for: others' decisions are rare among them."""
_ORDER: Final[Order[Task]] = Order({"in_time": bool, "due": datetime, "opened_at": datetime, "id": int})
_SHOWN: Final = (
    "queue", "role", "claimed_by", "released_from", "opened_at", "due_at", "escalated_at", "case__reference",
    "case__version_id", "case__applicant", "case__state", "case__milestone", "case__proposal", "case__due_at",
)  # fmt: skip
"""What a line needs; answers and registers of a case weigh more than all the rest."""


def inbox(*, officer: Actor, now: datetime) -> tuple[TaskView, ...]:
    """List the most urgent open work of the official."""
    return inbox_page(officer=officer, now=now).lines


def inbox_page(
    *, officer: Actor, now: datetime, wanted: InboxFilter = EVERYTHING, after: str = "", before: str = ""
) -> Page[TaskView]:
    """Return the first page of the official's open work, or the one after or before a line."""
    tasks = filter_tasks(_tasks_of(officer), wanted, officer=officer, now=now)
    shown = tasks.select_related("case").only(*_SHOWN)
    return _ORDER.page(shown, after=after, before=before).showing(task_view)


def next_task(*, officer: Actor, now: datetime, wanted: InboxFilter = EVERYTHING) -> str:
    """Return the reference of the most urgent case that the official may take and decide; "" where there is none."""
    tasks = filter_tasks(_tasks_of(officer), wanted, officer=officer, now=now)
    free = tasks.filter(claimed_by__in=["", officer.id]).select_related("case").order_by(*_ORDER.columns)
    return next((task.case.reference for task in free[:TRIED] if _is_theirs(task, officer)), "")


def _is_theirs(task: Task, officer: Actor) -> bool:
    return may_take(task, officer) and not decided_before(task.case, definition_of(task.case), officer)


def _tasks_of(officer: Actor) -> QuerySet[Task]:
    """The open tasks of the officer's roles and place; for supervisors, all of their ministry."""
    open_tasks = _of_others(officer).filter(closed_at=None).annotate(in_time=IN_TIME, due=DUE)
    if "supervisor" in officer.roles:
        return open_tasks.filter(Q(provider=officer.provider) | Q(ministry=officer.provider))
    mine = Q(pk__in=[])
    for role in sorted(officer.roles & ROLES):
        elsewhere = sorted(served_elsewhere(officer, role))
        mine |= Q(role=role) & (~Q(queue__in=elsewhere) | Q(claimed_by=officer.id)) if elsewhere else Q(role=role)
    return open_tasks.filter(mine, provider=officer.provider)


def _of_others(officer: Actor) -> QuerySet[Task]:
    """Leave out the cases in which the officer applies or is asked to agree: they may not even open them."""
    if not officer.id_number:
        return Task.objects.all()
    asked = Request.objects.filter(party=party_digest(officer.id_number)).values("case")
    return Task.objects.exclude(case__applicant__id_number=officer.id_number).exclude(case__in=asked)
