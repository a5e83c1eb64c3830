"""The second sentence: who has the ticket, since when, and why they."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from derman.transcripts.explaining.story import Story, Told, name_of

if TYPE_CHECKING:
    from derman.tickets.models import Event


def told(story: Story) -> Told:
    """The sentence, from what the events say."""
    ticket = story.ticket
    if ticket.assignee is not None:
        given = story.last("assignee.changed", lambda event: event.details["after"] == ticket.assignee_id)
        return _person(story, given)
    if ticket.team is None:
        return Told(_("It is in no team, and nobody has it."))
    moved = story.last("team.changed", lambda event: event.details["after"].get("team") == ticket.team_id)
    return _team(story, moved)


def _person(story: Story, given: Event | None) -> Told:
    ticket = story.ticket
    values: dict[str, Any] = {"person": name_of(ticket.assignee), "team": ticket.team.name if ticket.team else ""}
    if given is None:
        return Told(_("%(person)s has it."), values)
    because = given.details.get("because") or {}
    values |= {"moment": given.at, "who": name_of(given.actor), "skill": because.get("skill", "")}
    why = given.details.get("why", "")
    if rule := story.rule_of(given):
        return Told(_("%(person)s has it since %(moment)s, by the rule “%(rule)s”."), {**values, "rule": rule}, [given])
    if why == "skill_and_load":
        text = _("%(person)s has it since %(moment)s: skill %(skill)s and the lightest load in %(team)s.")
    elif why == "last_agent":
        text = _("%(person)s has it since %(moment)s, as the one who helped this requester last.")
    elif why == "load":
        text = _("%(person)s has it since %(moment)s: the lightest load in %(team)s.")
    elif why == "replied":
        text = _("%(person)s has it since their first answer on %(moment)s.")
    elif given.actor_id == ticket.assignee_id:
        text = _("%(person)s took it on %(moment)s.")
    else:
        text = _("%(person)s has it since %(moment)s, given by %(who)s.")
    return Told(text, values, [given])


def _team(story: Story, moved: Event | None) -> Told:
    ticket = story.ticket
    values: dict[str, Any] = {"team": ticket.team.name if ticket.team else ""}
    if moved is None:
        return Told(_("It is in the queue of %(team)s, and nobody has it."), values)
    values |= {"moment": moved.at, "who": name_of(moved.actor)}
    if rule := story.rule_of(moved):
        text = _("It is in the queue of %(team)s since %(moment)s, by the rule “%(rule)s”; nobody has it.")
        return Told(text, {**values, "rule": rule}, [moved])
    handed = story.last("handover.made", lambda event: event.act == moved.act)
    returned = story.last("handover.returned", lambda event: event.act == moved.act)
    if handed is not None:
        text = _("%(who)s moved it up to %(team)s with a hand-over on %(moment)s; nobody has it.")
    elif returned is not None:
        text = _("%(who)s sent it back to %(team)s on %(moment)s; nobody has it.")
    elif moved.details.get("why") == "table":
        values["row"] = (moved.details.get("because") or {}).get("name", "")
        text = _("It is in the queue of %(team)s since %(moment)s, by the row “%(row)s”; nobody has it.")
    else:
        text = {
            "category": _("It is in the queue of %(team)s since %(moment)s, the team of its category; nobody has it."),
            "mailbox": _("It is in the queue of %(team)s since %(moment)s, by the address it went to; nobody has it."),
            "runbook": _("It is in the queue of %(team)s since %(moment)s, as the guided fix says; nobody has it."),
            "default": _("It is in the queue of %(team)s since %(moment)s, as no rule places it; nobody has it."),
        }.get(
            moved.details.get("why", ""),
            _("It is in the queue of %(team)s since %(moment)s, handed there by %(who)s; nobody has it."),
        )
    return Told(text, values, [moved])
