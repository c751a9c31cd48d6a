"""Layered layout of a directed graph (Sugiyama, Tagawa, Toda 1981), deterministic for a given graph.

Cycle removal, layer assignment and crossing reduction are here; coordinate assignment is in `coordinates`. Every edge
has a slot of its own in each layer between its ends, so that neither lines nor labels overlap a node. Layers follow the
reading direction, positions run across it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

SWEEPS = 12


@dataclass(frozen=True, slots=True)
class Link:
    """An edge in the order of the layers; `is_reversed` if the original edge runs against them."""

    start: str
    end: str
    is_reversed: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """A position in a layer, taken by a node, or by an edge that passes through if `link` is its index."""

    name: str
    link: int | None = None
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """The layers, and for each link the slots it passes through, from the lower layer to the higher one."""

    layers: tuple[tuple[Slot, ...], ...]
    links: tuple[Link, ...]
    paths: tuple[tuple[Slot, ...], ...]


def lay_out(*, start: str, nodes: Sequence[str], edges: Sequence[tuple[str, str]]) -> Layout:
    """Lay out a graph: nodes on even layers, edges through slots on the layers between."""
    links = _break_cycles(start, nodes, edges)
    ranks = _assign_ranks(nodes, links)
    layers: list[list[Slot]] = [[] for _ in range(max(ranks.values(), default=0) + 1)]
    for node in nodes:
        layers[ranks[node]].append(Slot(node, rank=ranks[node]))
    paths = tuple(_path(number, link, ranks, layers) for number, link in enumerate(links))
    _reduce_crossings(layers, paths)
    return Layout(tuple(map(tuple, layers)), links, paths)


def _break_cycles(start: str, nodes: Sequence[str], edges: Sequence[tuple[str, str]]) -> tuple[Link, ...]:
    """Reverse the edges that lead back to a node on the current path of a depth-first search: no cycle remains."""
    successors: dict[str, list[str]] = {node: [] for node in nodes}
    for source, target in edges:
        successors[source].append(target)
    back = _back_edges(start, nodes, successors)
    return tuple(
        Link(target, source, True) if (source, target) in back else Link(source, target, False)
        for source, target in edges
    )


def _back_edges(start: str, nodes: Sequence[str], successors: Mapping[str, list[str]]) -> set[tuple[str, str]]:
    back: set[tuple[str, str]] = set()
    state: dict[str, str] = {}
    for root in [start, *nodes]:  # states that no edge reaches are drawn too
        if root in state or root not in successors:  # a draft may start where no state is
            continue
        state[root] = "open"
        stack = [(root, iter(successors[root]))]
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
                stack.append((target, iter(successors[target])))
    return back


def _assign_ranks(nodes: Sequence[str], links: Iterable[Link]) -> dict[str, int]:
    """Rank nodes by the longest path from a source, in steps of two: the odd layers belong to the edges."""
    before: dict[str, list[str]] = {node: [] for node in nodes}
    for link in links:
        if link.start != link.end:
            before[link.end].append(link.start)
    ranks: dict[str, int] = {}
    for node in nodes:
        _rank(node, before, ranks)
    return ranks


def _rank(node: str, before: Mapping[str, list[str]], ranks: dict[str, int]) -> None:
    stack = [node]  # no recursion: a flow of hundreds of states would exceed Python's limit
    while stack:
        top = stack[-1]
        missing = [each for each in before[top] if each not in ranks]
        if missing:
            stack.extend(missing)
            continue
        ranks[top] = max((ranks[each] + 2 for each in before[top]), default=0)
        stack.pop()


def _path(number: int, link: Link, ranks: Mapping[str, int], layers: list[list[Slot]]) -> tuple[Slot, ...]:
    """Add the slots of a link to the layers and return them in order; a loop gets one slot beside its node."""
    first, last = ranks[link.start], ranks[link.end]
    between = [Slot(link.start, number, rank) for rank in range(first + 1, last)]
    if link.start == link.end:
        between = [Slot(link.start, number, first + 1)]
        if first + 1 == len(layers):
            layers.append([])
    for slot in between:
        layers[slot.rank].append(slot)
    return (Slot(link.start, rank=first), *between, Slot(link.end, rank=last))


def _reduce_crossings(layers: list[list[Slot]], paths: Sequence[tuple[Slot, ...]]) -> None:
    """Sort each layer by the barycentre of its neighbours, sweeping down and up, and keep the best result."""
    lower, higher = _neighbours(paths, 0), _neighbours(paths, 1)
    best, fewest = [list(layer) for layer in layers], _count_crossings(layers, higher)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        span = range(1, len(layers)) if down else range(len(layers) - 2, -1, -1)
        for index in span:
            _sort(layers[index], layers[index - 1 if down else index + 1], lower if down else higher)
        # A sweep may make things worse: the heuristic does not converge.
        crossings = _count_crossings(layers, higher)
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
    positions = {slot: position for position, slot in enumerate(fixed)}

    def barycentre(slot: Slot) -> float:
        known = [positions[each] for each in neighbours.get(slot, ()) if each in positions]
        return sum(known) / len(known) if known else float(own_positions[slot])

    own_positions = {slot: position for position, slot in enumerate(layer)}
    layer.sort(key=barycentre)


def _count_crossings(layers: Sequence[Sequence[Slot]], higher: Mapping[Slot, list[Slot]]) -> int:
    total = 0
    for index, layer in enumerate(layers[:-1]):
        positions = {slot: position for position, slot in enumerate(layers[index + 1])}
        ends = [sorted(positions[each] for each in higher.get(slot, ()) if each in positions) for slot in layer]
        flat = [end for each in ends for end in each]
        total += sum(a > b for i, a in enumerate(flat) for b in flat[i + 1 :])
    return total
