"""The way of a case through its states: what happens in each, who works there, and where it goes on. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.durations import Duration
from hukumati.service_language.expressions import Expression, Facts

EffectKind = Literal["ask", "tell", "issue", "notify", "hand_over", "refund", "revoke", "start", "request"]
Milestone = Literal[
    "started", "submitted", "your_turn", "in_review", "decided", "ready", "on_its_way", "closed"
]  # the same eight for every service of the platform
Reopener = Literal["citizen", "officer"]

OUTSIDE_ACTIONS: dict[EffectKind, str] = {"ask": "answered", "tell": "told", "issue": "issued"}
"""Effects that reach outside the platform, one after the other, each with the action that follows the last of them."""


class NotPossibleHere(LookupError):
    """The state knows no such action, or none of the action's branches is open."""


@dataclass(frozen=True, slots=True)
class Branch:
    when: Expression | None
    to: str


@dataclass(frozen=True, slots=True)
class Action:
    """One way out of a state; `needs` are the data the actor must give (`reason`).

    `label` is the service's own word for it, None for the platform's, `done` that for the fact in a case's history;
    `four_eyes` requires a second officer; `fill` is the sheet (of `form.officials`) that the official fills in with it.
    """

    name: str
    branches: tuple[Branch, ...]
    needs: tuple[str, ...] = ()
    label: Bilingual | None = None
    four_eyes: bool = False
    fill: str = ""
    done: Bilingual | None = None

    @property
    def leads_one_way(self) -> bool:
        """Whether the state that follows is the same whatever the facts."""
        return bool(self.branches) and self.branches[0].when is None

    def choose(self, facts: Facts) -> str:
        """Return the state that the first open branch leads to. Raises NotPossibleHere, ExpressionFailed."""
        for branch in self.branches:
            if branch.when is None or branch.when.holds(facts):
                return branch.to
        raise NotPossibleHere(self.name)


@dataclass(frozen=True, slots=True)
class Reopen:
    """A way back from an end: an objection, a correction; open for `within_days` calendar days after the end."""

    name: str
    to: str
    by: Reopener
    within_days: int
    needs: tuple[str, ...] = ()
    label: Bilingual | None = None
    done: Bilingual | None = None

    @property
    def leads_one_way(self) -> bool:
        """Whether the state that follows is the same whatever the facts."""
        return True

    def choose(self, facts: Facts) -> str:
        """Return the state that the case goes back to, whatever the facts."""
        return self.to


@dataclass(frozen=True, slots=True)
class Effect:
    """What happens on entering a state: `argument` names the contract, document, message or service."""

    kind: EffectKind
    argument: str = ""


@dataclass(frozen=True, slots=True)
class OnError:
    """How often an effect is tried again, and the state the case goes to when it never succeeds.

    `once_told` is the state instead, where a register has been told of the case already: what it knows stays true.
    """

    retry: int
    then: str
    once_told: str = ""

    @property
    def targets(self) -> tuple[str, ...]:
        """The states that a failure may lead to."""
        return (self.then, self.once_told) if self.once_told else (self.then,)

    def target(self, *, is_told: bool) -> str:
        """Return where a failure leads, by whether a register has been told of the case."""
        return self.once_told if is_told and self.once_told else self.then


@dataclass(frozen=True, slots=True)
class After:
    """A timer of a state: calendar days, then the state it leads to."""

    days: int
    to: str


