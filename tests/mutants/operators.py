"""The ways in which a line is made wrong: cosmic-ray's operators, and one of our own."""

from collections.abc import Iterable, Iterator
from typing import Final

from cosmic_ray.ast import get_ast
from cosmic_ray.operators import binary_operator_replacement, boolean_replacer, comparison_operator_replacement
from cosmic_ray.operators.operator import Example, Operator
from parso.python.tree import ReturnStmt
from parso.tree import NodeOrLeaf

TURNED: Final = frozenset({
    "Eq_NotEq", "NotEq_Eq", "Lt_LtE", "LtE_Lt", "Gt_GtE", "GtE_Gt", "Lt_GtE", "Gt_LtE", "LtE_Gt", "GtE_Lt", "Is_IsNot",
    "IsNot_Is",
})  # fmt: skip
"""Comparisons turned round, or moved by one: the others of cosmic-ray repeat what these find."""
ARITHMETIC: Final = frozenset({"Add_Sub", "Sub_Add", "FloorDiv_Mul", "Mod_FloorDiv"})

Span = tuple[tuple[int, int], tuple[int, int]]


class ReturnNothing(Operator):  # type: ignore[misc]  # cosmic-ray is untyped
    """Drop the value that a function returns; None in place of False is the same to whoever asks."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[Span]:
        """Yield where a value is returned."""
        if isinstance(node, ReturnStmt) and node.children[1].get_code().strip() not in {"None", "False"}:
            yield node.start_pos, node.end_pos

    def mutate(self, node: ReturnStmt, index: int) -> ReturnStmt:
        """Return None in its place."""
        node.children[1:] = [get_ast(" None")]
        return node

    @classmethod
    def examples(cls) -> Iterable[Example]:
        """Return what it does, as cosmic-ray's own tests read it."""
        return (Example("def f(): return x", "def f(): return None"),)


def operators() -> dict[str, type[Operator]]:
    """Return the operators that mutants are drawn from, by name."""
    comparisons = _chosen(comparison_operator_replacement.operators(), TURNED)
    arithmetic = _chosen(binary_operator_replacement.operators(), ARITHMETIC)
    logic = (
        boolean_replacer.ReplaceAndWithOr,
        boolean_replacer.ReplaceOrWithAnd,
        boolean_replacer.ReplaceTrueWithFalse,
        boolean_replacer.ReplaceFalseWithTrue,
        boolean_replacer.AddNot,
    )
    return {each.__name__: each for each in (*comparisons, *arithmetic, *logic, ReturnNothing)}


def _chosen(found: Iterable[type[Operator]], endings: frozenset[str]) -> list[type[Operator]]:
    return [each for each in found if any(each.__name__.endswith(f"_{ending}") for ending in endings)]
