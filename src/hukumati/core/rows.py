"""Rows that are read and written at every step: statements prepared once from the model, not anew by the ORM each time.

The ORM builds a statement's text at each call, which costs several times what the statement itself does. Here it is
built once; reads return instances of the model, as the ORM does. Use it for queries of one fixed shape on one table;
queries that are composed at run time are the ORM's.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property
from typing import Generic, TypeAlias, TypeVar
from uuid import UUID

from django.db import connection, models

SqlValue: TypeAlias = bool | int | float | Decimal | str | bytes | date | datetime | UUID | list[str] | None
Row = TypeVar("Row", bound=models.Model)
AnyField: TypeAlias = "models.Field[object, object]"


class PreparedQuery(Generic[Row]):
    """One query of one table, and of rows that its foreign keys point to (`related`, by the keys' names).

    `where` is what follows WHERE, order and lock included, with a %s for each value. A column that a related table has
    too is written with its table's name, or the foreign key's.
    """

    def __init__(self, model: type[Row], where: str, *, related: Sequence[str] = ()) -> None:
        self._model, self._where, self._names = model, where, related

    def all(self, *values: SqlValue) -> list[Row]:
        """Return every row that matches."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql, values)
            return [self._from_row(row) for row in cursor.fetchall()]

    def first(self, *values: SqlValue) -> Row | None:
        """Return the first row, or None; further ones are ignored."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql, values)
            row = cursor.fetchone()
        return None if row is None else self._from_row(row)

    def get(self, *values: SqlValue) -> Row:
        """Return the first row; raises the model's DoesNotExist when there is none."""
        row = self.first(*values)
        if row is None:
            raise self._model.DoesNotExist  # type: ignore[attr-defined]
        return row

    @cached_property
    def _keys(self) -> list[tuple["models.ForeignKey[models.Model, models.Model]", type[models.Model]]]:
        keys = [key for key in self._model._meta.concrete_fields if key.name in self._names]
        return [(key, key.remote_field.model) for key in keys if isinstance(key, models.ForeignKey)]

    @cached_property
    def _sql(self) -> str:
        table = self._model._meta.db_table
        chosen = [columns(self._model, table), *(columns(model, f'"{key.name}"') for key, model in self._keys)]
        joins = [
            f'LEFT JOIN {model._meta.db_table} AS "{key.name}" '
            f'ON "{key.name}".{model._meta.pk.column} = {table}.{key.column}'
            for key, model in self._keys
        ]
        return f"SELECT {', '.join(chosen)} FROM {' '.join([table, *joins])} WHERE {self._where}"  # noqa: S608

    def _from_row(self, values: Sequence[object]) -> Row:
        end = len(self._model._meta.concrete_fields)
        row = from_row(self._model, values[:end])
        for key, model in self._keys:
            start, end = end, end + len(model._meta.concrete_fields)
            if getattr(row, key.attname) is not None:
                setattr(row, key.name, from_row(model, values[start:end]))
        return row


@cache
def columns(model: type[models.Model], table: str) -> str:
    """Return a table's columns in the order of `from_row`; `table` is the table's name in the query."""
    return ", ".join(f'{table}."{field.column}"' for field in model._meta.concrete_fields)


@cache
def _shape(model: type[models.Model]) -> tuple[list[str], list[tuple[int, AnyField]]]:
    fields = model._meta.concrete_fields
    turned = [(place, field) for place, field in enumerate(fields) if hasattr(field, "from_db_value")]
    return [field.attname for field in fields], turned


def from_row(model: type[Row], values: Sequence[object]) -> Row:
    """Return an instance of the model from the values of its `columns`."""
    names, turned = _shape(model)
    values = list(values)
    for place, field in turned:
        values[place] = field.from_db_value(values[place], None, connection)  # type: ignore[attr-defined]
    return model.from_db(connection.alias, names, values)


def add(row: models.Model) -> None:
    """Insert a row and set the key that the database gave it."""
    _insert(row, ())


def add_once(row: models.Model, *unique: str) -> bool:
    """Insert a row unless there is one with the same `unique` attributes; return whether it was inserted.

    If another transaction is inserting such a row, wait for its end.
    """
    return _insert(row, unique)


def add_all(*rows: models.Model) -> None:
    """Insert rows, of different tables too, in one statement; they do not learn generated keys.

    Foreign keys from one to another are checked when all are inserted; a table's own triggers do not see the others.
    """
    statements, values = [], []
    for row in rows:
        sql, fields, _ = _insertion(type(row), ())
        statements.append(sql)
        values += [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    *first, last = statements
    added = ", ".join(f"row_{n} AS ({sql})" for n, sql in enumerate(first))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {added} {last}" if added else last, values)


def _insert(row: models.Model, unique: tuple[str, ...]) -> bool:
    sql, fields, key = _insertion(type(row), unique)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = cursor.fetchone()
    if found is None:
        return False
    setattr(row, key, found[0])
    row._state.adding, row._state.db = False, connection.alias
    return True


@cache
def _insertion(model: type[models.Model], unique: tuple[str, ...]) -> tuple[str, list[AnyField], str]:
    own_key = isinstance(model._meta.pk, models.AutoField)
    fields = [field for field in model._meta.concrete_fields if not (own_key and field.primary_key)]
    names, places = ", ".join(f'"{field.column}"' for field in fields), ", ".join(["%s"] * len(fields))
    by_name = {field.attname: f'"{field.column}"' for field in model._meta.concrete_fields}
    taken = f" ON CONFLICT ({', '.join(by_name[name] for name in unique)}) DO NOTHING" if unique else ""
    sql = f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({places}){taken} RETURNING {model._meta.pk.column}"  # noqa: S608
    return sql, fields, model._meta.pk.attname


def write(row: models.Model, *names: str) -> None:
    """Update these columns of a row (by the names of their attributes)."""
    sql, fields = _update(type(row), names)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, row.pk])


def write_unless_changed(row: models.Model, *names: str, seen: Mapping[str, SqlValue]) -> bool:
    """Update these columns of a row unless another process changed it; return whether it was updated.

    `seen` holds the attributes that every change of the row changes, as they were read: compared in the one statement,
    they do without a lock and its transaction.
    """
    sql, fields = _update(type(row), names, tuple(seen))
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, row.pk, *seen.values()])
        return bool(cursor.rowcount)


def write_with(row: models.Model, *names: str, new: models.Model) -> None:
    """Update these columns of a row and insert another, in one statement; `new` does not learn a generated key."""
    inserting, columns, _ = _insertion(type(new), ())
    updating, fields = _update(type(row), names)
    added = [field.get_db_prep_save(getattr(new, field.attname), connection) for field in columns]
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH added AS ({inserting}) {updating}", [*added, *values, row.pk])


@cache
def _update(
    model: type[models.Model], names: tuple[str, ...], compared: tuple[str, ...] = ()
) -> tuple[str, list[AnyField]]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    sets = ", ".join(f'"{field.column}" = %s' for field in fields)
    where = " AND ".join(f'"{field.column}" = %s' for field in (model._meta.pk, *(by_name[name] for name in compared)))
    return f"UPDATE {model._meta.db_table} SET {sets} WHERE {where}", fields  # noqa: S608
