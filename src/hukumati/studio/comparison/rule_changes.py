"""Differences in the decision tables and lists: rows, fees, entries."""

from collections.abc import Iterator

from hukumati.core.bilingual import Bilingual
from hukumati.core.money import Money
from hukumati.service_language.api import Expression, Row, Table
from hukumati.studio.comparison.field_labels import field_label
from hukumati.studio.comparison.pair import Pair, changed_in, field_changes, only_in
from hukumati.studio.comparison.phrases import Change, change, join, named

TABLES = {
    "fee": Bilingual(ar="جدول الرسوم", en="the fee table"),
    "eligibility": Bilingual(ar="جدول الاستحقاق", en="the eligibility table"),
    "delivery": Bilingual(ar="جدول أجور التوصيل", en="the delivery table"),
}


def rule_changes(pair: Pair) -> Iterator[Change]:
    """Yield the changes of the decision tables."""
    old, new = pair.old.tables, pair.new.tables
    for name in only_in(old, new):
        yield change("rules", "حُذف {table}.", "{table} was removed.", table=_table_name(name))
    for name in only_in(new, old):
        yield change("rules", "أضيف {table}.", "{table} was added.", table=_table_name(name))
    for name in changed_in(old, new):
        yield from field_changes(pair, "rules", _table_name(name), old[name], new[name], except_for=("name", "rows"))
        yield from _row_list_changes(pair, old[name], new[name])


def _table_name(name: str) -> Bilingual:
    return TABLES.get(name) or Bilingual(ar=f"الجدول {name}", en=f"the table {name}")


def _row_list_changes(pair: Pair, old: Table, new: Table) -> Iterator[Change]:
    before, after = {row.id: row for row in old.rows}, {row.id: row for row in new.rows}
    table = _table_name(new.name)
    for name in only_in(before, after):
        yield change(
            "rules", "حُذف السطر {row} من {table}.", "Row {row} was removed from {table}.", row=name, table=table
        )
    for name in only_in(after, before):
        content = _row_text(after[name], new)
        yield change(
            "rules", "أضيف السطر {row} إلى {table}: {content}.", "Row {row} was added to {table}: {content}.",
            row=name, table=table, content=content,
        )  # fmt: skip
    for name in changed_in(before, after):
        yield from _row_changes(pair, table, (old, before[name]), (new, after[name]))
    if [name for name in before if name in after] != [name for name in after if name in before]:
        yield change("rules", "تغيّر ترتيب أسطر {table}.", "The order of the rows of {table} changed.", table=table)


def _row_changes(pair: Pair, name: Bilingual, old: tuple[Table, Row], new: tuple[Table, Row]) -> Iterator[Change]:
    row = new[1]
    if old[1].when != row.when:
        yield change(
            "rules",
            "تغيّر شرط السطر {row} من {table} من «{before}» إلى «{after}».",
            "The condition of row {row} of {table} changed from “{before}” to “{after}”.",
            row=row.id, table=name, before=_conditions(old[1]), after=_conditions(row),
        )  # fmt: skip
    for result in dict.fromkeys([*old[1].then, *row.then]):
        before, after = _cell(*old, result), _cell(*new, result)
        if before != after:
            yield _result_change(name, row.id, result, before, after)
    subject = Bilingual(ar=f"السطر {row.id} من {name.ar}", en=f"Row {row.id} of {name.en}")
    yield from field_changes(pair, "rules", subject, old[1], row, except_for=("id", "when", "then"))


def _result_change(table: Bilingual, row: str, result: str, before: object, after: object) -> Change:
    if result == "fee":
        return change(
            "rules",
            "تغيّر رسم السطر {row} من {before} إلى {after}.",
            "The fee of row {row} changed from {before} to {after}.",
            row=row, before=before, after=after,
        )  # fmt: skip
    return change(
        "rules",
        "السطر {row} من {table}: تغيّر {result} من «{before}» إلى «{after}».",
        "Row {row} of {table}: {result} changed from “{before}” to “{after}”.",
        row=row, table=table, result=field_label(result), before=before, after=after,
    )  # fmt: skip


def _conditions(row: Row) -> Bilingual:
    texts = [condition.text for condition in row.when]
    if not texts:
        return Bilingual(ar="دائمًا", en="always")
    return Bilingual(ar=" و ".join(texts), en=" and ".join(texts))


def _cell(table: Table, row: Row, result: str) -> object:
    """Return the value of a cell: an amount as money unless it depends on the answers, else the expression."""
    expression = row.then.get(result)
    if expression is None or table.gives.get(result) != "money" or expression.names:
        return _text(expression)
    try:
        return Money(table.cell(row, result, {}), table.currency)
    except (ValueError, LookupError):
        return _text(expression)


def _text(expression: Expression | None) -> str:
    return expression.text if expression else ""


def _row_text(row: Row, table: Table) -> Bilingual:
    cells = join([named(name, _cell(table, row, name)) for name in row.then])
    conditions = _conditions(row)
    return Bilingual(ar=f"{conditions.ar} ← {cells.ar}", en=f"{conditions.en} → {cells.en}")


def list_changes(pair: Pair) -> Iterator[Change]:
    """Yield the changes of the lists of choices."""
    old, new = pair.old.lists, pair.new.lists
    for name in only_in(old, new):
        yield change("lists", "حُذفت القائمة {name}.", "The list {name} was removed.", name=name)
    for name in only_in(new, old):
        yield change("lists", "أضيفت القائمة {name}.", "The list {name} was added.", name=name)
    for name in changed_in(old, new):
        before = {choice.code: choice for choice in old[name]}
        after = {choice.code: choice for choice in new[name]}
        where = Bilingual(ar=f"القائمة {name}", en=f"List {name}")
        for code in only_in(before, after):
            yield change(
                "lists", "{where}: حُذف «{entry}» ({code}).", "{where}: “{entry}” ({code}) was removed.",
                where=where, entry=before[code].label, code=code,
            )  # fmt: skip
        for code in only_in(after, before):
            yield change(
                "lists", "{where}: أضيف «{entry}» ({code}).", "{where}: “{entry}” ({code}) was added.",
                where=where, entry=after[code].label, code=code,
            )  # fmt: skip
        for code in changed_in(before, after):
            entry = Bilingual(ar=f"{where.ar}، {code}", en=f"{where.en}, {code}")
            yield from field_changes(pair, "lists", entry, before[code], after[code])
