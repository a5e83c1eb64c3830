"""Mails that wait to be filed, and what became of them."""

from __future__ import annotations

from derman.channels.mail import intake
from derman.channels.mail.models import IncomingMail
from derman.tickets.models import Ticket


def stored(*raws: bytes, peer: str = "") -> None:
    arrivals = []
    for raw in raws:
        spool = intake.Spool()
        spool.write(raw)
        arrivals.append(intake.Arrival(spool, ["help@ege.example"], peer=peer, helo="mx.ege.example"))
    assert intake.store(arrivals) == [None] * len(arrivals)


def subjects() -> list[str]:
    return list(Ticket.objects.order_by("pk").values_list("subject", flat=True))


def states() -> list[str]:
    return list(IncomingMail.objects.order_by("pk").values_list("state", flat=True))
