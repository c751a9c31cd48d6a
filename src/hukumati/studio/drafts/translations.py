"""The texts of a folder side by side: key, Arabic, English, where each is used; changed in place in their files."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from hukumati.catalogue.api import FolderRefused, YamlFile, parse_csv, parse_yaml
from hukumati.studio.errors import FileRefused

FILES = {"ar": "text/ar.yaml", "en": "text/en.yaml"}
HEADER = ("key", "arabic", "english", "used")
LONGEST_TEXT = 4000
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_FORMULA = ("=", "+", "-", "@", "\t")
"""How a spreadsheet recognises a formula: a text that begins so travels behind an apostrophe."""


@dataclass(frozen=True, slots=True)
class TextRow:
    """One text: None where a language lacks it; `used` are places such as `form.yaml:12`."""

    key: str
    ar: str | None
    en: str | None
    used: tuple[tuple[str, int], ...]

    @property
    def is_missing(self) -> bool:
        """Return whether a language lacks it."""
        return not (self.ar and self.ar.strip()) or not (self.en and self.en.strip())


def read_sheet(*, texts: Mapping[str, str]) -> tuple[TextRow, ...]:
    """List the texts of a folder's files, those that a language lacks first. Raises FileRefused."""
    ar, en = _values(texts, "ar"), _values(texts, "en")
    used = _uses(texts, {*ar, *en})
    rows = [TextRow(key, ar.get(key), en.get(key), tuple(used.get(key, ()))) for key in dict.fromkeys((*ar, *en))]
    return tuple(sorted(rows, key=lambda row: not row.is_missing))


def _values(texts: Mapping[str, str], language: str) -> dict[str, str]:
    path = FILES[language]
    try:
        value = parse_yaml(file=path, data=texts.get(path, "").encode()).value
    except FolderRefused:
        raise FileRefused("not_yaml", path) from None
    if not isinstance(value or {}, dict):
        raise FileRefused("not_yaml", path)
    return {str(key): "" if text is None else str(text) for key, text in (value or {}).items()}


def _uses(texts: Mapping[str, str], keys: set[str]) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for path, word, line in _words(texts):
        if word in keys and (path, line) not in found.setdefault(word, []):
            found[word].append((path, line))
    return found


