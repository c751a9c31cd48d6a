"""What narrows the inbox down: the step, service, place, deadline, who has a case, and what is searched for."""

from datetime import datetime, time, timedelta
from typing import Final

from django.db.models import CharField, F, Func, Q, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Concat

from hukumati.cases.actors import Actor
from hukumati.cases.models import Task
from hukumati.cases.officials.task_lines import CAME_BACK
from hukumati.cases.views import InboxFilter
from hukumati.catalogue import api as catalogue
from hukumati.core.arabic import fold
from hukumati.core.clock import ZONE
from hukumati.core.references import normalise_reference
from hukumati.core.text import strip_nul
from hukumati.core.typed import bare_code

LONGEST_SEARCH: Final = 100
WEEK: Final = timedelta(days=7)
_NO_PROPOSAL: Final = Q(case__proposal__isnull=True)
STEPS: Final = {
    "confirm": ~_NO_PROPOSAL,
    "produce": _NO_PROPOSAL & Q(role="producer"),
    "returned": _NO_PROPOSAL & ~Q(role="producer") & Q(case__milestone__in=CAME_BACK),
    "decide": _NO_PROPOSAL & ~Q(role="producer") & ~Q(case__milestone__in=CAME_BACK),
}
"""Every task has one of them."""


class Folded(Func):
    """A text folded in the database as `core.arabic.fold` folds it, as far as the letters of names go.

    What parts words is left out: a name is written "عبد الله" and "عبدالله", "Abu Zaid" and "Abuzaid".
    """

    function = "TRANSLATE"
    output_field = CharField()
    template = (
        "TRANSLATE(REGEXP_REPLACE(NORMALIZE(LOWER(%(expressions)s), NFKD), "
        "'[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u0300-\u036f"
        "\u02b9-\u02bf\u02c8\u02ca\u02cb"
        "\\s''`.\u2018\u2019\u2010-\u2015-]', '', 'g'), "
        "'\u0671\u0649\u0629\u06a9\u06cc', '\u0627\u064a\u0647\u0643\u064a')"
    )


def filter_tasks(tasks: QuerySet[Task], wanted: InboxFilter, *, officer: Actor, now: datetime) -> QuerySet[Task]:
    """Leave those tasks that the official wants to see."""
    if wanted.step:
        tasks = tasks.filter(STEPS.get(wanted.step, Q()))
    if wanted.service:
        tasks = tasks.filter(case__service_code=wanted.service)
    if wanted.place:
        offices = catalogue.office_governorates().items()
        queues = [wanted.place, *(code for code, governorate in offices if governorate == wanted.place)]
        tasks = tasks.filter(Q(queue__in=queues) | Q(**{f"case__{GOVERNORATE}": wanted.place}))
    tasks = tasks.filter(_by_deadline(wanted.deadline, now), _by_holder(wanted.taken_by, officer))
    return _search(tasks, wanted.text) if wanted.text.strip() else tasks


GOVERNORATE: Final = "registers__interior.person__governorate"
"""Where the applicant lives, for work that is in no queue of a governorate."""


def _by_deadline(deadline: str, now: datetime) -> Q:
    if deadline == "broken":
        return Q(escalated_at__isnull=False)
    if deadline == "overdue":
        return Q(due_at__lt=now) | Q(escalated_at__isnull=False)
    if deadline == "none":
        return Q(due_at__isnull=True)
    days = {"today": timedelta(), "week": WEEK}.get(deadline)
    return Q() if days is None else Q(due_at__lte=_end_of_day(now + days))


def _end_of_day(moment: datetime) -> datetime:
    return datetime.combine(moment.astimezone(ZONE).date(), time.max, tzinfo=ZONE)


def _by_holder(taken_by: str, officer: Actor) -> Q:
    known = {
        "": Q(),
        "me": Q(claimed_by=officer.id),
        "nobody": Q(claimed_by=""),
        "others": ~Q(claimed_by__in=["", officer.id]),
    }
    return known.get(taken_by, Q(claimed_by=strip_nul(taken_by)))


def _search(tasks: QuerySet[Task], text: str) -> QuerySet[Task]:
    """Find by the whole reference, by the whole ID number, or by words of the name in either language."""
    typed = strip_nul(text)[:LONGEST_SEARCH]
    reference, digits = normalise_reference(typed), bare_code(typed)
    if reference:
        return tasks.filter(case__reference=reference)
    if digits.isascii() and digits.isdigit():
        return tasks.filter(case__applicant__id_number=digits)
    words = fold(typed).split()
    if not words:
        return tasks.none()
    names = [KeyTextTransform(language, KeyTextTransform("name", F("case__applicant"))) for language in ("ar", "en")]
    tasks = tasks.annotate(folded_name=Folded(Concat(names[0], Value(" "), names[1], output_field=CharField())))
    for word in words:
        tasks = tasks.filter(folded_name__contains=word)
    return tasks
