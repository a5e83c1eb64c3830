"""Rows of hand-written statements as models.

The pages that are asked for all day write their statements out: making them anew with Django's query builder at each
request costs more than asking PostgreSQL. What may be seen is still decided by the rooms' `access`.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, cast

import psycopg
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import Field, Model

from derman.kernel.recalling import recall, remember

type Parameters = Sequence[Any] | Mapping[str, Any]
type _Mend = Callable[[Any], Any]


class Shape[M: Model]:
    """How a model lies in a row: its columns in order, and what turns a value of the driver into one of the model."""

    def __init__(self, model: type[M]) -> None:
        self.model = model
        fields = model._meta.concrete_fields
        self.names = [field.attname for field in fields]
        self.width = len(fields)
        self._columns = [cast("str", field.column) for field in fields]
        self._mends: list[tuple[int, _Mend]] = []
        for index, field in enumerate(fields):
            made = [*connection.ops.get_db_converters(field.get_col("")), *field.get_db_converters(connection)]
            self._mends += [(index, _converter(mend, field)) for mend in made]

    def columns(self, alias: str) -> str:
        """For a SELECT; `alias` names the table there."""
        return ", ".join(f'{alias}."{column}"' for column in self._columns)

    def make(self, values: Sequence[Any]) -> M | None:
        """The model of one row's part; None where an outer join found none (its key is null)."""
        if values[0] is None:
            return None
        if self._mends:
            values = list(values)
            for index, mend in self._mends:
                values[index] = mend(values[index])
        return self.model.from_db("default", self.names, values)


def _converter(mend: Any, field: Any) -> _Mend:
    return lambda value: mend(value, field, connection)


@cache
def shape[M: Model](model: type[M]) -> Shape[M]:
    """The shape of a model, looked at once. Its key is its first column."""
    return Shape(model)


_keeps_plans: ContextVar[bool] = ContextVar("keeps_plans", default=False)


@contextmanager
def kept_plans() -> Iterator[None]:
    """Inside the block every statement runs by the plan that was made for any values, at most once a connection.

    For statements that are planned longer than they run, and whose indexes suit all values: PostgreSQL would weigh
    anew each time. Not for conditions like `status = %s`, whose plan depends on the value. 2 statements; none inside of
    another such block.
    """
    if _keeps_plans.get():
        yield
        return
    token = _keeps_plans.set(True)
    try:
        with _kept_plans():
            yield
    finally:
        _keeps_plans.reset(token)


@contextmanager
def _kept_plans() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET plan_cache_mode = force_generic_plan")
    try:
        yield
    finally:
        # after an error in a transaction its end takes the setting back, or this connection was closed
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("RESET plan_cache_mode")


class TooSlow(Exception):
    """A question took longer than it may."""


@contextmanager
def within(milliseconds: int) -> Iterator[None]:
    """Inside the block no statement may take longer. Raises TooSlow; what the block wrote is taken back then.

    For questions that people make up themselves. 2 statements, in a transaction.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])
            yield
            cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != "57014":  # canceled
            raise
        raise TooSlow from error


def rows(statement: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
    """What a statement answers, as the driver gives it: JSON as text. 1 statement."""
    with _cursor(statement, parameters) as (cursor, written):
        cursor.execute(written, parameters)
        return cast("list[tuple[Any, ...]]", cursor.fetchall())


KEPT_APART = 50  # parameters; the driver takes a statement of more apart each time, which costs as much as to run it
_PLACE = re.compile("%[s%]")


@contextmanager
def _cursor(statement: str, parameters: Parameters) -> Iterator[tuple[Any, str]]:
    """A cursor, and the statement as that wants it: one with many parameters is taken apart here, once for good."""
    if len(parameters) <= KEPT_APART or isinstance(parameters, Mapping) or connection.queries_logged:
        with connection.cursor() as cursor:
            yield cursor, statement
        return
    connection.ensure_connection()
    with connection.make_cursor(cast("Any", psycopg.RawCursor(cast("Any", connection.connection)))) as raw:
        yield raw, _numbered(statement)


@lru_cache(maxsize=512)
def _numbered(statement: str) -> str:
    """With `$1`, `$2` … at the places of its parameters."""
    count = itertools.count(1)
    return _PLACE.sub(lambda found: f"${next(count)}" if found[0] == "%s" else "%", statement)


def read[M: Model](model: type[M], tail: str, parameters: Parameters = ()) -> list[M]:
    """The models that `SELECT … FROM its table AS t` with `tail` (WHERE, ORDER BY, LIMIT) gives. 1 statement.

    `tail` is written in the code; what comes from outside goes into `parameters`.
    """
    found = shape(model)
    statement = f'SELECT {found.columns("t")} FROM "{model._meta.db_table}" AS t {tail}'  # noqa: S608
    return [cast("M", found.make(row)) for row in rows(statement, parameters)]


def read_joined(statement: str, models: Sequence[tuple[type[Model], str]], parameters: Parameters = ()) -> list[Any]:
    """Rows of several models side by side: `{columns}` in `statement` stands for those of `models` (model, alias).

    Gives for each row a list with a model, or None, for each of `models`. 1 statement.
    """
    shapes = [(shape(model), alias) for model, alias in models]
    wanted = ", ".join(found.columns(alias) for found, alias in shapes)
    answer = []
    for row in rows(statement.format(columns=wanted), parameters):
        start, parts = 0, []
        for found, _alias in shapes:
            parts.append(found.make(row[start : start + found.width]))
            start += found.width
        answer.append(parts)
    return answer


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
    remember(("keys", model), [number for (number,) in found])


def spare_key(model: type[Model]) -> int | None:
    """A key that was taken for a new row, where there is one left: its row can be written later, and named before."""
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
    with _cursor(statement, values) as (cursor, written):
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
        with _cursor(self._statement(), self._values) as (cursor, written):
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
