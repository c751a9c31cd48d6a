"""Every service's flow is BPMN 2.0 by the schemas of OMG, and its picture has a place for every part."""

import importlib.util
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from lxml import etree

from hukumati.catalogue.exports.bpmn import MODEL, to_bpmn
from hukumati.catalogue.exports.bpmn_graph import PARTY, build_graph
from hukumati.catalogue.exports.bpmn_layout import Box, lay_out
from hukumati.catalogue.folder.files import read_folder, service_folders
from hukumati.catalogue.folder.parser import parse_definition
from hukumati.catalogue.tests.samples import marriage_folder
from hukumati.service_language.api import Definition, Promise, Reopen

FOLDERS = service_folders(root=settings.HUKUMATI.services_dir)
NAMES = [folder.name for folder in FOLDERS]


@cache
def schema() -> etree.XMLSchema:
    """The files of OMG come with spiffworkflow, which is installed for them alone."""
    found = importlib.util.find_spec("SpiffWorkflow")
    assert found is not None
    assert found.origin is not None
    return etree.XMLSchema(etree.parse(Path(found.origin).parent / "bpmn" / "parser" / "schema" / "BPMN20.xsd"))


def drawn(path: Path) -> Any:
    return etree.fromstring(to_bpmn(definition=definition(path)))


@cache
def definition(path: Path) -> Definition:
    return parse_definition(folder=read_folder(path=path))


def names(root: Any, tag: str, attribute: str) -> list[str]:
    return [element.get(attribute) for element in root.iter(f"{{{MODEL}}}{tag}")]


@pytest.mark.parametrize("path", FOLDERS, ids=NAMES)
def test_the_flow_is_valid_by_the_schemas_of_the_standard(path: Path) -> None:
    schema().assertValid(drawn(path))


def test_the_pool_and_its_lanes_lie_along_the_line() -> None:
    shapes = drawn(FOLDERS[0]).xpath("//*[local-name()='BPMNShape'][@isHorizontal]")
    lanes = [each.get("bpmnElement") for each in shapes]
    assert {each.get("isHorizontal") for each in shapes} == {"true"}
    assert lanes[1:] == [f"lane_{number}" for number in range(len(lanes) - 1)]
    assert len(lanes) > 2


def test_a_flow_without_its_states_is_refused_by_those_schemas() -> None:
    root = drawn(FOLDERS[0])
    root.find(f".//{{{MODEL}}}sequenceFlow").attrib.pop("targetRef")
    assert not schema().validate(root)


@pytest.mark.parametrize("path", FOLDERS, ids=NAMES)
def test_every_state_and_way_of_the_flow_is_in_the_file(path: Path) -> None:
    flow, graph = definition(path).flow, build_graph(definition=definition(path))
    for name, state in flow.states.items():
        assert {f"state_{name}", f"end_{name}"} & graph.nodes.keys(), name
        assert (f"end_{name}" in graph.nodes) == state.end
    drawn_ways = {edge.condition for edge in graph.edges if edge.condition and "action ==" not in edge.condition}
    told_ways = {
        branch.when.text
        for state in flow.states.values()
        for action in state.actions.values()
        for branch in action.branches
        if branch.when
    }
    assert drawn_ways == told_ways


@pytest.mark.parametrize("path", FOLDERS, ids=NAMES)
def test_what_the_picture_shows_is_what_the_process_holds(path: Path) -> None:
    root = drawn(path)
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    shown = [element.get("bpmnElement") for element in root.iter() if element.get("bpmnElement")]
    assert len(shown) == len(set(shown))
    assert set(shown) <= ids
    held = {element.get("id") for element in root.find(f"{{{MODEL}}}process") if element.get("id")} - {"lanes"}
    assert held <= set(shown)
    assert set(names(root, "sequenceFlow", "sourceRef")) | set(names(root, "sequenceFlow", "targetRef")) <= held


@pytest.mark.parametrize("path", FOLDERS, ids=NAMES)
def test_no_two_parts_of_the_picture_lie_on_each_other(path: Path) -> None:
    graph = build_graph(definition=definition(path))
    layout = lay_out(graph=graph)
    free = [name for name, node in graph.nodes.items() if not node.attached_to]
    for number, name in enumerate(free):
        for other in free[number + 1 :]:
            assert not overlap(layout.nodes[name], layout.nodes[other]), (name, other)
    for name in free:
        assert within(layout.nodes[name], layout.lanes[graph.nodes[name].lane])


@pytest.mark.parametrize("path", FOLDERS, ids=NAMES)
def test_no_line_of_the_picture_runs_through_a_task_it_does_not_join(path: Path) -> None:
    graph = build_graph(definition=definition(path))
    layout = lay_out(graph=graph)
    for edge in graph.edges:
        own = {edge.source, edge.target, graph.nodes[edge.source].attached_to}
        points = layout.edges[edge.id]
        for first, second in pairwise(points):
            line = span(first, second)
            for name, node in graph.nodes.items():
                if name not in own and not node.attached_to:
                    assert not overlap(line, layout.nodes[name]), (edge, name)


def test_a_second_officer_a_reopening_and_a_broken_promise_are_in_the_file() -> None:
    told = definition(settings.HUKUMATI.services_dir / "moj" / "non-conviction-certificate")
    review, refused = told.flow.states["review"], told.flow.states["refused"]
    approve = replace(review.actions["approve"], four_eyes=True)
    objection = Reopen(name="object", to="review", by="citizen", within_days=30)
    states = {
        **told.flow.states,
        "review": replace(review, actions={**review.actions, "approve": approve}),
        "refused": replace(refused, reopen={"object": objection}),
    }
    promise = Promise(2, "working_days", if_late="accept", late_to="issuing")
    changed = replace(told, flow=replace(told.flow, states=states), promise=promise)
    schema().assertValid(etree.fromstring(to_bpmn(definition=changed)))
    graph = build_graph(definition=changed)
    assert {"second_review_approve", "reopen_refused_object"} <= graph.nodes.keys()
    assert [edge.target for edge in graph.edges if edge.source == "reopen_refused_object"] == ["state_review"]
    assert "if late: accept to issuing" in to_bpmn(definition=changed).decode()


def span(first: tuple[int, int], second: tuple[int, int]) -> Box:
    x, y = min(first[0], second[0]), min(first[1], second[1])
    return Box(x, y, abs(first[0] - second[0]), abs(first[1] - second[1]))


def overlap(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def within(inner: Box, outer: Box) -> bool:
    return outer.x <= inner.x and inner.right <= outer.right and outer.y <= inner.y and inner.bottom <= outer.bottom


def test_a_state_that_awaits_a_second_person_stands_in_their_lane() -> None:
    graph = build_graph(definition=parse_definition(folder=marriage_folder()))
    assert graph.nodes["state_asking"].lane == PARTY
    assert PARTY in graph.lanes
