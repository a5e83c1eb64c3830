"""The verbs that set one thing about a ticket: who has it, where it stands, how urgent it is, what it is about."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from derman.kernel.recalling import recall
from derman.people.models import Person, Team
from derman.people.queries import assignable
from derman.tickets import events
from derman.tickets.actions.changing import Change, changing
from derman.tickets.actions.standing import set_status
from derman.tickets.errors import NotAllowed, WrongInput
from derman.tickets.models import (
    PRIORITY_CODES,
    PRIORITY_OF,
    Category,
    Follower,
    Kind,
    PriorityCell,
    Status,
    Ticket,
)

LONGEST_SUBJECT = 300


def assign(
    *,
    actor: Person | None,
    ticket: int,
    assignee: Person | None,
    why: str = "",
    because: dict[str, Any] | None = None,
    expected_seq: int | None = None,
) -> Ticket:
    """Give a ticket to an agent, or to nobody. Raises WrongInput for somebody who cannot have it."""
    with changing(ticket, actor, expected_seq=expected_seq) as change:
        set_assignee(change, assignee, why=why, because=because)
    return change.ticket


def set_assignee(
    change: Change, assignee: Person | None, *, why: str = "", because: dict[str, Any] | None = None
) -> None:
    """Within a change: give the ticket to `assignee`."""
    ticket = change.ticket
    if ticket.assignee_id == (assignee.pk if assignee else None):
        return
    if assignee is not None and not may_have(assignee, ticket):
        raise WrongInput(_("This person cannot have tickets of this team."), field="assignee")
    change.record(
        events.AssigneeChanged(
            before=ticket.assignee_id, after=assignee.pk if assignee else None, why=why, because=because or {}
        )
    )
    change.set(assignee=assignee)


def may_have(person: Person, ticket: Ticket) -> bool:
    """Can this person be given the ticket: an active agent, and a member where its team is closed?"""
    team = ticket.team_id
    return recall(("may have", person.pk, team), lambda: assignable(person, team).filter(pk=person.pk).exists())


def take(*, actor: Person, ticket: int, expected_seq: int | None = None) -> Ticket:
    """Make the ticket one's own; a new one is in progress from then on. Raises NotAllowed if another has it."""
    with changing(ticket, actor, expected_seq=expected_seq) as change:
        take_within(change, actor)
    return change.ticket


def take_within(change: Change, actor: Person) -> None:
    ticket = change.ticket
    if ticket.assignee_id not in (None, actor.pk):
        raise NotAllowed(_("Somebody else has this ticket already. Assign it to yourself to take it over."))
    set_assignee(change, actor)
    if ticket.status == Status.NEW:
        set_status(change, Status.OPEN)


def hand_over(
    *,
    actor: Person | None,
    ticket: int,
    team: Team | None,
    why: str = "",
    because: dict[str, Any] | None = None,
    expected_seq: int | None = None,
) -> Ticket:
    """Hand a ticket to a team (or none); an assignee who cannot have it there loses it."""
    with changing(ticket, actor, expected_seq=expected_seq) as change:
        set_team(change, team, why=why, because=because)
    return change.ticket


def set_team(
    change: Change,
    team: Team | None,
    *,
    why: str = "",
    because: dict[str, Any] | None = None,
    tier: int | None = None,
) -> None:
    """Within a change: hand the ticket to `team`; with none it stands on `tier`, or where it stood."""
    ticket = change.ticket
    if ticket.team_id == (team.pk if team else None):
        return
    tier = team.tier if team else ticket.tier if tier is None else tier
    change.record(
        events.TeamChanged(
            before={"team": ticket.team_id, "tier": ticket.tier},
            after={"team": team.pk if team else None, "tier": tier},
            why=why,
            because=because or {},
        )
    )
    change.set(team=team, tier=tier)
    if ticket.assignee_id is not None and team is not None and not _is_member(ticket.assignee_id, team):
        set_assignee(change, None, why="left_team")


def _is_member(person: int, team: Team) -> bool:
    return recall(("member", person, team.pk), lambda: team.memberships.filter(person=person).exists())


def set_priority(
    *,
    actor: Person | None,
    ticket: int,
    priority: str = "",
    impact: int | None = None,
    urgency: int | None = None,
    expected_seq: int | None = None,
) -> Ticket:
    """Set the priority by code, or by impact and urgency (1 high to 3 low) through the desk's matrix."""
    with changing(ticket, actor, expected_seq=expected_seq) as change:
        set_priority_within(change, priority=priority, impact=impact, urgency=urgency)
    return change.ticket


def priority_of(impact: int, urgency: int) -> int:
    """The priority (1 to 4) that the matrix gives. Raises WrongInput."""
    cell = PriorityCell.objects.filter(impact=impact, urgency=urgency).first()
    if cell is None:
        raise WrongInput(_("Impact and urgency are high, medium or low."), field="impact")
    return cell.priority


