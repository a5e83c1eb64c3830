"""Saved replies: read, write, take away, and use one on a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router, Schema

from derman.api.callers import person_of
from derman.api.inputs import LARGEST_ID, FileGiven, Given, Id, Text, files_of
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import FORBIDDEN, Problem
from derman.api.shapes import answer
from derman.replies import actions, queries
from derman.tickets import queries as tickets

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.replies.models import ReplyFile, SavedReply

router = Router(tags=["Saved replies"])
Key = Annotated[int, Path(ge=1, le=LARGEST_ID)]
Texts = Annotated[
    dict[str, Annotated[Text, Field(max_length=20_000)]], Field(max_length=20, description='Like {"en": …, "tr": …}.')
]
Audience = Annotated[Id | str, Field(description="me, desk, or the id of a team.")]


class ReplyFileShape(Schema):
    """A file that goes along."""

    id: int
    name: str
    size: int


class SavedReplyShape(Schema):
    """A text with {{variables}}, in one language or several. `used`: how often it was."""

    id: int
    name: str
    folder: str
    texts: dict[str, str]
    audience: int | str
    used: int
    files: list[ReplyFileShape]


class SavedReplyGiven(Given):
    """A saved reply to add."""

    name: Annotated[Text, Field(min_length=1, max_length=80)]
    folder: Annotated[Text, Field(max_length=60)] = ""
    texts: Texts
    audience: Audience = "me"
    attachments: Annotated[list[FileGiven], Field(max_length=10)] = []


class SavedReplyChange(Given):
    """What is left out stays."""

    name: Annotated[Text, Field(min_length=1, max_length=80)] | None = None
    folder: Annotated[Text, Field(max_length=60)] | None = None
    texts: Texts | None = None
    audience: Audience | None = None
    attachments: Annotated[list[FileGiven], Field(max_length=10)] = []
    drop_files: Annotated[list[Id], Field(max_length=10)] = []


class UseGiven(Given):
    """On which ticket."""

    ticket: Id


class FilledFile(Schema):
    """A file of the saved reply that waits for the caller's next message: give its `key` among `attachments`."""

    key: str
    name: str
    size: int


class FilledShape(Schema):
    """The text as it goes into a message; `missing` are the variables without a value, which stay as they are."""

    text: str
    language: str
    missing: list[str]
    files: list[FilledFile]


def _agent(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_staff_member:
        raise Problem(FORBIDDEN, _("Only people of the desk have saved replies."))
    return person


def _audience(reply: SavedReply) -> int | str:
    return "me" if reply.owner_id else reply.team_id or "desk"


def _shape(reply: SavedReply, files: list[ReplyFile]) -> SavedReplyShape:
    return SavedReplyShape(
        id=reply.pk,
        name=reply.name,
        folder=reply.folder,
        texts=reply.texts,
        audience=_audience(reply),
        used=reply.used,
        files=[ReplyFileShape(id=file.pk, name=file.name, size=file.file.size) for file in files],
    )


def _one(reply: SavedReply, *, status: int = 200) -> HttpResponse:
    return answer(_shape(reply, queries.files_of([reply])[reply.pk]), status=status)


@router.get("/saved-replies", response=PageOf[SavedReplyShape], summary="List saved replies")
def list_replies(
    request: HttpRequest,
    limit: Limit,
    cursor: Cursor,
    q: Annotated[str, Query(max_length=100, description="All of these words, whatever accents and capitals.")] = "",
) -> HttpResponse:
    """Those that the caller may use."""
    after = place_of(cursor)
    found = queries.having(_agent(request), q).filter(pk__gt=after).order_by("pk")
    rows, following = cut(list(found[: limit + 1]), limit, lambda reply: reply.pk)
    files = queries.files_of(rows)
    return answer(PageOf[SavedReplyShape](items=[_shape(row, files[row.pk]) for row in rows], next=following))


@router.post("/saved-replies", response={201: SavedReplyShape}, summary="Add a saved reply")
def add_reply(request: HttpRequest, given: SavedReplyGiven) -> HttpResponse:
    """For oneself, for a team that one leads, or, as an administrator, for the desk."""
    person = _agent(request)
    kept = actions.save(
        actor=person,
        name=given.name,
        folder=given.folder,
        texts=given.texts,
        audience=given.audience,
        add_files=[(file.name, file.content) for file in files_of(given.attachments)],
    )
    return _one(kept, status=201)


@router.patch("/saved-replies/{int:reply}", response=SavedReplyShape, summary="Change a saved reply")
def change_reply(request: HttpRequest, reply: Key, given: SavedReplyChange) -> HttpResponse:
    """For whoever may write it."""
    person = _agent(request)
    old = queries.saved_reply(person, reply)
    kept = actions.save(
        actor=person,
        reply=reply,
        name=old.name if given.name is None else given.name,
        folder=old.folder if given.folder is None else given.folder,
        texts=old.texts if given.texts is None else given.texts,
        audience=_audience(old) if given.audience is None else given.audience,
        add_files=[(file.name, file.content) for file in files_of(given.attachments)],
        drop_files=given.drop_files,
    )
    return _one(kept)


@router.delete("/saved-replies/{int:reply}", response={204: None}, summary="Take a saved reply away")
def remove_reply(request: HttpRequest, reply: Key) -> HttpResponse:
    """It can be brought back for an hour."""
    actions.remove(actor=_agent(request), reply=reply)
    return HttpResponse(status=204)


@router.post("/saved-replies/{int:reply}/restore", response=SavedReplyShape, summary="Bring a saved reply back")
def restore_reply(request: HttpRequest, reply: Key) -> HttpResponse:
    """Within an hour."""
    return _one(actions.restore(actor=_agent(request), reply=reply))


@router.post("/saved-replies/{int:reply}/use", response=FilledShape, summary="Fill a saved reply for a ticket")
def use_reply(request: HttpRequest, reply: Key, given: UseGiven) -> HttpResponse:
    """In the requester's language; counted as used."""
    person = _agent(request)
    filled = actions.use(actor=person, reply=reply, ticket=tickets.find(person, given.ticket))
    files = [FilledFile(key=file.key, name=file.name, size=file.file.size) for file in filled.files]
    return answer(FilledShape(text=filled.text, language=filled.language, missing=filled.missing, files=files))
