"""What an expression costs at most, counted on its syntax tree before it is worked out.

The engine copies what a name stands for whenever it is read, and copies a list anew for each entry that `map` or
`filter` adds. One unit is one copied value, about half a microsecond; `MOST` are a tenth of a second.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from hukumati.service_language.expression_tree import Node

MOST: Final = 200_000
BYTES_IN_UNIT: Final = 64
CALL: Final = 10
"""A function of the platform leaves the engine and comes back."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a value may be: its entries, the largest of them, and what it weighs besides."""

    count: int = 0
    each: int = 0
    own: int = 1

    @property
    def total(self) -> int:
        """Count all values in it."""
        return self.own + self.count * self.each

    @property
    def entry(self) -> "Shape":
        """Return the shape of any one of its entries or members: what it weighs, in small values."""
        return Shape(count=max(self.each - 1, 0), each=1)

    def joined(self, other: "Shape") -> "Shape":
        """Return the shape of this and another one after it."""
        return Shape(self.count + other.count, max(self.each, other.each), self.own + other.own)

    def either(self, other: "Shape") -> "Shape":
        """Return a shape that has room for both."""
        return Shape(max(self.count, other.count), max(self.each, other.each), max(self.own, other.own))

    @classmethod
    def of(cls, value: object) -> Self:
        """Measure a value."""
        if isinstance(value, Mapping):
            return cls(len(value), max((Shape.of(item).total for item in value.values()), default=0))
        if isinstance(value, list | tuple):
            return cls(len(value), max((Shape.of(item).total for item in value), default=0))
        return cls(own=1 + len(value) // BYTES_IN_UNIT) if isinstance(value, str) else cls()


ASSUMED: Final = Shape(count=50, each=11)
"""A fact nothing is known of yet: fifty entries of ten members."""

CONSTANTS: Final = frozenset(("null", "true", "false"))

Shapes = Mapping[str, Shape]


def cost(tree: Node, shapes: Shapes) -> int:
    """Return how many units an expression takes at most with facts of these shapes; of others nothing is known."""
    return _measured(tree, shapes)[0]


def _measured(node: Node, shapes: Shapes) -> tuple[int, Shape]:
    """Return the cost of a step and the shape of its value."""
    if node.kind == "name" and node.name in CONSTANTS:
        return 1, Shape()
    if node.kind == "name":
        shape = shapes.get(node.name, ASSUMED)
        return shape.total, shape
    if node.kind == "macro":
        return _macro(node, shapes)
    parts = [_measured(part, shapes) for part in node.parts]
    spent = 1 + sum(units for units, _shape in parts)
    found = [shape for _units, shape in parts]
    return spent + _own_cost(node, found), _shape(node, found)


def _own_cost(node: Node, parts: list[Shape]) -> int:
    if node.kind == "call":
        return CALL + sum(shape.total for shape in parts)
    if node.kind in {"==", "!=", "in", "+", "member", "index"}:
        return sum(shape.total for shape in parts)
    return 0


def _shape(node: Node, parts: list[Shape]) -> Shape:
    if node.kind == "literal":
        return Shape.of(node.name)
    if node.kind in {"list", "map"}:
        return Shape(len(parts), max((shape.total for shape in parts), default=0))
    if node.kind == "+":
        return parts[0].joined(parts[1])
    if node.kind == "choice":
        return parts[1].either(parts[2])
    if node.kind in {"member", "index"}:
        return parts[0].entry
    if node.kind == "entry":
        return parts[0].joined(parts[1])
    if node.kind == "call" and parts:
        return parts[0] if node.name == "pluck" else Shape(own=parts[0].own)
    return Shape()


def _macro(node: Node, shapes: Shapes) -> tuple[int, Shape]:
    """A body is worked out for each entry; what `map` and `filter` gather is copied for each that is added."""
    spent, over = _measured(node.parts[0], shapes)
    inner = {**shapes, node.parts[1].name: over.entry}
    bodies = [_measured(part, inner) for part in node.parts[2:]]
    spent += over.count * (2 + sum(units for units, _shape in bodies))
    if node.name not in {"map", "filter"}:
        return spent, Shape()
    added = bodies[-1][1] if node.name == "map" else over.entry
    return spent + over.count * over.count * added.total // 2, Shape(over.count, added.total)
