"""Who decided what the applicant objects to: somebody else decides on the objection."""

from collections.abc import Iterable

from django.db.models import F

from hukumati.cases.actors import Actor
from hukumati.cases.models import Case, Event, EventPayload
from hukumati.service_language.api import NEVER_HELD_BACK, Definition, is_official_action


def decided_before(case: Case, definition: Definition, official: Actor) -> bool:
    """Return whether the applicant objects to a decision of this official, and nobody has decided on it yet."""
    reopened = (way for state in definition.flow.states.values() for way in state.reopen.values())
    ways = {way.name for way in reopened if way.by == "citizen"}
    if not ways or case.closed_at is not None:
        return False
    moves = Event.objects.filter(case=case).exclude(from_state=F("to_state")).order_by("-seq")
    objection = moves.filter(action__in=ways, actor__startswith="citizen:").first()
    if objection is None or _is_decided(moves.filter(seq__gt=objection.seq).values_list("action", "actor")):
        return False
    ended = moves.filter(seq__lt=objection.seq, to_state=objection.from_state).first()
    return ended is not None and official.label in _deciders(ended)


def _is_decided(moves: Iterable[tuple[str, str]]) -> bool:
    return any(
        actor.startswith("officer:") and is_official_action(action) and action not in NEVER_HELD_BACK
        for action, actor in moves
    )


def _deciders(ended: Event) -> set[str]:
    """Return who took a decision: its officer, and the one who proposed it where two decide."""
    kept = EventPayload.objects.filter(case_id=ended.case_id, seq=ended.seq).first()
    proposer = kept.payload.get("proposed_by") if kept is not None else None
    return {ended.actor} | ({f"officer:{proposer}"} if proposer else set())
