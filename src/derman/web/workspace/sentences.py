"""The timeline in sentences, made when shown, in the reader's language, from the codes and ids of the events.

No sentence declines a name: in Turkish the name stands where it needs no suffix.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from derman.web import markup
from derman.web.workspace import (
    aside,
    by_rule,
    causes,
    deleted,
    field_sentences,
    handing,
    identifying,
    joining,
    majors,
    promised,
    service_sentences,
    together,
    tracking,
    vending,
    working,
)
from derman.web.workspace.guided import GUIDED
from derman.web.workspace.told import TOLD, Sentence

Names = Mapping[str, Mapping[int, str]]
SILENT = {
    "ticket.opened",
    "message.received",
    "message.replied",
    "message.noted",
    "message.forwarded",
    "message.moved",
    "aside.said",
}  # the message itself is shown
ICONS = {
    "status.changed": "activity",
    "assignee.changed": "assign",
    "team.changed": "team",
    "priority.changed": "flag",
    "category.changed": "category",
    "tags.changed": "tag",
    "field.changed": "list",
    "followers.changed": "users",
    "watchers.changed": "eye",
    "reply.planned": "clock",
    "reply.held": "warn",
    "reply.released": "send",
    "reply.taken_back": "undo",
    "ticket.linked": "link",
    "ticket.forwarded": "mail",
    "mail.sent": "mail",
    "person.named": "user",
    "message.reread": "refresh",
    "ticket.undone": "undo",
    **service_sentences.ICONS,
    **joining.ICONS,
    **aside.ICONS,
    **working.ICONS,
    **together.ICONS,
    **deleted.ICONS,
    **handing.ICONS,
    **identifying.ICONS,
    **causes.ICONS,
    **majors.ICONS,
    **vending.ICONS,
    **tracking.ICONS,
    **promised.ICONS,
    **by_rule.ICONS,
    "runbook.begun": "steps",
    "runbook.step": "steps",
    "runbook.ended": "steps",
    "runbook.walked": "steps",
    "requester.tried": "search",
    "outage.begun": "warn",
    "ticket.rated": "check",
}


class Teller:
    """Tells events to one reader."""

    def __init__(self, reader: int, names: Names, trees: Mapping[int, Any] | None = None) -> None:
        self.reader = reader
        self.names = names
        self.trees = trees or {}  # of the versions of runbooks that were walked

    def person(self, pk: int | None) -> str:
        if pk is None:
            return _("nobody")
        if pk == self.reader:
            return pgettext("after a verb", "you")
        return self.names["person"].get(pk) or _("somebody who was removed")

    def who(self, event: Any) -> str:
        """Who did it, as it stands after “by”."""
        if event.actor_id is None:
            return pgettext("after by", "the desk")
        return (
            pgettext("after a verb", "you") if event.actor_id == self.reader else event.actor.name or event.actor.email
        )

    def tell(self, event: Any) -> SafeString | None:
        """The sentence of an event; None where nothing is to be said."""
        make = SENTENCES.get(event.kind)
        if make is None:
            return None
        template, values = make(self, event)
        bold = {name: markup.bold(value) for name, value in values.items()}
        return SafeString(template % bold) if template else None

    def routed(self, team: Any, assignee: Any) -> SafeString:
        """Team and person in one sentence, where the desk placed a ticket with both at once."""
        because = assignee.details.get("because") or {}
        values = {
            "team": self.team_of(team),
            "person": self.person(assignee.details["after"]),
            "skill": because.get("skill", ""),
        }
        by_row = team.details.get("because") or {}
        if team.details.get("why") == "table":
            values["row"] = by_row.get("name", "")
        bold = {name: f"<b>{markup.text(value)}</b>" for name, value in values.items()}
        why = assignee.details.get("why")
        if "row" in values and why == "skill_and_load":
            text = _("Routed to %(team)s by the row “%(row)s” and given to %(person)s: skill %(skill)s, lightest load")
        elif "row" in values and why == "last_agent":
            text = _("Routed to %(team)s by the row “%(row)s” and given to %(person)s, who helped this requester last")
        elif "row" in values:
            text = _("Routed to %(team)s by the row “%(row)s” and given to %(person)s: lightest load")
        elif why == "skill_and_load":
            text = _("Routed to %(team)s and given to %(person)s: skill %(skill)s, lightest load")
        else:
            text = _("Routed to %(team)s and given to %(person)s: lightest load")
        return SafeString(text % bold)

    def team_of(self, event: Any) -> str:
        return self.names["team"].get(event.details["after"].get("team")) or _("a team that was removed")


def _linked(teller: Teller, event: Any) -> Sentence:
    values = {"number": f"#{event.details['other']}"}
    if event.details.get("how") == "follow_up":
        return _("Carries on %(number)s, which was closed"), values
    return _("The sender names %(number)s but is not proven to take part in it. Judge for yourself."), values


def _undone(teller: Teller, event: Any) -> Sentence:
    words = {
        "message.replied": _("reply"),
        "message.noted": _("note"),
        "message.forwarded": _("forwarded message"),
        "reply.planned": _("answer for later"),
        "reply.released": _("reply"),
        "status.changed": _("status"),
        "assignee.changed": _("assignee"),
        "team.changed": _("team"),
        "priority.changed": _("priority"),
        "category.changed": _("category"),
        "kind.changed": _("kind"),
        "subject.changed": _("subject"),
        "tags.changed": _("tags"),
        "field.changed": _("field"),
        "followers.changed": _("copies"),
        "watchers.changed": _("watching"),
        "task.changed": _("task"),
        "task.added": _("task"),
        **joining.UNDONE,
        **aside.UNDONE,
        **working.UNDONE,
        **together.UNDONE,
        **deleted.UNDONE,
        **by_rule.UNDONE,
        **handing.UNDONE,
        **vending.UNDONE,
    }
    what = ", ".join(dict.fromkeys(str(words.get(kind, kind)) for kind in event.details["what"]))
    return _("Taken back by %(who)s: %(what)s"), {"who": teller.who(event), "what": what}


SENTENCES: dict[str, Callable[[Teller, Any], Sentence]] = {
    **field_sentences.SENTENCES,
    "ticket.linked": _linked,
    "ticket.undone": _undone,
    **TOLD,
    **service_sentences.SENTENCES,
    **joining.SENTENCES,
    **aside.SENTENCES,
    **working.SENTENCES,
    **together.SENTENCES,
    **deleted.SENTENCES,
    **handing.SENTENCES,
    **identifying.SENTENCES,
    **causes.SENTENCES,
    **majors.SENTENCES,
    **vending.SENTENCES,
    **tracking.SENTENCES,
    **promised.TOLD,
    **by_rule.SENTENCES,
    **GUIDED,
}
