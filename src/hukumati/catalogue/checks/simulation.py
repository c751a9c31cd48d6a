"""A service played through without a platform: the form filled, the flow walked, effects noted instead of done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from hukumati.core.bilingual import Bilingual
from hukumati.core.money import Money
from hukumati.service_language.api import (
    FILE_TYPES,
    MEDIA_TYPES,
    NEVER_HELD_BACK,
    PERSON_CONTRACT,
    Definition,
    Eligibility,
    FormSession,
    NotPossibleHere,
    State,
    any_request_open,
)

ACCOUNT = {"phone": "+970599000000", "email": "person@example.test"}
CASE = {"reference": "XXX-0000-0000", "reason": "سبب"}
MOST_STEPS = 30


class Endless(RuntimeError):
    """The flow goes round in a circle by itself."""


@dataclass(slots=True)
class Simulation:
    """One case of one person; the platform's own actions (answered, issued) are taken at once.

    `registers` are their answers, None of one that is silent; `late` what silent ones have answered since, None where
    they know no such person. `queued` are the questions that the submitted application waits for, with their contracts.
    """

    definition: Definition
    registers: Mapping[str, Any]
    today: date
    answers: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, Bilingual] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    state: str = ""
    visited: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: dict[str, dict[str, Any]] = field(default_factory=dict)
    escalated: bool = False
    done: list[str] = field(default_factory=list)
    late: dict[str, Any] = field(default_factory=dict)
    queued: dict[str, str] = field(default_factory=dict)

    def session(self) -> FormSession:
        """Return the form as it stands."""
        return FormSession(
            definition=self.definition,
            answers=dict(self.answers),
            registers=self._heard(),
            today=self.today,
            account=ACCOUNT,
            case=CASE,
            requests=dict(self.requests),
        )

    def _heard(self) -> dict[str, Any]:
        return {**{name: answer for name, answer in self.registers.items() if answer is not None}, **self.late}

    def eligibility(self) -> Eligibility:
        """Say whether the person may apply."""
        return self.session().eligibility()

    def fee(self) -> Money:
        """Say what it costs."""
        return self.session().fee()

    def fill(self, filled: Mapping[str, Any]) -> None:
        """Answer every page, then submit if nothing forbids it."""
        self.state = self.definition.flow.start
        raw = {**self.session().initial_answers(), **self._with_files(filled)}
        for page in self.definition.form.pages:
            cleaned = self.session().clean_page(page.id, raw)
            self.answers.update(cleaned.answers)
            self.errors.update(cleaned.errors)
            self.asked += [question.id for question in self.session().visible(page.id)]
        self.answers = self.session().normalised_answers
        self.submit()

    def submit(self) -> None:
        """Submit if nothing forbids it; what a silent register owes is waited for, then all is decided."""
        if not self._may_submit():
            return
        self.queued = self.session().pending()
        if not self.queued:
            self.act("submit")

    def hear(self, contract: str, answer: Any) -> None:
        """Let a register answer that the application waits for. Raises NotPossibleHere."""
        if contract not in self.queued.values():
            raise NotPossibleHere(f"{contract} answers (nothing waits for it)")
        self.late[contract] = answer
        owed = [name for name, source in self.queued.items() if source == contract]
        self.answers |= self.session().late_answers(owed)
        self.queued = {name: source for name, source in self.queued.items() if source != contract}
        if not self.queued:
            self.answers = self.session().normalised_answers
            self.submit()

    def _with_files(self, filled: Mapping[str, Any]) -> dict[str, Any]:
        """Files are filled in by their names; what they are is taken from the ending."""
        files = {question.id for question in self.definition.form.questions() if question.type in FILE_TYPES}
        return {name: uploaded(value) if name in files else value for name, value in filled.items()}

    def _may_submit(self) -> bool:
        session = self.session()
        return not self.errors and not session.missing() and session.eligibility().eligible

    def act(self, action: str) -> None:
        """Take one action and all that follows of itself. Raises NotPossibleHere, Endless."""
        if action == "late" and self._is_escalated():
            return
        if self._held_back(action):
            raise NotPossibleHere(f"{action} (a side request is open)")
        for _ in range(MOST_STEPS):
            self._enter(self._target(action))
            following = self._following(self.definition.flow.states[self.state])
            if following is None:
                return
            action = following
        raise Endless(self.state)

    def _held_back(self, action: str) -> bool:
        state = self._state()
        waits = state.until == "requests_closed" and state.work is not None and action not in NEVER_HELD_BACK | {"late"}
        return waits and any_request_open(self.requests)

    def _is_escalated(self) -> bool:
        """`late` is the engine's own action: the promise is over, and only while its clock runs."""
        promise = self.definition.promise
        if promise is None or not promise.runs_in(self._state()):
            raise NotPossibleHere("late (the clock stands)")
        self.escalated = self.escalated or not promise.decides
        return not promise.decides

    def open_request(self, name: str) -> None:
        """Let an official ask for something. Raises NotPossibleHere."""
        if name not in self._state().requests or self._stands(name) == "open":
            raise NotPossibleHere(f"{self.state}: request {name}")
        self.requests[name] = {"state": "open", "outcome": None}

    def close_request(self, name: str, state: str, outcome: str | None = None) -> None:
        """End an open request, and take what follows of itself. Raises NotPossibleHere."""
        if self._stands(name) != "open":
            raise NotPossibleHere(f"{self.state}: the request {name} is not open")
        self.requests[name] = {"state": state, "outcome": outcome}
        if not any_request_open(self.requests) and "requests_closed" in self._state().actions:
            self.act("requests_closed")

    def stands(self) -> dict[str, str | None]:
        """Return how every side request of the service stands."""
        return {name: self._stands(name) for name in self.definition.requests}

    def _stands(self, name: str) -> str | None:
        told = self.requests.get(name)
        return None if told is None else str(told["state"])

    def shown(self) -> dict[str, Any]:
        """Return the answers that the citizen reads in this state."""
        heard = self._heard()
        return {name: heard[name] for name in self._state().show if heard.get(name)}

    def told(self) -> Bilingual | None:
        """Return the text that the citizen reads in this state."""
        return self._state().tell

    def _state(self) -> State:
        return self.definition.flow.states[self.state]

    def _target(self, action: str) -> str:
        """`failed` is the engine's own action: an effect was tried as often as `on_error` allows."""
        gives_up = self._state().on_error
        if action == "failed" and gives_up is not None:
            return gives_up.then
        if action == "late" and self.definition.promise is not None:
            return self.definition.promise.late_to
        way_back = self._state().reopen.get(action)
        if way_back is not None:
            return way_back.to
        return self.definition.flow.step(self.state, action).choose(self.session().facts)

    def _enter(self, name: str) -> None:
        self.state, self.queued = name, {}
        self.visited.append(name)
        for effect in self.definition.flow.states[name].effects:
            if effect.kind == "notify":
                self.messages.append(effect.argument)
            elif effect.kind == "issue":
                self.documents[effect.argument] = self._document(effect.argument)
            elif effect.kind == "request":
                self.requests[effect.argument] = {"state": "open", "outcome": None}
            elif effect.kind in {"refund", "start"}:
                self.done.append(f"{effect.kind} {effect.argument}".strip())

    def _document(self, name: str) -> dict[str, Any]:
        facts, spec = self.session().facts, self.definition.documents[name]
        spec.bound.value(facts)
        return spec.filled(facts)

    def _following(self, state: State) -> str | None:
        if state.waits_alone and not any_request_open(self.requests) and "requests_closed" in state.actions:
            return "requests_closed"
        asked = [effect.argument for effect in state.effects if effect.kind == "ask"]
        if asked and "answered" in state.actions and all(self._is_answered(contract) for contract in asked):
            return "answered"
        issues = any(effect.kind == "issue" for effect in state.effects)
        return "issued" if issues and "issued" in state.actions else None

    def _is_answered(self, contract: str) -> bool:
        """A register answers, or there was nothing to ask it."""
        return bool(self._heard().get(contract)) or self.session().register_query(contract) is None


def uploaded(names: Any) -> list[Any]:
    """Return names of files as the answers of which an upload would be kept."""
    listed = names if isinstance(names, list) else [names]
    return [_upload(number, name) if isinstance(name, str) else name for number, name in enumerate(listed)]


def _upload(number: int, name: str) -> dict[str, Any]:
    media = MEDIA_TYPES.get(name.rpartition(".")[2].replace("jpg", "jpeg"), "application/octet-stream")
    return {"id": str(UUID(int=number)), "name": name, "media": media, "size": 1, "sha256": "0" * 64}


def registers_of(*, person: Mapping[str, Any] | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the registers' answers of a scenario: the person's own, and what the scenario says besides."""
    return {PERSON_CONTRACT: person, **given}
