"""CSV tables and lists with the line of each row."""

import codecs
import csv
import io
import re
from dataclasses import dataclass

from hukumati.catalogue.folder.errors import FolderRefused, Mistake

MAX_ROWS = 2000
MAX_CELL = 2000
SEPARATORS = ",;\t"
UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class CsvFile:
    """Header and rows; `lines` gives for each row the line of the file on which it begins."""

    file: str
    header: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    lines: tuple[int, ...]


def parse_csv(*, file: str, data: bytes) -> CsvFile:
    """Read a table with a header as Excel and others save it. Raises FolderRefused with every mistake found.

    Cells are apart by the comma, the semicolon (where the comma is the decimal sign) or the tab, whichever the header
    has most of; the text is UTF-8, or UTF-16 with its mark.
    """
    mistakes: list[Mistake] = []
    source = read_csv(file=file, data=data, mistakes=mistakes)
    if mistakes:
        raise FolderRefused(mistakes)
    return source


def read_csv(*, file: str, data: bytes, mistakes: list[Mistake]) -> CsvFile:
    """Read what can be read, and add what is wrong to `mistakes`. Raises FolderRefused where nothing can be."""
    records = _records(file, data)
    header = tuple(cell.strip() for cell in records[0][1])
    mistakes += _bad_header(file, header)
    rows = []
    for line, cells in records[1:]:
        mistakes += _bad_row(file, line, cells, header)
        padded = [*cells, *[""] * (len(header) - len(cells))]
        rows.append({name: cell.strip() for name, cell in zip(header, padded, strict=False)})
    return CsvFile(file=file, header=header, rows=tuple(rows), lines=tuple(line for line, _ in records[1:]))


def _separator(text: str) -> str:
    """Return the sign that is most frequent in the header, outside quotes; the comma where none is."""
    header = re.sub(r'"[^"]*"', "", text.lstrip().split("\n", 1)[0])
    return max(SEPARATORS, key=header.count)


def _records(file: str, data: bytes) -> list[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-16" if data.startswith(UTF_16_MARKS) else "utf-8-sig").replace("\r\n", "\n")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_separator(text))
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
