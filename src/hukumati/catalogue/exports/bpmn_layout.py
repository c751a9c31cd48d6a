"""Where the nodes of a flow stand in its picture: columns by the longest path from the start, rows by lane."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from hukumati.catalogue.exports.bpmn_graph import START, Edge, Graph, Node

SIZES: Final = {"Event": (36, 36), "Gateway": (50, 50), "Task": (110, 80)}
COLUMN, ROW, MARGIN, TITLE, CHANNEL = 190, 130, 40, 60, 14


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the units of the diagram interchange (DD 1.1: 1/96 inch)."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2


@dataclass(slots=True)
class Layout:
    """Boxes by node and by lane, the pool around them, and the points of each edge."""

    nodes: dict[str, Box] = field(default_factory=dict)
    lanes: dict[str, Box] = field(default_factory=dict)
    pool: Box = field(default_factory=lambda: Box(0, 0, 0, 0))
    edges: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def lay_out(*, graph: Graph) -> Layout:
    """Place every node and draw every edge; no edge crosses a node that it does not join."""
    columns = _columns(graph)
    layout, cells = Layout(), _cells(graph, columns)
    top = MARGIN
    width = TITLE + COLUMN * (1 + max(columns.values())) + MARGIN
    for lane in graph.lanes:
        rows = max((len(names) for (held, _), names in cells.items() if held == lane), default=1)
        layout.lanes[lane] = Box(MARGIN + 30, top, width - 30, rows * ROW)
        for (held, column), names in cells.items():
            if held == lane:
                _place(layout, graph, names, column, top)
        top += rows * ROW
    _place_boundaries(layout, graph)
    far = _draw_edges(layout, graph, columns, top)
    last = layout.lanes[graph.lanes[-1]]
    layout.lanes[graph.lanes[-1]] = Box(last.x, last.y, last.width, far + MARGIN - last.y)
    layout.pool = Box(MARGIN, MARGIN, width, far)
    return layout


def _columns(graph: Graph) -> dict[str, int]:
    """Return for each node the length of the longest path to it that never turns back."""
    ahead = defaultdict(list)
    for edge in graph.edges:
        ahead[_column_owner(graph, edge.source)].append(edge.target)
    order: list[str] = []
    state: dict[str, str] = {}
    _walk(START, ahead, state, order)
    for name, node in graph.nodes.items():
        if name not in state and not node.attached_to:
            _walk(name, ahead, state, order)
    places = {name: index for index, name in enumerate(reversed(order))}
    columns = dict.fromkeys(places, 0)
    for name in places:
        for target in ahead[name]:
            if places[target] > places[name]:
                columns[target] = max(columns[target], columns[name] + 1)
    return {name: columns[_column_owner(graph, name)] for name in graph.nodes}


def _walk(name: str, ahead: dict[str, list[str]], state: dict[str, str], order: list[str]) -> None:
    state[name] = "open"
    for target in ahead[name]:
        if target not in state:
            _walk(target, ahead, state, order)
    state[name] = "done"
    order.append(name)


def _column_owner(graph: Graph, name: str) -> str:
    """Return the node whose column counts: a boundary event stands with its task."""
    return graph.nodes[name].attached_to or name


def _cells(graph: Graph, columns: dict[str, int]) -> dict[tuple[str, int], list[str]]:
    cells = defaultdict(list)
    for name, node in graph.nodes.items():
        if not node.attached_to:
            cells[node.lane, columns[name]].append(name)
    return cells


def _place(layout: Layout, graph: Graph, names: list[str], column: int, top: int) -> None:
    for row, name in enumerate(names):
        width, height = size(graph.nodes[name])
        middle = MARGIN + TITLE + 30 + column * COLUMN + SIZES["Task"][0] // 2
        layout.nodes[name] = Box(middle - width // 2, top + row * ROW + (ROW - height) // 2, width, height)


def size(node: Node) -> tuple[int, int]:
    """Return the usual width and height of a node's kind."""
    return next((each for ending, each in SIZES.items() if node.kind.endswith(ending)), SIZES["Event"])


def _place_boundaries(layout: Layout, graph: Graph) -> None:
    found: dict[str, int] = defaultdict(int)
    for name, node in graph.nodes.items():
        if node.attached_to:
            task, side = layout.nodes[node.attached_to], SIZES["Event"][0]
            layout.nodes[name] = Box(task.x + 4 + found[node.attached_to] * (side + 4), task.bottom - 18, side, side)
            found[node.attached_to] += 1


def _draw_edges(layout: Layout, graph: Graph, columns: dict[str, int], below: int) -> int:
    """Draw all edges; those that span columns or go back get channels of their own below the lanes."""
    gaps: dict[int, int] = defaultdict(int)
    channel = below
    for edge in graph.edges:
        is_near = columns[edge.target] == columns[edge.source] + 1 and not graph.nodes[edge.source].attached_to
        if is_near:
            layout.edges[edge.id] = _near(layout, edge)
            continue
        layout.edges[edge.id] = _far(layout, edge, columns, gaps, channel, bool(graph.nodes[edge.source].attached_to))
        channel += CHANNEL
    return channel


def _near(layout: Layout, edge: Edge) -> list[tuple[int, int]]:
    source, target = layout.nodes[edge.source], layout.nodes[edge.target]
    start, end = (source.right, source.middle[1]), (target.x, target.middle[1])
    if start[1] == end[1]:
        return [start, end]
    turn = (start[0] + end[0]) // 2
    return [start, (turn, start[1]), (turn, end[1]), end]


def _far(
    layout: Layout, edge: Edge, columns: dict[str, int], gaps: dict[int, int], channel: int, is_boundary: bool
) -> list[tuple[int, int]]:
    source, target = layout.nodes[edge.source], layout.nodes[edge.target]
    leave = _gap(gaps, columns[edge.source] + 1)
    arrive = _gap(gaps, columns[edge.target])
    if is_boundary:
        low = source.bottom + 6
        start = [(source.middle[0], source.bottom), (source.middle[0], low), (leave, low)]
    else:
        start = [(source.right, source.middle[1]), (leave, source.middle[1])]
    end = target.middle[1]
    return [*start, (leave, channel), (arrive, channel), (arrive, end), (target.x, end)]


def _gap(gaps: dict[int, int], column: int) -> int:
    """Return the x of a vertical line of its own in the gap to the left of `column`."""
    gaps[column] += 1
    return MARGIN + TITLE + 30 + column * COLUMN - 8 - (gaps[column] * 9) % 64
