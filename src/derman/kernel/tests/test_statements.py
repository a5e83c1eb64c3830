"""Written-out statements: what is asked for one value is the same as for an array of one, by a plan that is kept."""

from __future__ import annotations

import pytest
from django.db import connection

from derman.kernel import sql

_MANY = """
SELECT of.one, of.word, given.n FROM unnest(%(ones)s::bigint[], %(words)s::text[]) AS of (one, word)
JOIN unnest(%(ones)s::bigint[]) AS same (one) ON same.one = of.one
JOIN generate_series(1, 1000) AS given (n) ON given.n = of.one
"""


@pytest.mark.django_db
def test_a_statement_for_one_answers_as_the_one_for_many() -> None:
    for one, word in ((7, "a"), (1000, "ş"), (1001, "none has it")):
        asked = {"ones": [one], "words": [word]}
        assert sql.rows(sql.for_so_many(_MANY, [one]), asked) == sql.rows(_MANY, asked)
    assert sql.rows(sql.for_so_many(_MANY, [7]), {"ones": [7], "words": ["a"]}) == [(7, "a", 7)]


@pytest.mark.django_db
def test_its_plan_is_kept() -> None:
    statement = sql.for_so_many(
        "SELECT m.id FROM unnest(%s::bigint[]) AS of (ticket) JOIN tickets_message m"
        " ON m.ticket_id = of.ticket JOIN people_person p ON p.id = m.author_id",
        [1],
    )
    for number in range(20):
        sql.rows(statement, [[number]])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT custom_plans, generic_plans FROM pg_prepared_statements WHERE statement LIKE %s",
            ["SELECT m.id FROM (SELECT ($1::bigint[])[1])%"],
        )
        ((anew, kept),) = cursor.fetchall()
    assert anew == 5
    assert kept > 5
