"""Models written by written-out statements: one, many at once, or several kinds together."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any, cast

from django.db import DatabaseError, connection
from django.db.models import Field, Model

from derman.kernel.recalling import recall, remember
from derman.kernel.sql.asking import cursor_for, rows


@cache
def _insertion(model: type[Model], with_key: bool, count: int) -> tuple[str, list[Any]]:
    fields = [field for field in model._meta.concrete_fields if with_key or not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = f"({', '.join(['%s'] * len(fields))})"
    table, key = model._meta.db_table, model._meta.pk.column
    statement = f'INSERT INTO "{table}" ({columns}) VALUES {", ".join([places] * count)} RETURNING "{key}"'  # noqa: S608
    return statement, fields


def insert[M: Model](*models: M) -> None:
    """Insert some models of one kind, and give them their keys. 1 statement; none for none.

    As `save()`, but without signals, and without making the statement anew.
    """
    if not models:
        return
    statement, fields = _insertion(type(models[0]), models[0].pk is not None, len(models))
    values = [field.get_db_prep_save(field.pre_save(model, True), connection) for model in models for field in fields]
    for model, (key,) in zip(models, rows(statement, values), strict=True):
        model.pk = key
        model._state.adding = False
        model._state.db = "default"


def _deletion(model: type[Model]) -> str:
    table, key = model._meta.db_table, model._meta.pk.column
    return f'DELETE FROM "{table}" WHERE "{key}" = ANY(%s)'  # noqa: S608


def delete[M: Model](*models: M) -> None:
    """Delete some models of one kind, on which nothing hangs. 1 statement; none for none."""
    if models:
        with connection.cursor() as cursor:
            cursor.execute(_deletion(type(models[0])), [[model.pk for model in models]])


@cache
def _insertion_below(parent: type[Model], child: type[Model], by: str) -> tuple[str, list[Any], list[Any]]:
    above, fields = _insertion(parent, False, 1)
    below = [field for field in child._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in below)
    places = ", ".join("above.key" if field.name == by else "%s" for field in below)
    table, key = child._meta.db_table, child._meta.pk.column
    statement = (
        f'WITH above (key) AS ({above}), below (key) AS (INSERT INTO "{table}" ({columns})'  # noqa: S608
        f' SELECT {places} FROM above ON CONFLICT DO NOTHING RETURNING "{key}")'
        " SELECT above.key, below.key FROM above LEFT JOIN below ON true"
    )
    return statement, fields, [field for field in below if field.name != by]


def insert_with(parent: Model, child: Model, *, by: str) -> bool:
    """Insert a new model and one that names it in its field `by`, and give both their keys. 1 statement.

    Where the child is there already (a unique constraint says so), only the parent is written: gives False.
    """
    statement, above, below = _insertion_below(type(parent), type(child), by)
    values = [field.get_db_prep_save(field.pre_save(parent, True), connection) for field in above]
    values += [field.get_db_prep_save(field.pre_save(child, True), connection) for field in below]
    ((parent.pk, found),) = rows(statement, values)
    child.pk = found
    setattr(child, by, parent)
    for model in (parent, child) if found is not None else (parent,):
        model._state.adding = False
        model._state.db = "default"
    return found is not None


def expect_keys(model: type[Model], count: int) -> None:
    """Take keys for so many new rows at once, for `spare_key`, within `recalling`. 1 statement."""
    table, key = model._meta.db_table, model._meta.pk.column
    found = rows("SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, key, count])
    remember(("keys", model), [number for (number,) in reversed(found)])


def spare_key(model: type[Model]) -> int | None:
    """A key that was taken for a new row, the lowest one that is left: the row can be written later, and named before.

    None where there is none.
    """
    keys: list[int] = recall(("keys", model), list)
    return keys.pop() if keys else None


def changes(model: Model, names: Collection[str]) -> tuple[str, list[Any]]:
    """The statement that writes the fields with these names, and its parameters; a further condition may follow."""
    fields = [cast("Field[Any, Any]", model._meta.get_field(name)) for name in sorted(names)]
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)
    values = [field.get_db_prep_save(field.pre_save(model, False), connection) for field in fields]
    key = model._meta.pk
    return f'UPDATE "{model._meta.db_table}" SET {columns} WHERE "{key.column}" = %s', [*values, model.pk]  # noqa: S608


def update(model: Model, names: Collection[str]) -> None:
    """Write the fields with these names of a model that exists. 1 statement; none for no name."""
    if not names:
        return
    statement, values = changes(model, names)
    with cursor_for(statement, values) as (cursor, written):
        cursor.execute(written, values)


@cache
def _change_of_many(model: type[Model], names: frozenset[str]) -> tuple[str, list[Field[Any, Any]]]:
    key = model._meta.pk
    fields = [cast("Field[Any, Any]", model._meta.get_field(name)) for name in sorted(names)]
    types = ", ".join(f'"{field.column}" {field.db_type(connection)}' for field in fields)
    columns = ", ".join(f'"{field.column}" = given."{field.column}"' for field in fields)
    given = f'given ("{key.column}" {key.rel_db_type(connection)}, {types})'
    words = (
        "UPDATE",
        f'"{model._meta.db_table}" AS t SET',
        columns,
        "FROM jsonb_to_recordset(%s::jsonb) AS",
        given,
        "WHERE",
        f't."{key.column}" = given."{key.column}"',
    )
    statement = " ".join(words)
    return statement, fields


def update_many[M: Model](models: Collection[M], names: Collection[str]) -> None:
    """Write the fields with these names of many models of one kind, each with its own values. 1 statement.

    For plain fields, moments and lists of these. The statement is the same for any number of models and has one
    parameter: the time that it takes to read and plan does not grow with them.
    """
    if not models or not names:
        return
    kind = type(next(iter(models)))
    statement, fields = _change_of_many(kind, frozenset(names))
    key = kind._meta.pk
    given = []
    for model in models:
        row = {key.column: model.pk}
        for field in fields:
            row[field.column] = field.get_prep_value(field.pre_save(model, False))
        given.append(row)
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(given, default=_moment)])


def _moment(value: datetime) -> str:
    return value.isoformat()  # to the microsecond


class Together:
    """Several writes that leave as one statement: none sees what another writes, and no row is written twice."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._values: list[Any] = []

    def update(self, model: Model, names: Collection[str]) -> None:
        """As the function of this name."""
        if names:
            self.add(*changes(model, names))

    def insert[M: Model](self, *models: M) -> None:
        """As the function of this name, but the models do not get their keys."""
        if models:
            statement, fields = _insertion(type(models[0]), models[0].pk is not None, len(models))
            self.add(statement, [f.get_db_prep_save(f.pre_save(m, True), connection) for m in models for f in fields])

    def delete(self, model: Model) -> None:
        """As the function of this name."""
        self.add(_deletion(type(model)), [[model.pk]])

    def add(self, statement: str, parameters: Sequence[Any]) -> None:
        """A further statement, written in the code."""
        self._parts.append(f"part{len(self._parts)} AS ({statement})")
        self._values.extend(parameters)

    def run(self, last: str = "", parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Write all of it, and give what the statement `last` answers. 1 statement; none for nothing."""
        if not self._parts and not last:
            return []
        return rows(self._statement(last), [*self._values, *parameters])

    def run_apart(self) -> None:
        """Write all of it behind a savepoint: where it fails, nothing else of the transaction is taken back.

        3 statements that leave together, so that the server is waited for once.
        """
        with cursor_for(self._statement(), self._values) as (cursor, written):
            try:
                with connection.wrap_database_errors, cast("Any", connection.connection).pipeline():
                    cursor.execute("SAVEPOINT apart")
                    cursor.execute(written, self._values)
                    cursor.execute("RELEASE SAVEPOINT apart")
            except DatabaseError:
                cursor.execute("ROLLBACK TO SAVEPOINT apart")
                raise

    def _statement(self, last: str = "") -> str:
        parts = f"WITH {', '.join(self._parts)} " if self._parts else ""
        return f"{parts}{last or 'SELECT 1'}"
