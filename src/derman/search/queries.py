"""What the search finds: tickets by number, words and requester, people, and what answers a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from derman.kernel import sql
from derman.people.access import Lens
from derman.people.models import Person
from derman.search import questions
from derman.search.excerpts import Passage, passage
from derman.search.library.answers import AnswerHit, answers, articles
from derman.search.models import Synonyms
from derman.search.named import people
from derman.search.questions import Question
from derman.search.typed.conditions import compiled
from derman.search.typed.grammar import Word, parse
from derman.search.typed.patience import patiently
from derman.tickets.access import own, visible_to
from derman.tickets.models import Follower, Ticket
from derman.tickets.queries.lines import Line, lines_of

__all__ = [
    "AnswerHit",
    "FoundLine",
    "Hit",
    "answers",
    "articles",
    "lines",
    "own_tickets",
    "people",
    "synonyms",
    "tickets",
    "words_alone",
]

MOST_RANKED = 400  # the newest hits; older ones of a common word are not ranked
MOST_NARROWED = 2_000  # the same where only some of the hits are wanted
ENOUGH = 60  # hits after which no older ticket is looked at
OWN_LIMIT = 2_000  # of a person's own requests, the newest
PUBLIC = "ABD"  # weights of what a requester may read
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


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A ticket that was found, as the lists of the workspace show it, with the words around what was looked for."""

    line: Line
    unread: bool
    excerpt: Passage


def lines(agent: Person, text: str, *, lens: Lens, limit: int = 20) -> list[FoundLine]:
    """What `tickets` finds for an agent, as lines, seen through `lens`; for a requester none.

    8 statements at most of words alone; with conditions 2 more.
    """
    if not agent.is_active or not agent.is_staff_member:
        return []
    asked = parse(text).query
    if not all(isinstance(part, Word) and not part.negated for part in asked.parts):
        hits = {hit.number: hit for hit in tickets(agent, text, limit=limit)}
        with sql.kept_plans():
            seen = lines_of(agent, lens, list(hits)) if hits else {}
        return [FoundLine(*seen[number], hit.excerpt) for number, hit in hits.items() if number in seen]

    def look(numbers: list[int]) -> dict[int, tuple[Line, bool]]:
        with sql.kept_plans():
            return lines_of(agent, lens, numbers)

    question, ranked = _ranked(text, look, limit)
    shown = _passages([number for number, _score, _line in ranked], question, notes=True)
    return [
        FoundLine(line, unread, passage if passage.text else Passage(line.excerpt))
        for (_number, _score, (line, unread)), passage in zip(ranked, shown, strict=True)
    ]


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
            return _hits(may_see.order_by("-number")[:limit])
    questions.complete(question)
    found = _best(question, _seen_in(may_see), limit, ids=None, enough=MOST_NARROWED)
    return _with_excerpts(found, question, notes=True)


def own_tickets(person: Person, text: str, *, limit: int = 20) -> list[Hit]:
    """Of the person's own requests, whatever their role: what the portal searches. 10 statements at most."""
    return _search(person, text, limit, own_only=True)


def _search(person: Person, text: str, limit: int, *, own_only: bool) -> list[Hit]:
    look = _seen_in(own(person) if own_only else visible_to(person))
    question, found = _ranked(text, look, limit, ids=_own_numbers(person) if own_only else None)
    return _with_excerpts(found, question, notes=not own_only)


type _Look[Seen] = Callable[[list[int]], Mapping[int, Seen]]  # of some numbers those that may be seen
type _Found[Seen] = list[tuple[int, float, Seen]]  # number, score


def _ranked[Seen](
    text: str, look: _Look[Seen], limit: int, *, ids: Sequence[int] | None = None
) -> tuple[Question, _Found[Seen]]:
    """What fits best, and the question as it was understood: where nothing fits, with its words mended."""
    question = questions.read(text)
    if not question.terms:
        return question, []
    questions.complete(question)
    found = _best(question, look, limit, ids=ids)
    if not found and question.number is None:
        mended = questions.mend(question)
        if mended is not None:
            return mended, _best(mended, look, limit, ids=ids)
    return question, found


def _own_numbers(person: Person) -> list[int]:
    asked = Ticket.objects.filter(requester=person).order_by("-updated_at", "-number").values("pk")[:OWN_LIMIT]
    followed = Follower.objects.filter(person=person).order_by("-ticket").values("ticket")[:OWN_LIMIT]
    return list(asked.union(followed).values_list("pk", flat=True))


def _best[Seen](
    question: Question, look: _Look[Seen], limit: int, *, ids: Sequence[int] | None, enough: int = ENOUGH
) -> _Found[Seen]:
    """The best hits that may be seen, the ticket of the number typed before all. 1 statement, and looking twice."""
    scores = _scores(question, ids, enough)
    begun: set[int] = set()
    if question.number is not None:
        begun = set(_begun_by(question.number)) - {question.number}
        scores |= dict.fromkeys(begun, _BY_BEGINNING)
        scores[question.number] = _BY_NUMBER
    ranked = sorted(scores, key=lambda number: (-scores[number], -number))
    found: _Found[Seen] = []
    # most often of the first few enough are visible; of numbers that may not exist, all are asked for at once
    first = max(FIRST, 2 * limit) + len(begun)
    for part in (ranked[:first], ranked[first:]):
        if part and len(found) < limit:
            seen = look(part)
            newest = [number for number in part if number in begun and number in seen][:_MOST_BEGUN]
            found += [
                (number, round(scores[number], 4), seen[number])
                for number in part
                if number in seen and (number not in begun or number in newest)
            ]
    return found[:limit]


def _seen_in(may_see: QuerySet[Ticket]) -> _Look[Hit]:
    """1 statement."""

    def look(numbers: list[int]) -> dict[int, Hit]:
        # one parameter, however many: a statement that is the same each time is made ready once
        among = RawSQL("SELECT unnest(%s::bigint[])", [numbers])
        return {hit.number: hit for hit in _hits(may_see.filter(pk__in=among))}

    return look


def _hits(tickets_: QuerySet[Ticket]) -> list[Hit]:
    """1 statement."""
    rows = tickets_.values_list("pk", "subject", "excerpt", "status", "requester__name", "updated_at")
    return [
        Hit(number, subject, Passage(latest), 0.0, status, requester, updated_at)
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


def _with_excerpts(found: _Found[Hit], question: Question, *, notes: bool) -> list[Hit]:
    """1 statement."""
    shown = _passages([number for number, _score, _hit in found], question, notes=notes)
    return [
        replace(hit, score=score, excerpt=passage if passage.text else hit.excerpt)
        for (_number, score, hit), passage in zip(found, shown, strict=True)
    ]


def _passages(numbers: Sequence[int], question: Question, *, notes: bool) -> list[Passage]:
    """The words around what was found in each. 1 statement."""
    if not numbers:
        return []
    texts: dict[int, list[str]] = {}
    for number, words in sql.rows(_TEXTS, [list(numbers), notes]):
        texts.setdefault(number, []).append(words)
    beginnings = question.beginnings()
    return [passage(texts.get(number, []), beginnings) for number in numbers]


def words_alone(text: str) -> str:
    """What somebody typed without its conditions: what is to be looked for where no tickets are. No statement."""
    return parse(text).query.words


def synonyms() -> str:
    """The words that mean the same at this desk: a group on each line. 1 statement."""
    return "\n".join(Synonyms.objects.values_list("words", flat=True))
