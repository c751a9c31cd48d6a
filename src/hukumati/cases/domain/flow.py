"""What the engine needs of a service's flow, and the one step it can take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from hukumati.cases.domain.errors import DataMissing, NotPossibleHere


class FlowAction(Protocol):
    """An action of a state, or a way back from an end: `choose` gives the target, branches in order."""

    @property
    def needs(self) -> Sequence[str]: ...
    @property
    def leads_one_way(self) -> bool: ...
    def choose(self, facts: Mapping[str, Any]) -> str: ...


class FlowState(Protocol):
    """A state of a flow, as far as steps go."""

    @property
    def name(self) -> str: ...
    @property
    def actions(self) -> Mapping[str, FlowAction]: ...
    @property
    def reopen(self) -> Mapping[str, FlowAction]: ...
    @property
    def end(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Step:
    """One action at one state; `fixed` is set where the engine itself, not the flow, names the target."""

    action: str
    from_state: str
    needs: tuple[str, ...]
    flow_action: FlowAction | None = None
    fixed: str | None = None

    @property
    def leads_one_way(self) -> bool:
        """Whether the state that follows is the same whatever the facts."""
        return self.flow_action is None or self.flow_action.leads_one_way

    def require(self, data: Mapping[str, Any]) -> None:
        """Refuse when something needed is missing or blank."""
        for name in self.needs:
            if not str(data.get(name) or "").strip():
                raise DataMissing(name)

    def choose(self, facts: Mapping[str, Any]) -> str:
        """Name the state that follows."""
        if self.flow_action is None:
            return self.fixed or self.from_state
        return self.flow_action.choose(facts)


def step(*, state: FlowState, action: str, fixed: str | None = None) -> Step:
    """Find the step of an action; `fixed` is where the engine's own actions lead."""
    declared = state.actions.get(action) or state.reopen.get(action)
    if declared is not None:
        return Step(action, state.name, tuple(declared.needs), flow_action=declared)
    if fixed is None:
        raise NotPossibleHere(action)
    return Step(action, state.name, (), fixed=fixed)
