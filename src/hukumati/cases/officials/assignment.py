"""Who works on a case, as supervisors decide: they assign it to an official, or take it over themselves.

Nobody's absence holds a case up; whoever loses one is told, by a message and in their inbox.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from hukumati.cases.actors import Actor
from hukumati.cases.engine.access import owner_of, readable_case
from hukumati.cases.engine.act import record_note
from hukumati.cases.engine.loading import definition_of, lock_case
from hukumati.cases.errors import NotAssignable
from hukumati.cases.models import LockedCase, Task
from hukumati.cases.officials.permitted import Standing, require_may_assign, require_may_take_over
from hukumati.cases.views import Assignee, LostCase
from hukumati.core.audit import record
from hukumati.core.bilingual import Bilingual
from hukumati.core.paging import Order, Page
from hukumati.identity import api as identity
from hukumati.notifications import api as notifications

LOST_IS_NEWS_FOR = timedelta(days=7)
_NEWEST_FIRST: Final[Order[Task]] = Order({"claimed_at": datetime, "id": int}, is_descending=True, size=20)
LOST = Bilingual(
    ar="المعاملة {reference} ({service}) لم تعد لديك: كلّف المشرف بها موظفًا آخر.",
    en="Case {reference} ({service}) is no longer yours: a supervisor has assigned it to somebody else.",
)


def take_over(*, reference: str, supervisor: Actor, now: datetime) -> None:
    """Let a supervisor work on a case themselves, whoever had taken it; done again, it changes nothing.

    Raises NotYours, OwnCase, NotPossibleHere.
    """
    with transaction.atomic():
        case = lock_case(readable_case(reference, supervisor).reference)
        standing = Standing.of(case, supervisor, now)
        require_may_assign(standing, action="take_over")
        if not standing.is_mine:
            require_may_take_over(standing)
            _hand_on(case, standing, action="take_over", to=supervisor.id)


def assign(*, reference: str, supervisor: Actor, to: str, now: datetime) -> None:
    """Give a case to an official of the task's ministry and role; done again, it changes nothing.

    Raises NotYours, OwnCase, NotPossibleHere, NotAssignable.
    """
    with transaction.atomic():
        case = lock_case(readable_case(reference, supervisor).reference)
        standing = Standing.of(case, supervisor, now)
        require_may_assign(standing)
        chosen = identity.find_official(number=to[:60])
        if chosen is None or not _is_assignable(chosen, standing):
            raise NotAssignable
        if standing.task is not None and standing.task.claimed_by != chosen.staff.number:
            _hand_on(case, standing, action="assign", to=chosen.staff.number)


def assignees(*, reference: str, supervisor: Actor) -> tuple[Assignee, ...]:
    """List the officials to whom a supervisor may give a case that they may read. Raises NotYours, OwnCase."""
    case = readable_case(reference, supervisor)
    task = Task.objects.filter(case=case, closed_at=None).select_related("case").first()
    if task is None:
        return ()
    standing = Standing(case, task, supervisor, task.opened_at)
    found = identity.list_officials(provider=task.provider, role=task.role)
    return tuple(
        Assignee(each.staff.number, each.name, each.staff.office)
        for each in found
        if each.staff.number != task.claimed_by and _is_assignable(each, standing)
    )


def _is_assignable(official: identity.Official, standing: Standing) -> bool:
    """Whoever has the task's role at its ministry, and whose own case it is known not to be."""
    task, staff = standing.task, official.staff
    if task is None or staff.provider != task.provider or task.role not in staff.roles:
        return False
    owner = owner_of(standing.case)
    return official.id_number is not None and official.id_number not in {owner.id_number, *owner.parties}


def _hand_on(case: LockedCase, standing: Standing, *, action: str, to: str) -> None:
    assert standing.task is not None  # noqa: S101 - permission was asked about it
    task, supervisor, now = standing.task, standing.official, standing.now
    lost_by = task.claimed_by
    event = record_note(case, action=action, actor=supervisor, data={"assigned": {"from": lost_by, "to": to}}, now=now)
    changes = {"claimed_by": to, "claimed_at": now, "assigned_by": supervisor.id, "released_from": lost_by}
    Task.objects.filter(id=task.id).update(**changes)
    record(
        subject=f"case:{case.reference}",
        actor=supervisor.label,
        action=f"case.{action}",
        details={"from": lost_by, "to": to},
    )
    if lost_by and lost_by != supervisor.id:
        _tell(case, lost_by, key=f"case:{case.reference}:{event.seq}:lost")


def _tell(case: LockedCase, number: str, *, key: str) -> None:
    official = identity.find_official(number=number)
    if official is None:  # suspended, or gone: nobody reads it
        return
    service = definition_of(case).name
    text = LOST.ar.format(reference=case.reference, service=service.ar)
    notifications.send(
        key=key,
        to=notifications.Contact(phone=official.phone or None, email=official.email or None, language="ar"),
        message=notifications.Message(sms=text, subject=service.ar, body=text),
        about=f"case:{case.reference}",
    )


def lost_cases(*, officer: Actor, now: datetime, after: str = "", before: str = "") -> Page[LostCase]:
    """List the cases that supervisors lately gave to somebody else, newest first."""
    rows = Task.objects.filter(released_from=officer.id, claimed_at__gt=now - LOST_IS_NEWS_FOR).exclude(assigned_by="")
    lost = rows.exclude(claimed_by=officer.id).select_related("case")
    return _NEWEST_FIRST.page(lost, after=after, before=before).showing(_lost)


def _lost(task: Task) -> LostCase:
    assert task.claimed_at is not None  # noqa: S101 - who has a case took it at some time
    return LostCase(
        reference=task.case.reference,
        service_name=definition_of(task.case).name,
        to=task.claimed_by,
        by=task.assigned_by,
        at=task.claimed_at,
    )
