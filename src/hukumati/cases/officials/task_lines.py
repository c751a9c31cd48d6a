"""A task as a line of an inbox."""

from hukumati.cases.engine.loading import applicant_name, definition_of
from hukumati.cases.models import Task
from hukumati.cases.views import Step, TaskView

CAME_BACK = ("ready", "on_its_way")
"""Milestones at which an official has work only when a paper came back."""


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
        promised_at=case.due_at,
        step=_step_of(task),
    )


def _step_of(task: Task) -> Step:
    """What is to be done, told from the same columns as `inbox_filters.STEPS` asks for."""
    if task.case.proposal is not None:
        return "confirm"
    if task.role == "producer":
        return "produce"
    return "returned" if task.case.milestone in CAME_BACK else "decide"
