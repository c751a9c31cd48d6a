# ruff: noqa: E501 - pools of odd words are listed as they are
"""Random changes to the files of a service folder, as hasty hands make them: the same seed makes the same changes."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from hukumati.catalogue.checks.checking import CheckReport, check_folder
from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.folder.files import SHARED, Folder, read_folder, service_folders
from hukumati.catalogue.folder_checks import known_elements, known_seals

MOST_CHANGES: Final = 3
ODD: Final = (
    "", "null", "true", "0", "-1", "3.5", "99999999999999999999", "[]", "[a]", "{}", "{a: b}", "[[[]]]", "'x'", "x", "x y", "٤٢", "\u202e",
    "today", "yes", "2026-02-30", "1 day", "0 days", "999 years", "{", "]", ":", "&a", "*a", "!t", "#", "\t", "x" * 300, "🙂",
)  # fmt: skip
PARTS: Final = (
    "==", "!=", "<", ">", "<=", ">=", "&&", "||", "+", "-", "*", "/", "%", "in", "!", "?", ":", "(", ")", "[0]", "['x']", ".x", ".ar", "null",
    "true", "0", "1", "800", "9223372036854775807", "-1", "2.5", "'x'", "''", "today", "fee", "applicant", "applicant.age", "applicant.born_on",
    "registers", "account.phone", "case.reference", "labels", "requests", "amount('20.00')", "amount('x')", "date('2026-12-31')", "date('x')",
    "days(7)", "years_between(today, today)", "sum([1, 2])", "size(registers)", "pluck([], 'a')", "minor(fee)", "full_name(applicant.name, 'ar')",
    ".exists(_x, _x == 1)", ".map(_x, _x)", "has(applicant.age)", "string(today)", "int('x')",
)  # fmt: skip
_TOKEN = re.compile(r"[A-Za-z_][\w.-]*|\d+|'[^']*'|\"[^\"]*\"|\S")
_VALUE = re.compile(r"(?<=[:,\[{] )[^,\[\]{}\n]+")


@dataclass(frozen=True, slots=True)
class Mutated:
    """A folder with changes, and what they were."""

    folder: Folder
    changes: tuple[str, ...]


def service_files(*, services_dir: object) -> list[Folder]:
    """Read every folder of the services directory."""
    return [read_folder(path=path) for path in service_folders(root=services_dir)]  # type: ignore[arg-type]


def mutate(folders: Sequence[Folder], random: Random) -> Mutated:
    """Change one of the folders in up to three places."""
    folder = random.choice(folders)
    files, changes = dict(folder.files), []
    for _ in range(random.randint(1, MOST_CHANGES)):
        path = random.choice([each for each in sorted(files) if _is_changed(each)])
        change = random.choice(_FOR_CSV if path.endswith(".csv") else _FOR_TEXT)
        donor = random.choice(folders).files.get(path, b"").decode()
        files[path] = change(files[path].decode(), donor, random).encode()
        changes.append(f"{path}: {change.__name__.strip('_')}")
    return Mutated(replace(folder, files=files), tuple(changes))


def check(folder: Folder, contracts: Sequence[RegisterContract]) -> CheckReport:
    """Check a folder without typesetting: templates run in a program of their own, with limits of their own."""
    return check_folder(folder=folder, contracts=contracts, elements=known_elements(), seals=known_seals())


def _is_changed(path: str) -> bool:
    return not path.endswith(".md") and (
        not path.startswith(SHARED) or path.endswith(("calendars.yaml", "offices.csv"))
    )


def _swap_tokens(text: str, _donor: str, random: Random) -> str:
    tokens = [match.span() for match in _TOKEN.finditer(text)]
    if len(tokens) < 2:
        return text
    (a, b), (c, d) = sorted(random.sample(tokens, 2))
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def _without_a_line(text: str, _donor: str, random: Random) -> str:
    lines = text.splitlines(keepends=True)
    if lines:
        lines.pop(random.randrange(len(lines)))
    return "".join(lines)


def _double_line(text: str, donor: str, random: Random) -> str:
    lines, others = text.splitlines(keepends=True), (donor or text).splitlines(keepends=True)
    if others:
        lines.insert(random.randint(0, len(lines)), random.choice(others))
    return "".join(lines)


def _change_value(text: str, _donor: str, random: Random) -> str:
    return _put(text, _VALUE, ODD, random)


def _change_token(text: str, donor: str, random: Random) -> str:
    return _put(text, _TOKEN, [match.group() for match in _TOKEN.finditer(donor)] or ODD, random)


def _change_expression(text: str, _donor: str, random: Random) -> str:
    return _put(text, _TOKEN, PARTS, random)


def _insert_into_expression(text: str, _donor: str, random: Random) -> str:
    tokens = [match.end() for match in _TOKEN.finditer(text)] or [0]
    at = random.choice(tokens)
    return f"{text[:at]} {random.choice(PARTS)} {text[at:]}"


def _change_cell(text: str, _donor: str, random: Random) -> str:
    rows = list(csv.reader(io.StringIO(text)))
    filled = [(row, column) for row, cells in enumerate(rows) for column in range(len(cells))]
    if not filled:
        return text
    row, column = random.choice(filled)
    other, another = random.choice(filled)
    cell = rows[row][column]
    rows[row][column] = random.choice(
        (
            *ODD[:8],
            *random.sample(PARTS, 3),
            f"{cell} {random.choice(PARTS)} {random.choice(PARTS)}",
            rows[other][another],
        )
    )
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


def _put(text: str, what: re.Pattern[str], others: Sequence[str], random: Random) -> str:
    places = [match.span() for match in what.finditer(text)]
    if not places:
        return text
    start, end = random.choice(places)
    return text[:start] + random.choice(others) + text[end:]


Change = Callable[[str, str, Random], str]
_FOR_TEXT: Final[tuple[Change, ...]] = (
    _swap_tokens, _without_a_line, _double_line, _change_value, _change_value, _change_token, _change_expression, _insert_into_expression,
)  # fmt: skip
_FOR_CSV: Final[tuple[Change, ...]] = (
    _change_cell,
    _change_cell,
    _change_cell,
    _without_a_line,
    _double_line,
    _change_expression,
)
