"""Parses decision tables and lists of choices from CSV."""

from collections.abc import Sequence

from hukumati.catalogue.folder.csv_parser import CsvFile
from hukumati.catalogue.folder.diagnostics import At, Diagnostics, suggest
from hukumati.catalogue.folder.entries import RoundingEntry, RuleEntry
from hukumati.core.bilingual import Bilingual
from hukumati.core.money import InvalidMoney, Money
from hukumati.service_language.api import Choice, Rounding, Row, Table

PLAIN_COLUMNS = ("row", "text", "source")


def parse_table(
    *, name: str, rule: RuleEntry, source: CsvFile, names: Sequence[str], diagnostics: Diagnostics
) -> Table:
    """Return one table; `rule` is its entry in service.yaml, `names` are what its cells may refer to."""
    _check_header(source, rule, diagnostics)
    rows = tuple(
        _row(source, line, cells, names, diagnostics) for line, cells in zip(source.lines, source.rows, strict=True)
    )
    _check_rows(source, rule, rows, diagnostics)
    currency = rule.get("currency", "ILS")
    rounding = parse_rounding(rule.get("rounding", {}), currency, At(source.file, 1), diagnostics)
    return Table(name=name, hit=rule["hit"], gives=dict(rule["gives"]), rows=rows, currency=currency, rounding=rounding)


def parse_rounding(entry: RoundingEntry, currency: str, place: At, diagnostics: Diagnostics) -> Rounding:
    mode = entry.get("mode", "down")
    try:
        unit = Money.parse(entry["to"], currency).minor if "to" in entry else 1
    except InvalidMoney:
        unit = 0
    if unit < 1:
        remedy = "Write an amount above zero, such as '0.10'."
        diagnostics.add(place, "table.rounding", f"{entry['to']!r} is no amount of {currency} to round to", remedy)
        return Rounding(mode)
    return Rounding(mode, unit)


def _check_header(source: CsvFile, rule: RuleEntry, diagnostics: Diagnostics) -> None:
    place = At(source.file, 1)
    for column in source.header:
        known = column in PLAIN_COLUMNS or column.startswith("when: ") or column.removeprefix("then: ") in rule["gives"]
        if not known:
            wanted = [*PLAIN_COLUMNS, "when: …", *(f"then: {name}" for name in rule["gives"])]
            diagnostics.add(place, "table.column", f"the column {column!r} is unknown", suggest(column, wanted))
    for name in rule["gives"]:
        if f"then: {name}" not in source.header:
            remedy = f"Add a column 'then: {name}'."
            diagnostics.add(place, "table.column", f"the table must give {name!r} and has no column for it", remedy)
    if "row" not in source.header:
        diagnostics.add(place, "table.column", "the column 'row' is missing", "Add a first column that names each row.")


def _row(source: CsvFile, line: int, cells: dict[str, str], names: Sequence[str], diagnostics: Diagnostics) -> Row:
    place = At(source.file, line)
    whens = [text for column, text in cells.items() if column.startswith("when: ") and text]
    thens = {column.removeprefix("then: "): text for column, text in cells.items() if column.startswith("then: ")}
    return Row(
        id=cells.get("row", ""),
        when=tuple(diagnostics.expression(text, place, names) for text in whens),
        then={name: diagnostics.expression(text, place, names) for name, text in thens.items() if text},
        source=cells.get("source", ""),
        title=diagnostics.text(cells["text"], place) if cells.get("text") else None,
    )


def _check_rows(source: CsvFile, rule: RuleEntry, rows: tuple[Row, ...], diagnostics: Diagnostics) -> None:
    seen: set[str] = set()
    for line, row in zip(source.lines, rows, strict=True):
        if not row.id or row.id in seen:
            diagnostics.add(
                At(source.file, line),
                "table.row",
                f"the row name {row.id!r} is empty or not its own",
                "Number the rows.",
            )
        seen.add(row.id)
        for name in sorted(set(rule["gives"]) - set(row.then)):
            if rule["gives"][name] != "text":
                diagnostics.add(
                    At(source.file, line), "table.empty", f"row {row.id} gives no {name!r}", "Fill the cell."
                )
    if rule["hit"] == "FIRST" and (not rows or rows[-1].when):
        place = At(source.file, source.lines[-1] if rows else 1)
        diagnostics.add(place, "table.open_end", "some cases reach no row", "Let the last row have no conditions.")


def parse_list(*, source: CsvFile, diagnostics: Diagnostics) -> tuple[Choice, ...]:
    """Return one list of choices: code, ar, en, and for places their governorate."""
    missing = [column for column in ("code", "ar", "en") if column not in source.header]
    if missing:
        problem = f"the list lacks the column {', '.join(missing)}"
        diagnostics.add(At(source.file, 1), "list.column", problem, "A list has the columns code, ar and en.")
        return ()
    choices = tuple(_choice(cells) for cells in source.rows)
    _check_choices(source, choices, diagnostics)
    return choices


def _choice(cells: dict[str, str]) -> Choice:
    label = Bilingual(ar=cells["ar"], en=cells["en"])
    return Choice(
        code=cells["code"],
        label=label,
        governorate=cells.get("governorate", ""),
        address=_both(cells, "address"),
        hours=_both(cells, "hours"),
    )


def _both(cells: dict[str, str], name: str) -> Bilingual | None:
    ar, en = cells.get(f"{name}_ar", ""), cells.get(f"{name}_en", "")
    return Bilingual(ar=ar, en=en) if ar and en else None


def _check_choices(source: CsvFile, choices: tuple[Choice, ...], diagnostics: Diagnostics) -> None:
    seen: set[str] = set()
    for line, choice in zip(source.lines, choices, strict=True):
        if not choice.code or choice.code in seen:
            diagnostics.add(
                At(source.file, line),
                "list.code",
                f"the code {choice.code!r} is empty or doubled",
                "Give it a code of its own.",
            )
        if not choice.label.ar or not choice.label.en:
            language = "Arabic" if not choice.label.ar else "English"
            diagnostics.add(
                At(source.file, line), "list.label", f"{choice.code!r} has no {language} label", "Fill it in."
            )
        seen.add(choice.code)
