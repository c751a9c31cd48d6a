"""The translation sheet of a folder: key, Arabic, English and uses of every text, edited in place in the files."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from hukumati.catalogue.api import FolderRefused, YamlFile, parse_csv, parse_yaml
from hukumati.core.typed import prose
from hukumati.studio.errors import FileRefused

FILES = {"ar": "text/ar.yaml", "en": "text/en.yaml"}
HEADER = ("key", "arabic", "english", "used")
LONGEST_TEXT = 4000
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t")
"""Spreadsheets take a cell that begins so for a formula (CSV injection): such texts travel behind an apostrophe."""


@dataclass(frozen=True, slots=True)
class TextRow:
    """One text, None in a language that lacks it; `used` are pairs of path and line."""

    key: str
    ar: str | None
    en: str | None
    used: tuple[tuple[str, int], ...]

    @property
    def is_missing(self) -> bool:
        """Return whether a language lacks the text."""
        return not (self.ar and self.ar.strip()) or not (self.en and self.en.strip())


def read_sheet(*, texts: Mapping[str, str]) -> tuple[TextRow, ...]:
    """List the texts of a folder, those that a language lacks first. Raises FileRefused."""
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
    for path, word, line in _candidate_keys(texts):
        if word in keys and (path, line) not in found.setdefault(word, []):
            found[word].append((path, line))
    return found


def _candidate_keys(texts: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
    """Yield path, word and line of everything that may be a text key: scalars of YAML, words in cells of tables."""
    for path, text in texts.items():
        try:
            if path.endswith(".yaml") and path not in FILES.values():
                source = parse_yaml(file=path, data=text.encode())
                yield from ((path, word, source.line(*at)) for at, word in _scalars(source.value, ()))
                yield from _implicit_keys(source)
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


def _implicit_keys(source: YamlFile[Any]) -> Iterator[tuple[str, str, int]]:
    """Yield the keys that the platform reads by convention: the name and summary of the service, labels of actions."""
    if source.file == "service.yaml":
        yield from ((source.file, word, 1) for word in ("name", "summary"))
    states = source.value.get("states") if source.file == "flow.yaml" and isinstance(source.value, dict) else None
    for name, state in (states or {}).items() if isinstance(states, dict) else ():
        for action in (state or {}).get("actions") or {} if isinstance(state, dict) else ():
            line = source.line("states", name, "actions", action)
            yield from ((source.file, f"{word}_{action}", line) for word in ("action", "done"))


def write_texts(*, texts: Mapping[str, str], changed: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return the folder with changed texts ({language: {key: text}}).

    Comments, order and untouched lines stay as they are; a key that a file lacks is added at its end. Raises
    FileRefused.
    """
    return {
        **texts,
        **{
            FILES[language]: _replace_values(texts.get(FILES[language], ""), values, language)
            for language, values in changed.items()
        },
    }


def _replace_values(text: str, values: Mapping[str, str], language: str) -> str:
    present = _values({FILES[language]: text}, language)
    wanted = {key: value for key, value in values.items() if present.get(key) != value}
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    if isinstance(node, yaml.MappingNode) and node.flow_style:
        raise FileRefused("not_yaml", FILES[language])
    spans = [(key.value, value.start_mark.index, value.end_mark.index) for key, value in pairs if key.value in wanted]
    for key, start, end in reversed(spans):  # from the end: earlier positions stay valid
        text = _splice(text, start, end, wanted[key])
    new = [f"{key}: {_yaml_scalar(value)}\n" for key, value in wanted.items() if key not in present]
    if new and text and not text.endswith("\n"):
        text += "\n"
    return _verified(text + "".join(new), {**present, **wanted}, language)


def _splice(text: str, start: int, end: int, value: str) -> str:
    """Return `text` with one value replaced.

    The span of a block scalar includes its last line end, which is kept; the span of an empty value begins right after
    the colon, where a space is needed.
    """
    old = text[start:end]
    tail = old[len(old.rstrip()) :]
    space = " " if start and text[start - 1] == ":" else ""
    after = "" if "\n" in tail else text[end:].partition("\n")[0].strip()
    return f"{text[:start]}{space}{_yaml_scalar(value, alone=not after)}{tail}{text[end:]}"


def _yaml_scalar(value: str, *, alone: bool = True) -> str:
    """Return a value as YAML; several lines as a block scalar, unless something (`not alone`) follows on the line."""
    lines = value.split("\n")
    is_plain = value == value.strip() and all(line == line.rstrip() and "\t" not in line for line in lines)
    if len(lines) > 1 and is_plain and alone:
        return "|-\n" + "\n".join(f"  {line}" if line else "" for line in lines)
    style = None if value[:1].isalpha() and len(value) > 1 and len(lines) == 1 else '"'
    dumped = yaml.safe_dump(value, allow_unicode=True, width=100_000, default_style=style)
    return dumped.removesuffix("\n").removesuffix("\n...")


def _verified(text: str, expected: Mapping[str, str], language: str) -> str:
    """Return the text if it reads as expected, so that an edit never corrupts a file. Raises FileRefused."""
    if _values({FILES[language]: text}, language) != dict(expected):
        raise FileRefused("not_yaml", FILES[language])
    return text


def write_csv(*, rows: tuple[TextRow, ...]) -> bytes:
    """Return the sheet as CSV with a byte order mark, by which Excel recognises UTF-8."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(HEADER)
    for row in rows:
        used = " ".join(f"{path}:{line}" for path, line in row.used)
        writer.writerow([row.key, _escape_formula(row.ar or ""), _escape_formula(row.en or ""), used])
    return buffer.getvalue().encode("utf-8-sig")


def _escape_formula(text: str) -> str:
    return f"'{text}" if text.startswith((*_FORMULA_STARTS, "'")) else text


def read_csv_sheet(*, data: bytes, texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the texts that differ in an uploaded sheet, by language and key. Raises FileRefused."""
    known = {row.key: row for row in read_sheet(texts=texts)}
    changed: dict[str, dict[str, str]] = {"ar": {}, "en": {}}
    for row in _sheet_rows(data):
        if row["key"] not in known:
            raise FileRefused("unknown_key", row["key"][:80])
        for language, column in (("ar", "arabic"), ("en", "english")):
            text, before = prose(_unescape_formula(row[column])), getattr(known[row["key"]], language)
            if text != (before or "").strip():
                changed[language][row["key"]] = text
    return {language: values for language, values in changed.items() if values}


def _sheet_rows(data: bytes) -> tuple[dict[str, str], ...]:
    try:
        table = parse_csv(file="texts.csv", data=data)
    except FolderRefused as refused:
        raise FileRefused("not_csv", str(refused.mistakes[0].line)) from None
    if not {"key", "arabic", "english"} <= set(table.header):
        raise FileRefused("not_csv", "1")
    return table.rows


def _unescape_formula(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith((*_FORMULA_STARTS, "'")) else text
