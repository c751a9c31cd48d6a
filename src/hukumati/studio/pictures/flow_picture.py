"""The flow of a service as one SVG: states from the beginning to the ends, in the reading direction of the language.

Everything is said by presentation attributes, so that a page whose policy forbids inline styles may hold the picture.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import Final

from hukumati.service_language.api import Flow, State
from hukumati.studio.pictures.edges import Way, ways_of
from hukumati.studio.pictures.layers import Layout, Slot, lay_out
from hukumati.studio.pictures.places import Box, place

INK, GREEN, LINE, RED, PAPER, SECONDARY = "#1c1f1c", "#1f5c45", "#5d6a60", "#8f1d2c", "#fffdf9", "#4a4e48"
FILLS: Final = {
    "started": "#ffffff",
    "submitted": "#f3eee2",
    "your_turn": "#fbe9c6",
    "in_review": "#e4edf3",
    "decided": "#e6e4f1",
    "ready": "#dcecdf",
    "on_its_way": "#d9ebea",
    "closed": "#ebe6da",
}
ORDER: Final = ("started", "submitted", "in_review", "your_turn", "decided", "ready", "on_its_way", "closed")
"""Which way is taken as forward where a flow goes in a circle."""
NODE_WIDTH, NODE_HEIGHT, MARGIN = 186.0, 70.0, 16.0
LABEL_WIDTH, LABEL_LINE, LABEL_CHARACTERS, MOST_LABEL_LINES = 140.0, 18.0, 18, 4
PASSING = 8.0
ARROW = 9.0


@dataclass(frozen=True, slots=True)
class Words:
    """What the picture says in its language: titles, and the milestones' names."""

    language: str
    title: str
    description: str
    milestones: Mapping[str, str]

    @property
    def is_rtl(self) -> bool:
        """Return whether the language is read from right to left."""
        return self.language == "ar"


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished drawing; `svg` is safe markup."""

    svg: str
    width: int
    height: int


def draw_flow(*, flow: Flow, words: Words, counts: Mapping[str, int] | None = None, current: str = "") -> Picture:
    """Draw the flow; `counts` tells how many running cases stand in a state, `current` marks one state."""
    return _Drawing(flow, words, counts or {}, current).picture()


@dataclass(slots=True)
class _Drawing:
    flow: Flow
    words: Words
    counts: Mapping[str, int]
    current: str
    parts: list[str] = field(default_factory=list)
    boxes: dict[Slot, Box] = field(default_factory=dict)
    width: float = 0.0

    def picture(self) -> Picture:
        ways = _together(ways_of(self.flow))
        edges = sorted(ways, key=lambda edge: ORDER.index(self.flow.states[edge[1]].milestone))
        layout = lay_out(start=self.flow.start, nodes=list(self.flow.states), edges=edges)
        labels = [_lines(ways[edge], self.words.language) for edge in edges]
        boxes, width, height = place(layout=layout, size=lambda slot: _size(slot, layout, labels))
        self.boxes, self.width = boxes, width
        for number, edge in enumerate(edges):
            self.edge(layout, number, dashed=all(way.kind != "action" for way in ways[edge]))
        for number, lines in enumerate(labels):
            self.label(layout, number, lines)
        for name, state in self.flow.states.items():
            self.node(state, next(slot for slot in boxes if slot.link is None and slot.name == name))
        return self.framed(width + 2 * MARGIN, height + 2 * MARGIN)

    def framed(self, width: float, height: float) -> Picture:
        inside = "".join(self.parts)
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(self.words.title)}" '
            f'lang="{self.words.language}" width="{width:.0f}" height="{height:.0f}" '
            f'viewBox="{-MARGIN:.0f} {-MARGIN:.0f} {width:.0f} {height:.0f}" font-size="15" fill="{INK}">'
            f"<title>{escape(self.words.title)}</title><desc>{escape(self.words.description)}</desc>{inside}</svg>"
        )
        return Picture(svg, round(width), round(height))

    def x(self, across: float) -> float:
        return self.width - across if self.words.is_rtl else across

    # --- edges

    def edge(self, layout: Layout, number: int, *, dashed: bool) -> None:
        link, path = layout.links[number], layout.paths[number]
        points = self.points(layout, number, path)
        if link.start == link.end:
            points = self.loop(path)
        drawn = [f"M{self.x(points[0][0]):.1f} {points[0][1]:.1f}"]
        for (x1, y1), (x2, y2) in pairwise(points):
            middle = (x1 + x2) / 2
            drawn.append(f"C{self.x(middle):.1f} {y1:.1f} {self.x(middle):.1f} {y2:.1f} {self.x(x2):.1f} {y2:.1f}")
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        self.parts.append(f'<path d="{"".join(drawn)}" fill="none" stroke="{LINE}" stroke-width="1.5"{dash}/>')
        self.arrow(*(points[0] if link.turned else points[-1]), backwards=link.turned or link.start == link.end)

    def points(self, layout: Layout, number: int, path: Sequence[Slot]) -> list[tuple[float, float]]:
        first, last = self.boxes[path[0]], self.boxes[path[-1]]
        points = [(first.x + first.width, self.port(layout, number, 0))]
        for slot in path[1:-1]:
            box = self.boxes[slot]
            points += [(box.x, box.middle), (box.x + box.width, box.middle)]
        return [*points, (last.x, self.port(layout, number, -1))]

    def loop(self, path: Sequence[Slot]) -> list[tuple[float, float]]:
        node, beside = self.boxes[path[0]], self.boxes[path[1]]
        edge = node.x + node.width
        return [(edge, node.y + 12), (beside.x, beside.middle), (edge, node.y + node.height - 12)]

    def port(self, layout: Layout, number: int, end: int) -> float:
        """Lines that share a side of a node come in at heights of their own, in the order of where they come from."""
        node = layout.paths[number][end]
        sharing = [
            index for index, path in enumerate(layout.paths) if path[end] == node and path[0].rank != path[-1].rank
        ]
        sharing.sort(key=lambda index: self.boxes[layout.paths[index][1 if end == 0 else -2]].middle)
        box = self.boxes[node]
        place_of_it = sharing.index(number) if number in sharing else 0
        return box.y + box.height * (place_of_it + 1) / (len(sharing) + 1)

    def arrow(self, x: float, y: float, *, backwards: bool) -> None:
        away = ARROW if backwards else -ARROW
        tip, base = self.x(x), self.x(x + away)
        self.parts.append(
            f'<path d="M{tip:.1f} {y:.1f}L{base:.1f} {y - 4.5:.1f}L{base:.1f} {y + 4.5:.1f}Z" fill="{LINE}"/>'
        )

    def label(self, layout: Layout, number: int, lines: Sequence[str]) -> None:
        box = self.boxes[_label_slot(layout, number)]
        left = min(self.x(box.x), self.x(box.x + box.width))
        self.parts.append(
            f'<rect x="{left:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="4" '
            f'fill="{PAPER}"/>'
        )
        for index, line in enumerate(lines):
            self.text(box.x + box.width / 2, box.y + LABEL_LINE * (index + 0.75), line, size=13, colour=SECONDARY)

    # --- nodes

    def node(self, state: State, slot: Slot) -> None:
        box = self.boxes[slot]
        left = min(self.x(box.x), self.x(box.x + box.width))
        thick = 4 if state.name == self.current else 2.5 if state.name == self.flow.start else 1.5
        stroke = RED if state.name == self.current else GREEN
        self.parts.append(
            f'<rect x="{left:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" '
            f'rx="{box.height / 2 if state.end else 6:.0f}" fill="{FILLS.get(state.milestone, PAPER)}" '
            f'stroke="{stroke}" stroke-width="{thick}"/>'
        )
        middle = box.x + box.width / 2
        milestone = self.words.milestones.get(state.milestone, state.milestone)
        self.text(middle, box.y + 19, _cut(milestone, 24), size=12, colour=SECONDARY)
        self.text(middle, box.y + 40, _cut(state.name, 22), bold=True)
        if state.work:
            self.text(middle, box.y + 59, _cut(state.work.role, 24), size=12, colour=SECONDARY)
        if self.counts.get(state.name):
            self.badge(box, self.counts[state.name])

    def badge(self, box: Box, count: int) -> None:
        width = 16 + 9 * len(str(count))
        middle = box.x + box.width - 14
        left = self.x(middle) - width / 2
        self.parts.append(
            f'<rect x="{left:.1f}" y="{box.y - 11:.1f}" width="{width}" height="22" rx="11" fill="{RED}"/>'
        )
        self.text(middle, box.y + 5, str(count), size=14, bold=True, colour="#ffffff")

    def text(self, x: float, y: float, content: str, *, size: int = 15, bold: bool = False, colour: str = INK) -> None:
        weight = ' font-weight="700"' if bold else ""
        self.parts.append(
            f'<text x="{self.x(x):.1f}" y="{y:.1f}" text-anchor="middle" font-size="{size}"{weight} '
            f'fill="{colour}">{escape(content)}</text>'
        )


def _together(ways: Sequence[Way]) -> dict[tuple[str, str], list[Way]]:
    """Ways between the same two states share one line."""
    shared: dict[tuple[str, str], list[Way]] = {}
    for way in ways:
        shared.setdefault((way.start, way.end), []).append(way)
    return shared


def _lines(ways: Sequence[Way], language: str) -> list[str]:
    """Each label once, and below it the condition as it is written."""
    shown = dict.fromkeys((way.label.of(language), way.when) for way in ways)
    lines = [line for label, when in shown for line in (*_wrapped(label), *([_cut(when, 21)] if when else []))]
    return lines if len(lines) <= MOST_LABEL_LINES else [*lines[: MOST_LABEL_LINES - 1], "…"]


def _wrapped(label: str) -> list[str]:
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LABEL_CHARACTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [_cut(line, LABEL_CHARACTERS + 2) for line in lines]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _size(slot: Slot, layout: Layout, labels: Sequence[Sequence[str]]) -> tuple[float, float]:
    if slot.link is None:
        return NODE_WIDTH, NODE_HEIGHT
    if slot == _label_slot(layout, slot.link):
        return LABEL_WIDTH, LABEL_LINE * len(labels[slot.link])
    return (NODE_WIDTH if slot.rank % 2 == 0 else LABEL_WIDTH), PASSING


def _label_slot(layout: Layout, number: int) -> Slot:
    """The label stands in the odd layer next to the state that the way leaves."""
    path, link = layout.paths[number], layout.links[number]
    return path[-2] if link.turned else path[1]
