"""Whom an expression may name: the facts that its value can be, read from its syntax tree."""

from collections.abc import Iterator

from hukumati.service_language.expression_tree import Node, parse
from hukumati.service_language.expressions import Expression

WORKED_OUT = ""
"""Stands for a value that is not a fact as it is: a text put together, an entry of a list, a function's result."""


def sources_of(expression: Expression) -> frozenset[str]:
    """Return the paths of facts that the value may be (`applicant.id_number`, `child.id_number`), without null."""
    return frozenset(_sources(parse(expression.text)))


def may_be_nobody(expression: Expression) -> bool:
    """Return whether a branch of the value is null as it is written."""
    return _has_null(parse(expression.text))


def _has_null(node: Node) -> bool:
    if node.kind == "choice":
        return any(_has_null(branch) for branch in node.parts[1:])
    return node.kind == "name" and node.name == "null"


def _sources(node: Node) -> Iterator[str]:
    if node.kind == "choice":
        _condition, then, otherwise = node.parts
        yield from _sources(then)
        yield from _sources(otherwise)
    elif not (node.kind == "name" and node.name == "null"):
        yield _path(node)


def _path(node: Node) -> str:
    if node.kind == "name":
        return node.name
    if node.kind == "member":
        owner = _path(node.parts[0])
        return f"{owner}.{node.name}" if owner else WORKED_OUT
    return WORKED_OUT