def set_priority_within(
    change: Change, *, priority: str = "", impact: int | None = None, urgency: int | None = None
) -> None:
    ticket = change.ticket
    if impact is not None and urgency is not None:
        value = priority_of(impact, urgency)
    elif priority in PRIORITY_OF:
        value, impact, urgency = PRIORITY_OF[priority], None, None
    else:
        raise WrongInput(_("A priority is critical, high, normal or low."), field="priority")
    before = {"priority": PRIORITY_CODES[ticket.priority], "impact": ticket.impact, "urgency": ticket.urgency}
    after = {"priority": PRIORITY_CODES[value], "impact": impact, "urgency": urgency}
    if before == after:
        return
    change.record(events.PriorityChanged(before=before, after=after))
    change.set(priority=value, impact=impact, urgency=urgency)


def set_category(
    *, actor: Person | None, ticket: int, category: Category | None, expected_seq: int | None = None
) -> Ticket:
    """Say what a ticket is about."""
    with changing(ticket, actor, expected_seq=expected_seq) as change:
        set_category_within(change, category)
    return change.ticket


def set_category_within(change: Change, category: Category | None) -> None:
    before, after = change.ticket.category_id, category.pk if category else None
    if before != after:
        change.record(events.CategoryChanged(before=before, after=after))
        change.set(category=category)


def set_kind(*, actor: Person | None, ticket: int, kind: str, expected_seq: int | None = None) -> Ticket:
    """Make it an incident or a service request."""
    with changing(ticket, actor, expected_seq=expected_seq) as change:
        set_kind_within(change, kind)
    return change.ticket


def set_kind_within(change: Change, kind: str) -> None:
    if kind not in Kind.values:
        raise WrongInput(_("A ticket is an incident or a service request."), field="kind")
    if change.ticket.kind != kind:
        change.record(events.KindChanged(before=change.ticket.kind, after=kind))
        change.set(kind=kind)


def set_subject(*, actor: Person | None, ticket: int, subject: str, expected_seq: int | None = None) -> Ticket:
    """Give a ticket a better subject. Raises WrongInput for none, and for one that is too long."""
    with changing(ticket, actor, expected_seq=expected_seq) as change:
        set_subject_within(change, subject)
    return change.ticket


def as_subject(written: str) -> str:
    """What somebody wrote as a subject, in one line. Raises WrongInput for what is too long: nothing of it is cut."""
    subject = " ".join(written.replace("\0", "").split())
    if len(subject) > LONGEST_SUBJECT:
        sentence = _("This is too long: %(most)d characters at most.")
        raise WrongInput(sentence % {"most": LONGEST_SUBJECT}, field="subject")
    return subject


def set_subject_within(change: Change, subject: str) -> None:
    subject = as_subject(subject)
    if not subject:
        raise WrongInput(_("A ticket needs a subject."), field="subject")
    if change.ticket.subject != subject:
        change.record(events.SubjectChanged(before=change.ticket.subject, after=subject))
        change.set(subject=subject)


def set_tags(*, actor: Person | None, ticket: int, tags: Collection[str], expected_seq: int | None = None) -> Ticket:
    """Set the tags; at most 30 of at most 40 characters."""
    with changing(ticket, actor, expected_seq=expected_seq) as change:
        set_tags_within(change, tags)
    return change.ticket


def set_tags_within(change: Change, tags: Collection[str]) -> None:
    wanted = sorted({" ".join(tag.replace("\0", "").split())[:40] for tag in tags} - {""})
    if len(wanted) > 30:
        raise WrongInput(_("A ticket can have 30 tags."), field="tags")
    if sorted(change.ticket.tags) != wanted:
        change.record(events.TagsChanged(before=sorted(change.ticket.tags), after=wanted))
        change.set(tags=wanted)


def set_followers(*, actor: Person | None, ticket: int, followers: Collection[int]) -> Ticket:
    """Set who is in copy (ids of persons)."""
    with changing(ticket, actor) as change:
        set_followers_within(change, followers)
    return change.ticket


def add_followers_within(change: Change, people: Collection[int]) -> None:
    """Within a change: put these persons in copy too."""
    set_followers_within(change, {*change.ticket.followers.values_list("person_id", flat=True), *people})


def set_followers_within(change: Change, followers: Collection[int]) -> None:
    before = sorted(change.ticket.followers.values_list("person_id", flat=True))
    after = sorted(set(followers) - {change.ticket.requester_id})
    if before == after:
        return
    change.ticket.followers.exclude(person__in=after).delete()
    change.followers = set(after)
    Follower.objects.bulk_create(
        [Follower(ticket=change.ticket, person_id=person) for person in after], ignore_conflicts=True
    )
    change.record(events.FollowersChanged(before=before, after=after))
