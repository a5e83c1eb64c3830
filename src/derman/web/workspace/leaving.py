"""What an agent is told once words to somebody are written: they are sent only where they can leave."""

from __future__ import annotations

from enum import Enum, auto
from typing import Any

from django.utils.translation import gettext as _

from derman.channels.mail.fates import deliveries_of


class Way(Enum):
    """Whether what was just written can leave as a mail."""

    OUT = auto()
    NO_SERVER = auto()
    NO_ADDRESS = auto()  # nobody to whom it goes has one


def way_of(message: Any) -> Way:
    """1 statement."""
    delivery = deliveries_of([message.pk]).get(message.pk)
    if delivery is None:
        return Way.NO_ADDRESS
    return Way.NO_SERVER if delivery.kept else Way.OUT


def said_of(message: Any, *, resolved: bool = False) -> str:
    """Of an answer to the requester."""
    way = way_of(message)
    if resolved:
        return {
            Way.OUT: _("Answer sent and resolved."),
            Way.NO_SERVER: _("Answered and resolved. The mail waits in the outbox: no outgoing server is known yet."),
            Way.NO_ADDRESS: _("Answered and resolved. No mail leaves: nobody to whom it goes has an e-mail address."),
        }[way]
    return {
        Way.OUT: _("Answer sent."),
        Way.NO_SERVER: _("Answer written. The mail waits in the outbox: no outgoing server is known yet."),
        Way.NO_ADDRESS: _("Answer written. No mail leaves: nobody to whom it goes has an e-mail address."),
    }[way]


def said_of_last(message: Any, number: int) -> str:
    """Of an answer that resolved a ticket from which one goes on to the next."""
    said = {
        Way.OUT: _("#%(number)s answered and resolved."),
        Way.NO_SERVER: _(
            "#%(number)s answered and resolved. The mail waits in the outbox: no outgoing server is known yet."
        ),
        Way.NO_ADDRESS: _(
            "#%(number)s answered and resolved. No mail leaves: nobody to whom it goes has an e-mail address."
        ),
    }[way_of(message)]
    return said % {"number": number}


def said_of_forward(message: Any) -> str:
    """Of what goes to somebody outside."""
    if way_of(message) is Way.NO_SERVER:
        return _("Written. The mail waits in the outbox: no outgoing server is known yet.")
    return _("Forwarded.")


def said_of_vendors(message: Any) -> str:
    """Of what goes to a vendor."""
    if way_of(message) is Way.NO_SERVER:
        return _("Written. The mail waits in the outbox: no outgoing server is known yet.")
    return _("It leaves in ten seconds.")
