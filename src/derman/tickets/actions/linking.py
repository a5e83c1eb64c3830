"""Tickets that belong together: said, said otherwise, and no longer said."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from derman.people.models import Person
from derman.tickets import events
from derman.tickets.access import visible_to
from derman.tickets.actions.changing import Change, changing
from derman.tickets.actions.locking import lock_in_order
from derman.tickets.errors import TicketNotFound, WrongInput
from derman.tickets.models import Link, Ticket

Kind = Link.LinkKind
CHOSEN = (Kind.RELATED.value, Kind.DUPLICATE.value, Kind.CAUSED_BY.value, Kind.PARENT.value)
MOST = 200
DEEPEST = 20  # of parents above one another


def link(*, actor: Person, ticket: int, other: int, kind: str) -> Ticket:
    """Say that `ticket` is … of `other`: related, duplicate, caused_by, or parent (`other` is the whole).

    Two tickets have one link; a later one takes its place. Raises TicketNotFound, WrongInput with the field.
    """
    if kind not in CHOSEN:
        raise WrongInput(_("Two tickets are related, duplicates, cause and effect, or whole and part."), field="kind")
    if ticket == other:
        raise WrongInput(_("A ticket is not linked to itself."), field="other")
    if not visible_to(actor).filter(pk=other).exists():
        raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": other})
    with transaction.atomic():
        # a row that names the other ticket holds it as well
        lock_in_order(ticket, other)
        with changing(ticket, actor) as change:
            if Link.objects.filter(ticket=other, other=ticket).exists():
                raise WrongInput(_("#%(number)s is linked to this one already.") % {"number": other}, field="other")
            if change.ticket.links.count() >= MOST:
                raise WrongInput(_("A ticket can have 200 links."), field="other")
            if kind == Kind.PARENT:
                _no_circle(ticket, other)
            put(change, other, kind)
    return change.ticket


def unlink(*, actor: Person, ticket: int, other: int) -> Ticket:
    """The two belong together no longer, whichever of them said so. Raises TicketNotFound."""
    from_other = Link.objects.filter(ticket=other, other=ticket).exists()
    one, two = (other, ticket) if from_other else (ticket, other)
    with changing(one, actor) as change:
        put(change, two, "")
    return change.ticket


def put(change: Change, other: int, kind: str) -> None:
    """Within a change: link to `other`, or with an empty kind to it no longer."""
    row = Link.objects.filter(ticket=change.ticket, other=other).first()
    before = row.kind if row is not None else ""
    if before == kind:
        return
    if row is None:
        Link.objects.create(ticket=change.ticket, other_id=other, kind=kind)
    elif kind:
        Link.objects.filter(pk=row.pk).update(kind=kind)
    else:
        row.delete()
    change.record(events.LinksChanged(other=other, before=before, after=kind))


def link_to(ticket: Ticket, other: int) -> str:
    """How `ticket` is linked to `other`; empty where it is not. 1 statement."""
    return Link.objects.filter(ticket=ticket, other=other).values_list("kind", flat=True).first() or ""


def _no_circle(ticket: int, other: int) -> None:
    above: set[int] = {other}
    for _step in range(DEEPEST):
        if ticket in above:
            raise WrongInput(_("#%(number)s is a part of this one already.") % {"number": other}, field="other")
        found = Link.objects.filter(ticket__in=above, kind=Kind.PARENT).values_list("other", flat=True)
        higher = set(found) - above
        if not higher:
            return
        above |= higher
    raise WrongInput(_("Parts of parts of parts: this goes too deep."), field="other")
