"""The third sentence: what was tried so far."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from derman.transcripts.explaining.story import Story, Told

OVER = ("resolved", "closed")


def told(story: Story) -> Told:
    """The sentence, from what the events say."""
    answers = story.all("message.replied")
    before = story.all("requester.tried")
    read = [one for event in before for one in event.details["opened"]]
    walked = [
        event
        for event in story.all("runbook.walked", "runbook.ended")
        if event.details.get("result", "ticket") in ("ticket", "escalate")
    ]
    returned = story.all("handover.returned")
    reopened = [
        event
        for event in story.all("status.changed")
        if event.details["before"]["status"] in OVER and event.details["after"]["status"] not in (*OVER, "spam")
    ]
    parts = [
        (len(read), ngettext("%d article read before", "%d articles read before", len(read))),
        (len(walked), ngettext("%d guided fix walked", "%d guided fixes walked", len(walked))),
        (len(answers), ngettext("%d answer written", "%d answers written", len(answers))),
        (len(returned), ngettext("%d time sent back", "%d times sent back", len(returned))),
        (len(reopened), ngettext("%d time put back into work", "%d times put back into work", len(reopened))),
    ]
    done = [words % count for count, words in parts if count]
    made_of = sorted([*answers, *(before if read else []), *walked, *returned, *reopened], key=lambda event: event.seq)
    if not done:
        return Told(_("So far nobody has answered, and nothing was tried."))
    return Told(_("So far: %(list)s."), {"list": ", ".join(done)}, made_of)
