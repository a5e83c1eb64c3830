"""Tickets belong to a major incident: joined, not joined after all, and those that look as if they did."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from derman.announcements import actions as announcements
from derman.kernel import clock, jobs
from derman.majors.actions.locking import happened, locked, save, tell_screens
from derman.majors.errors import WrongInput
from derman.majors.models import Joined, Likely, MajorIncident
from derman.people.models import Person
from derman.tickets import actions as tickets
from derman.tickets.access import visible_to as tickets_visible_to
from derman.tickets.errors import TicketNotFound
from derman.tickets.models import Ticket

MOST = 5000  # of one major incident
MOST_AT_ONCE = 200


def join(*, actor: Person, major: int, ticket: int, way: str = Joined.Way.HAND) -> MajorIncident:
    """This ticket belongs to it: its requester hears so, and of every update. Twice is once.

    Raises MajorNotFound, WrongInput, tickets.TicketNotFound, tickets.Overtaken.
    """
    return join_many(actor=actor, major=major, numbers=[ticket], way=way)


def join_many(*, actor: Person, major: int, numbers: Collection[int], way: str = Joined.Way.HAND) -> MajorIncident:
    """Several together. Raises MajorNotFound, WrongInput, tickets.TicketNotFound, tickets.Overtaken."""
    with transaction.atomic():
        row = locked(actor, major)
        if not row.is_open:
            raise WrongInput(_("It is resolved. Reopen it, or answer the ticket by itself."), field="ticket")
        if join_within(actor, row, numbers, way):
            save(row, "joined")
    return row


def join_within(actor: Person, row: MajorIncident, numbers: Collection[int], way: str) -> int:
    """Within a transaction, for a locked or new one; how many are new."""
    from derman.majors.actions.telling import UNDO
    from derman.majors.jobs import tell  # which counts on this file

    if way not in Joined.Way:
        raise WrongInput(_("There is no such way to find a ticket."), field="way")
    wanted = sorted(set(numbers))
    if len(wanted) > MOST_AT_ONCE:
        raise WrongInput(_("That is too many at once: 200 tickets at most."), field="ticket")
    known = set(row.rows.filter(ticket__in=wanted).values_list("ticket", flat=True))
    new = [number for number in wanted if number not in known]
    if not new:
        return 0
    found = {one.pk: one for one in tickets_visible_to(actor).filter(pk__in=new)}
    if missing := next((number for number in new if number not in found), None):
        raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": missing})
    elsewhere = Joined.objects.filter(ticket__in=new, major__resolved_at=None).first()
    if elsewhere is not None:
        said = _("#%(number)s belongs to another major incident already. Take it away there first.")
        raise WrongInput(said % {"number": elsewhere.ticket_id}, field="ticket")
    if row.joined + len(new) > MOST:
        raise WrongInput(_("A major incident can have 5000 tickets."), field="ticket")
    moment = clock.now()
    shared = dict(row.likely.filter(ticket__in=new).values_list("ticket", "words"))
    for number in new:
        words = shared.get(number, ()) if way == Joined.Way.LIKE else ()
        tickets.note_major_joined(actor=actor, ticket=number, major=row.pk, way=way, words=words)
    people = {one.requester_id for one in found.values()}
    counted = announcements.count_people_in(announcement=row.announcement_id, people=people)
    Joined.objects.bulk_create(
        Joined(
            major=row, ticket=found[number], way=way, by=actor, at=moment, counted=found[number].requester_id in counted
        )
        for number in new
    )
    row.likely.filter(ticket__in=new).update(state=Likely.State.JOINED)
    row.joined += len(new)
    row.save(update_fields=["joined"])
    happened(row, "joined", actor, tickets=new, way=way)
    jobs.enqueue(tell, at=moment + UNDO)
    return len(new)


def leave(*, actor: Person, major: int, numbers: Collection[int]) -> MajorIncident:
    """These do not belong to it after all. Safe to say twice. Raises MajorNotFound, tickets.TicketNotFound."""
    with transaction.atomic():
        row = locked(actor, major)
        seen = set(tickets_visible_to(actor).filter(pk__in=list(numbers)).values_list("pk", flat=True))
        if missing := next((number for number in numbers if number not in seen), None):
            raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": missing})
        gone = list(row.rows.filter(ticket__in=seen).select_related("ticket"))
        if not gone:
            return row
        row.rows.filter(pk__in=[one.pk for one in gone]).delete()
        for one in gone:
            tickets.note_major_left(actor=actor, ticket=one.ticket_id, major=row.pk)
        _count_out(row, gone)
        row.likely.filter(ticket__in=seen).update(state=Likely.State.OFFERED)
        row.joined = max(0, row.joined - len(gone))
        happened(row, "left", actor, tickets=sorted(one.ticket_id for one in gone))
        save(row, "joined")
    return row


def _count_out(row: MajorIncident, gone: Sequence[Joined]) -> None:
    """Whoever was affected by a ticket alone is so no longer, unless another of theirs is still there."""
    people = {one.ticket.requester_id for one in gone if one.counted}
    others = row.rows.filter(ticket__requester__in=people).select_related("ticket")
    still = {one.ticket.requester_id: one.pk for one in others}
    Joined.objects.filter(pk__in=still.values()).update(counted=True)
    announcements.count_people_out(announcement=row.announcement_id, people=people - set(still))


def refuse(*, actor: Person, major: int, ticket: int, again: bool = False) -> None:
    """It only looks so: it is not offered any more; `again`: it is, after all.

    Raises MajorNotFound, tickets.TicketNotFound.
    """
    with transaction.atomic():
        row = locked(actor, major)
        found = tickets_visible_to(actor).filter(pk=ticket).first()
        if found is None:
            raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": ticket})
        state = Likely.State.OFFERED if again else Likely.State.REFUSED
        one, new = Likely.objects.get_or_create(major=row, ticket=found, defaults={"state": state})
        if not new and one.state != Likely.State.JOINED:
            one.state = state
            one.save(update_fields=["state"])
        tell_screens(row.pk, row.team)


def offer(*, major: int, found: Mapping[int, Sequence[str]]) -> int:
    """Tickets (numbers, with the words that they share with it) look as if they belonged to it; how many are new.

    What was decided stays decided. Whoever finds them need not ask for rights: nobody sees more by it.
    """
    with transaction.atomic():
        row = MajorIncident.objects.select_related("team").filter(pk=major, resolved_at=None).first()
        if row is None:
            return 0
        joined = set(row.rows.filter(ticket__in=list(found)).values_list("ticket", flat=True))
        known = set(row.likely.filter(ticket__in=list(found)).values_list("ticket", flat=True))
        new = [number for number in found if number not in joined and number not in known]
        there = set(Ticket.objects.filter(pk__in=new, merged_into=None).values_list("pk", flat=True))
        Likely.objects.bulk_create(
            [Likely(major=row, ticket_id=number, words=list(found[number])[:8]) for number in new if number in there],
            ignore_conflicts=True,
        )
        if there:
            tell_screens(row.pk, row.team)
    return len(there)
