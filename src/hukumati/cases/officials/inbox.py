"""The inbox of an official: the open work of their ministry and roles."""

from datetime import datetime

from django.db.models import F, Q

from hukumati.cases.actors import Actor
from hukumati.cases.domain.permissions import ROLES
from hukumati.cases.engine.loading import applicant_name, definition_of
from hukumati.cases.models import Task
from hukumati.cases.views import TaskView

AT_MOST = 200


def inbox(*, officer: Actor, now: datetime) -> tuple[TaskView, ...]:
    """List the open work of the officer's ministry and roles, most urgent first."""
    tasks = (
        Task.objects.filter(_tasks_of(officer), closed_at=None)
        .select_related("case")
        .order_by(F("due_at").asc(nulls_last=True), "opened_at")[:AT_MOST]
    )
    return tuple(task_view(task) for task in tasks)


def _tasks_of(officer: Actor) -> Q:
    """The tasks of the officer's roles; for supervisors, the late ones of their ministry too."""
    of_roles = Q(provider=officer.provider, role__in=sorted(officer.roles & ROLES))
    if "supervisor" not in officer.roles:
        return of_roles
    return of_roles | Q(case__provider=officer.provider, escalated_at__isnull=False)


def task_view(task: Task) -> TaskView:
    """Return a task as a line of an inbox."""
    case = task.case
    return TaskView(
        reference=case.reference,
        service_name=definition_of(case).name,
        opened_at=task.opened_at,
        due_at=task.due_at,
        claimed_by=task.claimed_by or None,
        applicant_name=applicant_name(case),
        state=case.state,
        queue=task.queue,
        released_from=task.released_from or None,
        is_escalated=task.escalated_at is not None,
        awaits_second=case.proposal is not None,
    )
