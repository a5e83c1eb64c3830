"""What can be done about what could slip: a promise is kept track of or is none, something was dealt with or seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from derman.channels.mail.actions import retry_mail
from derman.desk.actions import audit
from derman.kernel import clock, given_up, live
from derman.obligations.errors import NotAllowed, ObligationNotFound, Overtaken, WrongInput
from derman.obligations.models import UNSETTLED, Morning, Obligation, Owed, State
from derman.people.models import Person
from derman.tickets import access, actions
from derman.tickets.models import Status

FARTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done: on which ticket, and by which act or which obligation it can be taken back."""

    said: str
    ticket: int | None = None
    act: UUID | None = None
    obligation: int | None = None


def _agent(actor: Person) -> None:
    if not actor.is_staff_member:
        raise NotAllowed(_("Only agents can do this."))


def _locked(actor: Person, key: int) -> Obligation:
    """An obligation on a ticket that the actor sees. Raises ObligationNotFound."""
    _agent(actor)
    found = Obligation.objects.select_related("ticket__team").select_for_update(of=("self",))
    row = found.filter(pk=key, ticket__in=access.visible_to(actor)).first() if 0 < key < 2**63 else None
    if row is None:
        raise ObligationNotFound(_("It is not there any more."))
    return row


def _saved(row: Obligation, *columns: str) -> None:
    row.save(update_fields=list(columns))
    live.signal("ticket", row.ticket_id, audience=access.inside(row.ticket))


def keep(*, actor: Person, obligation: int, due_at: datetime | None = None) -> Obligation:
    """What was read out of a reply is a promise: from now on it has a date and is due; by its author or a colleague.

    `due_at`: another moment than the one that was read. Raises ObligationNotFound, Overtaken, WrongInput.
    """
    with transaction.atomic():
        row = _locked(actor, obligation)
        if row.kind != Owed.WORD or row.state not in UNSETTLED:
            raise Overtaken(_("Somebody has decided this already."))
        if due_at is not None and not clock.now() - timedelta(days=1) < due_at < clock.now() + FARTHEST:
            raise WrongInput(_("The day must lie ahead, at most one year."), field="due_at")
        row.state, row.due_at = State.OPEN, due_at or row.due_at
        _saved(row, "state", "due_at")
    return row


def settle(*, actor: Person, obligation: int) -> Obligation:
    """It is done, or was seen and needs nothing. Raises ObligationNotFound, Overtaken."""
    return _settle(actor, obligation, State.DONE)


def drop(*, actor: Person, obligation: int) -> Obligation:
    """What was read out of a reply is no promise. Raises ObligationNotFound, Overtaken."""
    return _settle(actor, obligation, State.DROPPED)


def _settle(actor: Person, obligation: int, state: State) -> Obligation:
    with transaction.atomic():
        row = _locked(actor, obligation)
        if row.state not in UNSETTLED:
            raise Overtaken(_("Somebody has dealt with it already."))
        if row.kind == Owed.UNANSWERED:
            raise WrongInput(_("Only an answer settles this."))
        row.state, row.settled_at, row.settled_by = state, clock.now(), actor
        _saved(row, "state", "settled_at", "settled_by")
    return row


def take_back(*, actor: Person, obligation: int) -> Obligation:
    """As it was before it was kept, settled or dropped. Raises ObligationNotFound, Overtaken."""
    with transaction.atomic():
        row = _locked(actor, obligation)
        again = Obligation.objects.filter(ticket=row.ticket_id, kind=row.kind, state=State.OPEN).exclude(pk=row.pk)
        if row.settled_at is not None and row.settled_by_id is None:
            raise Overtaken(_("Somebody has dealt with it already."))
        if row.kind != Owed.WORD and again.exists():
            raise Overtaken(_("It has come up again in the meantime."))
        offered = row.kind == Owed.WORD and row.state in (State.OPEN, State.DROPPED)
        row.state = State.OFFERED if offered else State.OPEN
        row.settled_at, row.settled_by = None, None
        _saved(row, "state", "settled_at", "settled_by")
    return row


