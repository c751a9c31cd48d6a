"""The flow of a service as an SVG, from its first state to its last ones in the reading direction of the language.

Only presentation attributes are used: the content security policy of the pages forbids inline styles.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import Final

from hukumati.service_language.api import Flow, State
from hukumati.studio.pictures.coordinates import Box, assign_coordinates
from hukumati.studio.pictures.edges import Edge, list_edges
from hukumati.studio.pictures.layers import Layout, Slot, lay_out

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
"""The order of milestones: where a flow has a cycle, edges along it count as forward."""
NODE_WIDTH, NODE_HEIGHT, MARGIN = 186.0, 70.0, 16.0
LABEL_WIDTH, LABEL_LINE, LABEL_CHARACTERS, MOST_LABEL_LINES = 140.0, 18.0, 18, 4
PASSING = 8.0
ARROW = 9.0


@dataclass(frozen=True, slots=True)
class PictureText:
    """The texts of a picture in its language; `milestones` are labels by milestone."""

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
    """A finished picture and its size in pixels; every text in `svg` is escaped."""

    svg: str
    width: int
    height: int


def draw_flow(*, flow: Flow, text: PictureText, counts: Mapping[str, int] | None = None, current: str = "") -> Picture:
    """Draw a flow; `counts` are running cases by state, `current` is a state to highlight."""
    return _Drawing(flow, text, counts or {}, current).picture()


@dataclass(slots=True)
class _Drawing:
    flow: Flow
    captions: PictureText
    counts: Mapping[str, int]
    current: str
    parts: list[str] = field(default_factory=list)
    boxes: dict[Slot, Box] = field(default_factory=dict)
    width: float = 0.0

    def picture(self) -> Picture:
        grouped = _group_by_ends(list_edges(self.flow))
        links = sorted(grouped, key=lambda ends: ORDER.index(self.flow.states[ends[1]].milestone))
        layout = lay_out(start=self.flow.start, nodes=list(self.flow.states), edges=links)
        labels = [_label_lines(grouped[ends], self.captions.language) for ends in links]
        boxes, width, height = assign_coordinates(layout=layout, size=lambda slot: _size(slot, layout, labels))
        self.boxes, self.width = boxes, width
        for number, ends in enumerate(links):
            self.draw_link(layout, number, dashed=all(edge.kind != "action" for edge in grouped[ends]))
        for number, lines in enumerate(labels):
            self.draw_label(layout, number, lines)
        for name, state in self.flow.states.items():
            self.draw_node(state, next(slot for slot in boxes if slot.link is None and slot.name == name))
        return self.frame(width + 2 * MARGIN, height + 2 * MARGIN)

    def frame(self, width: float, height: float) -> Picture:
        inside = "".join(self.parts)
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(self.captions.title)}" '
            f'lang="{self.captions.language}" width="{width:.0f}" height="{height:.0f}" '
            f'viewBox="{-MARGIN:.0f} {-MARGIN:.0f} {width:.0f} {height:.0f}" font-size="15" fill="{INK}">'
            f"<title>{escape(self.captions.title)}</title><desc>{escape(self.captions.description)}</desc>{inside}</svg>"
        )
        return Picture(svg, round(width), round(height))

    def x(self, across: float) -> float:
        return self.width - across if self.captions.is_rtl else across

    # --- edges

    def draw_link(self, layout: Layout, number: int, *, dashed: bool) -> None:
        link, path = layout.links[number], layout.paths[number]
        points = self.link_points(layout, number, path)
        if link.start == link.end:
            points = self.loop_points(path)
        drawn = [f"M{self.x(points[0][0]):.1f} {points[0][1]:.1f}"]
        for (x1, y1), (x2, y2) in pairwise(points):
            middle = (x1 + x2) / 2
            drawn.append(f"C{self.x(middle):.1f} {y1:.1f} {self.x(middle):.1f} {y2:.1f} {self.x(x2):.1f} {y2:.1f}")
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        self.parts.append(f'<path d="{"".join(drawn)}" fill="none" stroke="{LINE}" stroke-width="1.5"{dash}/>')
        self.draw_arrow(
            *(points[0] if link.is_reversed else points[-1]), backwards=link.is_reversed or link.start == link.end
        )

    def link_points(self, layout: Layout, number: int, path: Sequence[Slot]) -> list[tuple[float, float]]:
        first, last = self.boxes[path[0]], self.boxes[path[-1]]
        points = [(first.x + first.width, self.port_y(layout, number, 0))]
        for slot in path[1:-1]:
            box = self.boxes[slot]
            points += [(box.x, box.middle), (box.x + box.width, box.middle)]
        return [*points, (last.x, self.port_y(layout, number, -1))]

    def loop_points(self, path: Sequence[Slot]) -> list[tuple[float, float]]:
        node, beside = self.boxes[path[0]], self.boxes[path[1]]
        edge = node.x + node.width
        return [(edge, node.y + 12), (beside.x, beside.middle), (edge, node.y + node.height - 12)]

    def port_y(self, layout: Layout, number: int, end: int) -> float:
        """Return where a link meets its node: links on one side are spread out, in the order of their other ends."""
        node = layout.paths[number][end]
        sharing = [
            index for index, path in enumerate(layout.paths) if path[end] == node and path[0].rank != path[-1].rank
        ]
        sharing.sort(key=lambda index: self.boxes[layout.paths[index][1 if end == 0 else -2]].middle)
        box = self.boxes[node]
        position = sharing.index(number) if number in sharing else 0
        return box.y + box.height * (position + 1) / (len(sharing) + 1)

    def draw_arrow(self, x: float, y: float, *, backwards: bool) -> None:
        away = ARROW if backwards else -ARROW
        tip, base = self.x(x), self.x(x + away)
        self.parts.append(
            f'<path d="M{tip:.1f} {y:.1f}L{base:.1f} {y - 4.5:.1f}L{base:.1f} {y + 4.5:.1f}Z" fill="{LINE}"/>'
        )

    def draw_label(self, layout: Layout, number: int, lines: Sequence[str]) -> None:
        box = self.boxes[_label_slot(layout, number)]
        left = min(self.x(box.x), self.x(box.x + box.width))
        self.parts.append(
            f'<rect x="{left:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="4" '
            f'fill="{PAPER}"/>'
        )
        for index, line in enumerate(lines):
            self.draw_text(box.x + box.width / 2, box.y + LABEL_LINE * (index + 0.75), line, size=13, colour=SECONDARY)

    # --- nodes

    def draw_node(self, state: State, slot: Slot) -> None:
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
        milestone = self.captions.milestones.get(state.milestone, state.milestone)
        self.draw_text(middle, box.y + 19, _shorten(milestone, 24), size=12, colour=SECONDARY)
        self.draw_text(middle, box.y + 40, _shorten(state.name, 22), bold=True)
        who = state.work.role if state.work else ", ".join(_requested(state))
        if who:
            self.draw_text(middle, box.y + 59, _shorten(who, 24), size=12, colour=SECONDARY)
        if self.counts.get(state.name):
            self.draw_badge(box, self.counts[state.name])

    def draw_badge(self, box: Box, count: int) -> None:
        width = 16 + 9 * len(str(count))
        middle = box.x + box.width - 14
        left = self.x(middle) - width / 2
        self.parts.append(
            f'<rect x="{left:.1f}" y="{box.y - 11:.1f}" width="{width}" height="22" rx="11" fill="{RED}"/>'
        )
        self.draw_text(middle, box.y + 5, str(count), size=14, bold=True, colour="#ffffff")

    def draw_text(
        self, x: float, y: float, content: str, *, size: int = 15, bold: bool = False, colour: str = INK
    ) -> None:
        weight = ' font-weight="700"' if bold else ""
        self.parts.append(
            f'<text x="{self.x(x):.1f}" y="{y:.1f}" text-anchor="middle" font-size="{size}"{weight} '
            f'fill="{colour}">{escape(content)}</text>'
        )


def _group_by_ends(edges: Sequence[Edge]) -> dict[tuple[str, str], list[Edge]]:
    """Group edges by their two states: they share one line."""
    grouped: dict[tuple[str, str], list[Edge]] = {}
    for edge in edges:
        grouped.setdefault((edge.start, edge.end), []).append(edge)
    return grouped


def _label_lines(edges: Sequence[Edge], language: str) -> list[str]:
    """Return each distinct label followed by its condition as written, cut to a few lines."""
    shown = dict.fromkeys((edge.label.of(language), edge.when) for edge in edges)
    lines = [line for label, when in shown for line in (*_wrap(label), *([_shorten(when, 21)] if when else []))]
    return lines if len(lines) <= MOST_LABEL_LINES else [*lines[: MOST_LABEL_LINES - 1], "…"]


def _wrap(label: str) -> list[str]:
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LABEL_CHARACTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [_shorten(line, LABEL_CHARACTERS + 2) for line in lines]


def _requested(state: State) -> list[str]:
    """Name what is asked of somebody as soon as a case comes to a state."""
    return [effect.argument for effect in state.effects if effect.kind == "request"]


def _shorten(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _size(slot: Slot, layout: Layout, labels: Sequence[Sequence[str]]) -> tuple[float, float]:
    if slot.link is None:
        return NODE_WIDTH, NODE_HEIGHT
    if slot == _label_slot(layout, slot.link):
        return LABEL_WIDTH, LABEL_LINE * len(labels[slot.link])
    return (NODE_WIDTH if slot.rank % 2 == 0 else LABEL_WIDTH), PASSING


def _label_slot(layout: Layout, number: int) -> Slot:
    """Return the slot of a link's label: on the odd layer next to the state that the original edge leaves."""
    path, link = layout.paths[number], layout.links[number]
    return path[-2] if link.is_reversed else path[1]
