"""Moving the knowledge base in and out: the same files as on its pages."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from derman.api.articles import staff_only
from derman.api.callers import person_of
from derman.api.inputs import Given, IdInPath, Text
from derman.api.problems import FORBIDDEN, NOT_FOUND, Problem, wrong
from derman.api.shapes import PRIVATE, answer, utc
from derman.kernel import files
from derman.knowledge import actions
from derman.knowledge.moving.exporting import packed
from derman.knowledge.queries import imports

if TYPE_CHECKING:
    from derman.knowledge.models import Import
    from derman.people.models import Person

router = Router(tags=["Knowledge"])


class ImportGiven(Given):
    """A file to make articles of: a zip of Markdown or HTML with its pictures, a WordPress export (XML), or CSV."""

    name: Annotated[Text, Field(min_length=1, max_length=255, description="Its ending says what it is.")]
    content_base64: str
    lang: Literal["en", "tr"] = Field("en", description="Of articles that do not say their own.")
    audience: Literal["everyone", "signed_in", "agents"] = "everyone"
    publish: bool = Field(False, description="Publish at once what is published where it comes from.")


class ImportShape(Schema):
    """How far an import is, and what became of it."""

    id: int
    name: str
    state: str = Field(description="waiting, running, done or failed.")
    seen: int = Field(description="Articles looked at so far.")
    made: int
    changed: int
    pictures: int
    problems: list[str] = Field(description="What could not be taken in, and why; 100 at most.")
    created_at: datetime
    ended_at: datetime | None


class ImportShapes(Schema):
    """The caller's own imports."""

    items: list[ImportShape]


def _shape(row: Import) -> ImportShape:
    return ImportShape(
        id=row.pk, name=row.name, state=row.state, seen=row.seen, made=row.made, changed=row.changed,
        pictures=row.pictures, problems=row.problems, created_at=utc(row.created_at),
        ended_at=utc(row.ended_at) if row.ended_at is not None else None,
    )  # fmt: skip


def _lead(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_lead:
        raise Problem(FORBIDDEN, _("Leads and administrators import articles."))
    return person


@router.get("/knowledge/export", summary="Take all articles along")
def export_articles(request: HttpRequest) -> FileResponse:
    """A zip of Markdown with pictures and categories, of all that the caller may work on. For people of the desk."""
    person = person_of(request)
    staff_only(person)
    return FileResponse(
        packed(person), as_attachment=True, filename="knowledge.zip", content_type="application/zip", headers=PRIVATE
    )


@router.get("/knowledge/imports", response=ImportShapes, summary="List the last imports of articles")
def list_imports(request: HttpRequest) -> HttpResponse:
    """The caller's own, the latest first. For leads and administrators."""
    return answer(ImportShapes(items=[_shape(row) for row in imports.latest(_lead(request))]))


@router.post("/knowledge/imports", response={201: ImportShape}, summary="Import articles")
def import_articles(request: HttpRequest, given: ImportGiven) -> HttpResponse:
    """The worker does it; ask for it by its id. The same file again changes only what differs. For leads.

    A request may have 32 MB; larger files go by the page, or by `derman knowledge import`.
    """
    person = _lead(request)
    try:
        content = base64.b64decode(given.content_base64, validate=True)
    except (ValueError, binascii.Error):
        raise wrong("content_base64", _("This is not base64.")) from None
    if not content:
        raise wrong("content_base64", _("Choose a file first."))
    row = actions.ask_import(
        actor=person,
        file=files.store(content),
        name=given.name,
        lang=given.lang,
        audience=given.audience,
        publishes=given.publish,
    )
    return answer(_shape(row), status=201, Location=f"/api/v1/knowledge/imports/{row.pk}")


@router.get("/knowledge/imports/{int:id}", response=ImportShape, summary="Read how far an import is")
def read_import(request: HttpRequest, key: IdInPath) -> HttpResponse:
    """One of the caller's own. For leads and administrators."""
    row = imports.one(_lead(request), key)
    if row is None:
        raise Problem(NOT_FOUND, _("There is no such import."))
    return answer(_shape(row))
