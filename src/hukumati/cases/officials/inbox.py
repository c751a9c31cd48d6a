"""The inbox of an official: the open work of their ministry, roles and place, page by page.

Broken promises come first, then what is due first, then what is oldest. A page begins after a line and not at a number,
so that no line is missed or seen twice while others work, and the last page costs what the first one does.
"""

import re
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from hukumati.cases.actors import Actor
from hukumati.cases.domain.permissions import ROLES
from hukumati.cases.engine.places import served_elsewhere
from hukumati.cases.models import DUE, FAR, IN_TIME, Task
from hukumati.cases.officials.inbox_filters import filter_tasks
from hukumati.cases.officials.task_lines import task_view
from hukumati.cases.views import InboxFilter, InboxPage, TaskView
from hukumati.core.clock import EPOCH

PAGE: Final = 50
EVERYTHING: Final = InboxFilter()
_ORDER: Final = ("in_time", "due", "opened_at", "id")
_BACKWARDS: Final = tuple(f"-{name}" for name in _ORDER)
_SHOWN: Final = (
    "queue", "role", "claimed_by", "released_from", "opened_at", "due_at", "escalated_at", "case__reference",
    "case__version_id", "case__applicant", "case__state", "case__milestone", "case__proposal", "case__due_at",
)  # fmt: skip
"""What a line needs; answers and registers of a case weigh more than all the rest."""
_CURSOR: Final = re.compile(r"([01])\.(\d{1,18})\.(\d{1,18})\.(\d{1,18})", re.ASCII)
_MICROSECOND: Final = timedelta(microseconds=1)


def inbox(*, officer: Actor, now: datetime) -> tuple[TaskView, ...]:
    """List the most urgent open work of the official."""
    return inbox_page(officer=officer, now=now).tasks


def inbox_page(
    *, officer: Actor, now: datetime, wanted: InboxFilter = EVERYTHING, after: str = "", before: str = ""
) -> InboxPage:
    """Return the first page of the official's open work, or the one after or before a line.

    `after` and `before` are cursors that another page gave; what is none leads to the first page.
    """
    tasks = filter_tasks(_tasks_of(officer), wanted, officer=officer, now=now)
    start, end = _position(after), _position(before)
    rows = _rows_before(tasks, end) if end else _rows_after(tasks, start)
    shown, has_more = rows[:PAGE], len(rows) > PAGE
    if end:
        shown, has_more = shown[::-1], True
    is_first = not (start or end) or not shown
    earlier = 0 if is_first else tasks.filter(TupleLessThan(Tuple(*_ORDER), _key(shown[0]))).count()
    return InboxPage(
        tasks=tuple(task_view(task) for task in shown),
        total=tasks.count(),
        first=earlier + 1,
        after=_cursor(shown[-1]) if has_more and shown else "",
        before=_cursor(shown[0]) if earlier else "",
    )


def _rows_after(tasks: QuerySet[Task], start: tuple[Any, ...] | None) -> list[Task]:
    later = tasks.filter(TupleGreaterThan(Tuple(*_ORDER), start)) if start else tasks
    return _read(later.order_by(*_ORDER))


def _rows_before(tasks: QuerySet[Task], end: tuple[Any, ...]) -> list[Task]:
    """Read backwards from a line; where nothing comes before it any more, the first page."""
    return _read(tasks.filter(TupleLessThan(Tuple(*_ORDER), end)).order_by(*_BACKWARDS))


def _read(tasks: QuerySet[Task]) -> list[Task]:
    return list(tasks.select_related("case").only(*_SHOWN)[: PAGE + 1])


def _tasks_of(officer: Actor) -> QuerySet[Task]:
    """The open tasks of the officer's roles and place; for supervisors, all of their ministry."""
    open_tasks = Task.objects.filter(closed_at=None).annotate(in_time=IN_TIME, due=DUE)
    if "supervisor" in officer.roles:
        return open_tasks.filter(Q(provider=officer.provider) | Q(ministry=officer.provider))
    mine = Q(pk__in=[])
    for role in sorted(officer.roles & ROLES):
        elsewhere = sorted(served_elsewhere(officer, role))
        mine |= Q(role=role) & (~Q(queue__in=elsewhere) | Q(claimed_by=officer.id)) if elsewhere else Q(role=role)
    return open_tasks.filter(mine, provider=officer.provider)


def _key(task: Task) -> tuple[Any, ...]:
    return (task.escalated_at is None, task.due_at or FAR, task.opened_at, task.id)


def _cursor(task: Task) -> str:
    in_time, due, opened_at, number = _key(task)
    return f"{in_time:d}.{(due - EPOCH) // _MICROSECOND}.{(opened_at - EPOCH) // _MICROSECOND}.{number}"


def _position(cursor: str) -> tuple[Any, ...] | None:
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        return None
    in_time, due, opened_at, number = (int(part) for part in found.groups())
    return (bool(in_time), _moment(due), _moment(opened_at), number)


def _moment(microseconds: int) -> datetime:
    return EPOCH + min(timedelta(microseconds=microseconds), FAR - EPOCH)
