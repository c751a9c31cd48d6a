"""Rows that are read and written at every step: statements made once from the model, not anew by the ORM each time.

The ORM builds a statement's text at each call, which costs several times what the statement itself does. Here it is
made once; what is read are instances of the model, as the ORM would give them. For queries with one fixed shape on one
table; whatever is put together as one goes is the ORM's.
"""

import json
from collections.abc import Sequence
from functools import cache, cached_property
from typing import Any, Generic, TypeAlias, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)
AnyField: TypeAlias = "models.Field[Any, Any]"


def _from_json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


class Reading(Generic[Row]):
    """One query of one table: `where` is what follows WHERE, order and lock included, with a %s for each value."""

    def __init__(self, model: type[Row], where: str) -> None:
        self._model, self._where = model, where

    def all(self, *values: Any) -> list[Row]:
        """This will return every row that is found."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql, values)
            return [self._made(row) for row in cursor.fetchall()]

    def first(self, *values: Any) -> Row | None:
        """This will return the first row, or None; further ones are not looked at."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql, values)
            row = cursor.fetchone()
        return None if row is None else self._made(row)

    def get(self, *values: Any) -> Row:
        """This will return the first row; raises the model's DoesNotExist when there is none."""
        row = self.first(*values)
        if row is None:
            raise self._model.DoesNotExist  # type: ignore[attr-defined]
        return row

    @cached_property
    def _sql(self) -> str:
        return f"SELECT {columns(self._model)} FROM {self._model._meta.db_table} WHERE {self._where}"  # noqa: S608

    def _made(self, values: Sequence[Any]) -> Row:
        return made(self._model, values)


@cache
def columns(model: type[models.Model], table: str = "") -> str:
    """This will name a table's columns, as `made` takes their values; `table` is the table's name in the query."""
    prefix = f"{table}." if table else ""
    return ", ".join(f'{prefix}"{field.column}"' for field in model._meta.concrete_fields)


@cache
def _shape(model: type[models.Model]) -> tuple[list[str], list[int]]:
    fields = model._meta.concrete_fields
    return [field.attname for field in fields], [
        place for place, field in enumerate(fields) if isinstance(field, models.JSONField)
    ]


def made(model: type[Row], values: Sequence[Any]) -> Row:
    """This will make an instance of the values of its `columns`."""
    names, in_json = _shape(model)
    values = list(values)
    for place in in_json:
        values[place] = _from_json(values[place])
    return model.from_db(connection.alias, names, values)


def add(row: models.Model) -> None:
    """This will insert a row, and note the key that the database gave it."""
    _insert(row, ())


def add_once(row: models.Model, *unique: str) -> bool:
    """This will insert a row unless there is one with the same `unique` attributes; tells whether it was inserted.

    One that another transaction is about to insert is waited for.
    """
    return _insert(row, unique)


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
    """This will update these columns of a row (by the names of their attributes)."""
    sql, fields = _update(type(row), names)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, row.pk])


@cache
def _update(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, list[AnyField]]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    sets = ", ".join(f'"{field.column}" = %s' for field in fields)
    return f'UPDATE {model._meta.db_table} SET {sets} WHERE "{model._meta.pk.column}" = %s', fields  # noqa: S608
