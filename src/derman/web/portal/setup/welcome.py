"""The first ticket of a new desk: it explains the desk by being one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from derman.kernel import html
from derman.people.actions import find_or_add_requester
from derman.tickets import actions
from derman.tickets.incoming import Incoming, Proof

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.tickets.models import Ticket

# nobody reads it and no server takes mail for it: RFC 2606, section 2
SENDER = "derman@welcome.invalid"


def open_welcome_ticket(*, reader: Person, language: str, address: str) -> Ticket:
    """Open it for `reader`, in the language that is active. `address` is the desk's, or empty."""
    sender = find_or_add_requester(email=SENDER, name="Derman", language=language)
    body = render_to_string("portal/setup/welcome.html", {"address": address})
    incoming = Incoming(
        channel="portal",
        sender=sender,
        subject=_("Welcome! This is your first ticket"),
        text=html.to_text(body),
        html=body,
        proof=Proof.SIGNED_IN,
        automatic=True,
        kind="request",
        language=language,
    )
    ticket = actions.receive(incoming).ticket
    return actions.take(actor=reader, ticket=ticket.pk)
