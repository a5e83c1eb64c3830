"""What the tests of major incidents say, and what they look at."""

from __future__ import annotations

from derman.announcements import jobs as outage_jobs
from derman.announcements.models import Update as PublicUpdate
from derman.kernel import clock
from derman.majors import actions, jobs
from derman.majors.models import Joined, Update
from derman.tickets.models import Message, Ticket

SAID = actions.Words(
    titles={"en": "No VPN", "tr": "VPN yok"},
    impacts={"en": "Nobody can connect from home.", "tr": "Evden kimse bağlanamıyor."},
    audience="signed_in",
)
NEWS = {"en": "A gateway is **replaced**.", "tr": "Bir ağ geçidi **değiştiriliyor**."}


def a_minute_later() -> None:
    """What can no longer be undone is told."""
    Joined.objects.update(at=clock.now() - actions.UNDO)
    for row in Update.objects.filter(told_at=None):
        row.at = clock.now() - actions.UNDO
        row.save(update_fields=["at"])
    Joined.objects.update(at=clock.now() - 2 * actions.UNDO)
    PublicUpdate.objects.filter(told_at=None).update(at=clock.now() - actions.UNDO)
    jobs.tell()
    outage_jobs.tell()


def public(ticket: Ticket) -> list[Message]:
    return list(Message.objects.filter(ticket=ticket, public=True, staff=True).order_by("seq"))
