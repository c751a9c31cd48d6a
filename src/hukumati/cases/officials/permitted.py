"""What an official may do with a case now: the doors refuse by these rules, and pages offer by the same ones."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from hukumati.cases.actors import Actor
from hukumati.cases.engine.access import (
    may_take,
    reopenings_of,
    require_may_act,
    require_may_record,
    require_no_other_open,
    require_not_held_back,
)
from hukumati.cases.engine.loading import definition_of
from hukumati.cases.engine.objections import decided_before
from hukumati.cases.engine.outcomes import tells_reason
from hukumati.cases.engine.tell_register import has_acknowledged
from hukumati.cases.errors import CasesError, ClaimedByOther, NotPossibleHere, NotYours, OwnDecision
from hukumati.cases.models import Case, Task
from hukumati.cases.views import ActionView, Move
from hukumati.service_language.api import NEVER_HELD_BACK, Definition, State, is_official_action


@dataclass(frozen=True, slots=True)
class Standing:
    """An official before a case at a moment: what every permission is asked about. `task` is the open one."""

    case: Case
    task: Task | None
    official: Actor
    now: datetime

    @classmethod
    def of(cls, case: Case, official: Actor, now: datetime) -> "Standing":
        """Read the case's open task."""
        task = Task.objects.filter(case=case, closed_at=None).first()
        if task is not None:
            task.case = case
        return cls(case, task, official, now)

    @property
    def definition(self) -> Definition:
        return definition_of(self.case)

    @property
    def state(self) -> State:
        return self.definition.flow.states[self.case.state]

    @property
    def is_mine(self) -> bool:
        """Whether the official has taken the case."""
        return self.task is not None and self.task.claimed_by == self.official.id


def require_may_claim(standing: Standing) -> None:
    """Refuse a claim. Raises NotPossibleHere, NotYours, ClaimedByOther."""
    if standing.task is None:
        raise NotPossibleHere("claim")
    if not may_take(standing.task, standing.official):
        raise NotYours
    _require_not_claimed(standing)


def require_may_take_over(standing: Standing) -> None:
    """Refuse to let a supervisor take a case that they could not simply claim. Raises NotPossibleHere, NotYours."""
    require_may_assign(standing, action="take_over")
    if standing.is_mine or _passes(require_may_claim, standing):
        raise NotPossibleHere("take_over")


def require_may_assign(standing: Standing, *, action: str = "assign") -> None:
    """Refuse to let anybody but a supervisor decide who works on a case. Raises NotPossibleHere, NotYours, OwnCase."""
    if standing.task is None:
        raise NotPossibleHere(action)
    require_may_record(standing.case, standing.definition, standing.official, action)


def _require_not_claimed(standing: Standing) -> None:
    if standing.task is not None and standing.task.claimed_by and not standing.is_mine:
        raise ClaimedByOther


def require_may_decide(standing: Standing, action: str) -> None:
    """Refuse a decision, or the proposal of one that two officials take.

    Nobody vouches for it that a register recorded nothing which has acknowledged that it did.
    Raises NotPossibleHere, NotYours, OwnCase, OwnDecision, ClaimedByOther, RequestsOpen, AlreadyOpen.
    """
    case, official = standing.case, standing.official
    _require_not_claimed(standing)
    require_no_other_open(case)
    require_other_decided(standing, action)
    declared = standing.state.actions.get(action)
    if declared is not None and standing.definition.flow.vouches(case.state, declared) and has_acknowledged(case):
        raise NotPossibleHere(action)
    if declared is None or not declared.four_eyes:
        require_may_act(case, standing.definition, official, action, standing.now)
        return
    if case.proposal is not None:
        raise NotPossibleHere("propose")
    require_may_record(case, standing.definition, official, "propose")
    require_not_held_back(case, standing.state, official, action)


def require_other_decided(standing: Standing, action: str) -> None:
    """Refuse to let an official decide on an objection to their own decision. Raises OwnDecision."""
    decides = is_official_action(action) and action not in NEVER_HELD_BACK
    if decides and decided_before(standing.case, standing.definition, standing.official):
        raise OwnDecision


def require_may_confirm(standing: Standing) -> None:
    """Refuse to confirm a proposal.

    Raises NotPossibleHere, NotYours, OwnCase, OwnDecision, ClaimedByOther, RequestsOpen.
    """
    case = standing.case
    _require_not_claimed(standing)
    if case.proposal is None or case.proposal["by"] == standing.official.id:
        raise NotPossibleHere("confirm")
    require_other_decided(standing, case.proposal["action"])
    require_may_act(case, standing.definition, standing.official, case.proposal["action"], standing.now)


def require_may_send_back(standing: Standing) -> None:
    """Refuse to end a proposal. Raises NotPossibleHere, NotYours, OwnCase, ClaimedByOther."""
    _require_not_claimed(standing)
    if standing.case.proposal is None:
        raise NotPossibleHere("send_back")
    require_may_record(standing.case, standing.definition, standing.official, "send_back")


_MOVES: dict[Move, Callable[[Standing], None]] = {
    "claim": require_may_claim,
    "take_over": require_may_take_over,
    "assign": require_may_assign,
    "confirm": require_may_confirm,
    "send_back": require_may_send_back,
}


def permitted_moves(standing: Standing) -> frozenset[Move]:
    """Return what the official may do besides deciding. What they hold is released, and not claimed again."""
    moves = {move for move, require in _MOVES.items() if _passes(require, standing)}
    if standing.is_mine:
        moves = (moves - {"claim"}) | {"release"}
    return frozenset(moves)


def permitted_choices(standing: Standing) -> tuple[ActionView, ...]:
    """Return the decisions that the official may take now, in the order of the service's flow."""
    ways = reopenings_of(standing.case, standing.official, standing.now)
    told = partial(tells_reason, standing.definition)
    offered = [ActionView(way.name, way.label, way.needs, tells_reason=told([way.to])) for way in ways]
    offered += [
        ActionView(
            action.name,
            action.label,
            action.needs,
            action.four_eyes,
            action.fill,
            tells_reason=told([branch.to for branch in action.branches]),
        )
        for action in standing.state.actions.values()
        if is_official_action(action.name)
    ]
    return tuple(each for each in offered if _passes(require_may_decide, standing, each.name))


def _passes(require: Callable[..., None], *given: object) -> bool:
    try:
        require(*given)
    except CasesError:
        return False
    return True
