"""Have a web service unlock an account or reset a password: once at most, by right, and after the identity check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from derman.identity import accounts
from derman.identity.access import account_actions_open_to
from derman.identity.actions.ending import ticket_of
from derman.identity.actions.handing_secrets import hand_over, make_secret, registered_address
from derman.identity.errors import CallWaits, CannotCheck, NotProven
from derman.identity.facts import AccountActionToRun
from derman.identity.models import AccountAction, AccountActionRun, RunState
from derman.identity.queries import is_locked, require_proven, standing_of
from derman.kernel import clock, outward, secrets
from derman.kernel.facts import announce
from derman.people.models import Person
from derman.tickets import actions as tickets
from derman.tickets.errors import NotAllowed, TicketNotFound
from derman.tickets.models import Ticket

STALE = timedelta(minutes=10)  # what was not begun by then is not begun any more: the proof may be over


@dataclass(frozen=True, slots=True)
class Call:
    """What is sent, and what it is for; `password` is the one that was made for it, if one was."""

    run: int
    method: str
    address: str
    headers: dict[str, str]
    body: bytes | None
    inside: bool
    password_at: str
    password: str
    hidden: list[str]  # what must not stand on a timeline


def save_account_action(
    *,
    actor: Person,
    action: AccountAction | None,
    names: dict[str, str],
    method: str,
    address: str,
    content_type: str,
    body: str,
    headers: str | None,
    inside: bool,
    password_at: str,
    leads_only: bool,
    team: int | None,
    active: bool,
) -> AccountAction:
    """Add or change one. `headers`: lines “Name: value”, None to keep those that are kept.

    Raises NotAllowed for all but administrators, CannotCheck with the field for what cannot be sent.
    """
    if not actor.is_administrator:
        raise NotAllowed(_("Only administrators can do this."))
    kept = {code: name.strip()[:80] for code, name in names.items() if name.strip()}
    if not kept:
        raise CannotCheck(_("It needs a name in one language at least."), field="names")
    try:
        accounts.check(address=address, body=body, content_type=content_type, method=method)
        if headers is not None:
            accounts.headers_of(headers)
    except accounts.Unfit as error:
        raise CannotCheck(str(error), field=error.field) from None
    row = action or AccountAction()
    row.names, row.method, row.address, row.content_type, row.body = kept, method, address, content_type, body
    row.inside, row.password_at, row.leads_only = inside, password_at.strip()[:120], leads_only
    row.team_id, row.active = team, active
    if headers is not None:
        row.headers_sealed = secrets.encrypt(headers) if headers.strip() else ""
    row.save()
    return row


def ask_account_action(*, actor: Person, ticket: int, action: int) -> AccountActionRun:
    """Have it done to the requester's account, by the worker, at once. It cannot be taken back.

    Raises TicketNotFound, NotAllowed, Overtaken; Locked or NotProven without a check that holds; CallWaits.
    """
    with transaction.atomic():
        row = ticket_of(actor, ticket)
        chosen = account_actions_open_to(actor).filter(pk=action).first() if 0 < action < 2**63 else None
        if chosen is None:
            raise TicketNotFound(_("There is no such action that you may run."))
        person = Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=row.requester_id)
        if not person.is_active:
            raise CannotCheck(_("%(name)s may not sign in any more: nothing is done.") % {"name": person})
        if not registered_address(person):
            raise CannotCheck(_("%(name)s has no registered address.") % {"name": person})
        require_proven(row)
        if standing_of(row).proven_until is None:
            raise NotProven(_("An account is touched only after an identity check. Check who is calling first."))
        try:
            with transaction.atomic():
                run = AccountActionRun.objects.create(action=chosen, ticket=row, person=person, by=actor)
        except IntegrityError:
            raise CallWaits(_("This is being done for %(name)s right now.") % {"name": person}) from None
        tickets.note_account_action(actor=actor, ticket=row.pk, run=run.pk, person=person.pk, names=dict(chosen.names))
        announce(AccountActionToRun(run=run.pk))
    return run


def run_account_action(*, run: int) -> None:
    """The worker's part. Safe to run twice: what was begun once is not called again, but said to be unknown."""
    call = _begin(run)
    if call is None:
        return
    try:
        answer = outward.request(call.method, call.address, body=call.body, headers=call.headers, inside=call.inside)
    except outward.NotCalled as error:
        _end(run, RunState.UNCLEAR if error.begun else RunState.FAILED, why="away", said=str(error))
        return
    said = accounts.told(answer.body, call.hidden)
    if not 200 <= answer.status < 300:
        _end(run, RunState.FAILED, why="status", status=answer.status, said=said)
        return
    password = call.password
    if call.password_at:
        password = accounts.found_at(answer.json(), call.password_at)
        # what could not be found may stand anywhere in the answer: none of it is shown
        said = accounts.told(answer.body, [*call.hidden, password]) if password else ""
    why = "no_password" if call.password_at and not password else ""
    _end(run, RunState.DONE, why=why, status=answer.status, said=said, password=password)


