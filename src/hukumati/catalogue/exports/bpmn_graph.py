"""A service's flow as BPMN sees it: nodes in lanes and sequence flows between them (BPMN 2.0.2, clauses 10.2 to 10.6).

A state becomes one task; its actions leave through a gateway, an action's conditions through one of their own; timers
and the way out of an error are boundary events; a reopened end begins anew with a message.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from hukumati.service_language.api import Action, Definition, State

Kind = Literal[
    "startEvent", "endEvent", "userTask", "serviceTask", "sendTask", "exclusiveGateway", "timerEvent", "errorEvent",
    "messageStart",
]  # fmt: skip
CITIZEN, PARTY, PLATFORM, COLLECTION = "citizen", "party", "platform", "collection"
LANE_NAMES: Final = {
    CITIZEN: "صاحب الطلب · Applicant",
    PARTY: "من تُطلب موافقته · Person asked to agree",
    PLATFORM: "المنصة · Platform",
    COLLECTION: "الاستلام · Collection",
}
START: Final = "begin"


@dataclass(frozen=True, slots=True)
class Node:
    """One flow node; `attached_to` names the task whose boundary an event sits on."""

    id: str
    kind: Kind
    name: str
    lane: str
    about: str = ""
    attached_to: str = ""
    duration: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """One sequence flow; `condition` is a CEL expression."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""


