"""Coordinates for the slots of a layout: each slot lies as near to the middle of its neighbours as its layer allows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from hukumati.studio.pictures.layers import Layout, Slot

BETWEEN_LAYERS = 22.0
BETWEEN_SLOTS = 14.0
ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Box:
    """The upper left corner and the size of a slot, in pixels, for reading from left to right."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Return the y coordinate at which lines enter and leave."""
        return self.y + self.height / 2


Sizes = Callable[[Slot], tuple[float, float]]


def assign_coordinates(*, layout: Layout, size: Sizes) -> tuple[dict[Slot, Box], float, float]:
    """Return the box of each slot, and the width and height of the whole diagram."""
    sizes = {slot: size(slot) for layer in layout.layers for slot in layer}
    columns = _columns(layout.layers, sizes)
    tops = _tops(layout, sizes)
    boxes = {slot: Box(columns[slot.rank][0], tops[slot], columns[slot.rank][1], sizes[slot][1]) for slot in sizes}
    width = max((box.x + box.width for box in boxes.values()), default=0.0)
    height = max((box.y + box.height for box in boxes.values()), default=0.0)
    return boxes, width, height


def _columns(layers: Sequence[Sequence[Slot]], sizes: Mapping[Slot, tuple[float, float]]) -> list[tuple[float, float]]:
    columns, x = [], 0.0
    for layer in layers:
        width = max((sizes[slot][0] for slot in layer), default=0.0)
        columns.append((x, width))
        x += width + BETWEEN_LAYERS
    return columns


def _tops(layout: Layout, sizes: Mapping[Slot, tuple[float, float]]) -> dict[Slot, float]:
    """Return the y coordinate of each slot's upper edge; the topmost slot lies at 0."""
    tops: dict[Slot, float] = {}
    for layer in layout.layers:
        y = 0.0
        for slot in layer:
            tops[slot] = y
            y += sizes[slot][1] + BETWEEN_SLOTS
    neighbours = _all_neighbours(layout)
    for number in range(ROUNDS):
        order = layout.layers if number % 2 == 0 else layout.layers[::-1]
        for layer in order:
            _relax(layer, tops, sizes, neighbours)
    least = min(tops.values(), default=0.0)
    return {slot: top - least for slot, top in tops.items()}


def _all_neighbours(layout: Layout) -> dict[Slot, list[Slot]]:
    found: dict[Slot, list[Slot]] = {}
    for path in layout.paths:
        for one, other in pairwise(path):
            found.setdefault(one, []).append(other)
            found.setdefault(other, []).append(one)
    return found


def _relax(
    layer: Sequence[Slot],
    tops: dict[Slot, float],
    sizes: Mapping[Slot, tuple[float, float]],
    neighbours: Mapping[Slot, list[Slot]],
) -> None:
    """Move the slots of one layer towards the mean of their neighbours without changing their order.

    Slots whose wishes overlap merge into a block that lies at the mean of its wishes: the pool-adjacent-violators
    algorithm of isotonic regression (Barlow, Bartholomew, Bremner, Brunk 1972).
    """
    blocks: list[tuple[list[float], float, int]] = []  # wishes of the block's first slot, height, slots
    for slot in layer:
        near = [tops[each] + sizes[each][1] / 2 for each in neighbours.get(slot, ()) if each in tops]
        wish = fmean(near) - sizes[slot][1] / 2 if near else tops[slot]
        block = ([wish], sizes[slot][1] + BETWEEN_SLOTS, 1)
        while blocks and fmean(blocks[-1][0]) + blocks[-1][1] > fmean(block[0]):
            wishes, height, count = blocks.pop()
            block = ([*wishes, *(each - height for each in block[0])], height + block[1], count + block[2])
        blocks.append(block)
    _place_blocks(layer, blocks, tops, sizes)


def _place_blocks(
    layer: Sequence[Slot],
    blocks: list[tuple[list[float], float, int]],
    tops: dict[Slot, float],
    sizes: Mapping[Slot, tuple[float, float]],
) -> None:
    slots = iter(layer)
    for wishes, _height, count in blocks:
        y = fmean(wishes)
        for _ in range(count):
            slot = next(slots)
            tops[slot] = y
            y += sizes[slot][1] + BETWEEN_SLOTS
