"""The fifth sentence: what is due, and when."""

from __future__ import annotations

from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.transcripts.explaining.story import Story, Told


def told(story: Story) -> Told:
    """The sentence, from what the events say."""
    ticket = story.ticket
    if not ticket.promise:
        return Told(_("Nothing was promised, so nothing is due."))
    if ticket.promise == "done":
        return Told(_("Nothing that was promised is due any more."))
    what = {
        "first_response": _("the first answer"),
        "next_reply": _("the next answer"),
        "resolution": _("the solution"),
    }.get(ticket.promise, _("the next news"))
    if ticket.due_at is None:
        return Told(_("The clock stands still: %(what)s is due later."), {"what": what})
    values = {"what": what, "moment": ticket.due_at}
    if ticket.due_at < clock.now():
        return Told(_("Late: %(what)s was due on %(moment)s."), values)
    return Told(_("Due next: %(what)s, by %(moment)s."), values)
