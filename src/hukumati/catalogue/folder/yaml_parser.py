"""A strict YAML parser: one document, no anchors, tags or doubled keys, no words that YAML turns into something else.

Values are text, whole numbers, decimal numbers, true, false, null, lists and mappings with text keys; dates stay text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import yaml

from hukumati.catalogue.folder.errors import FolderRefused, Mistake

MAX_BYTES = 256_000
MAX_DEPTH = 30

Path = tuple[str | int, ...]
Content = TypeVar("Content", covariant=True)

_Loader: type[yaml.SafeLoader] = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # libyaml where the wheel brings it: ten times faster
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,15})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")
_NUMBER_LIKE = re.compile(
    r"[-+]?(?:0[0-9_]+|0[xob][0-9a-fA-F_]+|[0-9]+(?:_[0-9]+)+|\.[0-9]+|[0-9]+\.)|[-+]?\.(?:inf|nan)", re.I
)
_OPENING = (
    yaml.BlockMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.FlowSequenceStartToken,
)
_CLOSING = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
_TRAPS = frozenset(("yes", "no", "on", "off", "y", "n"))
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class YamlFile(Generic[Content]):
    """A file's value, and the line on which each of its parts begins."""

    file: str
    value: Content
    lines: dict[Path, int] = field(repr=False)

    def line(self, *path: str | int) -> int:
        """Return the line of the part, or of the nearest part that encloses it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def parse_yaml(*, file: str, data: bytes) -> YamlFile[Any]:
    """Parse one file; what shape its value has, only a schema can say. Raises FolderRefused with all mistakes."""
    mistakes: list[Mistake] = []
    source = read_yaml(file=file, data=data, mistakes=mistakes)
    if mistakes:
        raise FolderRefused(mistakes)
    return source


def read_yaml(*, file: str, data: bytes, mistakes: list[Mistake]) -> YamlFile[Any]:
    """Parse a file past doubled keys and traps, added to `mistakes`. Raises FolderRefused where it is no YAML."""
    parser = _Parser(file)
    node = parser.compose(data)
    if parser.mistakes:
        raise FolderRefused(parser.mistakes)
    value = parser.value(node, ()) if node is not None else None
    mistakes += parser.mistakes
    return YamlFile(file=file, value=value, lines=parser.lines)


class _Parser:
    def __init__(self, file: str) -> None:
        self.file = file
        self.mistakes: list[Mistake] = []
        self.lines: dict[Path, int] = {}

    def refuse(self, line: int, code: str, problem: str, remedy: str) -> None:
        self.mistakes.append(Mistake(self.file, line, code, problem, remedy))

    def compose(self, data: bytes) -> yaml.Node | None:
        text = self._text(data)
        try:
            # a bomb of aliases or of nesting is refused from its tokens, before it is composed
            self._refuse_tokens(yaml.scan(text, Loader=_Loader))
            return None if self.mistakes else yaml.compose(text, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            self.refuse(_line(error), "yaml.syntax", f"this is not YAML: {error.problem}", _syntax_remedy(error))
        except (yaml.YAMLError, RecursionError):
            self.refuse(
                1, "yaml.syntax", "this is not YAML that can be read", "Remove odd characters and deep nesting."
            )
        return None

    def _text(self, data: bytes) -> str:
        if len(data) > MAX_BYTES:
            self.refuse(1, "yaml.size", f"the file is larger than {MAX_BYTES} bytes", "Split it or move tables to CSV.")
            return ""
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            self.refuse(line, "file.encoding", "the file is not UTF-8 text", "Save it again as UTF-8.")
            return ""

    def _refuse_tokens(self, tokens: Iterator[yaml.Token]) -> None:
        depth = 0
        for token in tokens:
            depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
            if depth > MAX_DEPTH:
                self._refuse_token(token, "yaml.depth", f"nesting deeper than {MAX_DEPTH}", "Nest less deeply.")
                return
            if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
                mark = "&" if isinstance(token, yaml.AnchorToken) else "*"
                self._refuse_token(
                    token,
                    "yaml.anchor",
                    f"anchor or alias {mark}{token.value}",
                    "Write the value out, or quote the text.",
                )
            elif isinstance(token, yaml.TagToken):
                self._refuse_token(token, "yaml.tag", "a tag (!)", "Remove it, or put the text in quotes.")

    def _refuse_token(self, token: yaml.Token, code: str, what: str, remedy: str) -> None:
        self.refuse(token.start_mark.line + 1, code, f"{what} is not allowed here", remedy)

    def value(self, node: yaml.Node, path: Path) -> object:
        self.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, object]:
        mapping: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node)
            if key in mapping:
                self.refuse(_start(key_node), "yaml.duplicate", f"the key {key!r} stands twice", "Keep one of the two.")
            mapping[key] = self.value(value_node, (*path, key))
            self.lines[*path, key] = _start(key_node)
        return mapping

    def _key(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self.refuse(_start(node), "yaml.key", "a key is not a word", "Use a plain word as the key.")
            return ""
        self._refuse_trap(node)
        return str(node.value)

    def _scalar(self, node: yaml.Node) -> object:
        text = str(node.value)
        if getattr(node, "style", None):
            return text
        self._refuse_trap(node)
        if text.lower() in _WORDS:
            return _WORDS[text.lower()]
        return _number(text)

    def _refuse_trap(self, node: yaml.Node) -> None:
        text = str(node.value)
        if getattr(node, "style", None):
            return
        if text.lower() in _TRAPS:
            remedy = f'Write "{text}" in quotes for the word, true or false for the choice.'
            self.refuse(_start(node), "yaml.trap", f"the word {text} without quotes has two meanings", remedy)
        elif _NUMBER_LIKE.fullmatch(text):
            self.refuse(
                _start(node), "yaml.trap", f"the number {text} can be read in two ways", f'Write "{text}" in quotes.'
            )


def _number(text: str) -> str | int | float:
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def _start(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _line(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


def _syntax_remedy(error: yaml.MarkedYAMLError) -> str:
    if "could not find expected ':'" in str(error) or "mapping values" in str(error):
        return "Check the colon and the space after it; put texts with a colon in quotes."
    return "Check the indentation, brackets and quotes of this line and the one above."