@dataclass(slots=True)
class Graph:
    """All nodes by id, in the order of the flow, and all edges."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)

    def add(self, node: Node) -> str:
        """Add a node and return its id."""
        self.nodes[node.id] = node
        return node.id

    def join(self, source: str, target: str, name: str = "", condition: str = "") -> str:
        """Add a sequence flow and return its id."""
        edge = Edge(f"flow_{len(self.edges) + 1}", source, target, name, condition)
        self.edges.append(edge)
        return edge.id

    @property
    def lanes(self) -> tuple[str, ...]:
        """The lanes in the order in which the flow comes to them."""
        return tuple(dict.fromkeys(node.lane for node in self.nodes.values()))


def build_graph(*, definition: Definition) -> Graph:
    """Return the flow of a definition as a graph."""
    if definition.answer is not None:
        return _graph_of_enquiry(definition)
    graph = Graph()
    for state in definition.flow.states.values():
        _add_state(graph, definition, state)
    graph.add(Node(START, "startEvent", "start", CITIZEN))
    graph.join(START, entry(definition.flow.states[definition.flow.start]))
    for state in definition.flow.states.values():
        _join_state(graph, definition, state)
    return graph


def _graph_of_enquiry(definition: Definition) -> Graph:
    """An enquiry asks its registers one after the other, and ends with their answer."""
    graph = Graph()
    last = graph.add(Node(START, "startEvent", "start", CITIZEN))
    for contract in definition.uses:
        asked = graph.add(Node(f"ask_{contract.replace('.', '_')}", "serviceTask", f"ask {contract}", PLATFORM))
        graph.join(last, asked)
        last = asked
    graph.join(last, graph.add(Node("end_answered", "endEvent", "answered", CITIZEN)))
    return graph


def entry(state: State) -> str:
    """Name the node by which a state is entered."""
    return f"end_{state.name}" if state.end and not state.effects else f"state_{state.name}"


def _add_state(graph: Graph, definition: Definition, state: State) -> None:
    lane, about = _lane(definition, state), _about(state)
    if entry(state).startswith("state_"):
        graph.add(Node(entry(state), _kind(lane, state), _words(state.name), lane, about))
    if state.end:
        graph.add(Node(f"end_{state.name}", "endEvent", _words(state.name), lane, about))


def _lane(definition: Definition, state: State) -> str:
    if state.work is not None:
        return state.work.role if "." in state.work.role else f"{definition.provider}.{state.work.role}"
    if state.waits_alone and any(definition.requests[name].consent for name in _requested(state)):
        return PARTY
    if state.name == definition.flow.start or state.milestone == "your_turn" or "paid" in state.actions:
        return CITIZEN
    return COLLECTION if any(effect.kind == "hand_over" for effect in state.effects) else PLATFORM


def _requested(state: State) -> list[str]:
    return [effect.argument for effect in state.effects if effect.kind == "request"]


def _kind(lane: str, state: State) -> Kind:
    if lane != PLATFORM:
        return "userTask"
    return "sendTask" if {effect.kind for effect in state.effects} == {"notify"} else "serviceTask"


def _about(state: State) -> str:
    """Return in words what BPMN has no sign for."""
    effects = [f"{effect.kind} {effect.argument}".strip() for effect in state.effects]
    lines = [f"milestone: {state.milestone}"]
    lines += [f"on entering: {', '.join(effects)}"] if effects else []
    lines += [f"side requests: {', '.join(state.requests)}"] if state.requests else []
    lines += [f"until: {state.until}"] if state.until else []
    lines += [f"queue: {state.work.queue}"] if state.work is not None else []
    if state.work is not None and state.work.due is not None:
        lines.append(f"due: {state.work.due.amount} {state.work.due.unit}")
    if state.tell is not None:
        lines += [state.tell.ar, state.tell.en]
    return "\n".join(lines)


def _join_state(graph: Graph, definition: Definition, state: State) -> None:
    task = entry(state)
    if state.end:
        if task != f"end_{state.name}":
            graph.join(task, f"end_{state.name}")
        _join_reopenings(graph, definition, state)
        return
    actions = [*state.actions.values()]
    source = task
    if len(actions) > 1:
        source = _gateway(graph, f"choice_{state.name}", graph.nodes[task].lane)
        graph.join(task, source)
    for action in actions:
        condition = f"action == '{action.name}'" if len(actions) > 1 else ""
        _join_action(graph, definition, state, action, source, condition)
    _join_boundaries(graph, definition, state)


def _join_action(
    graph: Graph, definition: Definition, state: State, action: Action, source: str, condition: str
) -> None:
    targets = [entry(definition.flow.states[branch.to]) for branch in action.branches]
    name = f"{action.label.ar} · {action.label.en}" if action.label else _words(action.name)
    if action.four_eyes:
        source, condition = _join_second_officer(graph, state, action, source, name, condition)
        name = "confirm"
    if len(action.branches) == 1 and action.branches[0].when is None:
        graph.join(source, targets[0], name, condition)
        return
    decision = _gateway(graph, f"decide_{state.name}_{action.name}", graph.nodes[entry(state)].lane)
    graph.join(source, decision, name, condition)
    for branch, target in zip(action.branches, targets, strict=True):
        flow = graph.join(decision, target, "", branch.when.text if branch.when else "")
        if branch.when is None:
            graph.nodes[decision] = _with_default(graph.nodes[decision], flow)


def _join_second_officer(
    graph: Graph, state: State, action: Action, source: str, name: str, condition: str
) -> tuple[str, str]:
    """Put a second officer between an action and its target; return from where, and when, the flow goes on."""
    lane = graph.nodes[entry(state)].lane
    second = graph.add(Node(f"second_{state.name}_{action.name}", "userTask", f"second officer: {name}", lane))
    judged = _gateway(graph, f"judge_{state.name}_{action.name}", lane)
    graph.join(source, second, name, condition)
    graph.join(second, judged)
    graph.join(judged, entry(state), "send back", "action == 'send_back'")
    return judged, "action == 'confirm'"


def _join_reopenings(graph: Graph, definition: Definition, state: State) -> None:
    """An ended process cannot go on: an objection or a correction begins it anew, by a message."""
    for reopening in state.reopen.values():
        lane = CITIZEN if reopening.by == "citizen" else f"{definition.provider}.officer"
        about = f"within {reopening.within_days} days after {_words(state.name)}"
        name = f"{reopening.label.ar} · {reopening.label.en}" if reopening.label else _words(reopening.name)
        event = Node(f"reopen_{state.name}_{reopening.name}", "messageStart", name, lane, about)
        graph.join(graph.add(event), entry(definition.flow.states[reopening.to]))


def _join_boundaries(graph: Graph, definition: Definition, state: State) -> None:
    lane, task = graph.nodes[entry(state)].lane, entry(state)
    for number, timer in enumerate(state.after, start=1):
        name, length = f"{timer.days} days", f"P{timer.days}D"
        event = Node(f"timer_{state.name}_{number}", "timerEvent", name, lane, "", task, length)
        graph.join(graph.add(event), entry(definition.flow.states[timer.to]))
    on_error = state.on_error
    for target in on_error.targets if on_error is not None else ():
        event = _failure(state, target, lane)
        graph.join(graph.add(event), entry(definition.flow.states[target]))


def _failure(state: State, target: str, lane: str) -> Node:
    is_told = state.on_error is not None and target == state.on_error.once_told
    tries = state.on_error.retry if state.on_error is not None else 0
    name = "no success once a register was told" if is_told else f"no answer after {tries} tries"
    event = f"error_told_{state.name}" if is_told else f"error_{state.name}"
    return Node(event, "errorEvent", name, lane, "", entry(state))


def _gateway(graph: Graph, name: str, lane: str) -> str:
    return graph.add(Node(name, "exclusiveGateway", "", lane))


def _with_default(node: Node, flow: str) -> Node:
    return Node(node.id, node.kind, node.name, node.lane, node.about, default=flow)


def _words(name: str) -> str:
    return name.replace("_", " ")


def incoming(graph: Graph, node: str) -> Iterator[str]:
    """List the flows that lead to a node."""
    return (edge.id for edge in graph.edges if edge.target == node)


def outgoing(graph: Graph, node: str) -> Iterator[str]:
    """List the flows that leave a node."""
    return (edge.id for edge in graph.edges if edge.source == node)
