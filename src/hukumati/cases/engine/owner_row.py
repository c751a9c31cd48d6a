"""A case with what is under way beside it, read in one statement: every look of its owner needs all three."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.db import connection

from hukumati.cases.models import Case, Handover
from hukumati.core.references import normalise_reference
from hukumati.core.rows import columns, from_row

UNDER_WAY = """
SELECT (
  SELECT kind FROM cases_effect
  WHERE case_id = cases_case.id AND done_at IS NULL AND attempts > 0 AND kind IN ('ask', 'tell', 'issue')
  ORDER BY seq, position LIMIT 1
), {columns}
FROM cases_case LEFT JOIN LATERAL (
  SELECT * FROM cases_handover WHERE case_id = cases_case.id ORDER BY seq DESC LIMIT 1
) AS handover ON true
WHERE cases_case.{by} = %s
"""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """The latest hand-over of a case, and the kind of the first effect that was tried in vain ("" for none)."""

    postponed: str = ""
    handover: Handover | None = None


def read_under_way(case_id: int) -> UnderWay:
    """Read what is under way in a case."""
    return _under_way(_read(_sql("id", ()), case_id) or (None, None))


def read_with_under_way(reference: str) -> tuple[Case, UnderWay] | None:
    """Read a case without locking it, and what is under way in it."""
    row = _read(_sql("reference", (Case,)), normalise_reference(reference))
    if row is None:
        return None
    end = len(Handover._meta.concrete_fields) + 1
    return from_row(Case, row[end:]), _under_way(row[:end])


def _read(sql: str, value: int | str) -> Sequence[object] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, [value])
        row: Sequence[object] | None = cursor.fetchone()
    return row


@cache
def _sql(by: str, also: tuple[type[Case], ...]) -> str:
    chosen = [columns(Handover, "handover"), *(columns(model, "cases_case") for model in also)]
    return UNDER_WAY.format(columns=", ".join(chosen), by=by)


def _under_way(row: Sequence[object]) -> UnderWay:
    postponed, *handover = row
    found = None if handover[0] is None else from_row(Handover, handover)
    return UnderWay(str(postponed or ""), found)
