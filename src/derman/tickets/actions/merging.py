"""Two tickets become one conversation, and can be taken apart again exactly.

The messages move, and keep their time: whoever reads the ticket that stays reads one conversation. What was said to
the other one afterwards, like an answer to an old mail, is filed on it as well, and remembered as meant for the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from derman.people.models import Person
from derman.tickets import events
from derman.tickets.actions import own_fields
from derman.tickets.actions.changing import Change
from derman.tickets.actions.fields import add_followers_within
from derman.tickets.actions.moving import both, move, move_back, retell
from derman.tickets.actions.standing import dates_of, set_status, set_status_columns, status_of
from derman.tickets.actions.watching import MOST as MOST_WATCHERS
from derman.tickets.actions.watching import set_watchers_within
from derman.tickets.errors import NotAllowed, TooLateToUndo, WrongInput
from derman.tickets.facts import TicketsJoined
from derman.tickets.merged import family_of, survivor_of
from derman.tickets.models import Aside, Event, Follower, Message, Status, Task, Ticket

MOST_MESSAGES = 2_000


def merge(
    *, actor: Person, ticket: int, into: int, inform: bool = False, expected_seq: int | None = None
) -> tuple[Ticket, Ticket]:
    """Let the conversation of `ticket` go on in `into` (or where that one goes on).

    Everybody who took part is in copy there from now on; `inform`: they are told by mail. Returns both tickets.
    Raises TicketNotFound, NotAllowed where others may see the one than the other, WrongInput.
    """
    into = survivor_of(into)
    if ticket == into:
        raise WrongInput(_("A ticket cannot be merged into itself."), field="into")
    with both(ticket, into, actor, expected_seq=expected_seq) as (gone, kept):
        _may_be_one(gone.ticket, kept.ticket)
        gone.act = kept.act
        messages = list(
            gone.ticket.messages.filter(withdrawn_at=None).order_by("created_at", "seq")[: MOST_MESSAGES + 1]
        )
        if len(messages) > MOST_MESSAGES:
            raise WrongInput(_("This conversation is too long to be merged. Link the two instead."), field="into")
        _absorb(gone, kept, messages)
        gone.record(events.Merged(into=kept.ticket.pk))
        set_status(gone, Status.CLOSED, why="merged")
        gone.set(merged_into=kept.ticket)
        retell(gone)
        kept.later(TicketsJoined(ticket=gone.ticket.pk, other=kept.ticket.pk, inform=inform))
    return gone.ticket, kept.ticket


def _may_be_one(gone: Ticket, kept: Ticket) -> None:
    """Raises NotAllowed, WrongInput with what is in the way."""
    for row in (gone, kept):
        if row.merged_into_id is not None:
            raise WrongInput(
                _("#%(number)s was merged into #%(other)s already.") % {"number": row.pk, "other": row.merged_into_id},
                field="into",
            )
    if _closed_team(gone) != _closed_team(kept):
        raise NotAllowed(_("One of the two belongs to a closed team. Hand both to the same team first."))
    if Status.SPAM in (gone.status, kept.status):
        raise WrongInput(_("Spam is not merged. Say first that it is none."), field="into")
    if gone.later:
        raise WrongInput(
            _("An answer waits on #%(number)s to leave later. Send it or take it back first.") % {"number": gone.pk},
            field="into",
        )
    if gone.is_service:
        raise WrongInput(
            _("#%(number)s asks for a service, with approvals and tasks of its own. Merge the other one into it.")
            % {"number": gone.pk},
            field="into",
        )


def _closed_team(ticket: Ticket) -> int | None:
    return ticket.team_id if ticket.team is not None and ticket.team.closed else None


def _absorb(gone: Change, kept: Change, messages: list[Message]) -> None:
    joining = {gone.ticket.requester_id, *gone.followers} - {kept.ticket.requester_id} - kept.followers
    tasks = list(Task.objects.select_for_update().filter(ticket=gone.ticket).values_list("pk", flat=True))
    moved = move(messages, kept)
    if joining:
        add_followers_within(kept, sorted(joining))
    if tasks:
        Task.objects.filter(pk__in=tasks).update(ticket=kept.ticket)
        _carry_counts(gone, kept)
    watchers = _carry_watchers(gone, kept)
    asides = _carry_asides(gone, kept)
    before = status_of(kept.ticket)
    if gone.ticket.is_unresolved and not kept.ticket.is_unresolved:
        set_status(kept, Status.OPEN, why="merged")
    after = status_of(kept.ticket)
    kept.record(
        events.Absorbed(
            other=gone.ticket.pk,
            messages=moved,
            tasks=tasks,
            followers=sorted(joining),
            status={"before": before, "after": after} if before != after else None,
            fields=own_fields.carry(gone, kept),
            watchers=watchers,
            asides=asides,
        )
    )
    retell(kept)


def _carry_watchers(gone: Change, kept: Change) -> list[int]:
    """Whoever wants to hear of the one hears of the other, as far as there is room: who came along."""
    room = MOST_WATCHERS - len(kept.ticket.watchers)
    came = sorted({*gone.ticket.watchers} - {*kept.ticket.watchers})[: max(room, 0)]
    if came:
        kept.set(watchers=sorted({*kept.ticket.watchers, *came}))
    return came


def _carry_asides(source: Change, target: Change, only: Sequence[int] | None = None) -> list[int]:
    """Side conversations go along, all or `only` these: which (ids)."""
    if not source.ticket.asides:
        return []
    rows = Aside.objects.select_for_update().filter(ticket=source.ticket)
    moved = list((rows if only is None else rows.filter(pk__in=only)).values_list("pk", flat=True))
    Aside.objects.filter(pk__in=moved).update(ticket=target.ticket)
    target.set(asides=target.ticket.asides + len(moved))
    source.set(asides=source.ticket.asides - len(moved))
    return moved


def _carry_counts(source: Change, target: Change, *, tasks: int | None = None, done: int | None = None) -> None:
    tasks = source.ticket.tasks if tasks is None else tasks
    done = source.ticket.tasks_done if done is None else done
    target.set(tasks=target.ticket.tasks + tasks, tasks_done=target.ticket.tasks_done + done)
    source.set(tasks=source.ticket.tasks - tasks, tasks_done=source.ticket.tasks_done - done)


def unmerge(*, actor: Person, ticket: int) -> tuple[Ticket, Ticket]:
    """Take a merged ticket apart again: it has what it had, and what was meant for it since. Returns it and the other.

    Raises TicketNotFound, WrongInput where it was not merged, TooLateToUndo where something later builds on it.
    """
    other = Ticket.objects.filter(pk=ticket).values_list("merged_into", flat=True).first()
    if other is None:
        raise WrongInput(_("This ticket was not merged."), field="ticket")
    with both(ticket, other, actor) as (gone, kept):
        release(gone, kept)
    return gone.ticket, kept.ticket


def release(gone: Change, kept: Change) -> None:
    """Within a change of both: what belongs to `gone` goes back there. Raises TooLateToUndo."""
    if gone.ticket.merged_into_id != kept.ticket.pk:
        raise TooLateToUndo(_("This ticket is no longer merged into the other."))
    if kept.ticket.merged_into_id is not None:
        raise TooLateToUndo(
            _("#%(number)s was itself merged into #%(other)s since then. Take those apart first.")
            % {"number": kept.ticket.pk, "other": kept.ticket.merged_into_id}
        )
    merged = kept.ticket.events.filter(kind=events.Absorbed.kind, details__other=gone.ticket.pk).last()
    assert merged is not None, "a merged ticket is named by the one that it went into"
    gone.act = kept.act
    move_back(merged.details["messages"], out_of=kept.ticket, into=gone)
    meant = kept.ticket.messages.filter(meant_for__in=family_of(gone.ticket.pk), seq__gt=merged.seq, withdrawn_at=None)
    since = list(meant.order_by("seq"))
    move(since, gone)
    _give_back(gone, kept, merged)
    gone.set(merged_into=None)
    gone.record(events.Unmerged(out_of=kept.ticket.pk))
    _stand_again(gone, kept, merged, heard=any(not message.staff for message in since))
    kept.record(events.Released(other=gone.ticket.pk))
    retell(gone)
    retell(kept)
    kept.later(TicketsJoined(ticket=gone.ticket.pk, other=kept.ticket.pk, inform=False))


def _give_back(gone: Change, kept: Change, merged: Event) -> None:
    """Tasks, copies and values of fields that came along."""
    tasks = Task.objects.filter(pk__in=merged.details["tasks"], ticket=kept.ticket)
    states = list(tasks.values_list("state", flat=True))
    if states:
        needed = [state for state in states if state != Task.State.DROPPED]
        tasks.update(ticket=gone.ticket)
        _carry_counts(kept, gone, tasks=len(needed), done=needed.count(Task.State.DONE))
    _carry_asides(kept, gone, only=merged.details.get("asides", []))
    came = set(merged.details["followers"]) & kept.followers
    if came:
        stay = kept.followers - came
        Follower.objects.filter(ticket=kept.ticket, person__in=came).delete()
        kept.record(events.FollowersChanged(before=sorted(kept.followers), after=sorted(stay), why="unmerged"))
        kept.followers = stay
    watching = {*kept.ticket.watchers} - {*merged.details.get("watchers", [])}
    set_watchers_within(kept, watching)
    own_fields.take_out(kept, merged.details.get("fields", {}))


def _stand_again(gone: Change, kept: Change, merged: Event, *, heard: bool) -> None:
    """Both stand as they did before, unless somebody moved them since; one that was written to is in work."""
    closing = gone.ticket.events.filter(act=merged.act, kind=events.StatusChanged.kind, details__why="merged").last()
    before = closing.details["before"] if closing is not None else status_of(gone.ticket)
    if heard and before["status"] in (Status.WAITING, Status.RESOLVED, Status.CLOSED):
        before = {"status": Status.OPEN.value, "waiting_for": "", "waiting_until": None}
    now = status_of(gone.ticket)
    if now != before:
        gone.record(events.StatusChanged(before=now, after=before, why="unmerged"))
        set_status_columns(gone, before)
        if closing is not None and not heard:
            gone.set(**dates_of(closing))
    reopened = merged.details["status"]
    if reopened and status_of(kept.ticket) == reopened["after"]:
        kept.record(events.StatusChanged(before=reopened["after"], after=reopened["before"], why="unmerged"))
        set_status_columns(kept, reopened["before"])
        moved = kept.ticket.events.filter(act=merged.act, kind=events.StatusChanged.kind, details__why="merged").last()
        if moved is not None:
            kept.set(**dates_of(moved))
