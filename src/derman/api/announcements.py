"""Announcements and outages: list, add, read, change, how an outage goes on, and whom it affects."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router, Schema

from derman.announcements import actions, queries
from derman.api import references
from derman.api.callers import person_of
from derman.api.inputs import Given, Long, Moment, Reference
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import FORBIDDEN, OVERTAKEN, Problem
from derman.api.shapes import PersonShape, answer, person_shape, utc
from derman.kernel.secrets import signature

if TYPE_CHECKING:
    from derman.announcements.models import Announcement, Update
    from derman.people.models import Person

router = Router(tags=["Announcements"])

Id = Annotated[int, Path(ge=1, lt=2**63)]
StateCode = Literal["investigating", "cause_known", "being_fixed", "watched", "over"]
AudienceCode = Literal["everyone", "signed_in", "agents", "team"]
Texts = Annotated[dict[str, Long], Field(max_length=20, description="By language; Markdown.")]


class UpdateShape(Schema):
    """What was told of an outage."""

    id: int
    state: str
    texts: dict[str, str]
    at: datetime


class AnnouncementShape(Schema):
    """An announcement. Drafts, the ticket and the team are for people of the desk."""

    id: int
    kind: str = Field(description="notice or outage.")
    url: str
    titles: dict[str, str]
    texts: dict[str, str]
    audience: str
    team: int | None
    state: str | None = Field(description="Of an outage: investigating, cause_known, being_fixed, watched or over.")
    published_at: datetime | None
    until: datetime | None
    over_at: datetime | None
    affected: int = Field(description="How many said that it affects them.")
    affected_unnamed: int = Field(description="How many of them were not signed in.")
    affects_me: bool
    ticket: int | None
    updates: list[UpdateShape] = Field(description="The latest first; in a list left out.")


class AffectedShape(Schema):
    """Somebody whom an outage affects."""

    id: int
    person: PersonShape
    at: datetime


class _Settings(Given):
    """What a request may say of an announcement."""

    titles: Texts = {}
    texts: Texts = {}
    audience: AudienceCode = "signed_in"
    team: Reference | None = None
    until: Moment | None = None
    status: Literal["draft", "published"] = "draft"
    publish_at: Annotated[Moment | None, Field(description="With the status published: not before then.")] = None


class AnnouncementGiven(_Settings):
    """An announcement to add; an outage may come from a `ticket`."""

    kind: Literal["notice", "outage"] = "outage"
    state: StateCode | None = None
    ticket: Annotated[int, Field(ge=1, lt=2**63)] | None = None


class AnnouncementChange(_Settings):
    """What to change; what is left out stays."""


class UpdateGiven(Given):
    """How an outage goes on."""

    state: StateCode
    texts: Texts = {}


def _update_shape(one: Update) -> UpdateShape:
    return UpdateShape(id=one.pk, state=one.state, texts=one.texts, at=utc(one.at))


def _shape(row: Announcement, reader: Person, *, ticket: int | None = None, affects: bool = False,
           updates: tuple[Update, ...] | list[Update] = ()) -> AnnouncementShape:  # fmt: skip
    return AnnouncementShape(
        id=row.pk,
        kind=row.kind,
        url=f"{settings.DERMAN_PORTAL_URL}/announcements/{row.pk}/",
        titles=row.titles,
        texts=row.texts,
        audience=row.audience,
        team=row.team_id if reader.is_staff_member else None,
        state=row.state or None,
        published_at=utc(row.published_at) if row.published_at is not None else None,
        until=utc(row.until) if row.until is not None else None,
        over_at=utc(row.over_at) if row.over_at is not None else None,
        affected=row.affected,
        affected_unnamed=row.affected_unnamed,
        affects_me=affects,
        ticket=ticket,
        updates=[_update_shape(one) for one in updates],
    )


def _etag(row: Announcement) -> str:
    return f'"{signature("etag", f"announcement:{row.pk}.{row.revision}")}"'


def _answer(person: Person, pk: int, *, status: int = 200) -> HttpResponse:
    if person.is_staff_member:
        found = queries.one_at_desk(person, pk)
        shape = _shape(
            found.row,
            person,
            ticket=found.ticket,
            affects=queries.affects(person, found.row),
            updates=list(found.updates),
        )
        return answer(shape, status=status, ETag=_etag(found.row))
    told = queries.one(person, pk)
    shape = _shape(told.row, person, affects=told.affects, updates=list(told.updates))
    return answer(shape, status=status, ETag=_etag(told.row))


def _details(person: Person, given: _Settings) -> dict[str, Any]:
    named = given.model_fields_set
    kept: dict[str, Any] = {
        name: getattr(given, name) for name in ("titles", "texts", "audience", "until") if name in named
    }
    if "team" in named:
        team = references.team(person, given.team)
        kept["team"] = team.pk if team is not None else None
        kept.setdefault("audience", "team" if team is not None else "signed_in")
    return kept


def _staff_only(person: Person) -> None:
    if not person.is_staff_member:
        raise Problem(FORBIDDEN, _("Only people of the desk write announcements."))


@router.get("/announcements", response=PageOf[AnnouncementShape], summary="List announcements")
def list_announcements(
    request: HttpRequest,
    current: Annotated[bool, Query(False, description="Only what is announced now, outages first.")],
    limit: Limit,
    cursor: Cursor,
) -> HttpResponse:
    """Those that the caller may see, the latest first; people of the desk see drafts as well."""
    person = person_of(request)
    if current:
        rows = queries.current(person, size=limit)
        items = [_shape(row, person, affects=bool(getattr(row, "affects", False))) for row in rows]
        return answer(PageOf[AnnouncementShape](items=items, next=None))
    listed = queries.at_desk if person.is_staff_member else queries.past
    found, following = cut(listed(person, before=place_of(cursor) or None, size=limit), limit, lambda row: row.pk)
    items = [_shape(row, person, affects=bool(getattr(row, "affects", False))) for row in found]
    return answer(PageOf[AnnouncementShape](items=items, next=following))


@router.post("/announcements", response={201: AnnouncementShape}, summary="Add an announcement")
def add_announcement(request: HttpRequest, given: AnnouncementGiven) -> HttpResponse:
    """Agents add outages; leads and administrators notices too."""
    person = person_of(request)
    _staff_only(person)
    with transaction.atomic():
        row = actions.begin(
            actor=person,
            kind=given.kind,
            ticket=given.ticket,
            state=given.state or "",
            **{"titles": given.titles, **_details(person, given)},
        )
        if given.status == "published":
            actions.publish(actor=person, announcement=row.pk, at=given.publish_at)
    return _answer(person, row.pk, status=201)


@router.get("/announcements/{int:number}", response=AnnouncementShape, summary="Read an announcement")
def read_announcement(request: HttpRequest, number: Id) -> HttpResponse:
    """With what was told of it, and its state as `ETag`."""
    return _answer(person_of(request), number)


@router.patch("/announcements/{int:number}", response=AnnouncementShape, summary="Change an announcement")
def change_announcement(request: HttpRequest, number: Id, given: AnnouncementChange) -> HttpResponse:
    """All of the change or none. With `If-Match`, only where nobody changed it since: else 412."""
    person = person_of(request)
    if not person.is_staff_member:
        queries.one(person, number)
        _staff_only(person)
    row = queries.one_at_desk(person, number).row
    expected = parse_etags(request.headers.get("If-Match", ""))
    if expected and "*" not in expected and _etag(row) not in expected:
        raise Problem(OVERTAKEN, _("Somebody changed this announcement in the meantime."), headers={"ETag": _etag(row)})
    with transaction.atomic():
        actions.describe(actor=person, announcement=number, **_details(person, given))
        if "status" in given.model_fields_set:
            if given.status == "published":
                actions.publish(actor=person, announcement=number, at=given.publish_at)
            else:
                actions.withdraw(actor=person, announcement=number)
    return _answer(person, number)


@router.delete("/announcements/{int:number}", response=AnnouncementShape, summary="Delete an announcement")
def delete_announcement(request: HttpRequest, number: Id) -> HttpResponse:
    """Answers with it as it was; `restore` brings it back."""
    person = person_of(request)
    found = queries.one_at_desk(person, number)
    actions.remove(actor=person, announcement=number)
    return answer(_shape(found.row, person, ticket=found.ticket, updates=list(found.updates)))


@router.post("/announcements/{int:number}/restore", response=AnnouncementShape, summary="Bring an announcement back")
def restore_announcement(request: HttpRequest, number: Id) -> HttpResponse:
    """The opposite of deleting it."""
    person = person_of(request)
    actions.bring_back(actor=person, announcement=number)
    return _answer(person, number)


@router.post("/announcements/{int:number}/updates", response={201: AnnouncementShape}, summary="Say how it goes on")
def add_update(request: HttpRequest, number: Id, given: UpdateGiven) -> HttpResponse:
    """Of an outage; whoever it affects is told by mail a minute later."""
    person = person_of(request)
    actions.go_on(actor=person, announcement=number, state=given.state, texts=given.texts)
    return _answer(person, number, status=201)


@router.delete("/announcements/{int:number}/updates/{int:update}", response=AnnouncementShape, summary="Take it back")
def take_update_back(request: HttpRequest, number: Id, update: Annotated[int, Path(ge=1, lt=2**63)]) -> HttpResponse:
    """The latest update, within a minute."""
    person = person_of(request)
    actions.take_back(actor=person, announcement=number, update=update)
    return _answer(person, number)


@router.put("/announcements/{int:number}/affects-me", response=AnnouncementShape, summary="It affects me too")
def affects_me(request: HttpRequest, number: Id) -> HttpResponse:
    """Counts the caller, who is told how the outage goes on. Twice is once."""
    person = person_of(request)
    actions.affects(person=person, announcement=number)
    return _answer(person, number)


@router.delete("/announcements/{int:number}/affects-me", response=AnnouncementShape, summary="It affects me no longer")
def affects_me_no_longer(request: HttpRequest, number: Id) -> HttpResponse:
    """Takes it back."""
    person = person_of(request)
    actions.affects_no_longer(person=person, announcement=number)
    return _answer(person, number)


@router.get("/announcements/{int:number}/affected", response=PageOf[AffectedShape], summary="Whom an outage affects")
def list_affected(request: HttpRequest, number: Id, limit: Limit, cursor: Cursor) -> HttpResponse:
    """For people of the desk."""
    person = person_of(request)
    queries.one_at_desk(person, number)
    found = queries.affected(person, number, after=place_of(cursor) or 0, size=limit)
    rows, following = cut(found, limit, lambda row: row.pk)
    named = [(one, one.person) for one in rows if one.person is not None]
    items = [AffectedShape(id=one.pk, person=person_shape(who, person), at=utc(one.at)) for one, who in named]
    return answer(PageOf[AffectedShape](items=items, next=following))
