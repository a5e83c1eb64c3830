"""The question how the help was, in a mail of its own and below the answer that solves: a link for each choice.

A link opens a page on which the choice is made; being opened by a program it keeps nothing.
"""

from __future__ import annotations

from html import escape

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from derman.channels.mail.handlers import NOBODY
from derman.channels.mail.models import OutgoingKind, OutgoingMail
from derman.channels.mail.outgoing import address_of, language_of, mailbox_of, subject_of, write_mail
from derman.desk.queries import the_desk
from derman.people.models import Person
from derman.surveys.actions import ask_in_answer
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
    with override(language):
        text = "\n\n".join(
            [
                _("Hello %(name)s,") % {"name": person.name or person.email},
                _("your request #%(number)s (%(subject)s) has been solved. How was our help?")
                % {"number": ticket.pk, "subject": ticket.subject},
                "\n".join(f"{words}: {link}" for words, link in _choices(token_for(ticket.pk, person.pk))),
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


def _choices(token: str) -> list[tuple[str, str]]:
    """Each choice in words, with its link."""
    place = f"{settings.DERMAN_PORTAL_URL}/rate/{token}/?score="
    return [
        (pgettext("rating", "Good"), f"{place}good"),
        (pgettext("rating", "Fair"), f"{place}fair"),
        (pgettext("rating", "Bad"), f"{place}bad"),
    ]


def question_in(row: OutgoingMail, *, alone: bool) -> tuple[str, str]:
    """The question as plain text and as HTML, for an answer that solves; empty where there is nothing to ask.

    `alone`: nobody else gets the mail; a link in a mail to several is nobody's own.
    """
    ticket = row.ticket
    if row.kind != OutgoingKind.REPLY or ticket is None or not alone or row.person_id != ticket.requester_id:
        return "", ""
    if not (token := ask_in_answer(ticket)):
        return "", ""
    with override(row.language):
        choices, question = _choices(token), _("Is it solved? How was our help?")
    lines = [question, *(f"{words}: {link}" for words, link in choices)]
    links = " · ".join(f'<a href="{escape(link)}">{escape(words)}</a>' for words, link in choices)
    return "\n".join(lines), f"<p>{escape(question)}<br>{links}</p>"
