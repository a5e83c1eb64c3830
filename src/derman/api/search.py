"""Search over everything that the caller may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from derman.api.callers import person_of
from derman.api.inputs import Text
from derman.api.paging import PageOf
from derman.api.problems import wrong
from derman.api.shapes import answer
from derman.search import queries

if TYPE_CHECKING:
    from derman.people.models import Person

router = Router(tags=["Search"])

PLACES = ("tickets", "articles", "people")
PERSON_SCORE = 0.5  # people are found by name or not at all; between tickets, in the middle


class Found(Schema):
    """Something that was found. A ticket has a `number`, a person an `id`, an article a `slug`."""

    type: Literal["ticket", "person", "article"]
    number: int | None = None
    id: int | None = None
    slug: str | None = None
    title: str
    excerpt: str
    score: float = Field(description="Higher is better; only to be compared within one answer.")


@router.get("/search", response=PageOf[Found], summary="Search")
def search(
    request: HttpRequest,
    q: Annotated[Text, Query(..., min_length=1, max_length=300, description="Words, a number, a name.")],
    places: Annotated[Text, Query("tickets,articles,people", alias="in", max_length=100, description="Where to look.")],
    limit: Annotated[int, Query(20, ge=1, le=200)],
) -> HttpResponse:
    """The best first, across tickets, articles and people."""
    person = person_of(request)
    wanted = {place.strip() for place in places.split(",") if place.strip()} or set(PLACES)
    if not wanted <= set(PLACES):
        raise wrong("in", _("This must be one of: %(choices)s.") % {"choices": ", ".join(PLACES)})
    found = _tickets(person, q, limit) if "tickets" in wanted else []
    if "articles" in wanted:
        found += _articles(person, q, limit)
    if "people" in wanted:
        found += _people(person, q, limit)
    found.sort(key=lambda one: -one.score)
    return answer(PageOf[Found](items=found[:limit], next=None))


def _tickets(person: Person, words: str, limit: int) -> list[Found]:
    return [
        Found(type="ticket", number=hit.number, title=hit.subject, excerpt=hit.excerpt.text, score=hit.score)
        for hit in queries.tickets(person, words, limit=limit)
    ]


def _articles(person: Person, words: str, limit: int) -> list[Found]:
    found = queries.articles(person, words, lang=person.language, limit=limit)
    # the best article stands beside the best ticket: scores of the two say nothing about each other
    best = found[0].score if found else 1.0
    return [
        Found(
            type="article",
            slug=hit.slug,
            title=hit.title.text,
            excerpt=hit.excerpt.text,
            score=round(hit.score / best, 4),
        )
        for hit in found
    ]


def _people(person: Person, words: str, limit: int) -> list[Found]:
    return [
        Found(type="person", id=one.pk, title=one.name, excerpt=one.email, score=PERSON_SCORE)
        for one in queries.people(person, words, limit=limit)
    ]
