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
from derman.people.models import Person

if TYPE_CHECKING:
    from derman.notify.facts import MajorToTell


def tell(fact: MajorToTell) -> None:
    """One mail to somebody of the desk. Whether they may see it was asked just now."""
    person = Person.objects.filter(pk=fact.person, is_active=True).first()
    row = visible_to(person).select_related("announcement").filter(pk=fact.major).first()
    if person is None or row is None or not person.email:
        return
    actor = Person.objects.filter(pk=fact.actor).first() if fact.actor is not None else None
    mailbox = mailbox_of(None)
    language = person.language if person.language in dict(settings.LANGUAGES) else language_of(None, None, mailbox)
    with override(language):
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
        parts = [
            _("Hello %(name)s,") % {"name": person.name or person.email},
            said % values,
            f"{row.number} {row.title}\n{settings.DERMAN_URL}/desk/majors/{row.pk}/",
            the_desk().name,
        ]
    write_mail(
        kind=OutgoingKind.AGENT,
        mailbox=mailbox,
        to=[person.email],
        subject=subject % values,
        text="\n\n".join(parts),
        language=language,
        person=person,
    )
