"""People: who calls, who is there, adding somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import available_timezones

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from derman.api import references
from derman.api.callers import person_of
from derman.api.held import etag_of, expect, held
from derman.api.inputs import Address, Given, IdInPath, Line, Reference, RoleCode, Text
from derman.api.paging import Cursor, Limit, PageOf, cut, place_of
from derman.api.problems import NOT_FOUND, Problem, wrong
from derman.api.shapes import Named, answer
from derman.desk.actions import audit
from derman.people import actions, naming

if TYPE_CHECKING:
    from derman.people.models import Person

router = Router(tags=["People"])

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


class PersonFull(Schema):
    """A person as the caller may see them."""

    id: int
    name: str
    email: str
    role: str
    organisation: Named | None
    language: str | None
    zone: str | None
    title: str
    phone: str
    active: bool
    available: bool
    teams: list[Named]


class PersonGiven(Given):
    """Somebody to add. Agents add requesters; administrators give roles and teams."""

    email: Address
    name: Annotated[Text, Field(max_length=120)] = ""
    role: RoleCode = "requester"
    language: Annotated[Text, Field(max_length=8)] = ""
    teams: Annotated[list[Reference], Field(max_length=50)] = []


class PersonChange(Given):
    """What to change; what is left out stays as it is. `organisation: null` takes it away."""

    name: Annotated[Text, Field(min_length=1, max_length=120)] = ""
    role: RoleCode = "requester"
    organisation: Reference | None = None
    language: Annotated[Text, Field(max_length=8)] | None = None
    zone: Annotated[Text, Field(max_length=64)] | None = None
    title: Annotated[Text, Field(max_length=120)] = ""
    phone: Annotated[Text, Field(max_length=40)] = ""
    active: bool = True
    available: bool = True
    teams: Annotated[list[Reference], Field(max_length=50)] = []


def _full(person: Person) -> PersonFull:
    organisation = person.organisation
    return PersonFull(
        id=person.pk,
        name=person.name,
        email=person.email,
        role=person.role,
        organisation=Named(id=organisation.pk, name=organisation.name) if organisation is not None else None,
        language=person.language or None,
        zone=person.zone or None,
        title=person.title,
        phone=person.phone,
        active=person.is_active,
        available=person.available,
        teams=[Named(id=team.pk, name=team.name) for team in getattr(person, "known_teams", [])],
    )


def _visible(asker: Person, pk: int) -> PersonFull:
    found = naming.person_visible(asker, pk)
    if found is None:
        raise Problem(NOT_FOUND, _("There is no such person that you may see."))
    return _full(found)


@router.get("/me", response=PersonFull, summary="Who calls")
def me(request: HttpRequest) -> HttpResponse:
    """The person as whom the token or session acts."""
    person = person_of(request)
    return answer(_visible(person, person.pk))


@router.get("/people", response=PageOf[PersonFull], summary="List people")
def list_people(
    request: HttpRequest,
    limit: Limit,
    cursor: Cursor,
    role: Annotated[RoleCode | None, Query(None)],
    email: Annotated[Address, Query("", description="Exactly this address, also a second one.")],
    q: Annotated[Line, Query("", description="Parts of the name.")],
) -> HttpResponse:
    """In the order in which they were added. Requesters see themselves."""
    person = person_of(request)
    found = naming.listed(person, role=role or "", address=email, words=q, after=place_of(cursor), limit=limit + 1)
    rows, following = cut(found, limit, lambda row: row.pk)
    return answer(PageOf[PersonFull](items=[_full(row) for row in rows], next=following))


@router.get("/people/{int:id}", response=PersonFull, summary="Read a person")
def read_person(request: HttpRequest, key: IdInPath) -> HttpResponse:
    """One person, with the state as `ETag`."""
    shape = _visible(person_of(request), key)
    return answer(shape, ETag=etag_of(shape))


@router.patch("/people/{int:id}", response=PersonFull, summary="Change a person")
def change_person(request: HttpRequest, key: IdInPath, given: PersonChange) -> HttpResponse:
    """People change their own name, phone, language, zone and whether they are available; administrators everything.

    With `If-Match`, only where nobody changed the person since: else 412.
    """
    person = person_of(request)
    with held("person", key):
        before = _visible(person, key)
        expect(request, before)
        if given.teams and (given.role if "role" in given.model_fields_set else before.role) == "requester":
            raise wrong("teams", _("Only agents are in teams."))
        found = naming.person_visible(person, key)
        assert found is not None
        changed = actions.change_person(actor=person, person=found, **_changes(person, given))
        if changed.pk != person.pk or changed.role != before.role:
            kind = "person.role_changed" if changed.role != before.role else "person.changed"
            audit(actor=person, kind=kind, person=changed.pk, name=changed.name, before=before.role, role=changed.role)
    shape = _visible(person, key)
    return answer(shape, ETag=etag_of(shape))


def _changes(person: Person, given: PersonChange) -> dict[str, Any]:
    named = given.model_fields_set
    wanted: dict[str, Any] = given.model_dump(include=named - {"organisation", "teams"})
    for name in ("language", "zone"):
        if name in wanted:
            wanted[name] = wanted[name] or ""
    if wanted.get("language") and wanted["language"] not in LANGUAGES:
        raise wrong("language", _("This must be one of: %(choices)s.") % {"choices": ", ".join(LANGUAGES)})
    if wanted.get("zone") and wanted["zone"] not in available_timezones():
        raise wrong("zone", _("There is no such time zone."))
    if "organisation" in named:
        if given.organisation is None:
            wanted["no_organisation"] = True
        else:
            wanted["organisation"] = references.organisation(person, given.organisation, field="organisation")
    if "teams" in named:
        found = [references.team(person, team, field="teams") for team in given.teams]
        wanted["teams"] = [team.pk for team in found if team is not None]
    return wanted


@router.post("/people", response={201: PersonFull}, summary="Add a person")
def add_person(request: HttpRequest, given: PersonGiven) -> HttpResponse:
    """409 where the address belongs to somebody already."""
    person = person_of(request)
    if given.language and given.language not in LANGUAGES:
        raise wrong("language", _("This must be one of: %(choices)s.") % {"choices": ", ".join(LANGUAGES)})
    if given.teams and given.role == "requester":
        raise wrong("teams", _("Only agents are in teams."))
    # who may not add anybody must not learn which teams there are
    teams = [references.team(person, team, field="teams") for team in given.teams]
    added = actions.add_person(
        actor=person,
        email=given.email,
        name=given.name,
        role=given.role,
        language=given.language,
        teams=[team.pk for team in teams if team is not None],
    )
    return answer(_visible(person, added.pk), status=201, Location=f"/api/v1/people/{added.pk}")
