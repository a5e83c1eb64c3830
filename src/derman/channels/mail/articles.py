"""Mails about articles: what waits for a reviewer, and the day on which the owner wanted to look at one again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from derman.channels.mail.models import OutgoingKind
from derman.channels.mail.outgoing import language_of, mailbox_of, write_mail
from derman.desk.queries import the_desk
from derman.knowledge.facts import CheckDue
from derman.knowledge.queries import titled
from derman.knowledge.queries.desk import one
from derman.people.models import Person

if TYPE_CHECKING:
    from derman.notify.facts import ReviewerToTell


def ask_to_review(fact: ReviewerToTell) -> None:
    """One mail to somebody who may publish what another wrote. Whether they may see it was asked just now."""
    reviewer = Person.objects.get(pk=fact.person)
    text = one(reviewer, fact.translation)
    if not reviewer.email or text.newest is None:
        return
    asker = Person.objects.filter(pk=fact.asked_by).first() if fact.asked_by is not None else None
    mailbox = mailbox_of(None)
    language = reviewer.language if reviewer.language in dict(settings.LANGUAGES) else language_of(None, None, mailbox)
    link = f"{settings.DERMAN_URL}/desk/knowledge/{text.pk}/"
    with override(language):
        subject = _("To be reviewed: %(title)s") % {"title": text.newest.title}
        body = _(
            "Hello %(name)s,\n\n%(who)s asks for a review of this article:\n\n%(title)s\n%(link)s"
            "\n\nPublish it, or send it back as a draft.\n\n%(desk)s"
        ) % {
            "name": reviewer.name,
            "who": asker.name or asker.email if asker is not None else _("Somebody"),
            "title": text.newest.title,
            "link": link,
            "desk": the_desk().name,
        }
    write_mail(
        kind=OutgoingKind.AGENT,
        mailbox=mailbox,
        to=[reviewer.email],
        subject=subject,
        text=body,
        language=language,
        person=reviewer,
    )


def remind_of_check(fact: CheckDue) -> None:
    """One mail to the owner, once for each day that they chose."""
    owner = Person.objects.filter(pk=fact.owner, is_active=True).first()
    text = titled(fact.article)
    if owner is None or not owner.email or text is None or text.newest is None:
        return
    mailbox = mailbox_of(None)
    language = owner.language if owner.language in dict(settings.LANGUAGES) else language_of(None, None, mailbox)
    link = f"{settings.DERMAN_URL}/desk/knowledge/{text.pk}/"
    with override(language):
        subject = _("To be checked: %(title)s") % {"title": text.newest.title}
        body = _(
            "Hello %(name)s,\n\nyou wanted to look by today whether this article still holds:\n\n%(title)s\n%(link)s"
            "\n\nIf it does, choose the next day; if not, mend and publish it.\n\n%(desk)s"
        ) % {"name": owner.name, "title": text.newest.title, "link": link, "desk": the_desk().name}
    write_mail(
        kind=OutgoingKind.AGENT,
        mailbox=mailbox,
        to=[owner.email],
        subject=subject,
        text=body,
        language=language,
        person=owner,
    )
