"""The catalogue: services, asking for one, and agreeing to what was asked for."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router, Schema

from derman.api import references
from derman.api.callers import person_of
from derman.api.held import etag_of, expect, held
from derman.api.inputs import Given, Reference, Text
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import FORBIDDEN, Problem
from derman.api.shapes import Named, PersonShape, TicketShape, answer, named, person_shape
from derman.api.tickets import after_change
from derman.catalogue import actions as catalogue
from derman.catalogue import queries
from derman.catalogue.answering import words_of
from derman.desk.actions import audit
from derman.desk.queries import the_desk
from derman.kernel.texts import in_language
from derman.tickets import actions
from derman.tickets import queries as tickets

if TYPE_CHECKING:
    from derman.catalogue.models import Service
    from derman.people.models import Person
    from derman.tickets.models import Approval

router = Router(tags=["Services"])

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
Texts = Annotated[dict[str, Text], Field(max_length=len(LANGUAGES))]


class ServiceShape(Schema):
    """A service. `form`, `approvals` and `stages` are only for administrators what they are; others read the form."""

    id: int
    slug: str
    name: str
    names: dict[str, str]
    summary: str
    text: str
    cost: str
    takes: int | None
    takes_unit: str
    audience: str
    shelf: str | None
    team: Named | None
    published: bool
    form: list[dict[str, Any]]
    approvals: list[dict[str, Any]] | None
    stages: list[list[dict[str, Any]]] | None


class ServiceGiven(Given):
    """A service to add. Give `name`, in the desk's language, or `names` by language."""

    name: Annotated[Text, Field(max_length=80)] = ""
    names: Texts = {}
    summaries: Texts = {}
    texts: Texts = {}
    costs: Texts = {}
    takes: Annotated[int, Field(ge=1, le=999)] | None = None
    takes_unit: Literal["hours", "days"] = "days"
    audience: Literal["signed_in", "organisations", "groups", "agents"] = "signed_in"
    organisations: Annotated[list[int], Field(max_length=500)] = []
    groups: Annotated[list[Reference], Field(max_length=500)] = []
    team: Reference | None = None
    owner: Reference | None = None
    words: Annotated[list[Text], Field(max_length=40)] = []
    form: Annotated[list[dict[str, Any]], Field(max_length=60)] = []
    approvals: Annotated[list[dict[str, Any]], Field(max_length=8)] = []
    stages: Annotated[list[list[dict[str, Any]]], Field(max_length=12)] = []
    published: bool = False


class ServiceChange(ServiceGiven):
    """What to change; what is left out stays as it is. `null` takes `takes`, `team` or `owner` away."""


class RequestGiven(Given):
    """What is answered to the form, by key; a list for a choice of many."""

    answers: Annotated[dict[str, Any], Field(max_length=60)] = {}
    note: Annotated[Text, Field(max_length=20_000)] = ""


class ApprovalShape(Schema):
    """One person who is or was asked to agree."""

    id: int
    ticket: int
    subject: str
    requester: str
    answers: list[dict[str, str]]
    state: str
    waits: bool = Field(description="Can it still be decided?")
    reason: str
    asked_at: datetime
    expires_at: datetime
    person: PersonShape


class DecisionGiven(Given):
    """`refuse` needs a reason."""

    decision: Literal["approve", "refuse"]
    reason: Annotated[Text, Field(max_length=1000)] = ""


def _shape(service: Service, reader: Person) -> ServiceShape:
    whole = reader.is_administrator
    return ServiceShape(
        id=service.pk,
        slug=service.slug,
        name=service.name,
        names=service.names,
        summary=service.summary,
        text=service.text,
        cost=service.cost,
        takes=service.takes,
        takes_unit=service.takes_unit,
        audience=service.audience,
        shelf=str(service.shelf) if service.shelf is not None else None,
        team=named(service.team) if reader.is_staff_member else None,
        published=service.published,
        form=service.form,
        approvals=service.approvals if whole else None,
        stages=service.stages if whole else None,
    )


@router.get("/services", response=PageOf[ServiceShape], summary="List services")
def list_services(
    request: HttpRequest, limit: Limit, cursor: Cursor, q: Annotated[str, Query(max_length=100)] = ""
) -> HttpResponse:
    """What the caller may ask for; administrators see drafts as well."""
    person = person_of(request)
    after = place_of(cursor)
    found = sorted((one for one in queries.services(person, q) if one.pk > after), key=lambda one: one.pk)
    rows, following = cut(found, limit, lambda one: one.pk)
    return answer(PageOf[ServiceShape](items=[_shape(row, person) for row in rows], next=following))


@router.get("/services/{slug}", response=ServiceShape, summary="Read a service")
def read_service(request: HttpRequest, slug: str) -> HttpResponse:
    """404 for what the caller may not ask for."""
    person = person_of(request)
    shape = _shape(queries.service(person, slug), person)
    return answer(shape, ETag=etag_of(shape))


