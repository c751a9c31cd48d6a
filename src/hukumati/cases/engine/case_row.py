"""A case's row, read and written fast: every action of every case reads it whole and writes only what it changed.

The statements are made once from the model; the ORM would make them anew each time, which costs more than the rest of
an action (docs/decisions/0006).
"""

from datetime import date, datetime
from functools import cache
from typing import Literal, NamedTuple
from uuid import UUID

from django.db import connection

from hukumati.cases.models import Case, LockedCase
from hukumati.core.rows import columns, from_row

CHANGES_IN_PLACE = "reached"
"""A mapping to which milestones are added: the snapshot holds the same object, so a comparison would find no change."""
TASK_SQL = """
INSERT INTO cases_task (
  case_id, seq, ministry, provider, role, queue, claimed_by, released_from, assigned_by, opened_at, due_at, escalated_at
) VALUES (%s, %s, %s, %s, %s, %s, '', '', '', %s, %s, %s)
"""


class NewTask(NamedTuple):
    """The task of a state that was entered, in the order of TASK_SQL; it is written together with the case's row."""

    case_id: int
    seq: int
    ministry: str
    provider: str
    role: str
    queue: str
    opened_at: datetime
    due_at: datetime | None
    escalated_at: datetime | None


@cache
def _select_for_update(by: str) -> str:
    return (
        f"SELECT {columns(Case, 'cases_case')}, (SELECT coalesce(array_agg(day), '{{}}') FROM cases_holiday) "  # noqa: S608 - own names
        f"FROM cases_case WHERE {by} = %s FOR UPDATE"
    )


def lock_row(value: str | int | UUID, by: Literal["reference", "id", "bill_id"] = "reference") -> LockedCase | None:
    """Lock and read a case, and with it the holidays, which its clock needs."""
    with connection.cursor() as cursor:
        cursor.execute(_select_for_update(by), [value])
        row = cursor.fetchone()
    if row is None:
        return None
    *values, holidays = row
    case = from_row(LockedCase, values)
    case.holidays = frozenset[date](holidays)
    case.as_read = {field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields}
    return case


def save_changes(case: LockedCase, task: NewTask | None = None) -> None:
    """Write the columns that differ from what was read, and a new task, in one statement."""
    fields = [field for field in Case._meta.concrete_fields if _has_changed(case, field.attname)]
    sets = ", ".join(f'"{field.column}" = %s' for field in fields)
    values = [field.get_db_prep_save(getattr(case, field.attname), connection) for field in fields]
    with_task = f"WITH task AS ({TASK_SQL}) " if task else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{with_task}UPDATE cases_case SET {sets} WHERE id = %s",  # noqa: S608 - own names
            [*(task or ()), *values, case.id],
        )
    case.as_read.update({field.attname: getattr(case, field.attname) for field in fields})


def _has_changed(case: LockedCase, name: str) -> bool:
    return name == CHANGES_IN_PLACE or getattr(case, name) != case.as_read[name]