@dataclass(frozen=True, slots=True)
class Work:
    """The task an official finds: `role` is "provider.role" or "role"; `queue_by` gives a governorate or an office."""

    role: str
    queue: str
    due: Duration | None = None
    queue_by: Expression | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A state of a case; in it the citizen reads the text `tell` and the answers of the contracts in `show`.

    `tell_after` are the texts instead of `tell`, by the action that led here.
    `requests` are those that an official may open here; `until` "requests_closed" holds decisions back meanwhile.
    `charge` is the table of the fee that is due here, "" for the fee of the application with its delivery.
    """

    name: str
    milestone: Milestone
    actions: dict[str, Action] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    on_error: OnError | None = None
    after: tuple[After, ...] = ()
    work: Work | None = None
    end: bool = False
    tell: Bilingual | None = None
    tell_after: dict[str, Bilingual] = field(default_factory=dict)
    show: tuple[str, ...] = ()
    reopen: dict[str, Reopen] = field(default_factory=dict)
    requests: tuple[str, ...] = ()
    until: str = ""
    charge: str = ""

    @property
    def targets(self) -> tuple[str, ...]:
        """The states to which a case may go from here, each once: by an action, by itself, or reopened."""
        by_action = [branch.to for action in self.actions.values() for branch in action.branches]
        reopened = [way.to for way in self.reopen.values()]
        return tuple(dict.fromkeys([*by_action, *self.targets_by_itself, *reopened]))

    @property
    def told(self) -> tuple[Bilingual, ...]:
        """The service's own sentences that the citizen reads here, whichever way the case came."""
        return tuple(text for text in (self.tell, *self.tell_after.values()) if text is not None)

    @property
    def targets_by_itself(self) -> tuple[str, ...]:
        """The states to which a case may go though nobody acts: its time runs out, or an effect fails."""
        failed = self.on_error.targets if self.on_error is not None else ()
        return (*(after.to for after in self.after), *failed)

    @property
    def waits_alone(self) -> bool:
        """Return whether only the end of side requests is awaited, and by no official."""
        return self.until == "requests_closed" and self.work is None

    @property
    def awaited(self) -> str:
        """The action with which the last of the effects outside the platform ends; "" where there is none."""
        ends = [OUTSIDE_ACTIONS[effect.kind] for effect in self.effects if effect.kind in OUTSIDE_ACTIONS]
        return ends[-1] if ends else ""

    @property
    def passes_by_itself(self) -> bool:
        """Return whether the platform alone is at work here, for seconds: nobody is waited for."""
        return self.work is None and not self.end and any(each.kind in OUTSIDE_ACTIONS for each in self.effects)

    @property
    def hands_over(self) -> bool:
        """Return whether a paper is given to its holder here."""
        return any(effect.kind == "hand_over" for effect in self.effects)

    @property
    def awaits_payment(self) -> bool:
        """Return whether the case goes on from here when its bill is paid."""
        return "paid" in self.actions

    def action(self, name: str) -> Action:
        """Return one way out. Raises NotPossibleHere."""
        if name not in self.actions:
            raise NotPossibleHere(f"{self.name}: {name}")
        return self.actions[name]


@dataclass(frozen=True, slots=True)
class Flow:
    start: str
    states: dict[str, State]

    @property
    def may_issue_by_itself(self) -> bool:
        """Whether some cases come to a document though no official has worked on them."""
        untouched = self.reached(lambda state: () if state.work else state.targets)
        states = (self.states[name] for name in untouched)
        return any(effect.kind == "issue" for state in states if not state.work for effect in state.effects)

    def reached(self, leads: Callable[[State], Iterable[str]], *, start: Iterable[str] | None = None) -> set[str]:
        """Return the states to which a case comes that goes wherever `leads` says, from the first state or `start`."""
        reached, waiting = set[str](), [self.start] if start is None else list(start)
        while waiting:
            name = waiting.pop()
            if name not in reached and name in self.states:
                reached.add(name)
                waiting += leads(self.states[name])
        return reached

    def vouches(self, state: str, action: Action) -> bool:
        """Return whether officials who take an action vouch for it that a register which was silent recorded nothing.

        They are two, say why, and do so where what a register may know came to a stand (`once_told`).
        """
        stands = {each.on_error.once_told for each in self.states.values() if each.on_error is not None}
        return state in stands and action.four_eyes and "reason" in action.needs

    def step(self, state: str, action: str) -> Action:
        """Return the action `action` of the state `state`. Raises NotPossibleHere."""
        if state not in self.states:
            raise NotPossibleHere(state)
        return self.states[state].action(action)
