"""Search over everything that the caller may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from derman.api.callers import person_of
from derman.api.held import etag_of, expect, held
from derman.api.inputs import Given, Text
from derman.api.paging import PageOf
from derman.api.problems import FORBIDDEN, Problem, wrong
from derman.api.shapes import answer
from derman.search import actions, queries
from derman.search.errors import SearchError

if TYPE_CHECKING:
    from derman.people.models import Person

router = Router(tags=["Search"])

PLACES = ("tickets", "articles", "people", "runbooks", "services", "announcements")
type Type = Literal["ticket", "person", "article", "runbook", "service", "outage", "notice"]
TYPES: dict[str, Type] = {
    "article": "article",
    "runbook": "runbook",
    "service": "service",
    "outage": "outage",
    "notice": "notice",
}
LIBRARY = {
    "articles": ("article",),
    "runbooks": ("runbook",),
    "services": ("service",),
    "announcements": ("outage", "notice"),
}
PERSON_SCORE = 0.5  # people are found by name or not at all; between tickets, in the middle


class Found(Schema):
    """What was found: a ticket has a `number`, a person, an outage and a notice an `id`, the others a `slug`."""

    type: Type
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
    places: Annotated[Text, Query(",".join(PLACES), alias="in", max_length=100, description="Where to look.")],
    limit: Annotated[int, Query(20, ge=1, le=200)],
) -> HttpResponse:
    """The best first, across tickets, articles, people, runbooks, services and announcements."""
    person = person_of(request)
    wanted = {place.strip() for place in places.split(",") if place.strip()} or set(PLACES)
    if not wanted <= set(PLACES):
        raise wrong("in", _("This must be one of: %(choices)s.") % {"choices": ", ".join(PLACES)})
    found = _tickets(person, q, limit) if "tickets" in wanted else []
    if kinds := [kind for place, kinds in LIBRARY.items() if place in wanted for kind in kinds]:
        found += _answers(person, q, limit, kinds)
    if "people" in wanted:
        found += _people(person, q, limit)
    found.sort(key=lambda one: -one.score)
    return answer(PageOf[Found](items=found[:limit], next=None))


def _tickets(person: Person, words: str, limit: int) -> list[Found]:
    return [
        Found(type="ticket", number=hit.number, title=hit.subject, excerpt=hit.excerpt.text, score=hit.score)
        for hit in queries.tickets(person, words, limit=limit)
    ]


def _answers(person: Person, words: str, limit: int, kinds: list[str]) -> list[Found]:
    found = queries.answers(person, words, lang=person.language, limit=limit, kinds=kinds)
    # the best answer stands beside the best ticket: scores of the two say nothing about each other
    best = found[0].score if found else 1.0
    return [
        Found(
            type=TYPES[hit.kind],
            id=hit.of if hit.kind in LIBRARY["announcements"] else None,
            slug=hit.slug if hit.kind not in LIBRARY["announcements"] else None,
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


class SynonymsShape(Schema):
    """Words that mean the same to the search: a group of them in each entry, divided by commas."""

    groups: list[str]


class SynonymsGiven(Given):
    """All groups that are to hold then; what is left out is taken away."""

    groups: Annotated[list[Annotated[Text, Field(max_length=2000)]], Field(max_length=5000)]


@router.get("/search/synonyms", response=SynonymsShape, summary="Read the synonyms")
def read_synonyms(request: HttpRequest) -> HttpResponse:
    """For administrators."""
    _require_administrator(person_of(request))
    shape = _synonyms()
    return answer(shape, ETag=etag_of(shape))


@router.put("/search/synonyms", response=SynonymsShape, summary="Replace the synonyms")
def replace_synonyms(request: HttpRequest, given: SynonymsGiven) -> HttpResponse:
    """For administrators. They hold from the next search on."""
    person = person_of(request)
    _require_administrator(person)
    with held("synonyms"):
        expect(request, _synonyms())
        try:
            actions.save_synonyms(actor=person, text="\n".join(" ".join(one.split()) for one in given.groups))
        except SearchError as error:
            raise wrong("groups", str(error)) from None
        shape = _synonyms()
    return answer(shape, ETag=etag_of(shape))


def _synonyms() -> SynonymsShape:
    return SynonymsShape(groups=[line for line in queries.synonyms().split("\n") if line])


def _require_administrator(person: Person) -> None:
    if not person.is_administrator:
        raise Problem(FORBIDDEN, _("Only an administrator can do this."))
