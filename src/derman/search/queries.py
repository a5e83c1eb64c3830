"""What the search finds: tickets by number, words and requester, people, and what answers a question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from derman.kernel import sql
from derman.kernel.folding import fold
from derman.people.access import SEEN_PEOPLE
from derman.people.models import Person
from derman.search import questions
from derman.search.excerpts import Passage, passage
from derman.search.library.answers import AnswerHit, answers, articles
from derman.search.models import Synonyms
from derman.search.questions import Question
from derman.search.typed.conditions import compiled
from derman.search.typed.grammar import Word, parse
from derman.search.typed.patience import patiently
from derman.tickets.access import own, visible_to
from derman.tickets.models import Follower, Ticket

__all__ = ["AnswerHit", "Hit", "answers", "articles", "own_tickets", "people", "synonyms", "tickets", "words_alone"]

MOST_RANKED = 400  # the newest hits; older ones of a common word are not ranked
MOST_NARROWED = 2_000  # the same where only some of the hits are wanted
ENOUGH = 60  # hits after which no older ticket is looked at
OWN_LIMIT = 2_000  # of a person's own requests, the newest
PUBLIC = "ABD"  # weights of what a requester may read
_NOT_OF_ADDRESSES = re.compile(r"[^\w.@+'/=-]")  # what the database would not take, NUL say, among it
PEOPLE_LIMIT = 200  # persons of whom the first by name are shown
_BY_NUMBER = 100.0  # more than words can reach
_BY_BEGINNING = 50.0  # of a number that begins with what was typed
_BEGINNINGS = (100, 10**12)  # two digits begin too many numbers, and no number is longer
_MOST_BEGUN = 10  # of those, the newest
FIRST = 30  # of the ranked, how many are asked for at once

_FIND = "SELECT ticket, score FROM derman_search(%s::tsquery, %s::tsquery, %s::tsquery, %s, %s)"
_FIND_AMONG = """
SELECT d.ticket_id,
       (ts_rank('{0.1,0,0.7,1.0}', d.words, %s::tsquery) + 0.2 * ts_rank('{0.1,0,0.7,1.0}', d.words, %s::tsquery))::real
FROM unnest(%s::bigint[]) AS wanted(ticket) JOIN search_document AS d ON d.ticket_id = wanted.ticket
WHERE d.words @@ %s::tsquery
"""
_TEXTS = """
SELECT m.ticket_id, left(m.text, 4000)
FROM unnest(%s::bigint[]) AS wanted(ticket)
CROSS JOIN LATERAL (
    SELECT ticket_id, seq, text FROM tickets_message
    WHERE ticket_id = wanted.ticket AND withdrawn_at IS NULL AND (public OR %s) ORDER BY seq DESC LIMIT 12
) AS m ORDER BY m.ticket_id, m.seq DESC
"""
# the beginnings of a name's words, wherever they stand; written out for each, so that the index of names serves them
_NAMED = "(derman_fold(name) LIKE (%(first)s::text[])[{place}] OR derman_fold(name) LIKE (%(later)s::text[])[{place}])"
_PEOPLE = """
WHERE t.is_active AND {seen} AND t.id IN (
    (SELECT id FROM people_person WHERE {named} LIMIT %(most)s)
    UNION (SELECT person_id FROM people_emailaddress WHERE folded LIKE %(address)s LIMIT %(most)s)
) ORDER BY t.name, t.id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A ticket that was found, with the words around what was looked for. A higher score is a better hit."""

    number: int
    subject: str
    excerpt: Passage
    score: float
    status: str
    requester: str
    updated_at: datetime


def tickets(person: Person, text: str, *, limit: int = 20) -> list[Hit]:
    """The tickets that fit best of those that `person` may see, best first. 9 statements at most.

    Agents search everything that is visible to them, notes too; requesters their own requests.
    """
    if not person.is_staff_member:
        return own_tickets(person, text, limit=limit)
    asked = parse(text).query
    if all(isinstance(part, Word) and not part.negated for part in asked.parts):
        return _search(person, text, limit, own_only=False)
    return _narrowed(person, compiled(person, asked).conditions, asked.words, limit)


def _narrowed(person: Person, conditions: list[Q], words: str, limit: int) -> list[Hit]:
    """The best, or without words the newest, of the tickets that meet the conditions."""
    may_see = visible_to(person).filter(*conditions)
    question = questions.read(words)
    if not question.terms:
        with patiently():
            return _hits(may_see.order_by("-number")[:limit], {})
    questions.complete(question)
    found = _visible(may_see, question, None, limit, enough=MOST_NARROWED)
    return _with_excerpts(found, question, notes=True)


def own_tickets(person: Person, text: str, *, limit: int = 20) -> list[Hit]:
    """Of the person's own requests, whatever their role: what the portal searches. 10 statements at most."""
    return _search(person, text, limit, own_only=True)


