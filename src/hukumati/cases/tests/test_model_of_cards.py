"""The engine agrees with a model of the card's flow on random ways: two officials, objections, time, and its end.

After every move the case is the fold of its events, and what waits (task, timers) is what its state declares.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hukumati.cases import api as cases
from hukumati.cases.actors import SYSTEM
from hukumati.cases.background.run_timers import run_timers
from hukumati.cases.background.verify import replay, verify
from hukumati.cases.engine.act import act
from hukumati.cases.engine.loading import definition_of, state_of
from hukumati.cases.models import Case, Task, Timer
from hukumati.cases.tests.card import PRODUCER, SECOND, CardHolder, publish_card
from hukumati.cases.tests.conftest import LAYLA, NOW, OFFICER

PEOPLE = {"A": OFFICER, "B": SECOND, "P": PRODUCER, "X": replace(OFFICER, id="MOI-0001", provider="moi")}


@dataclass
class Model:
    """The card's flow, written down a second time."""

    state: str = "to_pay"
    proposed_by: str = ""
    day: int = 0
    since: int = 0
    ended_by: str = ""
    refused_by: str = ""
    objected_to: str = ""

    def do(self, move: str, who: str) -> bool:
        target = self._target(move, who)
        if target is None:
            return False
        if target != self.state:
            self._remember(move, who)
            self.proposed_by, self.since = "", self.day
            self.ended_by = move if target in {"refused", "done", "withdrawn"} else ""
        self.state = target
        return True

    def _remember(self, move: str, who: str) -> None:
        """Whose refusal it was, and to whose decision is objected until another official has decided."""
        if move == "object":
            self.objected_to = self.refused_by
        elif who in {"A", "B"}:
            self.objected_to = ""
        self.refused_by = who if move == "reject" else self.refused_by

    def _target(self, move: str, who: str) -> str | None:
        officer = who in {"A", "B"}
        if who == self.objected_to and move in {"approve", "confirm", "reject", "look_again"}:
            return None
        if (self.state, move) == ("review", "approve") and officer and not self.proposed_by:
            self.proposed_by = who
            return "review"
        if self.state == "review" and self.proposed_by and officer and move in {"confirm", "send_back"}:
            own = who == self.proposed_by
            if move == "confirm":
                return None if own else "producing"
            self.proposed_by = ""
            return "review"
        table = {
            ("to_pay", "paid", "system"): "checking",
            ("to_pay", "withdraw", "owner"): "withdrawn",
            ("checking", "answered", "system"): "review",
            ("review", "reject", "official"): "refused",
            ("review", "look_again", "official"): "checking",
            ("producing", "produced", "P"): "ready",
            ("ready", "handed_over", "system"): "done",
            ("refused", "object", "owner"): "review" if self.day - self.since <= 30 else None,
            ("done", "correct", "P"): "producing" if self.day - self.since <= 365 else None,
        }
        return table.get((self.state, move, "official" if officer else who))

    def pass_days(self, days: int) -> None:
        self.day += days
        if self.state == "to_pay" and self.day - self.since > 7:  # the seventh day counts until its end
            self.state, self.since, self.ended_by = "withdrawn", self.day, "timed_out"


OUTSIDE_THE_MODEL = ("paid", "payment", "papers", "still open")
"""The moves of the platform are made here without money and paper."""
MOVES = st.one_of(
    st.sampled_from(
        [
            ("paid", "system"), ("answered", "system"), ("handed_over", "system"), ("withdraw", "owner"),
            ("object", "owner"), ("approve", "A"), ("approve", "B"), ("confirm", "A"), ("confirm", "B"),
            ("send_back", "A"), ("send_back", "B"), ("reject", "A"), ("reject", "X"), ("look_again", "B"),
            ("produced", "P"), ("produced", "A"), ("correct", "P"), ("correct", "A"), ("approve", "P"),
        ]
    ),
    st.tuples(st.just("days"), st.sampled_from(["1", "3", "8", "40"])),
)  # fmt: skip
EVERY_MOVE = {
    "paid", "withdraw", "answered", "reject", "look_again", "produced", "handed_over", "object", "correct",
}  # fmt: skip
ON_THE_WAY = st.sampled_from(
    [
        [("paid", "system"), ("answered", "system")],
        [("paid", "system"), ("answered", "system"), ("reject", "A")],
        [("paid", "system"), ("answered", "system"), ("approve", "A")],
        [("paid", "system"), ("answered", "system"), ("approve", "B"), ("confirm", "A"), ("produced", "P")],
        [],
    ]
)
Begin = Callable[[], CardHolder]


