"""The fourth sentence: on whom the ticket waits, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from derman.transcripts.explaining.story import Story, Told, name_of
from derman.vendors.queries import names_of

if TYPE_CHECKING:
    from derman.tickets.models import Event


def told(story: Story) -> Told:
    """The sentence, from what the events say."""
    ticket = story.ticket
    if ticket.merged_into_id is not None:
        return Told(_("Its conversation goes on in %(number)s."), {"number": f"#{ticket.merged_into_id}"})
    if ticket.status in ("new", "open"):
        return _in_work(story)
    stood = story.last("status.changed", lambda event: event.details["after"]["status"] == ticket.status)
    if stood is None:
        return Told(_("Where it stands was not written down."))
    values: dict[str, Any] = {
        "moment": stood.at,
        "who": name_of(stood.actor),
        "requester": name_of(ticket.requester),
        "until": ticket.waiting_until,
    }
    if ticket.status == "waiting":
        return _waits(story, stood, values)
    text = {
        "resolved": _("It is resolved since %(moment)s, by %(who)s."),
        "closed": _("It is closed since %(moment)s, by %(who)s."),
    }.get(ticket.status, _("It is marked as spam since %(moment)s, by %(who)s."))
    return Told(text, values, [stood])


def _waits(story: Story, stood: Event, values: dict[str, Any]) -> Told:
    ticket = story.ticket
    if ticket.waiting_for == "approval":
        asked = story.last("approval.asked")
        if asked is not None:
            people = ", ".join(story.person(pk) for pk in asked.details["people"])
            values |= {"people": people, "moment": asked.at}
            return Told(_("It waits for the approval of %(people)s since %(moment)s."), values, [asked])
    handed, ended = story.last("vendor.asked"), story.last("vendor.ended")
    if ticket.waiting_for == "vendor" and handed is not None and (ended is None or ended.seq < handed.seq):
        pk = handed.details["vendor"]
        values |= {"vendor": names_of({pk}).get(pk, ""), "moment": handed.at}
        return Told(_("It is with the vendor %(vendor)s since %(moment)s."), values, [handed])
    if ticket.waiting_for == "requester" and ticket.waiting_until is not None:
        text = _("It waits for %(requester)s since %(moment)s, until %(until)s at the latest.")
    elif ticket.waiting_until is not None:
        text = _("It waits until %(until)s, since %(moment)s.")
    else:
        text = {
            "requester": _("It waits for %(requester)s since %(moment)s."),
            "vendor": _("It waits for a vendor since %(moment)s."),
            "change": _("It waits for a change since %(moment)s."),
            "approval": _("It waits for an approval since %(moment)s."),
        }.get(ticket.waiting_for, _("It waits since %(moment)s."))
    return Told(text, values, [stood])


def _in_work(story: Story) -> Told:
    """Whoever wrote last is not the one it waits for: the first word without an answer says since when."""
    ticket = story.ticket
    owed: Event | None = None
    answered: Event | None = None
    for event in story.events:
        if event.kind == "message.replied":
            owed, answered = None, event
        elif event.kind in ("ticket.opened", "message.received") and event.details.get("why") != "outside":
            owed = owed or event
    values: dict[str, Any] = {"requester": name_of(ticket.requester), "person": name_of(ticket.assignee)}
    if owed is not None:
        values["moment"] = owed.at
        if ticket.assignee is not None:
            text = _("%(requester)s waits for an answer of %(person)s since %(moment)s.")
        else:
            text = _("%(requester)s waits since %(moment)s for somebody to take it.")
        return Told(text, values, [owed])
    if answered is None:
        return Told(_("Nobody waits for an answer; it is in work."), values)
    values["moment"] = answered.at
    if ticket.assignee is not None:
        text = _("%(requester)s was answered on %(moment)s; the next step is up to %(person)s.")
    else:
        text = _("%(requester)s was answered on %(moment)s; nobody has the next step.")
    return Told(text, values, [answered])
