"""People by what is typed of their names or addresses."""

from __future__ import annotations

import re

from django.db import connection

from derman.kernel import sql
from derman.kernel.folding import fold
from derman.people.access import SEEN_PEOPLE
from derman.people.models import Person
from derman.search import questions

PEOPLE_LIMIT = 200  # persons of whom the first by name are shown
_NOT_OF_ADDRESSES = re.compile(r"[^\w.@+'/=-]")  # what the database would not take, NUL say, among it
# the beginnings of a name's words, wherever they stand; written out for each, so that the index of names serves them.
# The limit stands in the statement: of a number that it does not know a kept plan thinks that it is soon reached by
# reading all people, and folding a name is dear
_NAMED = "(derman_fold(name) LIKE (%(first)s::text[])[{place}] OR derman_fold(name) LIKE (%(later)s::text[])[{place}])"
_PEOPLE = """
WHERE t.is_active AND {seen} AND t.id IN (
    (SELECT id FROM people_person WHERE {named} LIMIT {most})
    UNION (SELECT person_id FROM people_emailaddress WHERE folded LIKE %(address)s LIMIT {most})
) ORDER BY t.name, t.id LIMIT %(limit)s
"""


def people(person: Person, text: str, *, limit: int = 20) -> list[Person]:
    """People by the beginnings of their names, or of an address, by name. 1 statement."""
    words = questions.beginnings_of_names(text)
    if not words or not person.is_active:
        return []
    # an address has no blanks: “ayse.kaya@”, and “ayse kaya” is no address
    address = _NOT_OF_ADDRESSES.sub("", fold(text[:254]))
    given = {
        "reader": person.pk,
        "staff": person.is_staff_member,
        "address": f"{_literally(address)}%",
        "first": [f"{_literally(word)}%" for word in words],
        "later": [f"% {_literally(word)}%" for word in words],
        "limit": limit,
    }
    named = " AND ".join(_NAMED.format(place=place) for place in range(1, len(words) + 1))
    return sql.read(Person, _PEOPLE.format(seen=SEEN_PEOPLE, named=named, most=PEOPLE_LIMIT), given)


def _literally(text: str) -> str:
    """For LIKE, where some signs stand for others."""
    return str(connection.ops.prep_for_like_query(text))
