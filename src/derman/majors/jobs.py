"""Work for the worker: affected people hear of updates, and the desk of those that are due. Safe to run twice."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from derman.kernel import clock, jobs
from derman.kernel.facts import announce
from derman.kernel.texts import in_language
from derman.majors import clock as promised
from derman.majors import withdrawn, words
from derman.majors.actions.locking import happened, tell_screens
from derman.majors.actions.telling import UNDO
from derman.majors.facts import MajorUpdateDue
from derman.majors.models import Joined, MajorIncident, Role, State, Update
from derman.people.models import Person
from derman.people.models import Role as DeskRole
from derman.tickets import actions as tickets
from derman.tickets.models import HIDDEN, Ticket

AT_ONCE = 20  # tickets in one transaction
DUE = "SELECT EXISTS (SELECT 1 FROM majors_majorincident WHERE step_at <= now())"


@jobs.job("majors.tell", priority=jobs.URGENT)
def tell() -> None:
    """Tell what is due, each ticket once; killed half way, it goes on where it was."""
    moment = clock.now() - UNDO
    while _tell_new(moment):
        pass
    due = Update.objects.filter(told_at=None, at__lte=moment).order_by("pk")
    for pk, major in due.values_list("pk", "major"):
        while _tell_some(pk, major):
            pass
    for major in withdrawn.waiting(moment):
        while withdrawn.let_go_some(major, moment):
            pass


@jobs.job("majors.tell_left", every="*/2 * * * *")
def tell_left() -> None:
    """What a job that gave up has left."""
    tell()


def _tell_new(moment: object) -> bool:
    """Whoever was joined hears what their ticket belongs to, once it can no longer be undone; is there more?"""
    with transaction.atomic():
        left = Joined.objects.filter(told_first_at=None, at__lte=moment).order_by("pk")
        left = left.exclude(major__state=State.WITHDRAWN)  # which lets them go, or is reopened
        some = list(left.select_for_update(of=("self",), skip_locked=True)[:AT_ONCE])
        if not some:
            return False
        now = clock.now()
        rows = {one.pk: one for one in _with_words({one.major_id for one in some})}
        latest = {pk: row.updates.filter(told_at__isnull=False).first() for pk, row in rows.items()}
        for one in some:
            row, last = rows[one.major_id], latest[one.major_id]
            one.told_first_at = now
            ticket = _goes_on(one)
            if ticket is None or not row.is_open:
                continue
            said = words.first_words(row, last.texts if last is not None else {}, words.language_of(ticket))
            _say(row, one, ticket, one.by or row.lead, said, "joined", resolve=False)
            one.told = max(one.told, last.pk if last is not None else 0)
        Joined.objects.bulk_update(some, ["told_first_at", "told"])
    return True


def _with_words(pks: set[int]) -> list[MajorIncident]:
    return list(MajorIncident.objects.select_related("announcement", "lead", "team").filter(pk__in=pks))


def _goes_on(one: Joined) -> Ticket | None:
    """Where the conversation of a joined ticket goes on; None where it does nowhere, or on one that is joined too."""
    ticket = Ticket.objects.select_related("requester").get(pk=one.ticket_id)
    if ticket.merged_into_id is not None:
        if Joined.objects.filter(major=one.major_id, ticket=ticket.merged_into_id).exists():
            return None
        ticket = Ticket.objects.select_related("requester").get(pk=ticket.merged_into_id)
    return None if ticket.status in HIDDEN or ticket.merged_into_id is not None else ticket


def _say(
    row: MajorIncident, one: Joined, ticket: Ticket, author: Person, markdown: str, why: str, *, resolve: bool
) -> None:
    tickets.tell_of_major(
        author=author, ticket=ticket.pk, major=row.pk, html_body=words.as_html(markdown), why=why, resolve=resolve
    )


def _tell_some(pk: int, major: int) -> bool:
    """Is there more to tell of this update?"""
    with transaction.atomic():
        # whoever takes it back waits for this, or was first
        row = MajorIncident.objects.select_for_update(of=("self",), no_key=True).select_related("team").get(pk=major)
        update = Update.objects.select_related("by").filter(pk=pk, told_at=None).first()
        if update is None:
            return False
        left = Joined.objects.filter(major=row, told__lt=pk, at__lte=update.at).order_by("pk")
        some = list(left.select_for_update(of=("self",))[:AT_ONCE])
        if not some:
            update.told_at = clock.now()
            update.save(update_fields=["told_at"])
            happened(row, "reached", None, update=update.pk, count=update.told)
            tell_screens(row.pk, row.team)
            return False
        for one in some:
            ticket = _goes_on(one)
            if update.state == State.WITHDRAWN and one.told_first_at is None:
                ticket = None  # whoever never heard of it need not hear that it is none
            if ticket is not None and (update.resolve or _first_of_requester(row, one, ticket)):
                said = in_language(update.texts, words.language_of(ticket))
                why = update.state if update.state in (State.RESOLVED, State.WITHDRAWN) else "update"
                was_open = ticket.is_unresolved
                _say(row, one, ticket, update.by, said, why, resolve=update.resolve)
                update.told += 1
                if update.resolve and was_open:
                    one.resolved_by = update
            one.told = pk
        Joined.objects.bulk_update(some, ["told", "resolved_by"])
        update.save(update_fields=["told"])
    return True


def _first_of_requester(row: MajorIncident, one: Joined, ticket: Ticket) -> bool:
    """Whoever wrote several times hears of an update once, on the first of their tickets that is still there."""
    others = row.rows.filter(ticket__requester=ticket.requester_id, ticket__merged_into=None, pk__lt=one.pk)
    return not others.exclude(ticket__status__in=HIDDEN).exists()


@jobs.job("majors.announce_due", priority=jobs.URGENT)
def announce_due() -> None:
    """Announce every update that is due soon, late, or still late, each step once, also after the worker was away."""
    while _announce_one():
        pass


jobs.wake(announce_due, when=DUE)


def _announce_one() -> bool:
    with transaction.atomic():
        now = clock.now()
        due = MajorIncident.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
        row = due.select_related("team").filter(step_at__lte=now).order_by("step_at").first()
        if row is None:
            return False
        while row.step_at is not None and row.step_at <= now and row.stage < promised.SAID:
            row.stage += 1
            row.step_at = promised.step_of(row)
        row.save(update_fields=["stage", "step_at"])
        late = row.stage > 1
        happened(row, "late" if late else "soon", None, stage=row.stage)
        announce(MajorUpdateDue(major=row.pk, late=late, persons=tuple(whom(row))))
        tell_screens(row.pk, row.team)
    return True


def whom(row: MajorIncident) -> list[int]:
    """Who hears that an update is due: soon, its lead and communications; late, all with a role; still late, leads."""
    seats = row.seats.all()
    if row.stage <= 1:
        seats = seats.filter(role=Role.COMMUNICATIONS)
    people = {row.lead_id, *seats.values_list("person", flat=True)}
    if row.stage > 2:
        leads = Person.objects.filter(Q(role=DeskRole.LEAD) | Q(role=DeskRole.ADMINISTRATOR), is_active=True)
        if row.team is not None and row.team.closed:
            leads = leads.filter(memberships__team=row.team)
        people |= set(leads.values_list("pk", flat=True))
    return sorted(people)
