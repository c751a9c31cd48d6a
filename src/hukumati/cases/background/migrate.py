"""Running cases move to a new version of their service, as it declares: one transaction and one event each.

Killed anywhere and begun again, it ends the same: a case that has moved is of the new version, and is not found again.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hukumati.cases.actors import MIGRATION
from hukumati.cases.applying.drafts import closing_state, is_draft
from hukumati.cases.domain.permissions import resolve_role
from hukumati.cases.engine.act import act_on
from hukumati.cases.engine.case_row import NewTask, save_changes
from hukumati.cases.engine.event_log import append_event
from hukumati.cases.engine.loading import definition_of, lock_case
from hukumati.cases.engine.promise_clock import set_clock
from hukumati.cases.engine.state_entry import new_task, reach_milestone
from hukumati.cases.models import Case, LockedCase, Task, Timer
from hukumati.catalogue import api as catalogue
from hukumati.catalogue.api import Service
from hukumati.core.failpoints import hit
from hukumati.service_language.api import Definition, Migration, State

AT_ONCE = 200


def migrate(*, source: UUID, target: UUID, now: datetime) -> int:
    """Move up to AT_ONCE cases of one version to another; return how many were found.

    An application that waits for a register is decided by the version under which it was submitted.
    """
    version = catalogue.get_version(version_id=target)
    migration = version.definition.migration
    if migration is None:
        return 0
    found = Case.objects.filter(version_id=source, closed_at=None, queued={}).order_by("id")
    if migration.drafts == "finish_on_old":
        found = found.exclude(submitted_at=None)
    references = list(found.values_list("reference", flat=True)[:AT_ONCE])
    for reference in references:
        _migrate(reference, source, version, migration, now)
    return len(references)


def _migrate(reference: str, source: UUID, version: Service, migration: Migration, now: datetime) -> None:
    with transaction.atomic():
        case = lock_case(reference)
        if case.version_id != source or case.closed_at is not None or case.queued:
            return
        if is_draft(case) and migration.drafts == "finish_on_old":
            return
        if is_draft(case) and migration.drafts == "close":
            _close(case, now)
        else:
            _move(case, version, migration, now)
        hit("cases.migrated.before_commit")
    hit("cases.migrated.committed")


def _close(case: LockedCase, now: datetime) -> None:
    target = closing_state(definition_of(case).flow)
    act_on(case, action="migrated", actor=MIGRATION, data={"reason": None}, now=now, fixed=target)


def _move(case: LockedCase, version: Service, migration: Migration, now: datetime) -> None:
    """What was begun stays begun: tasks, timers, bills and effects; only names change, and what the clock follows."""
    before, after = definition_of(case), version.definition
    old, new = before.flow.states[case.state], after.flow.states[migration.state(case.state)]
    data = _data(case, version, migration)
    event = append_event(case, action="migrated", to_state=new.name, actor=MIGRATION, data=data, now=now)
    case.version_id = version.version_id
    if is_draft(case):
        case.prefill, case.prefilled_at = "none", None
    if new.milestone != old.milestone:
        reach_milestone(case, new.milestone, now)
    _timers(case, migration)
    task = _move_task(case, new, event.seq, now)
    set_clock(case, after, new, now)
    save_changes(case, task)


def _data(case: Case, version: Service, migration: Migration) -> dict[str, object]:
    answers, dropped = migration.carried(case.answers)
    data: dict[str, object] = {"version": version.number, "answers": answers, "dropped": list(dropped)}
    if is_draft(case):
        kept = {page.id for page in version.definition.form.pages} - _asking(version.definition, migration)
        data["unseen"] = [page for page in case.pages if page not in kept]
    return data


def _asking(definition: Definition, migration: Migration) -> set[str]:
    """The pages that a draft must see again, because something new is asked on them."""
    return {page.id for page in definition.form.pages for each in page.ask if each.id in migration.asked}


def _timers(case: Case, migration: Migration) -> None:
    for timer in Timer.objects.filter(case=case, done_at=None):
        Timer.objects.filter(id=timer.id).update(to_state=migration.state(timer.to_state))


def _move_task(case: LockedCase, state: State, seq: int, now: datetime) -> NewTask | None:
    """Move the open task to whoever works in the state now; return a new one where nobody worked before."""
    tasks = Task.objects.filter(case=case, closed_at=None)
    if state.work is None:
        tasks.update(closed_at=now)
    elif tasks.exists():
        provider, role = resolve_role(state.work.role, provider=case.provider)
        tasks.update(provider=provider, role=role)
    else:
        return new_task(case, state, seq, now)
    return None


def migrate_all(*, source: UUID, target: UUID, now: datetime) -> int:
    """Move every case; return how many."""
    moved = 0
    while found := migrate(source=source, target=target, now=now):
        moved += found
    return moved
