"""Writes the reference of the service language from its schemas, with examples from the folders of the services."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from hukumati.catalogue.folder.schema import FOLDER
from hukumati.catalogue.folder.schema_nodes import SchemaNode, follow
from hukumati.catalogue.folder.yaml_parser import parse_yaml

FIRST_CHOICE: Final = "moj/non-conviction-certificate"
"""Examples come from here if they can: it is the folder that the how-to reads with."""
LONGEST_EXAMPLE: Final = 160
ANY: Final = "NAME"
EACH: Final = "[]"
Place = tuple[str, ...]
KINDS: Final = {
    "object": "mapping",
    "array": "list",
    "string": "text",
    "integer": "whole number",
    "boolean": "yes or no",
}
FLOW: Final[dict[str, object]] = {
    "default_flow_style": True, "allow_unicode": True, "width": 10_000, "sort_keys": False,
}  # fmt: skip
EXAMPLE_MARK: Final = "Example: "
HEAD: Final = "<!-- Made by `make reference` from src/hukumati/catalogue/folder/schemas: change it there. -->\n"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a file: its place (`states.NAME.work.role`), type, meaning, and where a folder uses it."""

    place: Place
    kind: str
    about: str
    is_needed: bool
    example: str = ""
    source: str = ""

    @property
    def shown(self) -> str:
        """The place as the page writes it."""
        return ".".join(self.place).replace(f".{EACH}", EACH)


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the language with all its words."""

    name: str
    title: str
    about: str
    words: tuple[Word, ...]


def read_pages(*, services: Path) -> tuple[Page, ...]:
    """Read every schema, and find an example of each word in the folders under `services`."""
    return tuple(_page(path, services) for path in sorted(FOLDER.glob("*.json")))


def write_pages(*, services: Path) -> dict[str, str]:
    """Return the reference as Markdown files by name."""
    pages = read_pages(services=services)
    return {"README.md": _index(pages), **{f"{page.name}.md": _markdown(page) for page in pages}}


def _page(path: Path, services: Path) -> Page:
    schema: SchemaNode = json.loads(path.read_text("utf-8"))
    title = str(schema.get("title", f"{path.stem}.yaml"))
    files = _files(title, services)
    words: dict[Place, Word] = {}
    for place, node, is_needed in _walk(schema, schema, ()):
        found = words.get(place)
        if found is None or (node.get("description") and not found.about):
            words[place] = _word(place, node, files, is_needed=is_needed)
    return Page(path.stem, title, str(schema.get("description", "")), tuple(words.values()))


def _files(title: str, services: Path) -> list[tuple[str, object]]:
    """Read every file that the schema speaks of, by its path under `services`."""
    pattern = title if title.startswith("shared/") else f"*/*/{title}"
    names = sorted(path.relative_to(services).as_posix() for path in services.glob(pattern))
    names.sort(key=lambda name: not name.startswith(FIRST_CHOICE))
    return [(name, parse_yaml(file=name, data=(services / name).read_bytes()).value) for name in names]


def _walk(schema: SchemaNode, node: SchemaNode, place: Place) -> Iterator[tuple[Place, SchemaNode, bool]]:
    """Return every word below a node, with its schema and whether it must be there."""
    if node.get("$ref", "").startswith("#/properties/"):  # words that stand in their own place already
        return
    if "$ref" in node:
        yield from _walk(schema, follow(schema, node["$ref"]), place)
    for name, part in node.get("properties", {}).items():
        yield (*place, name), _resolve(schema, part), name in node.get("required", [])
        yield from _walk(schema, part, (*place, name))
    for below, part in _parts(node):
        yield from _walk(schema, part, (*place, *below))


def _parts(node: SchemaNode) -> Iterator[tuple[Place, SchemaNode]]:
    """Return the parts of a node that have no name of their own, and what they add to its place."""
    others = node.get("additionalProperties", False)
    if not isinstance(others, bool):
        yield (ANY,), others
    if "items" in node:
        yield (EACH,), node["items"]
    for condition in ("then", "else"):
        if condition in node:
            yield (), node[condition]
    choices = (*node.get("oneOf", []), *node.get("anyOf", []), *node.get("allOf", []))
    yield from (((), part) for part in choices)


def _resolve(schema: SchemaNode, node: SchemaNode) -> SchemaNode:
    return {**_resolve(schema, follow(schema, node["$ref"])), **node} if "$ref" in node else node


def _word(place: Place, node: SchemaNode, files: list[tuple[str, object]], *, is_needed: bool) -> Word:
    about, _, stated = str(node.get("description", "")).partition(EXAMPLE_MARK)
    example, source = next(_examples(place, files), (stated, ""))
    if not example:  # a question inside a group has the words of any question
        example, source = next(_examples(_outside_groups(place), files), ("", ""))
    return Word(place, _kind(node), about.rstrip(" .") + ("." if about else ""), is_needed, example, source)


def _outside_groups(place: Place) -> Place:
    """Return a place without its repetition: `pages[].ask[].ask[].id` becomes `pages[].ask[].id`."""
    for index in range(len(place) - 3):
        if place[index : index + 2] == place[index + 2 : index + 4]:
            return place[:index] + place[index + 2 :]
    return place


def _kind(node: SchemaNode) -> str:
    if "enum" in node:
        return ", ".join(f"`{word}`" for word in node["enum"])
    if "const" in node:
        return f"`{node['const']}`"
    kinds = node.get("type", [])
    names = [KINDS.get(kind, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    if names == ["list"] and "items" in node and "enum" in node["items"]:
        return f"list of {_kind(node['items'])}"
    return " or ".join(names) or "any"


def _examples(place: Place, files: list[tuple[str, object]]) -> Iterator[tuple[str, str]]:
    for name, value in files:
        for found in _found(value, place):
            written = yaml.safe_dump(
                found, default_flow_style=True, allow_unicode=True, width=10_000, sort_keys=False
            ).strip()
            yield f"{place[-1]}: {_short(written.removesuffix('...').strip())}", name


def _short(written: str) -> str:
    plain = written.strip("'") if written.count("'") == 2 and written[0] == written[-1] == "'" else written
    return plain if len(plain) <= LONGEST_EXAMPLE else f"{plain[:LONGEST_EXAMPLE].rstrip()} …"


def _found(value: object, place: Place) -> Iterator[object]:
    if not place:
        yield value
        return
    step, rest = place[0], place[1:]
    if step == EACH and isinstance(value, list):
        for item in value:
            yield from _found(item, rest)
    elif step == ANY and isinstance(value, Mapping):
        for item in value.values():
            yield from _found(item, rest)
    elif isinstance(value, Mapping) and step in value:
        yield from _found(value[step], rest)


def _index(pages: tuple[Page, ...]) -> str:
    rows = "\n".join(f"| [`{page.title}`]({page.name}.md) | {page.about} | {len(page.words)} |" for page in pages)
    return (
        f"{HEAD}\n# The service language\n\nEvery word that a service folder may hold, by file. What the words do "
        "together, tables, expressions and scenarios: [the service folder](../service-folder.md). Why it is so: "
        f"[explanation](../../explanation/the-service-language.md).\n\n| file | holds | words |\n|---|---|---|\n"
        f"{rows}\n"
    )


def _markdown(page: Page) -> str:
    entries = "\n".join(_entry(word) for word in page.words)
    return f"{HEAD}\n# `{page.title}`\n\n{page.about}\n\n{_legend(page)}{entries}"


def _legend(page: Page) -> str:
    if not any(ANY in word.place or EACH in word.place for word in page.words):
        return ""
    return f"`{ANY}` stands for a name of the folder's own, `{EACH}` for each entry of a list.\n\n"


def _entry(word: Word) -> str:
    needed = ", needed" if word.is_needed else ""
    example = f"\n```yaml\n{word.example}\n```\n" if word.example else ""
    source = f"From `services/{word.source}`.\n" if word.source else ""
    return f"## `{word.shown}`\n\n{word.about}\n\nType: {word.kind}{needed}.\n{example}{source}"
