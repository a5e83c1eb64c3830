"""What an agent is told once words to somebody are written: they are sent only where they can leave."""

from __future__ import annotations

from enum import Enum, auto
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from derman.channels.mail.fates import leaves_of
from derman.web.workspace.answers import ticket_url


class Way(Enum):
    """Whether what was just written can leave as a mail."""

    OUT = auto()
    NO_SERVER = auto()
    NO_ADDRESS = auto()  # nobody to whom it goes has one


class Said(NamedTuple):
    """A line or two, and where details stand: at the message, if it does not leave."""

    text: str
    more: str = ""


def way_of(message: Any) -> Way:
    """1 statement; none within `recalling`."""
    leaves = leaves_of(message.pk)
    if leaves is None:
        return Way.NO_ADDRESS
    return Way.OUT if leaves else Way.NO_SERVER


def _said(message: Any, out: str, no_server: str, no_address: str = "") -> Said:
    way = way_of(message)
    if way is Way.OUT or (way is Way.NO_ADDRESS and not no_address):
        return Said(out)
    text = no_server if way is Way.NO_SERVER else no_address
    return Said(text, f"{ticket_url(message.ticket_id)}#m{message.pk}")


def said_of(message: Any, *, resolved: bool = False) -> Said:
    """Of an answer to the requester."""
    if resolved:
        return _said(
            message,
            _("Answer sent and resolved."),
            _("Resolved. The mail waits: no outgoing server."),
            _("Resolved. No mail: nobody has an e-mail address."),
        )
    return _said(
        message,
        _("Answer sent."),
        _("The answer waits: no outgoing server."),
        _("Answer kept. No mail: nobody has an e-mail address."),
    )


def said_of_last(message: Any, number: int) -> Said:
    """Of an answer that resolved a ticket from which one goes on to the next."""
    said = _said(
        message,
        _("#%(number)s answered and resolved."),
        _("#%(number)s resolved. The mail waits: no outgoing server."),
        _("#%(number)s resolved. No mail: nobody has an e-mail address."),
    )
    return said._replace(text=said.text % {"number": number})


def said_of_forward(message: Any) -> Said:
    """Of what goes to somebody outside."""
    return _said(message, _("Forwarded."), _("Written. The mail waits: no outgoing server."))


def said_of_vendors(message: Any) -> Said:
    """Of what goes to a vendor."""
    return _said(message, _("It leaves in ten seconds."), _("Written. The mail waits: no outgoing server."))


def said_of_workaround(message: Any) -> Said:
    """Of the workaround of a problem, as an answer to the requester."""
    return _said(
        message,
        _("The workaround is on its way."),
        _("The workaround waits: no outgoing server."),
        _("Workaround kept. No mail: nobody has an e-mail address."),
    )
