"""Mails about outages: to whoever said that one affects them, of each update and of the end."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from derman.announcements.access import visible_to
from derman.announcements.facts import AffectedToTell
from derman.announcements.models import State, Update
from derman.announcements.queries import token_for
from derman.channels.mail.models import OutgoingKind
from derman.channels.mail.outgoing import address_of, language_of, mailbox_of, write_mail
from derman.desk.queries import the_desk
from derman.people.models import Person


def tell(fact: AffectedToTell) -> None:
    """One mail in the person's language; none to who may no longer see the outage, or has no address."""
    person = Person.objects.filter(pk=fact.person, is_active=True).first()
    address = address_of(person) if person is not None else ""
    row = visible_to(person).filter(pk=fact.announcement).first() if address else None
    update = Update.objects.filter(pk=fact.update).first()
    if person is None or row is None or update is None:
        return
    mailbox = mailbox_of(None)
    language = language_of(person, None, mailbox)
    with override(language):
        values = {"title": row.title, "state": update.get_state_display()}
        over = update.state == State.OVER
        subject = _("Over: %(title)s") if over else _("%(state)s: %(title)s")
        link = f"{settings.DERMAN_PORTAL_URL}/announcements/by/{token_for(row.pk, person.pk)}/"
        parts = [
            _("Hello %(name)s,") % {"name": person.name or person.email},
            (_("the outage “%(title)s” is over.") if over else _("this is new of the outage “%(title)s”: %(state)s."))
            % values,
            update.text,
            _("See what is known:\n%(link)s") % {"link": link},
            _("If it still affects you, write to us.")
            if over
            else _("You get these mails because it affects you. If it no longer does, say so on that page."),
            the_desk().name,
        ]
    write_mail(
        kind=OutgoingKind.OUTAGE,
        mailbox=mailbox,
        to=[address],
        subject=subject % values,
        language=language,
        person=person,
        text="\n\n".join(part for part in parts if part),
    )
