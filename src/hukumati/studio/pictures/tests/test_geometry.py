"""Where the parts of a picture lie: exact results for small graphs, and one whole picture kept as a file."""

from itertools import pairwise, permutations
from pathlib import Path
from typing import Any

import pytest

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Action, After, Branch, Effect, Expression, Flow, OnError, Reopen, State, Work
from hukumati.studio.pictures.coordinates import Box, assign_coordinates
from hukumati.studio.pictures.edges import Edge, delay_label, list_edges, outgoing_edges, platform_label
from hukumati.studio.pictures.flow_picture import PictureText, draw_flow
from hukumati.studio.pictures.layers import Layout, Link, Slot, lay_out

HERE = Path(__file__).parent
SENT = Bilingual(ar="أُرسل الطلب إلى الجهة المختصة", en="Sent to the competent authority")


def flow() -> Flow:
    """Return a flow with every kind of transition: a cycle, a loop, a timer, a failure, a reopening."""
    draft = State("draft", "started", {"submit": Action("submit", (Branch(None, "review"),), label=SENT)})
    review = State(
        "review",
        "in_review",
        {
            "approve": Action(
                "approve", (Branch(Expression("fee > 0 && age >= 18", ("fee", "age")), "done"), Branch(None, "draft"))
            ),
            "reject": Action("reject", (Branch(None, "done"),)),
            "later": Action("later", (Branch(None, "review"),)),
        },
        on_error=OnError(3, "done"),
        after=(After(14, "withdrawn"),),
        work=Work("moj.officer", "main"),
    )
    done = State("done", "closed", end=True, reopen={"object": Reopen("object", "review", "citizen", 30)})
    return Flow("draft", {"draft": draft, "review": review, "done": done, "withdrawn": State("withdrawn", "closed")})


def picture(language: str) -> str:
    """Draw the flow, one element a line."""
    text = PictureText(language, "T & t", "D", {"started": "بدأ" if language == "ar" else "Started"})
    drawn = draw_flow(flow=flow(), text=text, counts={"review": 12, "done": 0}, current="review")
    assert f'width="{drawn.width}" height="{drawn.height}"' in drawn.svg
    return drawn.svg.replace("><", ">\n<") + "\n"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_small_flow_is_drawn_exactly_as_in_the_kept_file(language: str) -> None:
    """To accept a new look: check the new picture in a browser, then replace the file by it."""
    assert picture(language) == (HERE / f"small_flow_{language}.svg").read_text("utf-8")


def test_every_kind_of_transition_leaves_a_state() -> None:
    review = flow().states["review"]
    assert [(edge.end, edge.kind, edge.name, edge.when) for edge in outgoing_edges(review)] == [
        ("done", "action", "approve", "fee > 0 && age >= 18"),
        ("draft", "action", "approve", ""),
        ("done", "action", "reject", ""),
        ("review", "action", "later", ""),
        ("withdrawn", "timer", "after_14", ""),
        ("done", "failure", "failed", ""),
    ]
    (reopened,) = outgoing_edges(flow().states["done"])
    assert reopened == Edge("done", "review", "reopen", "object", platform_label("object"))


def test_a_service_names_its_actions_and_the_platform_the_others() -> None:
    labels = {edge.name: edge.label.en for edge in list_edges(flow())}
    assert labels["submit"] == SENT.en
    assert labels["reject"] == "refuse"
    assert labels["later"] == "later"
    assert labels["after_14"] == "after 14 days"


def test_a_transition_to_an_unknown_state_is_left_out() -> None:
    states = {"a": State("a", "started", {"go": Action("go", (Branch(None, "b"), Branch(None, "nowhere")))})}
    assert [edge.end for edge in list_edges(Flow("a", {**states, "b": State("b", "closed")}))] == ["b"]


@pytest.mark.parametrize(
    ("days", "arabic", "english"),
    [
        (1, "بعد يوم", "after 1 day"),
        (2, "بعد يومين", "after 2 days"),
        (3, "بعد 3 أيام", "after 3 days"),
        (10, "بعد 10 أيام", "after 10 days"),
        (11, "بعد 11 يومًا", "after 11 days"),
        (99, "بعد 99 يومًا", "after 99 days"),
        (100, "بعد 100 يوم", "after 100 days"),
        (102, "بعد 102 يوم", "after 102 days"),
        (103, "بعد 103 أيام", "after 103 days"),
    ],
)
def test_days_are_counted_as_each_language_counts(days: int, arabic: str, english: str) -> None:
    assert (delay_label(days).ar, delay_label(days).en) == (arabic, english)


