"""CSV tables and lists with the line of each row."""

import csv
import io
from dataclasses import dataclass

from hukumati.catalogue.folder.errors import FolderRefused, Mistake

MAX_ROWS = 2000
MAX_CELL = 2000


@dataclass(frozen=True, slots=True)
class CsvFile:
    """Header and rows; `lines` gives for each row the line of the file on which it begins."""

    file: str
    header: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    lines: tuple[int, ...]


def parse_csv(*, file: str, data: bytes) -> CsvFile:
    """Read a comma-separated file with a header. Raises FolderRefused with every mistake found."""
    records = _records(file, data)
    header = tuple(cell.strip() for cell in records[0][1])
    mistakes = _bad_header(file, header)
    rows = []
    for line, cells in records[1:]:
        mistakes += _bad_row(file, line, cells, header)
        rows.append({name: cell.strip() for name, cell in zip(header, cells, strict=False)})
    if mistakes:
        raise FolderRefused(mistakes)
    return CsvFile(file=file, header=header, rows=tuple(rows), lines=tuple(line for line, _ in records[1:]))


def _records(file: str, data: bytes) -> list[tuple[int, list[str]]]:
    try:
        reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        records = []
        start = 1
        for cells in reader:
            if cells:
                records.append((start, cells))
            start = reader.line_num + 1
    except UnicodeDecodeError:
        raise FolderRefused(
            [Mistake(file, 1, "file.encoding", "not UTF-8 text", "Save it again as CSV UTF-8.")]
        ) from None
    except csv.Error as error:
        problem = f"this is not CSV: {error}"
        raise FolderRefused([Mistake(file, start, "csv.syntax", problem, "Check the quotes.")]) from None
    if not records or len(records) > MAX_ROWS:
        problem = "the table is empty" if not records else f"more than {MAX_ROWS} rows"
        raise FolderRefused([Mistake(file, 1, "csv.size", problem, "Give a header and the rows needed.")])
    return records


def _bad_header(file: str, header: tuple[str, ...]) -> list[Mistake]:
    doubled = sorted({name for name in header if header.count(name) > 1})
    return [Mistake(file, 1, "csv.header", f"the column {name!r} stands twice", "Rename one.") for name in doubled]


def _bad_row(file: str, line: int, cells: list[str], header: tuple[str, ...]) -> list[Mistake]:
    if len(cells) != len(header):
        problem = f"the row has {len(cells)} cells where the header has {len(header)}"
        return [Mistake(file, line, "csv.row", problem, "Quote cells that hold a comma; add or remove commas.")]
    if any(len(cell) > MAX_CELL for cell in cells):
        return [Mistake(file, line, "csv.row", f"a cell is longer than {MAX_CELL} characters", "Shorten it.")]
    return []
