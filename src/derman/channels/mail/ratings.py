"""The mail that asks how the help was: three links, each of which opens a page with the choice made, and no more."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from derman.channels.mail.handlers import NOBODY
from derman.channels.mail.models import OutgoingKind
from derman.channels.mail.outgoing import address_of, language_of, mailbox_of, subject_of, write_mail
from derman.desk.queries import the_desk
from derman.people.models import Person
from derman.surveys.facts import RatingAsked
from derman.surveys.queries import token_for
from derman.tickets.models import Ticket


def ask(fact: RatingAsked) -> None:
    """One mail to the requester, in their language; none to addresses that nobody reads."""
    ticket = Ticket.objects.select_related("requester").get(pk=fact.ticket)
    person: Person = ticket.requester
    address = address_of(person, ticket)
    if not address or NOBODY.search(address.rpartition("@")[0]):
        return
    mailbox = mailbox_of(ticket)
    language = language_of(person, ticket, mailbox)
    place = f"{settings.DERMAN_URL}/rate/{token_for(ticket.pk, person.pk)}/"
    with override(language):
        choices = (
            ("good", pgettext("rating", "Good")),
            ("fair", pgettext("rating", "Fair")),
            ("bad", pgettext("rating", "Bad")),
        )
        text = "\n\n".join(
            [
                _("Hello %(name)s,") % {"name": person.name or person.email},
                _("your request #%(number)s (%(subject)s) has been solved. How was our help?")
                % {"number": ticket.pk, "subject": ticket.subject},
                "\n".join(f"{words}: {place}?score={code}" for code, words in choices),
                _("Each link opens a page on which you can still choose and add a few words."),
                the_desk().name,
            ]
        )
    write_mail(
        kind=OutgoingKind.RATING,
        mailbox=mailbox,
        to=[address],
        subject=subject_of(ticket),
        language=language,
        ticket=ticket,
        person=person,
        text=text,
    )
