"""The questions about identity checks: how a ticket stands, by what ways its requester can be proven."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from derman.identity.access import account_actions_open_to, asked_of, secrets_visible_to, visible_to
from derman.identity.errors import Locked, NotProven
from derman.identity.models import AccountAction, CredentialLock, HandedSecret, IdentityCheck, State
from derman.kernel import clock, sql
from derman.people.models import Person
from derman.tickets.errors import TicketNotFound
from derman.tickets.models import Ticket

HOLDS = timedelta(minutes=60)
LATELY = timedelta(days=14)
TRIES = 3


def lately(*moments: datetime | None) -> datetime | None:
    """The latest of these, where it is not long ago."""
    known = [moment for moment in moments if moment is not None]
    latest = max(known, default=None)
    return latest if latest is not None and latest > clock.now() - LATELY else None


@dataclass(frozen=True, slots=True)
class Standing:
    """How the identity of a ticket's requester stands."""

    required: bool  # the category, or one above it, asks for a check
    locked_since: datetime | None
    proven_until: datetime | None
    state: str  # of the latest check of this requester here; empty for none
    method: str
    to: str
    check: int
    by: str
    manager: str
    left: int  # tries
    expires_at: datetime | None
    changed_at: datetime | None
    has_actions: bool  # web services that touch accounts are set up

    @property
    def waits(self) -> bool:
        return self.state == State.WAITING and self.expires_at is not None and self.expires_at > clock.now()


_STANDING = """
SELECT EXISTS (
    WITH RECURSIVE above AS (
        SELECT id, parent_id, identity_required FROM tickets_category WHERE id = %(category)s
        UNION ALL SELECT up.id, up.parent_id, up.identity_required FROM tickets_category up
        JOIN above ON above.parent_id = up.id
    ) SELECT 1 FROM above WHERE identity_required
), (SELECT since FROM identity_credentiallock WHERE person_id = %(person)s AND lifted_at IS NULL),
(SELECT max(ended_at) FROM identity_identitycheck WHERE ticket_id = %(ticket)s AND person_id = %(person)s
    AND state = 'proven'),
latest.id, latest.state, latest.method, latest.to, latest.tries, latest.expires_at, latest.changed_at,
beginner.name, boss.name, EXISTS (SELECT 1 FROM identity_accountaction WHERE active)
FROM (SELECT 1) AS one
LEFT JOIN LATERAL (SELECT * FROM identity_identitycheck WHERE ticket_id = %(ticket)s AND person_id = %(person)s
    ORDER BY id DESC LIMIT 1) latest ON true
LEFT JOIN people_person beginner ON beginner.id = latest.by_id
LEFT JOIN people_person boss ON boss.id = latest.manager_id
"""


def standing_of(ticket: Ticket) -> Standing:
    """How it stands now, for a ticket that the reader is known to see. 1 statement."""
    values = {"ticket": ticket.pk, "person": ticket.requester_id, "category": ticket.category_id}
    ((required, locked, proven, key, state, method, to, tries, expires, changed, by, boss, acts),) = sql.rows(
        _STANDING, values
    )
    until = proven + HOLDS if proven is not None else None
    return Standing(
        required=required,
        locked_since=locked,
        proven_until=until if until is not None and until > clock.now() and locked is None else None,
        state=state or "",
        method=method or "",
        to=to or "",
        check=key or 0,
        by=by or "",
        manager=boss or "",
        left=max(0, TRIES - (tries or 0)),
        expires_at=expires,
        changed_at=changed,
        has_actions=acts,
    )


def require_proven(ticket: Ticket) -> None:
    """Before a credential is touched. 1 statement. Raises Locked, NotProven."""
    standing = standing_of(ticket)
    if standing.locked_since is not None:
        raise Locked(_("An identity check of the requester failed. A lead has to lift that first."))
    if standing.required and standing.proven_until is None:
        raise NotProven(_("The category of this ticket asks for an identity check first. Check who is calling."))


@dataclass(frozen=True, slots=True)
class Registered:
    """An address or a number by which somebody can be proven; `changed_at` where it is new."""

    id: int
    value: str
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Ways:
    """By what ways the requester of a ticket can be proven."""

    addresses: list[Registered]
    phone: Registered | None
    manager: str


def ways_for(reader: Person, ticket: Ticket) -> Ways:
    """For an agent who is known to see the ticket. 2 statements."""
    person = Person.objects.select_related("manager").get(pk=ticket.requester_id)
    known = person.addresses.filter(verified=True)
    manager = person.manager
    can_ask = manager is not None and manager.is_active and manager.email and manager.pk not in (person.pk, reader.pk)
    return Ways(
        addresses=[Registered(row.pk, row.address, lately(row.created_at, row.verified_at)) for row in known],
        phone=Registered(0, person.phone, lately(person.phone_changed_at)) if person.phone.strip() else None,
        manager=str(manager) if can_ask else "",
    )


def checks_of(reader: Person, ticket: Ticket) -> list[IdentityCheck]:
    """All checks of a ticket, the oldest first; none for whoever may not see it. 1 statement."""
    return list(visible_to(reader).filter(ticket=ticket).select_related("by", "manager", "person").order_by("pk"))


def asked(manager: Person, pk: int) -> IdentityCheck:
    """What a manager is asked. 1 statement. Raises TicketNotFound."""
    found = asked_of(manager).select_related("person", "by", "ticket")
    row = found.filter(pk=pk).first() if 0 < pk < 2**63 else None
    if row is None:
        raise TicketNotFound(_("There is nothing here for you to confirm."))
    return row


def is_locked(person: int) -> bool:
    """Are the credentials of this person locked? 1 statement."""
    return CredentialLock.objects.filter(person=person, lifted_at=None).exists()


def secrets_of(reader: Person, ticket: Ticket) -> list[HandedSecret]:
    """What was handed over on a ticket, the latest first; never what it is. 1 statement."""
    found = secrets_visible_to(reader).filter(ticket=ticket).defer("sealed").select_related("by", "person")
    return list(found.order_by("-pk")[:50])


def account_actions_for(reader: Person) -> list[AccountAction]:
    """What this agent may have done to an account. 1 statement."""
    return list(account_actions_open_to(reader).order_by("pk")[:50])


def account_actions() -> list[AccountAction]:
    """All of them, for administrators' settings, which alone ask. 1 statement."""
    return list(AccountAction.objects.select_related("team").order_by("pk"))


def account_action(pk: int) -> AccountAction | None:
    """One of them. 1 statement."""
    return AccountAction.objects.select_related("team").filter(pk=pk).first() if 0 < pk < 2**63 else None
