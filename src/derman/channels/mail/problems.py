"""Mails about problems to whoever has them: the makers of a software wrote, or moved an issue of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from derman.channels.mail.models import OutgoingKind
from derman.channels.mail.outgoing import language_of, mailbox_of, write_mail
from derman.desk.queries import the_desk
from derman.people.models import Person
from derman.problems.access import visible_to

if TYPE_CHECKING:
    from derman.notify.facts import ProblemToTell


def tell(fact: ProblemToTell) -> None:
    """One mail to somebody of the desk. Whether they may see it was asked just now."""
    person = Person.objects.filter(pk=fact.person, is_active=True).first()
    row = visible_to(person).filter(pk=fact.problem).first()
    if person is None or row is None or not person.email:
        return
    language = language_of(person, None, mailbox_of(None))
    with override(language):
        values = {"number": row.number, "title": row.title}
        parts = [
            _("Hello %(name)s,") % {"name": person.name or person.email},
            _("The makers of the software wrote on an issue of %(number)s, or moved it.") % values,
            f"{row.number} {row.title}\n{settings.DERMAN_URL}/desk/problems/{row.pk}/",
            the_desk().name,
        ]
        subject = _("News from the makers, %(number)s: %(title)s") % values
    write_mail(
        kind=OutgoingKind.AGENT,
        mailbox=mailbox_of(None),
        to=[person.email],
        subject=subject,
        text="\n\n".join(parts),
        language=language,
        person=person,
    )
