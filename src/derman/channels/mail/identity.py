"""Mails by which somebody is proven: the code to a registered address, and the question to the manager."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from derman.channels.mail.models import OutgoingKind
from derman.channels.mail.outgoing import language_of, mailbox_of, write_mail
from derman.desk.queries import the_desk
from derman.identity.facts import CodeToSend, ManagerToAsk, SecretToSend
from derman.identity.models import HandedSecret, IdentityCheck
from derman.kernel import secrets
from derman.people.models import Person
from derman.tickets import actions


def send_code(fact: CodeToSend) -> None:
    """The code goes out at once. It lies in the outbox encrypted, and not at all once it has left."""
    ticket = actions.ticket_at_hand(fact.ticket)
    person = Person.objects.get(pk=fact.person)
    mailbox = mailbox_of(ticket)
    language = language_of(person, ticket, mailbox)
    values = {
        "name": person.name or person.email,
        "desk": the_desk().name,
        "number": ticket.pk,
        "code": f"{fact.code[:3]} {fact.code[3:]}",
        "minutes": fact.minutes,
    }
    with override(language):
        subject = _("Your code for %(desk)s") % values
        text = (
            _(
                "Hello %(name)s,\n\nsomebody is talking to us in your name about request #%(number)s. If that is you, "
                "say this code to the agent:\n\n%(code)s\n\n"
                "It is good for %(minutes)s minutes. If it is not you, tell it to nobody, and call us at once on the "
                "number that you know.\n\n%(desk)s"
            )
            % values
        )
    write_mail(
        kind=OutgoingKind.IDENTITY,
        mailbox=mailbox,
        to=[fact.address],
        subject=subject,
        language=language,
        about=ticket,
        person=person,
        sealed=secrets.encrypt(text),
    )


def ask_manager(fact: ManagerToAsk) -> None:
    """The manager is led to a page on which only they, signed in, can answer."""
    row = IdentityCheck.objects.select_related("person", "manager", "by", "ticket").get(pk=fact.check)
    manager = row.manager
    if manager is None:
        return
    mailbox = mailbox_of(None)
    language = language_of(manager, None, mailbox)
    values = {
        "name": row.person.name or row.person.email,
        "agent": row.by.name or row.by.email,
        "desk": the_desk().name,
        "number": fact.ticket,
        "link": f"{settings.DERMAN_PORTAL_URL}/identity/{row.pk}/",
    }
    with override(language):
        subject = _("Is it %(name)s who is asking?") % values
        text = (
            _(
                "Somebody asks %(desk)s for help as %(name)s (#%(number)s), and %(agent)s wants to be sure that it is "
                "them. Talk to %(name)s yourself, then answer here. You have to sign in:\n%(link)s\n\n"
                "Without an answer within a day nothing is done.\n\n%(desk)s"
            )
            % values
        )
    write_mail(
        kind=OutgoingKind.IDENTITY,
        mailbox=mailbox,
        to=[manager.email],
        subject=subject,
        language=language,
        about=row.ticket,
        person=manager,
        text=text,
    )


def send_secret(fact: SecretToSend) -> None:
    """The link goes out at once, without the secret. It lies in the outbox encrypted, and not at all once it left."""
    row = HandedSecret.objects.select_related("person").get(pk=fact.secret)
    ticket = actions.ticket_at_hand(fact.ticket)
    mailbox = mailbox_of(ticket)
    language = language_of(row.person, ticket, mailbox)
    values = {
        "name": row.person.name or row.person.email,
        "desk": the_desk().name,
        "number": ticket.pk,
        "link": f"{settings.DERMAN_PORTAL_URL}/secret/{quote(fact.token)}/",
    }
    with override(language):
        subject = _("Something for you alone from %(desk)s") % values
        text = (
            _(
                "Hello %(name)s,\n\nfor your request #%(number)s there is something that only you should read. It is "
                "shown once, within 24 hours:\n\n%(link)s\n\n"
                "Open it when you can write it down or use it at once. If you did not ask for it, call us.\n\n%(desk)s"
            )
            % values
        )
    write_mail(
        kind=OutgoingKind.IDENTITY,
        mailbox=mailbox,
        to=[row.to],
        subject=subject,
        language=language,
        about=ticket,
        person=row.person,
        sealed=secrets.encrypt(text),
    )
