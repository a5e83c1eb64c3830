"""Who is calling: identity checks of a ticket's requester. No answer of the API ever holds a code."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Router, Schema

from derman.api.callers import person_of
from derman.api.inputs import Given, Id, Line, Text
from derman.api.paging import PageOf
from derman.api.problems import NOT_FOUND, Problem
from derman.api.shapes import PersonShape, answer, person_shape, utc
from derman.api.tickets import Number
from derman.identity import actions
from derman.identity import queries as checks
from derman.tickets import queries

if TYPE_CHECKING:
    from derman.identity.models import HandedSecret, IdentityCheck
    from derman.people.models import Person

router = Router(tags=["Identity"])


class CheckShape(Schema):
    """A check: `waiting`, `proven`, `failed`, `expired` or `withdrawn`, by `code`, `call_back` or `manager`."""

    id: int
    state: str
    why: str
    method: str
    person: PersonShape
    by: PersonShape
    manager: PersonShape | None
    to: str = Field(description="The registered address or number.")
    registered_lately_at: datetime | None = Field(description="Where `to` was registered in the last 14 days.")
    begun_at: datetime
    expires_at: datetime
    ended_at: datetime | None


class RegisteredShape(Schema):
    """A verified address or the number; `changed_at` where it was registered or changed in the last 14 days."""

    id: int | None
    value: str
    changed_at: datetime | None


class StandingShape(Schema):
    """How it stands, and by what ways the requester can be proven."""

    required: bool = Field(description="The category, or one above it, asks for a check.")
    locked_since: datetime | None
    proven_until: datetime | None
    addresses: list[RegisteredShape]
    phone: RegisteredShape | None
    manager: str | None
    checks: list[CheckShape]


class SaidShape(Schema):
    """What became of a code."""

    right: bool
    tries_left: int
    check: CheckShape


class CheckGiven(Given):
    """How to check; `address` is the id of a registered one, else the first is taken."""

    method: Literal["code", "call_back", "manager"]
    address: Id | None = None


class CodeGiven(Given):
    """The code that the caller said."""

    code: Line


class CallGiven(Given):
    """What the call back brought."""

    outcome: Literal["confirmed", "denied", "not_reached"]


class LiftGiven(Given):
    """Why the lock can be lifted."""

    reason: Line


class SecretGiven(Given):
    """A secret for the requester; `label` says what it is, `address` is the id of a verified one."""

    secret: Annotated[Text, Field(min_length=1, max_length=4000)]
    label: Annotated[Text, Field(max_length=120)] = ""
    address: Id | None = None


class SecretShape(Schema):
    """That something was handed over: `waiting`, `opened`, `expired` or `withdrawn`. Never what it is."""

    id: int
    state: str
    label: str
    to: str
    person: PersonShape
    by: PersonShape
    made_at: datetime
    expires_at: datetime
    ended_at: datetime | None


class MadeShape(Schema):
    """A secret that was made and is kept nowhere."""

    secret: str


class DecisionGiven(Given):
    """Is it the person who asks?"""

    confirmed: bool


def _agent(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.is_staff_member:
        raise Problem(NOT_FOUND, _("Identity checks are for agents."))
    return person


def _shape(row: IdentityCheck, reader: Person) -> CheckShape:
    return CheckShape(
        id=row.pk,
        state=row.state,
        why=row.why,
        method=row.method,
        person=person_shape(row.person, reader),
        by=person_shape(row.by, reader),
        manager=person_shape(row.manager, reader) if row.manager else None,
        to=row.to,
        registered_lately_at=utc(row.changed_at) if row.changed_at else None,
        begun_at=utc(row.begun_at),
        expires_at=utc(row.expires_at),
        ended_at=utc(row.ended_at) if row.ended_at else None,
    )


def _registered(found: checks.Registered) -> RegisteredShape:
    changed = utc(found.changed_at) if found.changed_at else None
    return RegisteredShape(id=found.id or None, value=found.value, changed_at=changed)


@router.get("/tickets/{int:number}/identity", response=StandingShape, summary="Read how the identity stands")
def read_identity(request: HttpRequest, number: Number) -> HttpResponse:
    """With all checks of the ticket, the oldest first. For agents."""
    person = _agent(request)
    ticket = queries.find(person, number)
    standing, ways = checks.standing_of(ticket), checks.ways_for(person, ticket)
    shape = StandingShape(
        required=standing.required,
        locked_since=utc(standing.locked_since) if standing.locked_since else None,
        proven_until=utc(standing.proven_until) if standing.proven_until else None,
        addresses=[_registered(one) for one in ways.addresses],
        phone=_registered(ways.phone) if ways.phone else None,
        manager=ways.manager or None,
        checks=[_shape(row, person) for row in checks.checks_of(person, ticket)],
    )
    return answer(shape)


@router.post("/tickets/{int:number}/identity", response={201: CheckShape}, summary="Begin an identity check")
def begin(request: HttpRequest, number: Number, given: CheckGiven) -> HttpResponse:
    """For agents. 409 where one is under way, 403 where the requester is locked after a failed one."""
    person = _agent(request)
    row = actions.begin(actor=person, ticket=number, method=given.method, address=given.address)
    return answer(_shape(row, person), status=201)


@router.post("/tickets/{int:number}/identity/code", response=SaidShape, summary="Say the code")
def say_code(request: HttpRequest, number: Number, given: CodeGiven) -> HttpResponse:
    """A wrong one is no error but an answer: `right` is false. The third fails the check. 409 where none waits."""
    person = _agent(request)
    said = actions.say_code(actor=person, ticket=number, code=given.code)
    return answer(SaidShape(right=said.right, tries_left=said.left, check=_shape(said.check, person)))


@router.post("/tickets/{int:number}/identity/call", response=CheckShape, summary="Note what a call back brought")
def note_call(request: HttpRequest, number: Number, given: CallGiven) -> HttpResponse:
    """`denied` fails the check. 409 where no call back waits."""
    person = _agent(request)
    return answer(_shape(actions.note_call(actor=person, ticket=number, outcome=given.outcome), person))


@router.post("/tickets/{int:number}/identity/withdraw", response=CheckShape, summary="Break a check off")
def withdraw(request: HttpRequest, number: Number) -> HttpResponse:
    """409 where none waits."""
    person = _agent(request)
    return answer(_shape(actions.withdraw(actor=person, ticket=number), person))


@router.post("/tickets/{int:number}/identity/lift", response={204: None}, summary="Lift the lock of a failed check")
def lift(request: HttpRequest, number: Number, given: LiftGiven) -> HttpResponse:
    """For leads. 409 where nothing is locked."""
    person = _agent(request)
    actions.lift(actor=person, ticket=number, reason=given.reason)
    return HttpResponse(status=204)


@router.post("/identity/{int:id}/decision", response=CheckShape, summary="Answer as the manager")
def decide(
    request: HttpRequest, key: Annotated[int, Path(alias="id", description="The check's id.")], given: DecisionGiven
) -> HttpResponse:
    """For the manager who was asked. 409 where it is over."""
    person = person_of(request)
    return answer(_shape(actions.decide(actor=person, check=key, confirmed=given.confirmed), person))


def _secret_shape(row: HandedSecret, reader: Person) -> SecretShape:
    return SecretShape(
        id=row.pk,
        state=row.state,
        label=row.label,
        to=row.to,
        person=person_shape(row.person, reader),
        by=person_shape(row.by, reader),
        made_at=utc(row.made_at),
        expires_at=utc(row.expires_at),
        ended_at=utc(row.ended_at) if row.ended_at else None,
    )


@router.get("/tickets/{int:number}/secrets", response=PageOf[SecretShape], summary="List what was handed over")
def list_secrets(request: HttpRequest, number: Number) -> HttpResponse:
    """The latest first. For agents."""
    person = _agent(request)
    rows = checks.secrets_of(person, queries.find(person, number))
    return answer(PageOf[SecretShape](items=[_secret_shape(row, person) for row in rows], next=None))


@router.get("/tickets/{int:number}/secrets/made", response=MadeShape, summary="Have a secret made")
def made_secret(request: HttpRequest, number: Number) -> HttpResponse:
    """A password to set and to hand over; the desk does not keep it."""
    person = _agent(request)
    queries.find(person, number)
    made = answer(MadeShape(secret=actions.make_secret()))
    made.headers["Cache-Control"] = "no-store"
    return made


@router.post("/tickets/{int:number}/secrets", response={201: SecretShape}, summary="Hand a secret over once")
def hand_over_secret(request: HttpRequest, number: Number, given: SecretGiven) -> HttpResponse:
    """The requester gets a link that shows it once. 403 where an identity check is asked for and none holds."""
    person = _agent(request)
    row = actions.hand_over_secret(
        actor=person, ticket=number, secret=given.secret, label=given.label, address=given.address
    )
    return answer(_secret_shape(row, person), status=201)


@router.post(
    "/tickets/{int:number}/secrets/{int:secret}/withdraw", response=SecretShape, summary="Withdraw what was handed over"
)
def withdraw_secret(
    request: HttpRequest, number: Number, secret: Annotated[int, Path(description="The secret's id.")]
) -> HttpResponse:
    """409 where it was opened, withdrawn, or is out of time."""
    person = _agent(request)
    return answer(_secret_shape(actions.withdraw_secret(actor=person, ticket=number, secret=secret), person))