def want_mornings(*, actor: Person, wanted: bool) -> None:
    """Switch the mail in the morning on or off, for oneself."""
    _agent(actor)
    Morning.objects.update_or_create(person=actor, defaults={"wanted": wanted})


def _of(actor: Person, ticket: int, said: str) -> Deed:
    done = actions.last_act(actor=actor, ticket=ticket)
    return Deed(said % {"number": ticket}, ticket=ticket, act=done.act if done is not None else None)


def _take(actor: Person, ticket: int, _key: int) -> Deed:
    """Also from who is away, or has left; who is here keeps what they have. Raises as tickets.actions.take."""
    found = access.visible_to(actor).select_related("assignee").filter(pk=ticket).first()
    holder = found.assignee if found is not None else None
    today = clock.now().date()
    away = holder is not None and holder.away_until is not None and holder.away_until >= today
    if holder is not None and (away or not holder.is_staff_member):
        actions.assign(actor=actor, ticket=ticket, assignee=actor)
    else:
        actions.take(actor=actor, ticket=ticket)
    return _of(actor, ticket, _("You have #%(number)s now."))


def _wake(actor: Person, ticket: int, _key: int) -> Deed:
    found = access.visible_to(actor).filter(pk=ticket).first()
    if found is not None and found.status != Status.WAITING:
        raise Overtaken(_("Somebody has dealt with it already."))
    actions.reopen(actor=actor, ticket=ticket)
    return _of(actor, ticket, _("#%(number)s is back in work."))


def _finish(actor: Person, ticket: int, key: int) -> Deed:
    actions.change_task(actor=actor, ticket=ticket, task=key, done=True)
    return _of(actor, ticket, _("The task on #%(number)s is done."))


def _remind(actor: Person, _ticket: int, key: int) -> Deed:
    number = actions.remind_now(actor=actor, approval=key)
    return Deed(_("They are asked once more, by e-mail."), ticket=number)


def _keep(actor: Person, _ticket: int, key: int) -> Deed:
    row = keep(actor=actor, obligation=key)
    said = _("It is a promise now, and stands under “Could slip” when its day comes.")
    return Deed(said, ticket=row.ticket_id, obligation=row.pk)


def _settled(actor: Person, _ticket: int, key: int) -> Deed:
    row = settle(actor=actor, obligation=key)
    return Deed(pgettext("obligation", "Done."), ticket=row.ticket_id, obligation=row.pk)


def _dropped(actor: Person, _ticket: int, key: int) -> Deed:
    row = drop(actor=actor, obligation=key)
    return Deed(_("It was no promise."), ticket=row.ticket_id, obligation=row.pk)


def _send_again(actor: Person, _ticket: int, key: int) -> Deed:
    retry_mail(actor=actor, mail=key)
    return Deed(_("The mail is sent once more."))


def _try_again(actor: Person, _ticket: int, key: int) -> Deed:
    if not actor.is_administrator:
        raise NotAllowed(_("Only an administrator can do this."))
    with transaction.atomic():
        if not given_up.retry(key):
            raise Overtaken(_("Somebody has dealt with it already."))
        audit(actor=actor, kind="job.retried", job=key)
    return Deed(_("The job is tried once more."))


VERBS: dict[str, Callable[[Person, int, int], Deed]] = {
    "take": _take,
    "wake": _wake,
    "finish": _finish,
    "remind": _remind,
    "keep": _keep,
    "settle": _settled,
    "drop": _dropped,
    "send_again": _send_again,
    "try_again": _try_again,
}


def act(*, actor: Person, verb: str, ticket: int = 0, key: int = 0) -> Deed:
    """Do the one thing that helps, by its verb. Raises WrongInput, and the errors of the rooms whose verb it is."""
    _agent(actor)
    done = VERBS.get(verb)
    if done is None:
        raise WrongInput(_("There is no such thing to do here."), field="verb")
    return done(actor, ticket, key)
