"""The mail to those whose request goes on in another one."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from derman.channels.mail.models import OutgoingKind
from derman.channels.mail.outgoing import address_of, language_of, link_to, mailbox_of, subject_of, write_mail
from derman.desk.queries import the_desk
from derman.people.models import Person
from derman.tickets import actions
from derman.tickets.facts import TicketsJoined
from derman.tickets.models import Ticket


def tell(fact: TicketsJoined) -> None:
    """Whoever asked for the merged ticket, and who was in copy, hears where it goes on: once each."""
    if not fact.inform:
        return
    gone, kept = actions.ticket_at_hand(fact.ticket), actions.ticket_at_hand(fact.other)
    people = [gone.requester, *(row.person for row in gone.followers.select_related("person").order_by("pk"))]
    told: set[str] = set()
    for person in people:
        address = address_of(person, gone if person.pk == gone.requester_id else None)
        if address and address not in told:
            told.add(address)
            _write(gone, kept, person, address)


def _write(gone: Ticket, kept: Ticket, person: Person, address: str) -> None:
    mailbox = mailbox_of(kept)
    language = language_of(person, gone, mailbox)
    with override(language):
        values = {"number": gone.pk, "subject": gone.subject, "other": kept.pk}
        parts = [
            _("Hello %(name)s,") % {"name": person.name} if person.name else _("Hello,"),
            _(
                "Your request #%(number)s (%(subject)s) belongs together with #%(other)s. "
                "We go on with both as one, under #%(other)s; nothing that you wrote is lost."
            )
            % values,
            link_to(kept, person),
            the_desk().name,
        ]
        subject = subject_of(kept)
    write_mail(
        kind=OutgoingKind.MERGED,
        mailbox=mailbox,
        to=[address],
        subject=subject,
        language=language,
        ticket=kept,
        person=person,
        text="\n\n".join(part for part in parts if part),
    )