@pytest.fixture
def begin(service: None, tmp_path: Path) -> Begin:
    """A function that submits a new application for the card, of a new person each time."""
    publish_card(tmp_path)
    numbers = count(1)

    def do() -> CardHolder:
        holder = _Somebody(LAYLA, number=next(numbers))
        holder.fill()
        holder.submit()
        return holder

    return do


@dataclass
class _Somebody(CardHolder):
    number: int = 0

    @property
    def sub(self) -> str:
        return f"sub-{self.number}"


def _try(holder: CardHolder, move: str, who: str, now: datetime) -> bool:
    reference, seq = holder.reference, Case.objects.get(reference=holder.reference).last_seq
    with suppress(cases.CasesError):
        if who == "system":
            act(reference=reference, action=move, actor=SYSTEM, now=now)
        elif move == "withdraw":
            cases.withdraw(reference=reference, sub=holder.sub, now=now)
        elif move == "object":
            cases.reopen(reference=reference, sub=holder.sub, action=move, reason="so", now=now)
        elif move == "confirm":
            cases.confirm(reference=reference, officer=PEOPLE[who], seen_seq=seq, now=now)
        elif move == "send_back":
            cases.send_proposal_back(reference=reference, officer=PEOPLE[who], reason="so", seen_seq=seq, now=now)
        else:
            cases.decide(reference=reference, officer=PEOPLE[who], action=move, reason="so", seen_seq=seq, now=now)
        return True
    return False


def _waits_as_declared(case: Case) -> None:
    """Nothing that a state declares is lost, and nothing of a state that was left remains."""
    state = definition_of(case).flow.states[case.state]
    tasks = list(Task.objects.filter(case=case, closed_at=None).values_list("role", flat=True))
    assert tasks == ([state.work.role.rpartition(".")[2]] if state.work else [])
    timers = sorted(Timer.objects.filter(case=case, done_at=None).values_list("to_state", flat=True))
    assert timers == sorted(after.to for after in state.after)
    assert (case.closed_at is not None) == state.end


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=ON_THE_WAY, moves=st.lists(MOVES, max_size=8))
@example(
    before=[("paid", "system"), ("answered", "system"), ("approve", "B"), ("confirm", "A"), ("produced", "P")],
    moves=[("handed_over", "system"), ("correct", "P")],
)
def test_engine_and_model_agree_on_random_ways(
    before: list[tuple[str, str]], moves: list[tuple[str, str]], begin: Begin
) -> None:
    holder, model = begin(), Model()
    for move, who in [*before, *moves]:
        if move == "days":
            model.pass_days(int(who))
            run_timers(now=NOW + timedelta(days=model.day))
        else:
            expected = model.do(move, who)
            assert _try(holder, move, who, NOW + timedelta(days=model.day)) == expected, (move, who, model)
        case = Case.objects.get(reference=holder.reference)
        assert case.state == model.state, (move, who)
        assert (case.proposal or {}).get("by", "") == (PEOPLE[model.proposed_by].id if model.proposed_by else "")
        if case.closed_at is not None:
            assert case.ended_by == model.ended_by
        assert replay(case) == state_of(case)
        _waits_as_declared(case)
    wrong = [found.what for found in verify(reference=holder.reference)]
    assert not [what for what in wrong if not any(word in what for word in OUTSIDE_THE_MODEL)]


def test_the_random_ways_know_every_state_of_the_flow(begin: Begin) -> None:
    flow = definition_of(Case.objects.get(reference=begin().reference)).flow
    reached, waiting = set[str](), ["to_pay"]
    while waiting:
        state = waiting.pop()
        reached.add(state)
        for move in sorted(EVERY_MOVE):
            for who in ("system", "owner", "A", "P"):
                after = Model(state)
                if after.do(move, who) and after.state not in reached:
                    waiting.append(after.state)
        confirmed = Model(state, proposed_by="A")
        if confirmed.do("confirm", "B") and confirmed.state not in reached:
            waiting.append(confirmed.state)
    assert reached == flow.states.keys() - {flow.start}
