"""Mails about learning paths: that one is somebody's to learn, that its day comes near, that it is over."""

from __future__ import annotations

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from derman.channels.mail.models import OutgoingKind
from derman.channels.mail.outgoing import language_of, mailbox_of, write_mail
from derman.desk.queries import the_desk
from derman.people.models import Person
from derman.teaching.facts import OVERDUE, SOON, LearnerToTell
from derman.teaching.models import Learner


def tell(fact: LearnerToTell) -> None:
    """One mail to the learner, in their language."""
    rows = Learner.objects.filter(path=fact.path, person=fact.person, person__is_active=True)
    row = rows.select_related("path", "person").first()
    if row is None or not row.person.email:
        return
    mailbox = mailbox_of(None)
    person: Person = row.person
    language = person.language if person.language in dict(settings.LANGUAGES) else language_of(None, None, mailbox)
    with override(language):
        values = {
            "name": person.name,
            "title": row.path.title,
            "link": f"{settings.DERMAN_PORTAL_URL}/learning/{row.path_id}/",
            "desk": the_desk().name,
            "day": date_format(row.due_on, "j F Y") if row.due_on is not None else "",
        }
        subject, body = _words(fact.why, dated=row.due_on is not None)
        subject, body = subject % values, body % values
    write_mail(
        kind=OutgoingKind.LEARNING,
        mailbox=mailbox,
        to=[person.email],
        subject=subject,
        text=body,
        language=language,
        person=person,
    )


def _words(why: str, *, dated: bool) -> tuple[str, str]:
    if why == OVERDUE:
        return _("Overdue: %(title)s"), _(
            "Hello %(name)s,\n\nthis learning path was to be done by %(day)s:\n\n%(title)s\n%(link)s"
            "\n\nIt goes on where you stopped.\n\n%(desk)s"
        )
    if why == SOON:
        return _("By %(day)s: %(title)s"), _(
            "Hello %(name)s,\n\nthis learning path is to be done by %(day)s:\n\n%(title)s\n%(link)s"
            "\n\nIt goes on where you stopped.\n\n%(desk)s"
        )
    if dated:
        return _("For you to learn: %(title)s"), _(
            "Hello %(name)s,\n\nthere is a learning path for you, to be done by %(day)s:\n\n%(title)s\n%(link)s"
            "\n\nYou can stop at any step and go on later.\n\n%(desk)s"
        )
    return _("For you to learn: %(title)s"), _(
        "Hello %(name)s,\n\nthere is a learning path for you:\n\n%(title)s\n%(link)s"
        "\n\nYou can stop at any step and go on later.\n\n%(desk)s"
    )
