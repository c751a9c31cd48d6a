"""The picture of a flow: complete, without overlaps, and allowed by a strict content security policy."""

from itertools import combinations

import pytest
from django.conf import settings as django_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from hukumati.catalogue.api import parse_definition, read_folder, service_folders
from hukumati.catalogue.tests.samples import real_definition
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Action, Branch, Expression, Flow, State
from hukumati.studio.pictures.coordinates import Box, assign_coordinates
from hukumati.studio.pictures.edges import list_edges
from hukumati.studio.pictures.flow_picture import PictureText, draw_flow
from hukumati.studio.pictures.layers import lay_out

SVG = "{http://www.w3.org/2000/svg}"
FOLDERS = [
    path for path in service_folders(root=django_settings.HUKUMATI.services_dir) if (path / "flow.yaml").is_file()
]


def captions(language: str = "ar") -> PictureText:
    """Return the texts of a picture."""
    return PictureText(language, 'Flow of <"x">', "description", {"started": "بدء" if language == "ar" else "Started"})


def drawn(flow: Flow, language: str = "ar", **options: object) -> etree._Element:
    """Draw a flow and read the drawing as XML."""
    return etree.fromstring(draw_flow(flow=flow, text=captions(language), **options).svg.encode())  # type: ignore[arg-type]


def texts(svg: etree._Element) -> list[str]:
    """List the texts of a picture."""
    return [str(text.text) for text in svg.iter(f"{SVG}text")]


def state(name: str, *targets: str) -> State:
    """Make a state with an action to each target."""
    actions = {f"to_{target}": Action(f"to_{target}", (Branch(None, target),)) for target in targets}
    return State(name, "in_review", actions)


def across(svg: etree._Element, name: str) -> float:
    """Return the x coordinate of a state."""
    return next(float(text.get("x", "")) for text in svg.iter(f"{SVG}text") if text.text == name)


def test_every_state_is_drawn_once() -> None:
    flow = real_definition().flow
    bold = [str(text.text) for text in drawn(flow).iter(f"{SVG}text") if text.get("font-weight") == "700"]
    assert sorted(bold) == sorted(flow.states)


def test_arabic_begins_at_the_right_and_english_at_the_left() -> None:
    flow = real_definition().flow
    arabic, english = drawn(flow, "ar"), drawn(flow, "en")
    assert across(arabic, "draft") > across(arabic, "to_pay") > across(arabic, "review")
    assert across(english, "draft") < across(english, "to_pay") < across(english, "review")
    assert arabic.get("width") == english.get("width")


def test_running_cases_are_counted_beside_their_state() -> None:
    assert "127" in texts(drawn(real_definition().flow, counts={"review": 127}))
    assert "127" not in texts(drawn(real_definition().flow))


def test_the_current_state_is_highlighted() -> None:
    def strokes(current: str) -> list[str]:
        rects = drawn(real_definition().flow, current=current).iter(f"{SVG}rect")
        return [str(rect.get("stroke-width")) for rect in rects]

    assert (strokes("").count("4"), strokes("review").count("4")) == (0, 1)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("path", FOLDERS, ids=lambda path: path.name)
def test_a_strict_policy_allows_the_picture_of_every_service(path: object, language: str) -> None:
    svg = drawn(parse_definition(folder=read_folder(path=path)).flow, language)  # type: ignore[arg-type]
    for element in svg.iter():
        assert element.tag in {f"{SVG}{name}" for name in ("svg", "title", "desc", "path", "rect", "text")}
        assert not [
            name for name in element.attrib if name in {"style", "href", "class", "id"} or name.startswith("on")
        ]
    assert (svg.get("role"), svg.get("aria-label")) == ("img", 'Flow of <"x">')


def test_a_flow_that_is_not_finished_yet_is_drawn_too() -> None:
    flow = Flow("draft", {"draft": state("draft", "draft", "nowhere"), "alone": state("alone")})
    assert {"draft", "alone"} <= set(texts(drawn(flow)))


