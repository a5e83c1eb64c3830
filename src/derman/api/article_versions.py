"""The versions of an article: which there are, one of them, and going back to it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Router, Schema

from derman.api.articles import ArticleShape, Slug, answer_with, staff_only
from derman.api.callers import person_of
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import NOT_FOUND, Problem
from derman.api.shapes import PersonShape, answer, person_shape, utc
from derman.knowledge import actions
from derman.knowledge.queries import desk

if TYPE_CHECKING:
    from derman.knowledge.models import Translation, Version
    from derman.people.models import Person

router = Router(tags=["Articles"])

Number = Annotated[int, Path(ge=1, lt=2**31, description="Of the version.")]


class VersionLine(Schema):
    """A text of an article at one time."""

    number: int
    title: str
    author: PersonShape | None
    written_at: datetime
    newest: bool
    live: bool = Field(description="Is it what readers see?")


class VersionShape(VersionLine):
    """The same with its text."""

    body: str = Field(description="HTML, sanitised.")
    text: str = Field(description="The same without HTML.")


def _line(row: Version, of: Translation, reader: Person) -> VersionLine:
    return VersionLine(
        number=row.number,
        title=row.title,
        author=person_shape(row.author, reader) if row.author is not None else None,
        written_at=utc(row.written_at),
        newest=row.pk == of.newest_id,
        live=row.pk == of.live_id,
    )


def _of(request: HttpRequest, slug: str) -> tuple[Person, Translation]:
    person = person_of(request)
    found = desk.known_by_slug(person, slug)
    staff_only(person)
    return person, found


@router.get("/articles/{str:slug}/versions", response=PageOf[VersionLine], summary="List the versions of an article")
def list_versions(request: HttpRequest, slug: Slug, limit: Limit, cursor: Cursor) -> HttpResponse:
    """The newest first. For people of the desk."""
    person, of = _of(request, slug)
    rows = desk.versions(of, before=place_of(cursor), size=limit + 1)
    shown, following = cut(rows, limit, lambda row: row.number)
    return answer(PageOf[VersionLine](items=[_line(row, of, person) for row in shown], next=following))


@router.get(
    "/articles/{str:slug}/versions/{int:version}", response=VersionShape, summary="Read a version of an article"
)
def read_version(request: HttpRequest, slug: Slug, version: Number) -> HttpResponse:
    """For people of the desk."""
    person, of = _of(request, slug)
    row = next(iter(desk.versions(of, before=version + 1, size=1)), None)
    if row is None or row.number != version:
        raise Problem(NOT_FOUND, _("There is no such version."))
    return answer(VersionShape(**_line(row, of, person).model_dump(), body=row.body, text=row.text))


@router.post(
    "/articles/{str:slug}/versions/{int:version}/restore", response=ArticleShape, summary="Go back to a version"
)
def restore_version(request: HttpRequest, slug: Slug, version: Number) -> HttpResponse:
    """It becomes the newest one, as a draft: readers see what they saw until it is published."""
    person, of = _of(request, slug)
    actions.restore_version(actor=person, translation=of.pk, number=version)
    return answer_with(person, slug)