def wide_flow() -> Flow:
    """Return a flow whose lines pass beside other states, lead back over several, and have many labels."""

    def action(name: str, to: str, label: str = "", when: str = "") -> Action:
        shown = Bilingual(ar=label, en=label) if label else None
        return Action(name, (Branch(Expression(when, ("fee",)) if when else None, to),), label=shown)

    def state(name: str, *actions: Action, **more: Any) -> State:
        return State(name, "in_review", {each.name: each for each in actions}, **more)

    states = (
        state("a", action("go", "b"), action("skip", "c"), action("leap", "d"), action("more", "b", "More")),
        state("b", action("go", "c", "eighteen signs now"), action("two", "e"), effects=(Effect("request", "report"),)),
        state("c", action("go", "d", when="fee > 0"), action("back", "a")),
        state("d", action("again", "d"), action("home", "a"), action("to_b", "b")),
        State("e", "closed", end=True),
    )
    return Flow("a", {each.name: each for each in states})


def test_a_flow_with_passing_lines_is_drawn_exactly_as_in_the_kept_file() -> None:
    text = PictureText("en", "T", "D", {})
    drawn = draw_flow(flow=wide_flow(), text=text).svg.replace("><", ">\n<") + "\n"
    assert drawn == (HERE / "wide_flow.svg").read_text("utf-8")


def ranks(layout: Layout) -> dict[str, int]:
    """Return the layer of every node."""
    return {slot.name: number for number, layer in enumerate(layout.layers) for slot in layer if slot.link is None}


def test_a_node_lies_behind_its_longest_path() -> None:
    layout = lay_out(start="a", nodes=["a", "b", "c", "d"], edges=[("a", "c"), ("a", "b"), ("b", "c"), ("d", "c")])
    assert ranks(layout) == {"a": 0, "b": 2, "c": 4, "d": 0}
    assert [slot.rank for slot in layout.paths[0]] == [0, 1, 2, 3, 4]


def test_only_edges_back_to_the_current_path_are_reversed() -> None:
    edges = [("a", "b"), ("b", "c"), ("c", "a"), ("a", "c"), ("b", "b")]
    layout = lay_out(start="a", nodes=["c", "b", "a"], edges=edges)
    assert layout.links == (
        Link("a", "b", False), Link("b", "c", False), Link("a", "c", True), Link("a", "c", False), Link("b", "b", True),
    )  # fmt: skip


def test_a_loop_passes_one_slot_beside_its_node() -> None:
    layout = lay_out(start="a", nodes=["a"], edges=[("a", "a")])
    assert layout.layers == ((Slot("a"),), (Slot("a", 0, 1),))
    assert layout.paths == ((Slot("a"), Slot("a", 0, 1), Slot("a")),)


def test_links_that_can_avoid_each_other_do_not_cross() -> None:
    edges = [("s", "a"), ("s", "b"), ("a", "y"), ("b", "x")]
    layout = lay_out(start="s", nodes=["s", "a", "b", "x", "y"], edges=edges)
    order = [[slot.name for slot in layer if slot.link is None] for layer in layout.layers]
    assert order == [["s"], [], ["a", "b"], [], ["y", "x"]]


def crossings(layout: Layout) -> int:
    """Count the pairs of steps between neighbouring layers that cross."""
    at = {slot: number for layer in layout.layers for number, slot in enumerate(layer)}
    steps = [(low.rank, at[low], at[high]) for path in layout.paths for low, high in pairwise(path)]
    return sum(one[0] == other[0] and one[1] < other[1] and one[2] > other[2] for one, other in permutations(steps, 2))


def test_sweeps_down_and_up_in_turn_find_an_order_without_crossings() -> None:
    """Two sweeps down and then only sweeps up leave one."""
    edges = [("a", "c"), ("a", "g"), ("e", "h"), ("b", "f"), ("g", "h"), ("b", "c")]
    assert crossings(lay_out(start="a", nodes=list("abcdefghi"), edges=edges)) == 0


def test_slots_lie_in_columns_around_the_middle_of_their_neighbours() -> None:
    layout = lay_out(start="s", nodes=["s", "a", "b"], edges=[("s", "a"), ("s", "b")])
    boxes, width, height = assign_coordinates(
        layout=layout, size=lambda slot: (100.0, 40.0) if slot.link is None else (60.0, 10.0)
    )
    rounded = {(slot.name, slot.link): (box.x, round(box.y, 2), box.width, box.height) for slot, box in boxes.items()}
    assert rounded == {
        ("s", None): (0.0, 26.97, 100.0, 40.0),
        ("s", 0): (122.0, 28.47, 60.0, 10.0),
        ("s", 1): (122.0, 55.47, 60.0, 10.0),
        ("a", None): (204.0, 0.0, 100.0, 40.0),
        ("b", None): (204.0, 54.0, 100.0, 40.0),
    }
    assert (width, round(height, 2)) == (304.0, 94.0)
    assert Box(0, 10, 5, 40).middle == 30
