"""The first sentence: how the ticket began."""

from __future__ import annotations

from django.utils.translation import gettext as _

from derman.transcripts.explaining.story import Story, Told, name_of


def told(story: Story) -> Told:
    """The sentence, from what the events say."""
    ticket = story.ticket
    values = {"requester": name_of(ticket.requester), "moment": ticket.created_at}
    early = story.events[:5]
    for event in early:
        other = {"number": f"#{event.details.get('other', '')}"}
        if event.kind == "ticket.split_from":
            return Told(_("It was split off from %(number)s on %(moment)s."), values | other, [event])
        if event.kind == "ticket.copied_from" and event.details["follow_up"]:
            return Told(_("It carries on %(number)s, which was closed, since %(moment)s."), values | other, [event])
        if event.kind == "ticket.copied_from":
            return Told(_("It was opened after the pattern of %(number)s on %(moment)s."), values | other, [event])
        if event.kind == "ticket.forwarded":
            values["who"] = name_of(event.actor)
            return Told(_("%(who)s forwarded on %(moment)s what %(requester)s had written."), values, [event])
        if event.kind == "template.opened":
            values["name"] = event.details["name"]
            if event.actor is not None:
                values["who"] = name_of(event.actor)
                sentence = _("%(who)s opened it for %(requester)s after the template “%(name)s” on %(moment)s.")
                return Told(sentence, values, [event])
            sentence = _("The desk opened it for %(requester)s after the template “%(name)s” on %(moment)s.")
            return Told(sentence, values, [event])
    begun = [event for event in early if event.kind == "ticket.opened"]
    return Told(
        {
            "email": _("%(requester)s wrote by e-mail on %(moment)s."),
            "portal": _("%(requester)s asked in the portal on %(moment)s."),
            "chat": _("%(requester)s asked in a chat on %(moment)s."),
            "phone": _("It was written down for %(requester)s by phone on %(moment)s."),
            "alert": _("Monitoring raised it on %(moment)s."),
        }.get(ticket.channel, _("Another program opened it for %(requester)s on %(moment)s.")),
        values,
        begun,
    )