def _words(texts: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
    """Every scalar of the YAML files, and every word of the tables' cells: a text is named by its whole key."""
    for path, text in texts.items():
        try:
            if path.endswith(".yaml") and path not in FILES.values():
                source = parse_yaml(file=path, data=text.encode())
                yield from ((path, word, source.line(*at)) for at, word in _scalars(source.value, ()))
                yield from _labels(source)
            elif path.startswith("rules/"):
                table = parse_csv(file=path, data=text.encode())
                for row, line in zip(table.rows, table.lines, strict=True):
                    yield from ((path, word, line) for cell in row.values() for word in _WORD.findall(cell))
        except FolderRefused:
            continue


def _scalars(value: Any, at: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield at, value
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from _scalars(part, (*at, key))


def _labels(source: YamlFile) -> Iterator[tuple[str, str, int]]:
    """The service's name and summary are used by every page; an action's label belongs to the flow."""
    if source.file == "service.yaml":
        yield from ((source.file, word, 1) for word in ("name", "summary"))
    states = source.value.get("states") if source.file == "flow.yaml" and isinstance(source.value, dict) else None
    for name, state in (states or {}).items() if isinstance(states, dict) else ():
        for action in (state or {}).get("actions") or {} if isinstance(state, dict) else ():
            yield source.file, f"action_{action}", source.line("states", name, "actions", action)


def write_texts(*, texts: Mapping[str, str], changed: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Put changed texts ({language: {key: text}}) into their files, and leave all else as it stands.

    Comments, order and untouched lines stay; a key that a file lacks is added at its end. Raises FileRefused.
    """
    return {
        **texts,
        **{
            FILES[language]: _with(texts.get(FILES[language], ""), values, language)
            for language, values in changed.items()
        },
    }


def _with(text: str, values: Mapping[str, str], language: str) -> str:
    present = _values({FILES[language]: text}, language)
    wanted = {key: value for key, value in values.items() if present.get(key) != value}
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    if isinstance(node, yaml.MappingNode) and node.flow_style:
        raise FileRefused("not_yaml", FILES[language])
    spans = [(key.value, value.start_mark.index, value.end_mark.index) for key, value in pairs if key.value in wanted]
    for key, start, end in reversed(spans):
        text = _spliced(text, start, end, wanted[key])
    new = [f"{key}: {_written(value)}\n" for key, value in wanted.items() if key not in present]
    if new and text and not text.endswith("\n"):
        text += "\n"
    return _proven(text + "".join(new), {**present, **wanted}, language)


def _spliced(text: str, start: int, end: int, value: str) -> str:
    """A block ends with its line, which stays; a value that was empty stands right behind the colon."""
    old = text[start:end]
    tail = old[len(old.rstrip()) :]
    lead = " " if start and text[start - 1] == ":" else ""
    behind = "" if "\n" in tail else text[end:].partition("\n")[0].strip()
    return f"{text[:start]}{lead}{_written(value, alone=not behind)}{tail}{text[end:]}"


def _written(value: str, *, alone: bool = True) -> str:
    """A text of several lines is written as a block, unless something stands behind it on the line."""
    lines = value.split("\n")
    is_plain = value == value.strip() and all(line == line.rstrip() and "\t" not in line for line in lines)
    if len(lines) > 1 and is_plain and alone:
        return "|-\n" + "\n".join(f"  {line}" if line else "" for line in lines)
    style = None if value[:1].isalpha() and len(value) > 1 and len(lines) == 1 else '"'
    dumped = yaml.safe_dump(value, allow_unicode=True, width=100_000, default_style=style)
    return dumped.removesuffix("\n").removesuffix("\n...")


def _proven(text: str, expected: Mapping[str, str], language: str) -> str:
    """What was written must read as it was meant."""
    if _values({FILES[language]: text}, language) != dict(expected):
        raise FileRefused("not_yaml", FILES[language])
    return text


def write_csv(*, rows: tuple[TextRow, ...]) -> bytes:
    """Return the sheet as a table for spreadsheet programs (UTF-8 with its mark, comma-separated)."""
    whole = io.StringIO(newline="")
    writer = csv.writer(whole)
    writer.writerow(HEADER)
    for row in rows:
        used = " ".join(f"{path}:{line}" for path, line in row.used)
        writer.writerow([row.key, _guarded(row.ar or ""), _guarded(row.en or ""), used])
    return whole.getvalue().encode("utf-8-sig")


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def read_csv_sheet(*, data: bytes, texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Read a sheet that came back: what is new in it by language and key. Raises FileRefused."""
    known = {row.key: row for row in read_sheet(texts=texts)}
    changed: dict[str, dict[str, str]] = {"ar": {}, "en": {}}
    for row in _returned(data):
        if row["key"] not in known:
            raise FileRefused("unknown_key", row["key"][:80])
        for language, column in (("ar", "arabic"), ("en", "english")):
            text, before = _unguarded(row[column]), getattr(known[row["key"]], language)
            if text != (before or "").strip():
                changed[language][row["key"]] = text
    return {language: values for language, values in changed.items() if values}


def _returned(data: bytes) -> tuple[dict[str, str], ...]:
    try:
        table = parse_csv(file="texts.csv", data=data.replace(b"\r\n", b"\n"))
    except FolderRefused as refused:
        raise FileRefused("not_csv", str(refused.mistakes[0].line)) from None
    if not {"key", "arabic", "english"} <= set(table.header):
        raise FileRefused("not_csv", "1")
    return table.rows


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith((*_FORMULA, "'")) else text
