"""What the mail channel does when it hears a fact. All of it runs *now*, in the transaction of the change."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _

from derman.channels.mail import texts
from derman.channels.mail.models import AutoReplyWhen, Mailbox, OutgoingKind, OutgoingMail, OutgoingState
from derman.channels.mail.outgoing import (
    AFTER_UNDO,
    address_of,
    addresses_of_desk,
    language_of,
    link_to,
    mailbox_of,
    subject_of,
    write_mail,
)
from derman.desk.hours import Hours, the_hours, the_zone
from derman.desk.queries import the_desk
from derman.kernel import clock, secrets, sql
from derman.kernel.recalling import recall_once, remember
from derman.people.facts import AddressClaimed, SignInLinkAsked
from derman.people.models import Person
from derman.tickets import actions
from derman.tickets.errors import TooLateToUndo, WrongInput
from derman.tickets.events import Replied
from derman.tickets.facts import MessageAdded, MessageForwarded, MessageWithdrawn, TicketOpened, TicketsChanged
from derman.tickets.models import Channel, Forward, Message, Ticket

ANSWERS = (OutgoingKind.REPLY, OutgoingKind.FORWARD, OutgoingKind.VENDOR)  # what agents write
ANSWERED = (Channel.EMAIL, Channel.PORTAL)  # channels whose new tickets get an auto-reply
QUIET = timedelta(hours=1)  # between two auto-replies to one sender
LINK_MINUTES = 30
NOBODY = re.compile(  # behind these names of mailboxes no person reads
    r"(?:no|do-?not|dont)[-_.]?reply|(?:cevap|yanit)lama(?:yin(?:iz)?)?\b|mailer-daemon|postmaster|bounces?|listserv"
    r"|majordomo|-request$|^(?:root|cron|daemon|nobody|www-data|nagios\w*|icinga2?|zabbix|prometheus|alertmanager"
    r"|grafana|prtg|uptimerobot|monit|munin|veeam|backup|scan(?:ner)?|tarayici|mfp|alerts?|alarms?|notifications?"
    r"|bildirim(?:ler)?|dmarc-?\w*)$",
    re.IGNORECASE,
)
# the requester, and whoever is in copy
_READERS = """
JOIN (
    SELECT %s AS person_id, 0 AS place UNION ALL SELECT person_id, id FROM tickets_follower WHERE ticket_id = %s
) AS reader ON reader.person_id = t.id ORDER BY reader.place
"""


def send_reply(fact: MessageAdded) -> None:
    """A reply of the desk goes to the requester, with the followers in copy, after the time for undoing."""
    if not fact.public or not fact.staff:
        return
    message = actions.message_at_hand(fact.ticket, fact.message)
    if message.automatic and message.author_id is not None:
        return  # no person wrote it, and no rule of the desk either
    ticket = actions.ticket_at_hand(fact.ticket)
    requester, *in_copy = recall_once(
        ("readers", ticket.pk), lambda: sql.read(Person, _READERS, [ticket.requester_id, ticket.pk])
    )
    ticket.requester = requester
    actions.know_followers(ticket.pk, [person.pk for person in in_copy])
    followers = [person for person in in_copy if person.pk not in (message.author_id, *message.left_out)]
    ours = addresses_of_desk(ticket)
    named: set[str] = set()
    to = _not_yet(named, [*_addresses([ticket.requester], ticket, ours), *_not_ours(message.to, ours)])
    cc = _not_yet(named, _addresses(followers, ticket, ours))
    bcc = _not_yet(named, _not_ours(message.bcc, ours))
    if not to:
        to, cc = cc, []
    if not to and not bcc:
        return
    mailbox = mailbox_of(ticket)
    write_mail(
        kind=OutgoingKind.REPLY,
        mailbox=mailbox,
        to=to,
        cc=cc,
        bcc=bcc,
        subject=subject_of(ticket),
        language=language_of(ticket.requester, ticket, mailbox),
        ticket=ticket,
        message=message,
        person=ticket.requester,
        not_before=clock.now() + AFTER_UNDO,
        beside=actions.set_at_hand(ticket.pk),
        keyed=False,
    )


def read_together(fact: TicketsChanged) -> None:
    """Who gets the answers on many tickets. 3 statements where there are any."""
    if Replied.kind not in fact.kinds:
        return
    readers = {number: [actions.ticket_at_hand(number).requester_id] for number in fact.acts}
    following = "SELECT ticket_id, person_id FROM tickets_follower WHERE ticket_id = ANY(%s) ORDER BY id"
    for number, person in sql.rows(following, [list(readers)]):
        readers[number].append(person)
    wanted = {pk for persons in readers.values() for pk in persons}
    known = {person.pk: person for person in sql.read(Person, "WHERE t.id = ANY(%s)", [list(wanted)])}
    for number, persons in readers.items():
        remember(("readers", number), [known[pk] for pk in persons])
    sql.expect_keys(OutgoingMail, len(readers))


def send_forward(fact: MessageForwarded) -> None:
    """What an agent forwarded goes to one address outside, after the time for undoing. Raises WrongInput."""
    ticket = actions.ticket_at_hand(fact.ticket)
    row = Forward.objects.select_related("person").get(pk=fact.forward)
    if row.address.casefold() in addresses_of_desk(ticket):
        raise WrongInput(_("This is an address of the desk itself."), field="to")
    mailbox = mailbox_of(ticket)
    (message,) = sql.read(Message, "WHERE t.id = %s", [fact.message])
    write_mail(
        kind=OutgoingKind.FORWARD,
        mailbox=mailbox,
        to=[row.address],
        subject=f"Fwd: {subject_of(ticket, answers=False)}",
        language=language_of(row.person, ticket, mailbox),
        ticket=ticket,
        message=message,
        person=row.person,
        not_before=clock.now() + AFTER_UNDO,
    )


def _addresses(people: list[Person], ticket: Ticket, ours: set[str]) -> list[str]:
    found = (address_of(person, ticket) for person in people)
    return _not_ours([address for address in found if address], ours)


def _not_ours(addresses: Iterable[str], ours: set[str]) -> list[str]:
    return [address for address in addresses if address.casefold() not in ours]


def _not_yet(named: set[str], addresses: Iterable[str]) -> list[str]:
    """Those that are not `named` yet, which they are afterwards: nobody gets a mail twice."""
    found = []
    for address in addresses:
        if (folded := address.casefold()) not in named:
            named.add(folded)
            found.append(address)
    return found


def withdraw_reply(fact: MessageWithdrawn) -> None:
    """A reply that was undone does not leave. Raises TooLateToUndo where it is on its way already."""
    row = OutgoingMail.objects.select_for_update().filter(message=fact.message, kind__in=ANSWERS).first()
    if row is None:
        return
    if row.state in (OutgoingState.SENDING, OutgoingState.SENT) or row.tries:
        raise TooLateToUndo(_("The mail has left already."))
    row.state, row.done_at = OutgoingState.CANCELLED, clock.now()
    row.save(update_fields=["state", "done_at"])


def auto_reply(fact: TicketOpened) -> None:
    """Tell a requester the number of the new ticket: at most once an hour to one sender, never to machines."""
    if fact.automatic or not fact.by_requester or fact.channel not in ANSWERED:
        return
    ticket = actions.ticket_at_hand(fact.ticket)
    requester = ticket.requester
    mailbox = mailbox_of(ticket)
    address = address_of(requester, ticket)
    when = mailbox.auto_reply_when if mailbox is not None else AutoReplyWhen.ALWAYS
    if not address or when == AutoReplyWhen.NEVER or NOBODY.search(address.rpartition("@")[0]):
        return
    moment, hours = clock.now(), the_hours()
    if not _is_time(when, hours, moment):
        return
    if not requester.added_here and _was_answered(requester):
        return
    requester.added_here = False
    language = language_of(requester, ticket, mailbox)
    desk = (mailbox.name if mailbox else "") or the_desk().name
    values = {
        "name": requester.name,
        "number": str(ticket.pk),
        "subject": ticket.subject,
        "link": link_to(ticket, requester),
        "desk": desk,
        "opens": _opens(hours, moment, language, requester),
        "answer_by": _answer_by(mailbox, hours, moment, language, requester),
    }
    row = write_mail(
        kind=OutgoingKind.AUTO_REPLY,
        mailbox=mailbox,
        to=[address],
        subject=subject_of(ticket),
        language=language,
        ticket=ticket,
        person=requester,
        text=texts.auto_reply(mailbox, language, values),
        beside=actions.set_at_hand(ticket.pk),
    )
    actions.note_mail(ticket=ticket.pk, mail=row.pk, what="auto_reply")


def _was_answered(requester: Person) -> bool:
    """Did an auto-reply go to this person within the hour? 2 statements."""
    # of two mails of one sender that are filed at once, the second must see the answer to the first
    sql.rows("SELECT pg_advisory_xact_lock(hashtext('derman.mail.auto_reply'), %s)", [requester.pk % 2**31])
    recent = "SELECT 1 FROM mail_outgoingmail WHERE kind = 'auto_reply' AND person_id = %s AND created_at > %s LIMIT 1"
    return bool(sql.rows(recent, [requester.pk, clock.now() - QUIET]))


def _is_time(when: str, hours: Hours | None, moment: datetime) -> bool:
    """Does a mailbox answer by itself now? A desk without hours is always open."""
    if when == AutoReplyWhen.CLOSED:
        return hours is not None and not hours.is_open(moment)
    if when == AutoReplyWhen.HOLIDAYS:
        return hours is not None and hours.is_holiday(moment)
    return True


def _opens(hours: Hours | None, moment: datetime, language: str, reader: Person) -> str:
    """When the desk opens again, in words; empty where it is open."""
    opening = hours.next_opening(moment) if hours is not None and not hours.is_open(moment) else None
    return texts.moment_in_words(language, opening, reader.zone) if opening is not None else ""


def _answer_by(mailbox: Mailbox | None, hours: Hours | None, moment: datetime, language: str, reader: Person) -> str:
    """Until when the mailbox usually answers, in words; empty where it does not say so."""
    if mailbox is None or mailbox.answer_hours is None:
        return ""
    within = timedelta(hours=mailbox.answer_hours)
    until = hours.after(moment, within) if hours is not None else moment.astimezone(the_zone()) + within
    if until is None:
        return ""
    # “by 10:07” promises what nobody meant
    spare = -until.minute % 30 or (30 if until.minute == 0 and until.second else 0)
    until = until.replace(second=0, microsecond=0) + timedelta(minutes=spare)
    return texts.moment_in_words(language, until, reader.zone)


def send_sign_in_link(fact: SignInLinkAsked) -> None:
    """The link goes out at once. It lies in the outbox encrypted, and not at all once it has left."""
    mailbox = mailbox_of(None)
    language = fact.language if fact.language in dict(settings.LANGUAGES) else language_of(None, None, mailbox)
    person = Person.objects.get(pk=fact.person)
    link = f"{_home_of(person)}/accounts/link/{quote(fact.token)}/"
    subject, text = texts.sign_in(language, the_desk().name, link, LINK_MINUTES)
    write_mail(
        kind=OutgoingKind.SIGN_IN,
        mailbox=mailbox,
        to=[fact.address],
        subject=subject,
        language=language,
        person=person,
        sealed=secrets.encrypt(text),
    )


def _home_of(person: Person) -> str:
    """Where somebody signs in: the desk's people at the desk, others at the portal, which may have its own domain."""
    return settings.DERMAN_URL if person.is_staff_member else settings.DERMAN_PORTAL_URL


def send_address_link(fact: AddressClaimed) -> None:
    """Whoever reads the address can prove it by this link. It lies in the outbox encrypted, like one to sign in."""
    mailbox = mailbox_of(None)
    language = fact.language if fact.language in dict(settings.LANGUAGES) else language_of(None, None, mailbox)
    person = Person.objects.get(pk=fact.person)
    link = f"{_home_of(person)}/accounts/addresses/{quote(fact.token)}/"
    subject, text = texts.confirm_address(language, the_desk().name, person.name, link)
    write_mail(
        kind=OutgoingKind.SIGN_IN,
        mailbox=mailbox,
        to=[fact.address],
        subject=subject,
        language=language,
        person=person,
        sealed=secrets.encrypt(text),
    )
