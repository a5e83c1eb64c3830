"""Who may see mailboxes, the ledger and the outbox. Default deny; the desk's mail is its administrators'."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Case, OuterRef, Q, QuerySet, Subquery, When

from derman.channels.mail.models import IncomingMail, Mailbox, OutgoingMail
from derman.people.access import teams_closed_to
from derman.people.models import Membership, Person
from derman.tickets.access import visible_to as tickets_visible_to


def mailboxes_visible_to(person: Any) -> QuerySet[Mailbox]:
    """Staff see from which addresses the desk writes; only administrators change them."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return Mailbox.objects.none()
    return Mailbox.objects.all()


def ledger_visible_to(person: Any) -> QuerySet[IncomingMail]:
    """Leads and administrators see that a mail came; `content_visible_to` says of which they see more."""
    if not isinstance(person, Person) or not person.is_lead:
        return IncomingMail.objects.none()
    return IncomingMail.objects.all()


def content_visible_to(person: Any) -> QuerySet[IncomingMail]:
    """Mails whose sender, subject and raw text the person may see: not those of teams closed to them."""
    if not isinstance(person, Person) or not person.is_lead:
        return IncomingMail.objects.none()
    closed = teams_closed_to(person)
    unfiled = Q(ticket=None) & (Q(mailbox=None) | Q(mailbox__team=None) | ~Q(mailbox__team__in=closed))
    return IncomingMail.objects.filter(unfiled | Q(ticket__in=tickets_visible_to(person)))


def with_openness(mails: QuerySet[IncomingMail], person: Person) -> QuerySet[IncomingMail]:
    """Mails with `open_to`: are they of those that `content_visible_to` gives? For pages of a ledger of any size.

    Looked up for each mail that is read. Asked as a set, PostgreSQL would make the whole ledger and all tickets one.
    """
    seen = tickets_visible_to(person).filter(pk=OuterRef("ticket")).values("pk")[:1]
    closed = teams_closed_to(person)
    unfiled = Q(ticket=None) & (Q(mailbox=None) | Q(mailbox__team=None) | ~Q(mailbox__team__in=closed))
    told = Case(When(unfiled | Q(seen__isnull=False), then=True), default=False, output_field=BooleanField())
    return mails.alias(seen=Subquery(seen)).annotate(open_to=told)


def outbox_visible_to(person: Any) -> QuerySet[OutgoingMail]:
    """Administrators see all of the outbox; leads the mails of the tickets that their teams have, to read them."""
    if not isinstance(person, Person) or not person.is_lead:
        return OutgoingMail.objects.none()
    if person.is_administrator:
        return OutgoingMail.objects.all()
    own = Membership.objects.filter(person=person).values("team")
    return OutgoingMail.objects.filter(ticket__team__in=own)


def outgoing_content_visible_to(person: Any) -> QuerySet[OutgoingMail]:
    """Mails whose recipients and subject the person may see: not those of teams closed to them."""
    seen = tickets_visible_to(person)
    known = outbox_visible_to(person).filter(Q(ticket=None) | Q(ticket__in=seen))
    return known.filter(Q(about=None) | Q(about__in=seen))
