"""Begin a check: by a code to a registered address, a call back to the registered number, or the manager."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from derman.identity import codes
from derman.identity.actions.ending import end_due, ticket_of
from derman.identity.errors import CannotCheck, CheckWaits, Locked
from derman.identity.facts import CodeToSend, ManagerToAsk
from derman.identity.models import CredentialLock, IdentityCheck, Method, State
from derman.identity.queries import TRIES, lately
from derman.kernel import clock, secrets
from derman.kernel.facts import announce
from derman.people.models import Person
from derman.tickets import actions as tickets

LIVES = {
    Method.CODE: timedelta(minutes=10),
    Method.CALL_BACK: timedelta(hours=1),
    Method.MANAGER: timedelta(hours=24),
}
MOST_IN_AN_HOUR = 5  # of one person: nobody's mailbox is flooded by codes
TRIES_COUNT_FOR = timedelta(hours=24)  # breaking a check off gives no further tries


@dataclass(frozen=True, slots=True)
class _Way:
    """Where a check goes."""

    to: str = ""
    manager: Person | None = None
    changed_at: datetime | None = None


def begin(*, actor: Person, ticket: int, method: str, address: int | None = None) -> IdentityCheck:
    """Begin to prove that it is the requester who asks. `address`: which of the registered ones gets the code.

    Raises TicketNotFound, NotAllowed, Overtaken for a merged ticket, CannotCheck, CheckWaits, Locked.
    """
    if method not in Method.values:
        raise CannotCheck(_("Choose a code, a call back or the manager."), field="method")
    end_due(ticket=ticket)
    with transaction.atomic():
        row = ticket_of(actor, ticket)
        person = Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=row.requester_id)
        _check_open(actor, person, ticket)
        way = _way(actor, person, method, address)
        code = codes.new_code() if method == Method.CODE else ""
        nonce, moment = secrets.new_token(), clock.now()
        check = IdentityCheck.objects.create(
            ticket=row,
            person=person,
            by=actor,
            method=method,
            to=way.to,
            manager=way.manager,
            changed_at=way.changed_at,
            nonce=nonce,
            digest=codes.digest_of(nonce, code) if code else "",
            tries=_tries_so_far(person) if code else 0,
            begun_at=moment,
            expires_at=moment + LIVES[Method(method)],
        )
        tickets.note_check_begun(
            actor=actor,
            ticket=row.pk,
            check=check.pk,
            method=method,
            person=person.pk,
            manager=way.manager.pk if way.manager else None,
            changed=way.changed_at.date().isoformat() if way.changed_at else "",
        )
        if code:
            minutes = int(LIVES[Method.CODE].total_seconds()) // 60
            announce(CodeToSend(ticket=row.pk, person=person.pk, address=way.to, code=code, minutes=minutes))
        elif way.manager is not None:
            announce(ManagerToAsk(ticket=row.pk, check=check.pk))
    return check


def _check_open(actor: Person, person: Person, ticket: int) -> None:
    if actor.pk == person.pk:
        raise CannotCheck(_("This is your own request: a colleague has to check who you are."))
    if not person.is_active:
        raise CannotCheck(_("%(name)s may not sign in any more: there is nobody to prove.") % {"name": person})
    if CredentialLock.objects.filter(person=person, lifted_at=None).exists():
        raise Locked(
            _("A check of %(name)s failed. Nobody checks again until a lead lifts it on the ticket.") % {"name": person}
        )
    waiting = IdentityCheck.objects.filter(ticket=ticket, state=State.WAITING).select_related("by").first()
    if waiting is not None:
        raise CheckWaits(
            _("A check is under way already, begun by %(name)s. Finish it, or withdraw it.") % {"name": waiting.by}
        )
    since = clock.now() - timedelta(hours=1)
    if IdentityCheck.objects.filter(person=person, begun_at__gt=since).count() >= MOST_IN_AN_HOUR:
        raise CannotCheck(_("Several checks of this person were begun within an hour. Wait, or ask a lead."))


def _way(actor: Person, person: Person, method: str, address: int | None) -> _Way:
    if method == Method.CODE:
        registered = person.addresses.filter(verified=True)
        row = registered.filter(pk=address).first() if address is not None else registered.first()
        if row is None:
            raise CannotCheck(
                _("%(name)s has no such registered address. One that a mail merely came from is not enough.")
                % {"name": person},
                field="address",
            )
        return _Way(to=row.address, changed_at=lately(row.created_at, row.verified_at))
    if method == Method.CALL_BACK:
        if not person.phone.strip():
            raise CannotCheck(_("%(name)s has no registered number.") % {"name": person})
        return _Way(to=person.phone, changed_at=lately(person.phone_changed_at))
    manager = person.manager
    if manager is None or not manager.is_active or not manager.email or manager.pk == person.pk:
        raise CannotCheck(_("%(name)s has no manager here who could confirm it.") % {"name": person})
    if manager.pk == actor.pk:
        raise CannotCheck(_("You are the manager: a colleague has to begin this check."))
    return _Way(manager=manager)


def _tries_so_far(person: Person) -> int:
    """Wrong tries of checks that were broken off since the person was last proven or unlocked."""
    done = IdentityCheck.objects.filter(
        person=person, method=Method.CODE, begun_at__gt=clock.now() - TRIES_COUNT_FOR
    ).exclude(state=State.WAITING)
    last = done.order_by("-pk").first()
    return min(last.tries, TRIES - 1) if last is not None and last.state == State.WITHDRAWN else 0
