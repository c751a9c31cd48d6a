"""Decision tables: the first true row, or the only one."""

from typing import Any

import pytest

from hukumati.service_language.api import NoRowApplies, Row, SeveralRowsApply, Table, WrongResult, compile_expression


def _row(name: str, when: str, then: str) -> Row:
    conditions = (compile_expression(when, ["n"]),) if when else ()
    return Row(id=name, when=conditions, then={"fee": compile_expression(then, ["n"])})


def _table(hit: Any, *rows: tuple[str, str, str], currency: str = "ILS") -> Table:
    return Table(name="fee", hit=hit, gives={"fee": "money"}, rows=tuple(_row(*row) for row in rows), currency=currency)


def test_the_first_true_row_decides_and_is_named() -> None:
    table = _table("FIRST", ("1", "n > 10", "amount('1.00')"), ("2", "n > 5", "amount('2.00') * n"), ("3", "", "0"))
    decided = {n: table.decide({"n": n}) for n in (11, 6, 1)}
    assert {n: (decision.row, decision.values["fee"]) for n, decision in decided.items()} == {
        11: ("1", 100), 6: ("2", 1200), 1: ("3", 0),
    }  # fmt: skip


def test_unique_refuses_gaps_and_overlaps() -> None:
    table = _table("UNIQUE", ("1", "n > 10", "1"), ("2", "n > 5", "2"))
    assert table.decide({"n": 7}).row == "2"
    with pytest.raises(SeveralRowsApply):
        table.decide({"n": 11})
    with pytest.raises(NoRowApplies):
        table.decide({"n": 1})


@pytest.mark.parametrize("then", ["'20'", "-1", "true", "null", "1.5"])
def test_money_is_a_whole_number_of_minor_units_and_never_negative(then: str) -> None:
    with pytest.raises(WrongResult):
        _table("FIRST", ("1", "", then)).decide({"n": 1})


def test_money_follows_the_tables_currency() -> None:
    assert _table("FIRST", ("1", "", "amount('35.000')"), currency="JOD").decide({}).values == {"fee": 35_000}


@pytest.mark.parametrize(
    ("gives", "cell", "fits"),
    [
        ("text", "null", True),
        ("text", "'x'", True),
        ("text", "1", False),
        ("bool", "true", True),
        ("bool", "1", False),
        ("number", "-1", True),
        ("number", "true", False),
        ("number", "null", False),
        ("money", "0", True),
        ("money", "-1", False),
        ("money", "true", False),
    ],
)
def test_a_cell_gives_what_its_column_says(gives: Any, cell: str, fits: bool) -> None:
    row = Row("1", (), {"result": compile_expression(cell, [])})
    table = Table("t", "FIRST", {"result": gives}, (row,))
    if fits:
        assert table.decide({}).row == "1"
    else:
        with pytest.raises(WrongResult):
            table.decide({})
