"""A case's row, read and written fast: every action of every case reads it whole and writes only what it changed.

The statements are made once from the model; the ORM would make them anew each time, which costs more than the rest of
an action.
"""

from datetime import date
from functools import cache
from typing import Literal

from django.db import connection

from hukumati.cases.models import Case
from hukumati.core.rows import columns, from_row

CHANGES_IN_PLACE = "reached"
TASK_SQL = """
INSERT INTO cases_task (case_id, seq, provider, role, queue, claimed_by, released_from, opened_at, due_at)
VALUES (%s, %s, %s, %s, %s, '', '', %s, %s)
"""


@cache
def _reading(by: str) -> str:
    return (
        f"SELECT {columns(Case, 'cases_case')}, (SELECT coalesce(array_agg(day), '{{}}') FROM cases_holiday) "  # noqa: S608 - own names
        f"FROM cases_case WHERE {by} = %s FOR UPDATE"
    )


def locked(value: str | int, by: Literal["reference", "id"] = "reference") -> Case | None:
    """Lock and read a case, and with it the holidays, which its clock asks for."""
    with connection.cursor() as cursor:
        cursor.execute(_reading(by), [value])
        row = cursor.fetchone()
    if row is None:
        return None
    *values, holidays = row
    case = from_row(Case, values)
    case.holidays = frozenset[date](holidays)
    case.loaded = {field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields}
    return case


def save_changed(case: Case) -> None:
    """Write the columns that differ from what was read, and the task that waits for it.

    A case that was not read by `locked` is saved whole.
    """
    if case.loaded is None:
        case.save()
        _write_task(case)
        return
    fields = [field for field in Case._meta.concrete_fields if _has_changed(case, field.attname)]
    sets = ", ".join(f'"{field.column}" = %s' for field in fields)
    values = [field.get_db_prep_save(getattr(case, field.attname), connection) for field in fields]
    task, case.task = case.task, None
    with_task = f"WITH task AS ({TASK_SQL}) " if task else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{with_task}UPDATE cases_case SET {sets} WHERE id = %s",  # noqa: S608 - own names
            [*(task or ()), *values, case.id],
        )
    case.loaded.update({field.attname: getattr(case, field.attname) for field in fields})


def _write_task(case: Case) -> None:
    if case.task is not None:
        with connection.cursor() as cursor:
            cursor.execute(TASK_SQL, case.task)
        case.task = None


def _has_changed(case: Case, name: str) -> bool:
    loaded = case.loaded or {}
    return name == CHANGES_IN_PLACE or getattr(case, name) != loaded[name]
