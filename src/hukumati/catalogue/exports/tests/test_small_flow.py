"""One small flow with every sign of BPMN: what it holds and where it lies, exactly as in a kept file."""

from pathlib import Path

from hukumati.catalogue.exports.bpmn import to_bpmn
from hukumati.catalogue.exports.bpmn_graph import COLLECTION, PARTY, PLATFORM, build_graph
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import (
    Action,
    After,
    Branch,
    ConsentTerms,
    Definition,
    Duration,
    Effect,
    Flow,
    OnError,
    Promise,
    Reopen,
    SideRequest,
    State,
    Work,
)
from hukumati.service_language.tests.making import LABEL, definition, expression

KEPT = Path(__file__).parent / "small_flow.bpmn"
FORWARD = Bilingual(ar="إحالة", en="Forward")
TERMS = ConsentTerms(expression("q"), LABEL, LABEL, (), "substantial")


def _action(name: str, *to: str, four_eyes: bool = False, label: Bilingual | None = None) -> Action:
    return Action(name, tuple(Branch(None, each) for each in to), four_eyes=four_eyes, label=label)


def small() -> Definition:
    timers = (After(7, "gone"), After(9, "draft"))
    notify, ask = Effect("notify", "ready"), Effect("ask", "moj.record")
    by_fee = Action("submit", (Branch(expression("fee > 0"), "to_pay"), Branch(None, "agreeing")))
    states = (
        State("draft", "started", {"submit": by_fee}),
        State("to_pay", "submitted", {"paid": _action("paid", "agreeing")}, after=timers),
        State(
            "agreeing",
            "your_turn",
            {"requests_closed": _action("requests_closed", "review")},
            effects=(Effect("request", "spouse"),),
            until="requests_closed",
        ),
        State(
            "review",
            "in_review",
            {
                "approve": _action("approve", "told", four_eyes=True),
                "forward": _action("forward", "mayor", label=FORWARD),
                "reject": Action("reject", (Branch(expression("fee > 0"), "refused"),)),
            },
            on_error=OnError(3, "gone"),
            work=Work("officer", "single", Duration(2, "working_days")),
            tell=FORWARD,
            requests=("spouse", "report"),
            until="requests_closed",
        ),
        State("mayor", "in_review", {"approve": _action("approve", "told")}, work=Work("molg.mayor", "all")),
        State("told", "decided", {"go": _action("go", "asked")}, effects=(notify, notify)),
        State("asked", "decided", {"answered": _action("answered", "back")}, effects=(notify, ask)),
        State("back", "your_turn", {"answer": _action("answer", "ready")}),
        State("ready", "ready", effects=(Effect("hand_over"),), end=True),
        State(
            "refused",
            "closed",
            end=True,
            reopen={
                "object": Reopen("object", "review", "citizen", 30, label=FORWARD),
                "correct_it": Reopen("correct_it", "draft", "officer", 10),
            },
        ),
        State("gone", "closed", end=True),
    )  # fmt: skip
    spouse = SideRequest("spouse", "consent", LABEL, Duration(3, "days"), consent=TERMS)
    report = SideRequest("report", "paper", LABEL, Duration(3, "days"))
    return definition(
        flow=Flow("draft", {state.name: state for state in states}),
        requests={"spouse": spouse, "report": report},
        promise=Promise(5, "working_days", ("agreeing", "back"), "reject", "refused"),
    )


def test_a_small_flow_is_exported_exactly_as_in_the_kept_file() -> None:
    """To accept a new look: check the new file in a BPMN viewer, then replace the kept one by it."""
    assert to_bpmn(definition=small()).decode() == KEPT.read_text("utf-8")


def test_a_state_lies_in_the_lane_of_who_acts_in_it() -> None:
    lanes = {name: node.lane for name, node in build_graph(definition=small()).nodes.items()}
    assert {name.removeprefix("state_"): lane for name, lane in lanes.items() if name.startswith("state_")} == {
        "draft": "citizen",
        "to_pay": "citizen",
        "agreeing": PARTY,
        "review": "moj.officer",
        "mayor": "molg.mayor",
        "told": PLATFORM,
        "asked": PLATFORM,
        "back": "citizen",
        "ready": COLLECTION,
    }
    assert lanes["reopen_refused_object"] == "citizen"
    assert lanes["reopen_refused_correct_it"] == "moj.officer"


def test_an_officer_who_confirms_stands_between_an_action_and_its_target() -> None:
    graph = build_graph(definition=small())
    around = [edge for edge in graph.edges if "approve" in edge.source + edge.target]
    assert [(edge.source, edge.target, edge.condition) for edge in around] == [
        ("choice_review", "second_review_approve", "action == 'approve'"),
        ("second_review_approve", "judge_review_approve", ""),
        ("judge_review_approve", "state_review", "action == 'send_back'"),
        ("judge_review_approve", "state_told", "action == 'confirm'"),
    ]  # fmt: skip


def test_an_enquiry_asks_its_registers_one_after_the_other() -> None:
    graph = build_graph(definition=definition(answer=object(), uses=("mot.fines", "mot.licence")))
    assert [(edge.source, edge.target) for edge in graph.edges] == [
        ("begin", "ask_mot_fines"),
        ("ask_mot_fines", "ask_mot_licence"),
        ("ask_mot_licence", "end_answered"),
    ]
    assert [node.kind for node in graph.nodes.values()] == ["startEvent", "serviceTask", "serviceTask", "endEvent"]


def test_what_a_service_does_not_have_is_not_written() -> None:
    again = State("draft", "started", {"submit": _action("submit", "done"), "wait": _action("wait", "draft")})
    made = definition(flow=Flow("draft", {"draft": again, "done": State("done", "closed", end=True)}))
    written = to_bpmn(definition=made).decode()
    assert "None" not in written
    assert "bpmn:error" not in written
    assert 'sourceRef="choice_draft" targetRef="state_draft" name="wait"' in written
