"""A directed graph laid out in layers (Sugiyama, Tagawa, Toda 1981): pure, small, the same for the same graph.

Every edge passes through a slot of its own in each layer between its ends, so that neither lines nor their labels lie
on a node. Layers count along the reading direction, places across it.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

SWEEPS = 12

Node = Hashable


@dataclass(frozen=True, slots=True)
class Link:
    """An edge as it is laid out: `turned` means that it is drawn against the order of the layers."""

    start: str
    end: str
    turned: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a layer: a node's, or (`link` is not None) one through which an edge passes."""

    name: str
    link: int | None = None
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """The layers, and for each link the slots it passes, from the lower layer to the higher one."""

    layers: tuple[tuple[Slot, ...], ...]
    links: tuple[Link, ...]
    paths: tuple[tuple[Slot, ...], ...]


def lay_out(*, start: str, nodes: Sequence[str], edges: Sequence[tuple[str, str]]) -> Layout:
    """Lay out a graph; nodes stand on even layers, edges begin with a slot on an odd one."""
    links = _forward(start, nodes, edges)
    ranks = _ranks(nodes, links)
    layers: list[list[Slot]] = [[] for _ in range(max(ranks.values(), default=0) + 1)]
    for node in nodes:
        layers[ranks[node]].append(Slot(node, rank=ranks[node]))
    paths = tuple(_path(number, link, ranks, layers) for number, link in enumerate(links))
    _uncross(layers, paths)
    return Layout(tuple(map(tuple, layers)), links, paths)


def _forward(start: str, nodes: Sequence[str], edges: Sequence[tuple[str, str]]) -> tuple[Link, ...]:
    """Edges that lead back to a node still being visited are turned round: what is left has no circle."""
    following: dict[str, list[str]] = {node: [] for node in nodes}
    for source, target in edges:
        following[source].append(target)
    back = _back_edges(start, nodes, following)
    return tuple(
        Link(target, source, True) if (source, target) in back else Link(source, target, False)
        for source, target in edges
    )


def _back_edges(start: str, nodes: Sequence[str], following: Mapping[str, list[str]]) -> set[tuple[str, str]]:
    back: set[tuple[str, str]] = set()
    state: dict[str, str] = {}
    for root in [start, *nodes]:
        if root in state:
            continue
        state[root] = "open"
        stack = [(root, iter(following[root]))]
        while stack:
            node, rest = stack[-1]
            target = next(rest, None)
            if target is None:
                state[node] = "done"
                stack.pop()
            elif state.get(target) == "open":
                back.add((node, target))
            elif target not in state:
                state[target] = "open"
                stack.append((target, iter(following[target])))
    return back


def _ranks(nodes: Sequence[str], links: Iterable[Link]) -> dict[str, int]:
    """The longest way from a beginning, in steps of two: the odd layers are for the edges."""
    before: dict[str, list[str]] = {node: [] for node in nodes}
    for link in links:
        if link.start != link.end:
            before[link.end].append(link.start)
    ranks: dict[str, int] = {}
    for node in nodes:
        _rank(node, before, ranks)
    return ranks


def _rank(node: str, before: Mapping[str, list[str]], ranks: dict[str, int]) -> None:
    stack = [node]
    while stack:
        top = stack[-1]
        missing = [each for each in before[top] if each not in ranks]
        if missing:
            stack.extend(missing)
            continue
        ranks[top] = max((ranks[each] + 2 for each in before[top]), default=0)
        stack.pop()


def _path(number: int, link: Link, ranks: Mapping[str, int], layers: list[list[Slot]]) -> tuple[Slot, ...]:
    """A link from a node to itself passes one slot beside it."""
    first, last = ranks[link.start], ranks[link.end]
    between = [Slot(link.start, number, rank) for rank in range(first + 1, last)]
    if link.start == link.end:
        between = [Slot(link.start, number, first + 1)]
        if first + 1 == len(layers):
            layers.append([])
    for slot in between:
        layers[slot.rank].append(slot)
    return (Slot(link.start, rank=first), *between, Slot(link.end, rank=last))


def _uncross(layers: list[list[Slot]], paths: Sequence[tuple[Slot, ...]]) -> None:
    """Each layer in turn is put into the order of the middle of its neighbours, there and back again."""
    lower, higher = _neighbours(paths, 0), _neighbours(paths, 1)
    best, fewest = [list(layer) for layer in layers], _crossings(layers, higher)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        span = range(1, len(layers)) if down else range(len(layers) - 2, -1, -1)
        for index in span:
            _sort(layers[index], layers[index - 1 if down else index + 1], lower if down else higher)
        crossings = _crossings(layers, higher)
        if crossings < fewest:
            best, fewest = [list(layer) for layer in layers], crossings
    layers[:] = best


def _neighbours(paths: Sequence[tuple[Slot, ...]], side: int) -> dict[Slot, list[Slot]]:
    found: dict[Slot, list[Slot]] = {}
    for path in paths:
        for one, other in pairwise(path):
            pair = (one, other) if one.rank <= other.rank else (other, one)
            found.setdefault(pair[1 - side], []).append(pair[side])
    return found


def _sort(layer: list[Slot], fixed: Sequence[Slot], neighbours: Mapping[Slot, list[Slot]]) -> None:
    places = {slot: place for place, slot in enumerate(fixed)}

    def middle(slot: Slot) -> float:
        known = [places[each] for each in neighbours.get(slot, ()) if each in places]
        return sum(known) / len(known) if known else float(layer_places[slot])

    layer_places = {slot: place for place, slot in enumerate(layer)}
    layer.sort(key=middle)


def _crossings(layers: Sequence[Sequence[Slot]], higher: Mapping[Slot, list[Slot]]) -> int:
    total = 0
    for index, layer in enumerate(layers[:-1]):
        places = {slot: place for place, slot in enumerate(layers[index + 1])}
        ends = [sorted(places[each] for each in higher.get(slot, ()) if each in places) for slot in layer]
        flat = [end for each in ends for end in each]
        total += sum(a > b for i, a in enumerate(flat) for b in flat[i + 1 :])
    return total
