"""What a written-out statement answers: rows, or models of them; and by which plan, within what time."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import Any, cast

import psycopg
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import Model

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


_ARRAYS = re.compile(r"unnest\(((?:%(?:\(\w+\))?s::\w+\[\](?:, )?)+)\)")


@lru_cache(maxsize=256)
def _for_one(statement: str) -> str:
    return _ARRAYS.sub(lambda found: f"(SELECT {', '.join(f'({one})[1]' for one in found[1].split(', '))})", statement)


def for_so_many(statement: str, values: Sized) -> str:
    """A statement that reads `unnest(%s::bigint[])`, or several arrays of one length, as it is best asked for `values`.

    Its parameters are the same arrays in any case.

    PostgreSQL takes an array that it does not know yet for ten values, and so makes a new plan at each call, which
    takes longer than most such statements run. For one value it keeps its plan.
    """
    return _for_one(statement) if len(values) == 1 else statement


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
    with cursor_for(statement, parameters) as (cursor, written):
        cursor.execute(written, parameters)
        return cast("list[tuple[Any, ...]]", cursor.fetchall())


KEPT_APART = 50  # parameters; the driver takes a statement of more apart each time, which costs as much as to run it
_PLACE = re.compile("%[s%]")


@contextmanager
def cursor_for(statement: str, parameters: Parameters) -> Iterator[tuple[Any, str]]:
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


_READ = 'SELECT {columns} FROM "{table}" AS t {tail}'


def read[M: Model](model: type[M], tail: str, parameters: Parameters = ()) -> list[M]:
    """The models that `SELECT … FROM its table AS t` with `tail` (WHERE, ORDER BY, LIMIT) gives. 1 statement.

    `tail` is written in the code; what comes from outside goes into `parameters`.
    """
    found = shape(model)
    statement = _READ.format(columns=found.columns("t"), table=model._meta.db_table, tail=tail)
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
