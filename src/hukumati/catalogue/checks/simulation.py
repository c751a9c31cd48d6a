"""Simulates one case without the platform: the form is filled, the flow followed, effects recorded instead of done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
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
    Question,
    State,
    any_request_open,
    file_parts,
    is_official_action,
    sentence_of,
)

RegisterAnswer = Mapping[str, object] | None
"""What a register answers; None where it knows no such person."""
ACCOUNT = {"phone": "+970599000000", "email": "person@example.test"}
CASE = {"reference": "XXX-0000-0000", "reason": "سبب"}
MOST_STEPS = 30
"""Automatic steps in a row after which a flow is taken to go in a circle."""


class Endless(RuntimeError):
    """The flow goes in a circle without anybody acting."""


@dataclass(slots=True)
class Simulation:
    """One case of one person; the platform's own actions (answered, issued) are taken at once.

    `registers` are the answers by contract, None of a register that is silent; `late` are those that came since, None
    where the register knows no such person. `queued` maps the questions that the submitted application waits for to
    their contracts. `told` is what registers recorded, by contract; those in `refusing` refuse it the first time.
    `asked` are the questions that the person was shown, `done` the refunds and follow-up drafts, `revoked` the
    documents that are valid no more.
    """

    definition: Definition
    registers: Mapping[str, RegisterAnswer]
    today: date
    answers: dict[str, object] = field(default_factory=dict)
    errors: dict[str, Bilingual] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    state: str = ""
    entered_by: str = ""
    visited: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    documents: dict[str, dict[str, object]] = field(default_factory=dict)
    valid_until: dict[str, str | None] = field(default_factory=dict)
    written_in: dict[str, str] = field(default_factory=dict)
    requests: dict[str, dict[str, str | None]] = field(default_factory=dict)
    escalated: bool = False
    done: list[str] = field(default_factory=list)
    late: dict[str, RegisterAnswer] = field(default_factory=dict)
    queued: dict[str, str] = field(default_factory=dict)
    told: dict[str, dict[str, object]] = field(default_factory=dict)
    refusing: set[str] = field(default_factory=set)
    revoked: set[str] = field(default_factory=set)

    def session(self) -> FormSession:
        """Return the form as it stands."""
        return FormSession(
            definition=self.definition,
            answers=dict(self.answers),
            registers=self._register_answers(),
            today=self.today,
            account=ACCOUNT,
            case=CASE,
            requests=dict(self.requests),
            is_settled=self.state not in ("", self.definition.flow.start),
        )

    def _register_answers(self) -> dict[str, RegisterAnswer]:
        return {**{name: answer for name, answer in self.registers.items() if answer is not None}, **self.late}

    def eligibility(self) -> Eligibility:
        """Return whether the person may apply."""
        return self.session().eligibility()

    def fee(self) -> Money:
        """Return what the application costs."""
        return self.session().fee()

    def due(self) -> Money:
        """Return what is to be paid in this state, nothing where none is awaited."""
        state, session = self._state(), self.session()
        if not state.awaits_payment:
            return Money.zero(self.definition.fee_currency)
        return session.charge(state.charge) if state.charge else session.fee() + session.delivery()

    def fill(self, filled: Mapping[str, object]) -> None:
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
        """Submit if nothing forbids it, once every pending answer of a silent register has come."""
        if not self._may_submit():
            return
        self.queued = self.session().pending()
        if not self.queued:
            self.act("submit")

    def receive_answer(self, contract: str, answer: RegisterAnswer) -> None:
        """Record the late answer of a register that the application waits for. Raises NotPossibleHere."""
        if contract not in self.queued.values():
            raise NotPossibleHere(f"{contract} answers (nothing waits for it)")
        self.late[contract] = answer
        answered = [name for name, source in self.queued.items() if source == contract]
        self.answers |= self.session().late_answers(answered)
        self.queued = {name: source for name, source in self.queued.items() if source != contract}
        if not self.queued:
            self.answers = self.session().normalised_answers
            self.submit()

    def _with_files(self, filled: Mapping[str, object]) -> dict[str, object]:
        """Scenarios fill in files by name; the type is taken from the ending."""
        questions = {question.id: question for question in self.definition.form.all_questions()}
        return {
            name: with_files(questions[name], value) if name in questions else value for name, value in filled.items()
        }

    def _may_submit(self) -> bool:
        session = self.session()
        return not self.errors and not session.missing() and session.eligibility().eligible

    def take(self, action: str, filled: Mapping[str, object]) -> None:
        """Take an official's action with what they fill in; where that is wrong, `errors` says so and nothing is done.

        Raises NotPossibleHere, Endless.
        """
        declared = self._state().actions.get(action)
        if declared is not None and declared.fill:
            cleaned = self.session().clean_sheet(declared.fill, self._with_files(filled))
            self.errors = dict(cleaned.errors)
            if self.errors:
                return
            self.answers.update(cleaned.answers)
        self.act(action)

    def act(self, action: str) -> None:
        """Take one action and every automatic one after it. Raises NotPossibleHere, Endless."""
        if action == "late" and self._is_escalated():
            return
        if self._is_held_back(action):
            raise NotPossibleHere(f"{action} (a side request is open)")
        for _ in range(MOST_STEPS):
            self._enter(self._target(action), action)
            following = self._automatic_action(self.definition.flow.states[self.state])
            if following is None:
                return
            action = following
        raise Endless(self.state)

    def _is_held_back(self, action: str) -> bool:
        state = self._state()
        waits = state.until == "requests_closed" and state.work is not None and action not in NEVER_HELD_BACK | {"late"}
        return waits and any_request_open(self.requests)

    def _is_escalated(self) -> bool:
        """Return whether lateness only escalates. `late` is the engine's own action, taken while the clock runs."""
        promise = self.definition.promise
        if promise is None or not promise.runs_in(self._state()):
            raise NotPossibleHere("late (the clock stands)")
        self.escalated = self.escalated or not promise.decides
        return not promise.decides

    def open_request(self, name: str) -> None:
        """Open a side request as an official does. Raises NotPossibleHere."""
        if name not in self._state().requests or self._request_state(name) == "open" or not self._ask_for(name):
            raise NotPossibleHere(f"{self.state}: request {name}")

    def _ask_for(self, name: str) -> bool:
        """Open a request and return whether there is somebody to put it to."""
        opened: dict[str, str | None] = {"state": "open", "outcome": None}
        if self.definition.requests[name].consent is not None:
            asked = self.session().consent_asked(name)
            if asked is None:
                self.requests[name] = {"state": "cancelled", "outcome": None}
                return False
            opened["digest"] = asked.digest
        self.requests[name] = opened
        return True

    def close_request(self, name: str, state: str, outcome: str | None = None) -> None:
        """Close an open request and take the action that follows the last one. Raises NotPossibleHere."""
        if self._request_state(name) != "open":
            raise NotPossibleHere(f"{self.state}: the request {name} is not open")
        self.requests[name] = {**self.requests[name], "state": state, "outcome": outcome}
        if not any_request_open(self.requests) and "requests_closed" in self._state().actions:
            self.act("requests_closed")

    def request_states(self) -> dict[str, str | None]:
        """Return the state of every side request of the service as it counts, None where it was never opened."""
        facts = self.session().facts["requests"]
        return {name: None if state is None else state["state"] for name, state in facts.items()}

    def _request_state(self, name: str) -> str | None:
        request = self.requests.get(name)
        return None if request is None else request["state"]

    def shown(self) -> dict[str, object]:
        """Return what the citizen reads in this state: registers' answers by contract, officials' by question."""
        answers: dict[str, object] = {**self.session().official_answers, **self._register_answers()}
        return {name: answer for name in self._state().show if (answer := answers.get(name))}

    def citizen_text(self) -> Bilingual | None:
        """Return the text that the citizen reads in this state."""
        return sentence_of(self._state(), self.entered_by)

    def _state(self) -> State:
        return self.definition.flow.states[self.state]

    def _target(self, action: str) -> str:
        """Return the state to which an action leads.

        `failed` and `timed_out` are the engine's own actions: an effect was tried as often as `on_error` allows, the
        time of the state ran out.
        """
        on_error = self._state().on_error
        if action == "failed" and on_error is not None:
            return on_error.target(is_told=bool(self.told))
        if action == "timed_out" and self._state().after:
            return min(self._state().after, key=lambda timer: timer.days).to
        if action == "late" and self.definition.promise is not None:
            return self.definition.promise.late_to
        reopen = self._state().reopen.get(action)
        if reopen is not None:
            return reopen.to
        return self.definition.flow.step(self.state, action).choose(self.session().facts)

    def _enter(self, name: str, action: str) -> None:
        self.entered_by = action if name != self.state or is_official_action(action) else self.entered_by
        self.state, self.queued = name, {}
        self.visited.append(name)
        for effect in self.definition.flow.states[name].effects:
            if effect.kind == "notify":
                self.messages.append(effect.argument)
            elif effect.kind == "issue":
                self.documents[effect.argument] = self._document(effect.argument)
                self.revoked.discard(effect.argument)
                self.valid_until[effect.argument] = self._validity(effect.argument)
                self.written_in[effect.argument] = self._language(effect.argument)
            elif effect.kind == "tell":
                if effect.argument in self.refusing:
                    return  # what comes after it waits
                self._tell(effect.argument)
            elif effect.kind == "request":
                self._ask_for(effect.argument)
            elif effect.kind == "revoke":
                self.revoked |= {effect.argument} & self.documents.keys()
            elif effect.kind in {"refund", "start"}:
                self.done.append(f"{effect.kind} {effect.argument}".strip())

    def _tell(self, contract: str) -> None:
        self.told[contract] = {**self.definition.tells[contract].filled(self.session().facts)}

    def _validity(self, name: str) -> str | None:
        until = self.definition.documents[name].valid_until(self.session().facts, issued_on=self.today)
        return until.isoformat() if until else None

    def _language(self, name: str) -> str:
        return self.definition.documents[name].written_in(self.session().facts)

    def _document(self, name: str) -> dict[str, object]:
        facts, spec = self.session().facts, self.definition.documents[name]
        spec.bound.value(facts)  # evaluated for its failure alone: the document is issued about somebody
        return {**spec.filled(facts)}

    def _automatic_action(self, state: State) -> str | None:
        if state.waits_alone and not any_request_open(self.requests) and "requests_closed" in state.actions:
            return "requests_closed"
        refused = self.refusing & {effect.argument for effect in state.effects if effect.kind == "tell"}
        if refused and state.on_error is not None:
            self.refusing -= refused
            return "failed"
        asked = [effect.argument for effect in state.effects if effect.kind == "ask"]
        if state.on_error is not None and any(self._lacks_consent(contract) for contract in asked):
            return "failed"
        if not all(self._is_answered(contract) for contract in asked):
            return None
        return state.awaited if state.awaited in state.actions else None

    def _lacks_consent(self, contract: str) -> bool:
        """Return whether a register would be asked about somebody who has not agreed: the platform asks nothing."""
        session = self.session()
        query = session.register_query(contract)
        names = (name for name, request in self.definition.requests.items() if request.consent is not None)
        parties = {asked.party for name in names if (asked := session.consent_asked(name)) is not None}
        return query is not None and query.about in parties - session.consenting().keys()

    def _is_answered(self, contract: str) -> bool:
        """Return whether a register has answered, or nothing is to be asked of it."""
        return bool(self._register_answers().get(contract)) or self.session().register_query(contract) is None


