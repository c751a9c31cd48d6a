"""The effects of an event: written with it, done by jobs in their order, each once."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.db import transaction

from hukumati.cases.models import Case, Effect
from hukumati.core.jobs import app
from hukumati.core.rows import PreparedQuery
from hukumati.service_language.api import State, any_request_open

LATE = timedelta(minutes=2)
"""An effect that is so late has lost its job."""

_OPEN = PreparedQuery(Effect, "case_id = %s AND seq = %s AND done_at IS NULL ORDER BY position LIMIT 1")
_LOCK_OPEN = PreparedQuery(Effect, "case_id = %s AND done_at IS NULL ORDER BY seq, position FOR UPDATE")
_FIRST = """
cases_effect.done_at IS NULL AND NOT EXISTS (
  SELECT FROM cases_effect AS before
  WHERE before.case_id = cases_effect.case_id AND before.seq = cases_effect.seq AND before.done_at IS NULL
  AND before.position < cases_effect.position
)"""
"""An effect that waits for no other of its event."""
_RUNNABLE = PreparedQuery(Effect, f"cases_effect.id = %s AND {_FIRST}", related=("case",))
_DUE = PreparedQuery(
    Effect,
    f"cases_effect.case_id = %s AND cases_effect.next_at <= %s AND {_FIRST} ORDER BY cases_effect.seq LIMIT 1",
    related=("case",),
)
_in_hand: ContextVar[int | None] = ContextVar("in_hand", default=None)


@contextmanager
def in_hand(*, case_id: int) -> Iterator[None]:
    """Leave effects that may begin at once to whoever has their case in hand and looks for them (`due`)."""
    token = _in_hand.set(case_id)
    try:
        yield
    finally:
        _in_hand.reset(token)


def create_effects(case: Case, state: State, *, seq: int, now: datetime) -> None:
    """Write the effects of a state that was entered and let the first begin.

    Side requests are open already, by the event itself; a state that waits for them alone, and for none, goes on.
    """
    wanted: list[tuple[str, str]] = [
        (effect.kind, effect.argument) for effect in state.effects if effect.kind != "request"
    ]
    if state.waits_alone and "requests_closed" in state.actions and not any_request_open(case.requests):
        wanted.append(("go_on", ""))
    create(case, wanted, seq=seq, now=now)


def create(case: Case, wanted: list[tuple[str, str]], *, seq: int, now: datetime) -> None:
    """Write effects (kind, argument) of one event, in order."""
    rows = [
        Effect(
            case=case,
            seq=seq,
            name=f"{kind} {argument}".strip(),
            position=position,
            kind=kind,
            argument=argument,
            next_at=now,
        )
        for position, (kind, argument) in enumerate(wanted)
    ]
    if not rows:
        return
    Effect.objects.bulk_create(rows)
    begin(rows[0], now)


def begin_next(case_id: int, seq: int, now: datetime) -> None:
    """Give the next effect of an event that is not done to a worker."""
    effect = waiting(case_id, seq)
    if effect is not None:
        begin(effect, now)


def waiting(case_id: int, seq: int) -> Effect | None:
    """Return the first effect of an event that is not done."""
    return _OPEN.first(case_id, seq)


def begin(effect: Effect, at: datetime, *, later: bool = False) -> None:
    """Write the job of an effect in the caller's transaction; `later` waits until `at`."""
    if later or not at - LATE / 2 <= effect.next_at <= at:
        Effect.objects.filter(id=effect.id).update(next_at=at)
    if later:
        app.configure_task("cases.effect", schedule_at=at).defer(effect_id=effect.id)
    elif _in_hand.get() != effect.case_id:
        app.configure_task("cases.effect").defer(effect_id=effect.id)


def lock_open_effects(case_id: int) -> list[Effect]:
    """Lock and list the effects of a locked case that are not done, in order."""
    return _LOCK_OPEN.all(case_id)


def runnable(effect_id: int) -> Effect | None:
    """Find an effect, with its case; None where it is done, or one of its event before it is not."""
    return _RUNNABLE.first(effect_id)


def due(*, case_id: int, now: datetime) -> Effect | None:
    """Find the first effect of a case, with the case, that waits for nothing: first of its event, its time has come."""
    return _DUE.first(case_id, now)


def begin_lost(*, now: datetime) -> int:
    """Give effects whose job was lost to a worker again; return how many."""
    found = 0
    for effect_id in list(Effect.objects.filter(done_at=None, next_at__lt=now - LATE).values_list("id", flat=True)):
        with transaction.atomic():
            effect = Effect.objects.select_for_update(skip_locked=True).filter(id=effect_id, done_at=None).first()
            if effect is None or waiting(effect.case_id, effect.seq) != effect:
                continue
            begin(effect, now)
            found += 1
    return found
