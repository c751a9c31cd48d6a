"""The syntax tree of an expression: the part of CEL that service folders may use, read strictly.

The engine gives no tree away. What is not in this grammar (comments, raw and triple-quoted strings, bytes) is refused,
so that nothing reaches the engine that was not seen here.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

MAX_DEPTH: Final = 24
MACROS: Final = frozenset(("map", "filter", "exists", "exists_one", "all"))
_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<string>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")
    |(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    |(?P<name>[A-Za-z_][A-Za-z_0-9]*)
    |(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()\[\]{}])
    |(?P<end>$))""",
    re.VERBOSE,
)
_BINARY: Final = (("||",), ("&&",), ("==", "!=", "<", "<=", ">", ">=", "in"), ("+", "-"), ("*", "/", "%"))


class SyntaxRefused(ValueError):
    """The text is not in the grammar; the message says what was met."""


@dataclass(frozen=True, slots=True)
class Node:
    """One step: its kind is literal, name, list, map, entry, member, index, call, macro, choice or a sign."""

    kind: str
    parts: tuple["Node", ...] = ()
    name: str = ""
    """Of a name, member, function or macro; a literal's own text. A macro's second part names its variable."""

    def has_macro(self) -> bool:
        """Return whether something is done for every entry of a list in it."""
        return self.kind == "macro" or any(part.has_macro() for part in self.parts)


def parse(text: str) -> Node:
    """Return the tree of an expression; raises SyntaxRefused."""
    reader = _Reader(_tokens(text))
    tree = reader.expression()
    reader.expect("")
    return tree


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(text) or not found or found[-1][0] != "end":
        match = _TOKEN.match(text, at)
        if not match:
            raise SyntaxRefused(f"not understood: {text[at : at + 20].strip()}")
        kind = str(match.lastgroup)
        found.append((kind, match[kind]))
        at = match.end()
    return found


class _Reader:
    """Reads tokens from the left by recursive descent (CEL's grammar, cel-spec/doc/langdef.md)."""

    def __init__(self, tokens: Sequence[tuple[str, str]]) -> None:
        self._tokens, self._at, self._depth = tokens, 0, 0

    def _next(self) -> str:
        kind, text = self._tokens[self._at]
        return text if kind in {"sign", "end"} or text == "in" else ""

    def _take(self, *signs: str) -> str:
        """Return the next sign and pass it, if it is one of these."""
        found = self._next()
        if not found or found not in signs:
            return ""
        self._at += 1
        return found

    def expect(self, sign: str) -> None:
        """Pass a sign that must come now; the empty one is the end."""
        if sign and self._take(sign):
            return
        if sign or self._tokens[self._at][0] != "end":
            raise SyntaxRefused(f"not understood: {self._tokens[self._at][1] or 'the end'}")

    def expression(self) -> Node:
        """Read a whole expression, a choice by `? :` among them."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise SyntaxRefused("nested too deeply")
        tree = self._binary(0)
        if self._take("?"):
            then = self._binary(0)
            self.expect(":")
            tree = Node("choice", (tree, then, self.expression()))
        self._depth -= 1
        return tree

    def _binary(self, level: int) -> Node:
        if level == len(_BINARY):
            return self._unary()
        tree = self._binary(level + 1)
        while sign := self._take(*_BINARY[level]):
            tree = Node(sign, (tree, self._binary(level + 1)))
        return tree

    def _unary(self) -> Node:
        signs = 0
        while self._take("!", "-"):
            signs += 1
        tree = self._primary()
        while sign := self._take(".", "["):
            tree = self._member(tree) if sign == "." else self._index(tree)
        return Node("!", (tree,)) if signs else tree

    def _member(self, owner: Node) -> Node:
        name = self._name()
        if not self._take("("):
            return Node("member", (owner,), name)
        given = self._list(")", self.expression)
        if name in MACROS and len(given) >= 2:
            if given[0].kind != "name":
                raise SyntaxRefused(f"{name} needs a name for the entry")
            return Node("macro", (owner, *given), name)
        return Node("call", (owner, *given), name)

    def _index(self, owner: Node) -> Node:
        tree = Node("index", (owner, self.expression()))
        self.expect("]")
        return tree

    def _name(self) -> str:
        kind, text = self._tokens[self._at]
        if kind != "name" or text == "in":
            raise SyntaxRefused(f"not understood: {text or 'the end'}")
        self._at += 1
        return text

    def _primary(self) -> Node:
        kind, text = self._tokens[self._at]
        if kind in {"string", "number"}:
            self._at += 1
            return Node("literal", name=text)
        if self._take("("):
            tree = self.expression()
            self.expect(")")
            return tree
        if self._take("["):
            return Node("list", tuple(self._list("]", self.expression)))
        if self._take("{"):
            return Node("map", tuple(self._list("}", self._entry)))
        name = self._name()
        return (
            Node("call", tuple(self._list(")", self.expression)), name) if self._take("(") else Node("name", (), name)
        )

    def _entry(self) -> Node:
        key = self.expression()
        self.expect(":")
        return Node("entry", (key, self.expression()))

    def _list(self, end: str, one: Callable[[], Node]) -> list[Node]:
        found: list[Node] = []
        while not self._take(end):
            if found:
                self.expect(",")
                if self._take(end):
                    break
            found.append(one())
        return found
