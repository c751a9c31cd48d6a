"""Tables are read with the line of each row, and what is refused is named with its line."""

import pytest

from hukumati.catalogue.folder.csv_parser import MAX_CELL, MAX_ROWS, parse_csv
from hukumati.catalogue.folder.errors import FolderRefused, Mistake


def _refused(text: str | bytes) -> list[tuple[int, str, str]]:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(FolderRefused) as caught:
        parse_csv(file="x.csv", data=data)
    assert all(mistake.file == "x.csv" and mistake.remedy for mistake in caught.value.mistakes)
    return [(mistake.line, mistake.code, mistake.problem) for mistake in caught.value.mistakes]


def test_rows_know_the_line_on_which_they_begin() -> None:
    table = parse_csv(file="x.csv", data=b'\xef\xbb\xbfa, b \n1,"two\nlines"\n\n3, 4 \n')
    assert table.header == ("a", "b")
    assert table.rows == ({"a": "1", "b": "two\nlines"}, {"a": "3", "b": "4"})
    assert table.lines == (2, 5)
    assert table.file == "x.csv"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_sheet_is_read_as_each_spreadsheet_saves_it(separator: str, encoding: str) -> None:
    lines = ["key{}arabic{}english", 'a{}"نعم, أو; لا"{}yes', "b{}لا{}no"]
    data = "\r\n".join(line.replace("{}", separator) for line in lines).encode(encoding)
    table = parse_csv(file="x.csv", data=data)
    assert [row["arabic"] for row in table.rows] == ["نعم, أو; لا", "لا"]
    assert (table.header, table.lines) == (("key", "arabic", "english"), (2, 3))


def test_a_quoted_header_does_not_decide_what_separates() -> None:
    assert parse_csv(file="x.csv", data=b'"a;b;c",d\n1,2\n').rows == ({"a;b;c": "1", "d": "2"},)


def test_a_table_has_a_header_and_no_more_rows_than_it_may() -> None:
    header, row = "a,b\n", "1,2\n"
    assert len(parse_csv(file="x.csv", data=(header + row * (MAX_ROWS - 1)).encode()).rows) == MAX_ROWS - 1
    assert _refused(header + row * MAX_ROWS) == [(1, "csv.size", f"more than {MAX_ROWS} rows")]
    assert _refused("") == [(1, "csv.size", "the table is empty")]
    assert parse_csv(file="x.csv", data=header.encode()).rows == ()


def test_a_column_stands_once() -> None:
    assert _refused("a,b,a,b,c\n1,2,3,4,5\n") == [
        (1, "csv.header", "the column 'a' stands twice"),
        (1, "csv.header", "the column 'b' stands twice"),
    ]


def test_every_row_of_another_length_is_named() -> None:
    problem = "the row has {} cells where the header has 2"
    assert _refused("a,b\n1\n1,2\n1,2,3\n") == [(2, "csv.row", problem.format(1)), (4, "csv.row", problem.format(3))]


def test_a_cell_has_its_greatest_length() -> None:
    assert parse_csv(file="x.csv", data=f"a\n{'x' * MAX_CELL}\n".encode()).rows[0]["a"] == "x" * MAX_CELL
    assert _refused(f"a\n1\n{'x' * (MAX_CELL + 1)}\n")[0][:2] == (3, "csv.row")


def test_broken_quotes_and_other_encodings_are_refused() -> None:
    assert _refused('a,b\n1,2\n3,"4\n')[0][:2] == (3, "csv.syntax")
    assert _refused(b"\xff\xfea") == [(1, "file.encoding", "not UTF-8 text")]


def test_mistakes_are_told_in_the_order_of_files_and_lines() -> None:
    late, early = Mistake("b.csv", 1, "c", "p", "r"), Mistake("a.csv", 9, "c", "p", "r")
    refused = FolderRefused([late, early])
    assert refused.mistakes == (early, late)
    assert str(refused) == "a.csv:9: p. r [c]\nb.csv:1: p. r [c]"
