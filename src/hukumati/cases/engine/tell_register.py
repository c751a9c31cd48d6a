"""Telling a register what a case decided: written first, and the same however often it is sent."""

from datetime import datetime
from typing import Any, Final, TypedDict, cast

from django.db import transaction

from hukumati.cases.actors import SYSTEM
from hukumati.cases.engine.ask_register import grounds_of
from hukumati.cases.engine.effect_queue import lock_open_effects
from hukumati.cases.engine.form_sessions import as_of_effects, session_of
from hukumati.cases.engine.loading import definition_of, lock_case_by_id
from hukumati.cases.models import Case, Effect
from hukumati.interoperability import api as interoperability

UNKNOWN: Final = (interoperability.RegisterUnavailable.code, interoperability.AnswerMalformed.code)
"""Errors after which nobody knows whether the register has recorded what it was told."""


class Notice(TypedDict):
    """What a register is told, the key under which it records it once, and when it was worked out."""

    key: str
    message: dict[str, Any]
    at: str


def prepare_notice(effect: Effect, *, now: datetime) -> Notice | None:
    """Return what an effect tells its register, written with the effect; None where the effect is done already.

    Where an earlier attempt to tell the same was given up without knowing what came of it, or was acknowledged and the
    paper that goes with it failed, its key and message are taken again: what is unknown is told anew under its key, and
    what was acknowledged stands, however silent the register is now.
    Raises ExpressionFailed.
    """
    with transaction.atomic():
        case = lock_case_by_id(effect.case_id)
        row = next((each for each in lock_open_effects(case.id) if each.id == effect.id), None)
        if row is None:
            return None
        if row.notice is None:
            row.notice = _unfinished(row) or _new_notice(case, row, now)
            row.save(update_fields=["notice"])
        notice: Notice = row.notice
        return notice


def is_acknowledged(effect: Effect, notice: Notice) -> bool:
    """Return whether a register has acknowledged this notice already, and only what goes with it failed."""
    if notice["key"] == _key(effect.case, effect):
        return False  # its own, not one that an earlier effect left
    told = Effect.objects.filter(case_id=effect.case_id, kind="tell", outcome="done", notice__key=notice["key"])
    return told.exclude(id=effect.id).exists()


def send_notice_to_register(
    case: Case, contract: str, notice: Notice, *, now: datetime
) -> interoperability.Acknowledgement:
    """Tell the register. Network, so never in a transaction; raises InteroperabilityError."""
    return interoperability.tell_register(
        contract=contract,
        message=notice["message"],
        key=notice["key"],
        grounds=grounds_of(case, definition_of(case), now),
        user=SYSTEM.label,
        issue=case.reference,
    )


def forget_prefilled(case: Case) -> None:
    """Let the person's drafts ask the registers anew: what they were filled in with may have changed."""
    drafts = Case.objects.filter(applicant_sub=case.applicant_sub, submitted_at=None, closed_at=None)
    drafts.filter(prefill="done").update(prefilled_at=None)


def was_told(case: Case) -> bool:
    """Return whether a register has recorded anything of a case, or may have: its answer never came."""
    told = Effect.objects.filter(case=case, kind="tell").exclude(notice=None)
    last = {each.argument: each for each in told.order_by("id")}
    return any(_may_stand(each) for each in last.values())


def has_acknowledged(case: Case) -> bool:
    """Return whether a register has said that it recorded something of a case."""
    return Effect.objects.filter(case=case, kind="tell", outcome="done").exclude(notice=None).exists()


def told_on(effect: Effect) -> datetime | None:
    """Return when what a register was told on entering an effect's state was worked out; None where none was told."""
    told = Effect.objects.filter(case_id=effect.case_id, seq=effect.seq, kind="tell").exclude(notice=None).first()
    if told is None or told.notice is None or "at" not in told.notice:
        return None
    return datetime.fromisoformat(told.notice["at"])


def _may_stand(told: Effect) -> bool:
    return told.outcome == "done" or (told.outcome == "failed" and told.error in UNKNOWN)


def _unfinished(row: Effect) -> Notice | None:
    earlier = Effect.objects.filter(case_id=row.case_id, kind=row.kind, argument=row.argument, id__lt=row.id)
    last = earlier.exclude(notice=None).order_by("-id").first()
    if last is None or _is_settled(last):
        return None
    return cast("Notice", last.notice)


def _is_settled(told: Effect) -> bool:
    """Return whether nothing is left to do of it: it was refused, or recorded with all that goes with it."""
    if told.outcome == "done":
        return not Effect.objects.filter(case_id=told.case_id, seq=told.seq, outcome="failed").exists()
    return told.outcome == "failed" and told.error not in UNKNOWN


def _new_notice(case: Case, row: Effect, now: datetime) -> Notice:
    definition = definition_of(case)
    at = as_of_effects(case, now)
    message = definition.tells[row.argument].filled(session_of(case, definition, at).facts)
    return {"key": _key(case, row), "message": message, "at": at.isoformat()}


def _key(case: Case, row: Effect) -> str:
    return f"{case.reference}:{row.seq}:{row.argument}"