def end_runs_due() -> int:
    """What hangs is ended: not begun in time, it has failed; begun without an end, nobody knows. How many."""
    hanging = AccountActionRun.objects.filter(
        state__in=(RunState.WAITING, RunState.CALLING), made_at__lte=clock.now() - STALE
    )
    found = list(hanging.order_by("pk").values_list("pk", "state")[:200])
    for pk, state in found:
        _end(pk, RunState.FAILED if state == RunState.WAITING else RunState.UNCLEAR, why="late")
    return len(found)


def _begin(pk: int) -> Call | None:
    """Mark it as called, and give what is to be sent; None where it is over, or may not be done any more."""
    with transaction.atomic():
        found = AccountActionRun.objects.filter(pk=pk).first()
        if found is None:
            return None
        ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=found.ticket_id)
        run = AccountActionRun.objects.select_for_update(of=("self",)).select_related("action", "person", "by")
        row = run.get(pk=pk)
        if row.state == RunState.CALLING:
            _end(pk, RunState.UNCLEAR, why="late")
            return None
        if row.state != RunState.WAITING:
            return None
        if row.made_at <= clock.now() - STALE:
            _end(pk, RunState.FAILED, why="late")
            return None
        if is_locked(row.person_id) or ticket.requester_id != row.person_id or not row.person.is_active:
            _end(pk, RunState.FAILED, why="locked")
            return None
        try:
            call = _call_of(row)
        except secrets.SecretUnreadable:
            _end(pk, RunState.FAILED, why="unreadable")
            return None
        row.state = RunState.CALLING
        row.save(update_fields=["state"])
    return call


def _call_of(run: AccountActionRun) -> Call:
    action = run.action
    password = make_secret() if accounts.MADE in accounts.places_in(action.body) else ""
    address = registered_address(run.person)
    values = {
        "requester.email": address,
        "requester.login": address.partition("@")[0],
        "requester.name": run.person.name or address,
        "ticket.number": str(run.ticket_id),
        "agent.email": run.by.email,
        accounts.MADE: password,
    }
    headers = accounts.headers_of(secrets.decrypt(action.headers_sealed)) if action.headers_sealed else {}
    hidden = [password, *(value for value in headers.values() if len(value) > 3)]
    body = accounts.filled_body(action.body, action.content_type, values) if action.body.strip() else None
    if body is not None:
        headers = {**headers, "Content-Type": f"{action.content_type}; charset=utf-8"}
    return Call(
        run=run.pk,
        method=action.method,
        address=accounts.filled_address(action.address, values),
        headers=headers,
        body=body,
        inside=action.inside,
        password_at=action.password_at,
        password=password,
        hidden=hidden,
    )


def _end(pk: int, state: str, *, why: str = "", status: int = 0, said: str = "", password: str = "") -> None:
    """It is over, on the timeline too; a new password goes to the requester by a link."""
    with transaction.atomic():
        number = AccountActionRun.objects.values_list("ticket", flat=True).get(pk=pk)
        ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=number)
        run = AccountActionRun.objects.select_for_update(of=("self",)).select_related("action", "person", "by")
        row = run.get(pk=pk)
        if row.state not in (RunState.WAITING, RunState.CALLING):
            return
        row.state, row.ended_at = state, clock.now()
        row.save(update_fields=["state", "ended_at"])
        names = dict(row.action.names)
        tickets.note_account_action_ended(
            ticket=ticket.pk,
            run=pk,
            person=row.person_id,
            names=names,
            outcome=state,
            why=why,
            status=status,
            said=said,
        )
        if password:
            label = names.get(row.person.language) or next(iter(names.values()))
            hand_over(row=ticket, person=row.person, actor=row.by, secret=password, label=label, address=None)
