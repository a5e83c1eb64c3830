"""Mails about major incidents to people of the desk: that they have a part in one, and that people wait for news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from derman.channels.mail.models import OutgoingKind
from derman.channels.mail.outgoing import language_of, mailbox_of, write_mail
from derman.desk.queries import the_desk
from derman.majors.access import visible_to
from derman.majors.models import MajorIncident
from derman.people.models import Person
from derman.tickets.settling import UNDO_TIME

if TYPE_CHECKING:
    from derman.majors.facts import MajorCalledOff
    from derman.notify.facts import MajorToTell


def call_off(fact: MajorCalledOff) -> None:
    """It was declared by mistake: whoever may have read that they have a part in it reads that they have none."""
    row = MajorIncident.objects.select_related("announcement").get(pk=fact.major)
    if row.resolved_at is None or row.resolved_at - row.declared_at <= UNDO_TIME:
        return
    for person in Person.objects.filter(pk__in=fact.persons, is_active=True).exclude(email="").order_by("pk"):
        if not visible_to(person).filter(pk=row.pk).exists():
            continue
        with override(_language(person)):
            subject = _("Declared by mistake, %(number)s: %(title)s") % {"number": row.number, "title": row.title}
            said = _("This major incident was declared by mistake: there is none, and you need not do anything.")
            text = _text(person, row, said)
        _write(person, subject, text)


def tell(fact: MajorToTell) -> None:
    """One mail to somebody of the desk. Whether they may see it was asked just now."""
    person = Person.objects.filter(pk=fact.person, is_active=True).first()
    row = visible_to(person).select_related("announcement").filter(pk=fact.major).first()
    if person is None or row is None or not person.email:
        return
    actor = Person.objects.filter(pk=fact.actor).first() if fact.actor is not None else None
    with override(_language(person)):
        values = {
            "number": row.number,
            "title": row.title,
            "who": (actor.name or actor.email) if actor is not None else _("The desk"),
        }
        subject, said = {
            "major": (_("Major incident %(number)s: %(title)s"), _("%(who)s gives you a part in this major incident.")),
            "major_due": (
                _("Update due soon, %(number)s: %(title)s"),
                _("Everybody affected is to hear of this major incident soon."),
            ),
            "major_late": (
                _("Update late, %(number)s: %(title)s"),
                _("Everybody affected should have heard of this major incident by now. Write what is known."),
            ),
        }[fact.kind]
        text = _text(person, row, said % values)
    _write(person, subject % values, text)


def _language(person: Person) -> str:
    return language_of(person, None, mailbox_of(None))


def _text(person: Person, row: MajorIncident, said: str) -> str:
    parts = [
        _("Hello %(name)s,") % {"name": person.name or person.email},
        said,
        f"{row.number} {row.title}\n{settings.DERMAN_URL}/desk/majors/{row.pk}/",
        the_desk().name,
    ]
    return "\n\n".join(parts)


def _write(person: Person, subject: str, text: str) -> None:
    write_mail(
        kind=OutgoingKind.AGENT,
        mailbox=mailbox_of(None),
        to=[person.email],
        subject=subject,
        text=text,
        language=_language(person),
        person=person,
    )