@router.post("/services", response={201: ServiceShape}, summary="Add a service")
def add_service(request: HttpRequest, given: ServiceGiven) -> HttpResponse:
    """For administrators."""
    person = person_of(request)
    if not person.is_administrator:
        raise Problem(FORBIDDEN, _("Only an administrator can do this."))
    team = references.team(person, given.team)
    owner = references.agent(person, given.owner, field="owner")
    kept = catalogue.save_service(
        actor=person,
        names=given.names or {the_desk().language: given.name},
        team=team.pk if team is not None else None,
        owner=owner.pk if owner is not None else None,
        groups=[references.group(person, one).pk for one in given.groups],
        **given.model_dump(exclude={"name", "names", "team", "owner", "groups"}),
    )
    audit(actor=person, kind="service.added", service=kept.pk, name=kept.name, published=kept.published)
    return answer(_shape(kept, person), status=201)


@router.patch("/services/{slug}", response=ServiceShape, summary="Change a service")
def change_service(request: HttpRequest, slug: str, given: ServiceChange) -> HttpResponse:
    """For administrators. Requests that were sent before stay as they are."""
    person = person_of(request)
    found = queries.service(person, slug)
    if not person.is_administrator:
        raise Problem(FORBIDDEN, _("Only an administrator can do this."))
    with held("service", found.pk):
        now = queries.service_by_id(person, found.pk)
        expect(request, _shape(now, person))
        named = given.model_dump(exclude_unset=True)
        if "name" in named:
            named["names"] = {**now.names, the_desk().language: named.pop("name")} | named.get("names", {})
        if "team" in named:
            team = references.team(person, given.team)
            named["team"] = team.pk if team is not None else None
        if "owner" in named:
            owner = references.agent(person, given.owner, field="owner")
            named["owner"] = owner.pk if owner is not None else None
        if "groups" in named:
            named["groups"] = [references.group(person, one).pk for one in given.groups]
        kept = catalogue.save_service(actor=person, service=now.pk, **{**_settings(now), **named})
        audit(actor=person, kind="service.changed", service=kept.pk, name=kept.name, published=kept.published)
    shape = _shape(kept, person)
    return answer(shape, ETag=etag_of(shape))


def _settings(row: Service) -> dict[str, Any]:
    """A service as `catalogue.actions.save_service` takes it."""
    same = ("names", "summaries", "texts", "costs", "takes", "takes_unit", "audience", "form", "approvals", "stages")
    return {
        **{name: getattr(row, name) for name in (*same, "words", "published")},
        "shelf": row.shelf_id,
        "team": row.team_id,
        "owner": row.owner_id,
        "picture": row.picture,
        "organisations": list(row.organisations.values_list("pk", flat=True)),
        "groups": list(row.groups.values_list("pk", flat=True)),
    }


@router.post("/services/{slug}/requests", response={201: TicketShape}, summary="Ask for a service")
def ask_for(request: HttpRequest, slug: str, given: RequestGiven) -> HttpResponse:
    """Opens a ticket for the caller. 422 names each wrong answer as `answers.KEY`."""
    person = person_of(request)
    service = queries.service(person, slug)
    opened = actions.ask_for(
        actor=person, requester=person, service=service.pk, given=given.answers, note=given.note, channel="api"
    )
    shape, etag = after_change(person, opened.ticket)
    return answer(shape, status=201, ETag=etag)


def _approval(row: Approval, reader: Person) -> ApprovalShape:
    requester = row.ticket.requester
    return ApprovalShape(
        id=row.pk,
        ticket=row.ticket_id,
        subject=row.ticket.subject,
        requester=requester.name or requester.email,
        answers=[
            {"label": in_language(one["labels"]), "value": words_of(one)} for one in row.ticket.service_request.answers
        ],
        state=row.state,
        waits=tickets.is_waiting(row),
        reason=row.reason,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        person=person_shape(row.person, reader),
    )


@router.get("/approvals", response=PageOf[ApprovalShape], summary="List one's approvals")
def list_approvals(request: HttpRequest) -> HttpResponse:
    """What the caller is or was asked to agree to: what waits first, the latest 100."""
    person = person_of(request)
    rows = [_approval(row, person) for row in tickets.approvals_for(person)]
    return answer(PageOf[ApprovalShape](items=rows, next=None))


@router.post("/approvals/{int:approval}", response=ApprovalShape, summary="Approve or refuse")
def decide(
    request: HttpRequest, approval: Annotated[int, Path(description="The approval's id.")], given: DecisionGiven
) -> HttpResponse:
    """As the person who was asked."""
    person = person_of(request)
    row = tickets.approval(person, approval)
    actions.decide(actor=person, approval=row.pk, approved=given.decision == "approve", reason=given.reason)
    return answer(_approval(tickets.approval(person, approval), person))