def _search(person: Person, text: str, limit: int, *, own_only: bool) -> list[Hit]:
    question = questions.read(text)
    if not question.terms:
        return []
    questions.complete(question)
    may_see = own(person) if own_only else visible_to(person)
    ids = _own_numbers(person) if own_only else None
    found = _visible(may_see, question, ids, limit)
    if not found and question.number is None:
        mended = questions.mend(question)
        if mended is not None:
            question = mended
            found = _visible(may_see, question, ids, limit)
    return _with_excerpts(found, question, notes=not own_only)


def _own_numbers(person: Person) -> list[int]:
    asked = Ticket.objects.filter(requester=person).order_by("-updated_at", "-number").values("pk")[:OWN_LIMIT]
    followed = Follower.objects.filter(person=person).order_by("-ticket").values("ticket")[:OWN_LIMIT]
    return list(asked.union(followed).values_list("pk", flat=True))


def _visible(
    may_see: QuerySet[Ticket], question: Question, ids: Sequence[int] | None, limit: int, *, enough: int = ENOUGH
) -> list[Hit]:
    """The best visible hits, the ticket of the number typed before all; excerpts still to come. 3 statements."""
    scores = _scores(question, ids, enough)
    begun: set[int] = set()
    if question.number is not None:
        begun = set(_begun_by(question.number)) - {question.number}
        scores |= dict.fromkeys(begun, _BY_BEGINNING)
        scores[question.number] = _BY_NUMBER
    ranked = sorted(scores, key=lambda number: (-scores[number], -number))
    found: list[Hit] = []
    # most often of the first few enough are visible; of numbers that may not exist, all are asked for at once
    first = max(FIRST, 2 * limit) + len(begun)
    for part in (ranked[:first], ranked[first:]):
        if part and len(found) < limit:
            # one parameter, however many: a statement that is the same each time is made ready once
            among = RawSQL("SELECT unnest(%s::bigint[])", [part])
            hits = {hit.number: hit for hit in _hits(may_see.filter(pk__in=among), scores)}
            newest = [number for number in part if number in begun and number in hits][:_MOST_BEGUN]
            found += [hits[number] for number in part if number in hits and (number not in begun or number in newest)]
    return found[:limit]


def _hits(tickets_: QuerySet[Ticket], scores: Mapping[int, float]) -> list[Hit]:
    """1 statement."""
    rows = tickets_.values_list("pk", "subject", "excerpt", "status", "requester__name", "updated_at")
    return [
        Hit(number, subject, Passage(latest), round(scores.get(number, 0.0), 4), status, requester, updated_at)
        for number, subject, latest, status, requester, updated_at in rows
    ]


def _begun_by(typed: int) -> list[int]:
    """The numbers that lack one or two digits to be whole: 1033 begins 10330 to 10339, and 103300 to 103399."""
    if not _BEGINNINGS[0] <= typed < _BEGINNINGS[1]:
        return []
    return [*range(typed * 10, typed * 10 + 10), *range(typed * 100, typed * 100 + 100)]


def _scores(question: Question, ids: Sequence[int] | None, enough: int) -> dict[int, float]:
    exact, loose = question.exact(), question.loose()
    with connection.cursor() as cursor:
        if ids is None:
            cursor.execute(_FIND, [question.query(), exact, loose, enough, max(enough, MOST_RANKED)])
        else:
            cursor.execute(_FIND_AMONG, [exact, loose, list(ids), question.query(PUBLIC)])
        return dict(cursor.fetchall())


def _with_excerpts(found: list[Hit], question: Question, *, notes: bool) -> list[Hit]:
    """1 statement."""
    if not found:
        return []
    texts: dict[int, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS, [[hit.number for hit in found], notes])
        for number, words in cursor.fetchall():
            texts.setdefault(number, []).append(words)
    beginnings = question.beginnings()
    passages = [passage(texts.get(hit.number, []), beginnings) for hit in found]
    return [
        replace(hit, excerpt=shown if shown.text else hit.excerpt) for hit, shown in zip(found, passages, strict=True)
    ]


def words_alone(text: str) -> str:
    """What somebody typed without its conditions: what is to be looked for where no tickets are. No statement."""
    return parse(text).query.words


def synonyms() -> str:
    """The words that mean the same at this desk: a group on each line. 1 statement."""
    return "\n".join(Synonyms.objects.values_list("words", flat=True))


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
        "most": PEOPLE_LIMIT,
        "limit": limit,
    }
    named = [_NAMED.format(place=place) for place in range(1, len(words) + 1)]
    return sql.read(Person, _PEOPLE.replace("{seen}", SEEN_PEOPLE).replace("{named}", " AND ".join(named)), given)


def _literally(text: str) -> str:
    """For LIKE, where some signs stand for others."""
    return str(connection.ops.prep_for_like_query(text))