def with_files(question: Question, value: object) -> object:
    """Return what a scenario fills in with uploads in place of their names, in the entries of a group too."""
    if question.type in FILE_TYPES:
        return uploaded_files(value)
    parts = {part.id: part for part in file_parts(question)}
    if not parts or not isinstance(value, list):
        return value
    return [_entry_with_files(parts, entry) if isinstance(entry, Mapping) else entry for entry in value]


def _entry_with_files(parts: Mapping[str, Question], entry: Mapping[str, object]) -> dict[str, object]:
    return {name: uploaded_files(value) if name in parts else value for name, value in entry.items()}


def uploaded_files(names: object) -> list[object]:
    """Return the answer that uploads of these names would leave; what is no name stays as it is."""
    listed = names if isinstance(names, list) else [names]
    return [_upload(number, name) if isinstance(name, str) else name for number, name in enumerate(listed)]


def _upload(number: int, name: str) -> dict[str, object]:
    media = MEDIA_TYPES.get(name.rpartition(".")[2].replace("jpg", "jpeg"), "application/octet-stream")
    return {"id": str(UUID(int=number)), "name": name, "media": media, "size": 1, "sha256": "0" * 64}


def registers_of(*, person: RegisterAnswer, given: Mapping[str, RegisterAnswer]) -> dict[str, RegisterAnswer]:
    """Return the registers' answers of a scenario: the person's record, and what the scenario gives besides."""
    return {PERSON_CONTRACT: person, **given}
