"""Moving a ticket up a tier with a hand-over, and what the receiving team does with it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Case, When
from django.utils.translation import gettext as _

from derman.people.access import teams_visible_to
from derman.people.models import Person, Role, Team
from derman.tickets import events
from derman.tickets.actions.changing import Change, changing
from derman.tickets.actions.fields import may_have, set_assignee, set_team, take_within
from derman.tickets.actions.messages import reply_within, require_words
from derman.tickets.actions.watching import set_watchers_within
from derman.tickets.errors import AnsweredAlready, NotAllowed, TooLateToUndo, WaitsAlready, WrongInput
from derman.tickets.handed import LONGEST_PART, HandOver
from derman.tickets.models import UNRESOLVED, Channel, Ticket

State = HandOver.State
BOUNCES_TO_LEAD = 3
MOST_EVIDENCE = 50


def escalate(
    *,
    actor: Person,
    ticket: int,
    team: Team | None,
    wrong: str,
    tried: str,
    asked: str,
    evidence: Collection[int] = (),
    answers: Sequence[str] = (),
    tell: str = "",
    keep_contact: bool | None = None,
    channel: str = Channel.PORTAL,
    expected_seq: int | None = None,
) -> HandOver:
    """Move a ticket up to a team of a higher tier, with all that it has to know.

    `evidence`: ids of messages of the ticket. `answers`: to the questions of the team, in their order. `tell`: what the
    requester reads of it, nothing where it is empty. `keep_contact`: `actor` stays the one whom the requester knows;
    None as the team does that the ticket leaves. Raises WrongInput (with the field), WaitsAlready where a hand-over
    waits.
    """
    parts = {"wrong": _said(wrong, "wrong"), "tried": _said(tried, "tried"), "asked": _said(asked, "asked")}
    with changing(ticket, actor, expected_seq=expected_seq) as change:
        current = change.ticket
        if current.status not in UNRESOLVED:
            raise WrongInput(_("This ticket is over. Reopen it first."))
        if team is None or not teams_visible_to(actor).filter(pk=team.pk).exists():
            raise WrongInput(_("Say which team it goes to."), field="team")
        if team.pk == current.team_id or team.tier <= current.tier:
            raise WrongInput(_("Moving up needs a team of a higher tier than the ticket has."), field="team")
        if _waiting(current) is not None:
            raise WaitsAlready(_("A hand-over waits here already: it is accepted or sent back first."))
        answered = _answers(team, answers)
        stays = bool(current.team and current.team.keeps_contact) if keep_contact is None else keep_contact
        HandOver.objects.filter(ticket=current, state=State.WAITING).update(state=State.WITHDRAWN)
        row = HandOver.objects.create(
            ticket=current,
            from_team_id=current.team_id,
            from_tier=current.tier,
            to_team=team,
            by=actor,
            at=change.at,
            evidence=_evidence(current, evidence),
            answers=answered,
            keeps_contact=stays,
            **parts,
        )
        if tell.strip():
            _tell(change, actor, tell, channel)
        if stays:
            # whoever speaks with the requester hears what is said on the ticket
            set_watchers_within(change, {*current.watchers, actor.pk})
        change.record(events.HandedUp(handover=row.pk))
        set_team(change, team)
    return row


def _answers(team: Team, given: Sequence[str]) -> list[list[str]]:
    if len(given) > len(team.questions):
        raise WrongInput(_("The team asks something else by now. Open the form once more."), field="answers")
    given = [*given, *[""] * (len(team.questions) - len(given))]
    return [[question, _said(answer, "answers")] for question, answer in zip(team.questions, given, strict=True)]


def _tell(change: Change, actor: Person, words: str, channel: str) -> None:
    require_words(words, "", ())
    reply_within(
        change,
        author=actor,
        text=words,
        html_body="",
        attached=(),
        cc=None,
        then="",
        remind_days=None,
        channel=channel,
    )


def accept(*, actor: Person, ticket: int) -> HandOver:
    """Take on what was handed up; whoever accepts has the ticket. Raises NotAllowed, Overtaken."""
    with changing(ticket, actor) as change:
        row = _answered(change, State.ACCEPTED)
        change.record(events.HandOverAccepted(handover=row.pk))
        if change.ticket.assignee_id is None:
            take_within(change, actor)
        elif change.ticket.assignee_id != actor.pk:
            set_assignee(change, actor)
    return row


def send_back(*, actor: Person, ticket: int, reason: str) -> HandOver:
    """Send back what was handed up, to whoever did; the third time to a lead.

    Raises NotAllowed, Overtaken, WrongInput.
    """
    reason = _said(reason, "reason")
    with changing(ticket, actor) as change:
        row = _answered(change, State.RETURNED, reason=reason)
        bounces = HandOver.objects.filter(ticket=change.ticket, state=State.RETURNED).count()
        change.record(events.HandOverReturned(handover=row.pk, bounces=bounces))
        set_team(change, row.from_team, tier=row.from_tier)
        lead = _lead_of(row.from_team) if bounces >= BOUNCES_TO_LEAD else None
        back_to = lead or row.by
        if may_have(back_to, change.ticket):
            set_assignee(change, back_to, why="bounced" if lead else "")
    return row


def _said(written: str, field: str) -> str:
    text = written.replace("\0", "").replace("\r\n", "\n").strip()
    if not text:
        raise WrongInput(
            {
                "wrong": _("Say what is wrong."),
                "tried": _("Say what was tried, or that nothing was."),
                "asked": _("Say what is asked of the team."),
                "answers": _("Answer what the team wants to know."),
                "reason": _("Say why it goes back."),
            }[field],
            field=field,
        )
    if len(text) > LONGEST_PART:
        raise WrongInput(_("This is too long: %(most)d characters at most.") % {"most": LONGEST_PART}, field=field)
    return text


def _evidence(ticket: Ticket, chosen: Collection[int]) -> list[int]:
    wanted = set(chosen)
    known = set(ticket.messages.filter(pk__in=wanted, withdrawn_at=None).values_list("pk", flat=True))
    if wanted - known or len(wanted) > MOST_EVIDENCE:
        raise WrongInput(_("Only messages of this ticket can go along, 50 at most."), field="evidence")
    return sorted(known)


def _waiting(ticket: Ticket) -> HandOver | None:
    """The hand-over that waits where the ticket now is; one that it has left waits for nobody."""
    return HandOver.objects.filter(ticket=ticket, state=State.WAITING, to_team=ticket.team_id).first()


def _answered(change: Change, state: str, *, reason: str = "") -> HandOver:
    row = _waiting(change.ticket)
    if row is None:
        raise AnsweredAlready(_("No hand-over waits here: it was answered already, or the ticket went elsewhere."))
    assert change.actor is not None, "the desk answers no hand-over"
    if not may_answer(change.actor, row):
        raise NotAllowed(_("Only the team that it was handed to, or a lead, can answer a hand-over."))
    row.state, row.reason, row.answered_by, row.answered_at = state, reason, change.actor, change.at
    row.save(update_fields=["state", "reason", "answered_by", "answered_at"])
    return row


def may_answer(person: Person, row: HandOver) -> bool:
    """Members of the receiving team, and leads."""
    return person.is_lead or person.memberships.filter(team=row.to_team_id).exists()


def _lead_of(team: Team | None) -> Person | None:
    if team is None:
        return None
    leads = team.members.filter(role__in=(Role.LEAD, Role.ADMINISTRATOR), is_active=True)
    # an administrator who helps out in a team leads it only where nobody else does
    return leads.order_by(Case(When(role=Role.LEAD, then=0), default=1), "pk").first()


def take_back(change: Change, kind: str, details: dict[str, Any]) -> None:
    """Within a change: a hand-over, or its answer, was never given. Raises TooLateToUndo."""
    rows = HandOver.objects.select_for_update().filter(ticket=change.ticket)
    row = rows.order_by("-pk").first()
    expected, before = {
        events.HandedUp.kind: (State.WAITING, State.WITHDRAWN),
        events.HandOverAccepted.kind: (State.ACCEPTED, State.WAITING),
        events.HandOverReturned.kind: (State.RETURNED, State.WAITING),
    }[kind]
    if row is None or row.pk != details["handover"] or row.state != expected:
        raise TooLateToUndo(_("The hand-over was answered or followed by another one since then."))
    row.state, row.reason, row.answered_by, row.answered_at = before, "", None, None
    row.save(update_fields=["state", "reason", "answered_by", "answered_at"])