def test_names_are_escaped() -> None:
    flow = Flow("a<b>", {"a<b>": state("a<b>", "a<b>")})
    assert "a<b>" in texts(drawn(flow))


NAMES = [f"s{number}" for number in range(9)]
EDGES = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=24, unique=True)


@given(EDGES)
@settings(deadline=None, max_examples=60)
def test_no_two_boxes_overlap_and_every_link_runs_forward(edges: list[tuple[str, str]]) -> None:
    layout = lay_out(start="s0", nodes=NAMES, edges=edges)
    boxes, width, height = assign_coordinates(
        layout=layout, size=lambda slot: (100, 40) if slot.link is None else (60, 10)
    )
    assert {slot.name for slot in boxes if slot.link is None} == set(NAMES)
    for one, other in combinations(boxes.values(), 2):
        assert apart(one, other), (one, other)
    for link, path in zip(layout.links, layout.paths, strict=True):
        ranks = [slot.rank for slot in path]
        assert ranks == sorted(set(ranks)) or link.start == link.end
        assert len(path) >= 3, "a link has a slot for its label"
    assert all(
        box.y >= 0 and box.y + box.height <= height + 0.01 and box.x + box.width <= width for box in boxes.values()
    )


def apart(one: Box, other: Box) -> bool:
    """Return whether two boxes do not overlap."""
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    return beside or one.y + one.height <= other.y + 0.01 or other.y + other.height <= one.y + 0.01


def test_a_long_flow_is_drawn_at_once() -> None:
    names = [f"state_{number}" for number in range(60)]
    states = {name: state(name, *names[number + 1 : number + 4], "state_0") for number, name in enumerate(names)}
    flow = Flow("state_0", states)
    assert len(list_edges(flow)) > 200
    assert set(names) <= set(texts(drawn(flow)))


@pytest.mark.parametrize(
    "flow", [Flow("", {}), Flow("drafft", {"draft": state("draft", "done"), "done": state("done")})]
)
def test_a_flow_that_starts_nowhere_is_drawn_all_the_same(flow: Flow) -> None:
    assert {"draft", "done"} & set(texts(drawn(flow))) == set(flow.states)


def labels(*actions: tuple[str, str]) -> list[str]:
    """Return the lines beside the one line from a state to another, for actions of (label, condition)."""
    made = {
        f"a{number}": Action(
            f"a{number}", (Branch(Expression(when, ()) if when else None, "b"),), label=Bilingual(ar=label, en=label)
        )
        for number, (label, when) in enumerate(actions)
    }
    flow = Flow("a", {"a": State("a", "started", made), "b": State("b", "closed", end=True)})
    return [each for each in texts(drawn(flow, "en")) if each not in {"a", "b", "Started", "closed"}]


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("eighteen signs now", ["eighteen signs now"]),
        ("nineteen signs here", ["nineteen signs", "here"]),
        ("x" * 20, ["x" * 20]),
        ("x" * 21, ["x" * 19 + "…"]),
        ("first " + "x" * 20, ["first", "x" * 20]),
    ],
)
def test_a_label_is_broken_between_words_and_cut_within_long_ones(label: str, lines: list[str]) -> None:
    assert labels((label, "")) == lines


def test_a_condition_stands_below_its_label_and_is_cut() -> None:
    assert labels(("go", "y" * 21)) == ["go", "y" * 21]
    assert labels(("go", "y" * 22)) == ["go", "y" * 20 + "…"]


def test_four_lines_of_labels_are_shown_and_of_five_the_first_three() -> None:
    four = [(each, "") for each in ("one", "two", "three", "four")]
    assert labels(*four) == ["one", "two", "three", "four"]
    assert labels(*four, ("five", "")) == ["one", "two", "three", "…"]
    assert labels(("one", ""), ("one", ""), ("two", "")) == ["one", "two"]
