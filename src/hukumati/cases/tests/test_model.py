"""The engine agrees with a model of sixty lines, whatever is done in whatever order; and the case is its events."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hukumati.cases.actors import SYSTEM, citizen
from hukumati.cases.actors import Actor as _Actor
from hukumati.cases.api import Actor, CasesError
from hukumati.cases.background.verify import replay, verify
from hukumati.cases.engine.act import act
from hukumati.cases.engine.loading import state_of
from hukumati.cases.models import Case, Handover
from hukumati.cases.tests.conftest import KHALED, NOW, Citizen
from hukumati.core.bilingual import Bilingual

RECORD = "moj.criminal_record"
OFFICER = _Actor(
    "officer", "MOJ-0001", Bilingual(ar="", en=""), provider="moj", roles=frozenset({"officer"}), id_number="700009991"
)
CLEAR = {"registers": {RECORD: {"clear": True, "judgments": []}}}
HIT = {"registers": {RECORD: {"clear": False, "judgments": []}}}
REASON = {"reason": "because"}


@dataclass
class Model:
    """What the flow of the service means, written down a second time."""

    state: str = "to_pay"
    clear: bool | None = None
    serials: list[str] = field(default_factory=list)

    def do(self, action: str, data: dict[str, Any]) -> bool:
        known = data.get("registers", {}).get(RECORD, {}).get("clear", self.clear)
        target = self._target(action, known, bool(data.get("reason")))
        if target is None:
            return False
        self.state, self.clear = target, known
        self.serials += [data["document"]] if "document" in data else []
        return True

    def _target(self, action: str, clear: bool | None, reason: bool) -> str | None:
        decided = "checking" if clear is None else "issuing" if clear else "stating"
        table = {
            ("to_pay", "paid"): "checking",
            ("to_pay", "withdraw"): "withdrawn",
            ("checking", "answered"): "issuing" if clear else "review",
            ("review", "approve"): decided if reason else None,
            ("review", "reject"): "refused" if reason else None,
            ("review", "ask_citizen"): "waiting_citizen" if reason else None,
            ("waiting_citizen", "answer"): "review",
            ("issuing", "issued"): "ready",
            ("stating", "issued"): "ready",
            ("ready", "handed_over"): "done",
            ("ready", "returned"): "kept",
        }
        return table.get((self.state, action))


SERIALS = count(1)
MOVES = st.sampled_from(
    [
        ("paid", SYSTEM, {}),
        ("withdraw", "owner", {}),
        ("withdraw", "stranger", {}),
        ("answered", SYSTEM, CLEAR),
        ("answered", SYSTEM, HIT),
        ("approve", OFFICER, REASON),
        ("approve", OFFICER, {}),
        ("reject", OFFICER, REASON),
        ("ask_citizen", OFFICER, REASON),
        ("answer", "owner", {"answer": "so", "reason": None}),
        ("issued", SYSTEM, {}),
        ("handed_over", SYSTEM, {}),
        ("paid", OFFICER, {}),
        ("approve", "owner", REASON),
    ]
)


WHOLE_WAY: list[tuple[str, Any, dict[str, Any]]] = [
    ("paid", SYSTEM, {}),
    ("answered", SYSTEM, CLEAR),
    ("issued", SYSTEM, {}),
    ("handed_over", SYSTEM, {}),
]


def actor_of(who: Actor | str, sub: str) -> tuple[Actor, bool]:
    """The actor, and whether the flow would let them at all."""
    if isinstance(who, str):
        return citizen(sub if who == "owner" else "sub-stranger"), who == "owner"
    return who, True


@pytest.fixture
def begun(service: None, khaled: Citizen) -> Callable[[], tuple[str, str]]:
    """A function that submits a new application and gives its reference and its owner."""
    numbers = count(1)
    khaled.fill()
    khaled.submit()
    row = Case.objects.get(reference=khaled.reference)

    def begin() -> tuple[str, str]:
        other = _Sibling(KHALED, number=next(numbers))
        other.fill()
        other.submit()
        return other.reference, other.sub

    assert row.state == "to_pay"
    return begin


@dataclass
class _Sibling(Citizen):
    """The same person in another account, so that another application can be open."""

    number: int = 0

    @property
    def sub(self) -> str:
        return f"sub-{self.number}"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(MOVES, max_size=14))
@example(moves=WHOLE_WAY)
def test_engine_and_model_agree_on_random_sequences(
    moves: list[tuple[str, Any, dict[str, Any]]], begun: Callable[[], tuple[str, str]]
) -> None:
    reference, sub = begun()
    model = Model()
    for action, who, data in moves:
        actor, allowed = actor_of(who, sub)
        allowed &= not (action == "approve" and who == "owner") and not (action == "paid" and who == OFFICER)
        given_data = {**data, "document": f"S-{next(SERIALS)}"} if action == "issued" else data
        expected = allowed and model.do(action, given_data)
        done = False
        with suppress(CasesError):
            act(reference=reference, action=action, actor=actor, data=given_data, now=NOW)
            done = True
        case = Case.objects.get(reference=reference)
        if done and action == "handed_over":  # the desk, or the effect, writes this before it acts
            Handover.objects.filter(case=case).update(state="handed_over")
        assert (done, case.state) == (expected, model.state), action
        assert case.documents == model.serials
        assert replay(case) == state_of(case)
    wrong = [found.what for found in verify() if found.reference == reference]
    assert not [what for what in wrong if "document" not in what and "payment" not in what and "paid" not in what]
