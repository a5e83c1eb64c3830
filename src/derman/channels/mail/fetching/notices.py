"""What administrators read when a mailbox cannot be fetched from, and when it works again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from derman.channels.mail.fetching.models import MailboxSource
from derman.channels.mail.fetching.words import explain
from derman.channels.mail.models import OutgoingKind
from derman.channels.mail.outgoing import language_of, mailbox_of, write_mail
from derman.desk.queries import the_desk
from derman.kernel.moments import in_full
from derman.people.models import Person, Role

type News = Callable[[MailboxSource], tuple[str, str]]


def tell(row: MailboxSource, news: News) -> None:
    """One mail to each administrator, in their language, by the outbox. Runs in the caller's transaction."""
    box = mailbox_of(None)
    for person in Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(email=""):
        language = language_of(person, None, box)
        with override(language):
            subject, text = news(row)
        write_mail(
            kind=OutgoingKind.NOTICE,
            mailbox=box,
            to=[person.email],
            subject=subject,
            language=language,
            person=person,
            text=text,
        )


def page_of(mailbox: int) -> str:
    """The page on which a person sees what is wrong and mends it."""
    return f"{settings.DERMAN_URL}/desk/settings/mailboxes/{mailbox}/arrival/"


def failing(row: MailboxSource) -> tuple[str, str]:
    """Subject and text: it fails, since when, why, and what to do."""
    assert row.failing_since is not None
    values = {
        "address": row.mailbox.address,
        "since": _moment(row.failing_since),
        "sentence": explain(row.problem, row.particulars),
        "page": page_of(row.mailbox_id),
    }
    return (
        _("No mail is fetched from %(address)s") % values,
        _(
            "Since %(since)s the desk has not been able to fetch the mail of %(address)s.\n\n%(sentence)s\n\n"
            "The settings of the mailbox, with a button that checks the connection:\n%(page)s\n\n"
            "The desk goes on trying by itself. Mails wait on their server, and none is lost. "
            "You get one more mail when it works again."
        )
        % values,
    )


def working(row: MailboxSource) -> tuple[str, str]:
    """Subject and text: it works again."""
    values = {"address": row.mailbox.address, "page": page_of(row.mailbox_id)}
    return (
        _("Mail is fetched from %(address)s again") % values,
        _("The desk fetches the mail of %(address)s again. You need not do anything.\n\n%(page)s") % values,
    )


def _moment(moment: datetime) -> str:
    return in_full(moment, ZoneInfo(the_desk().zone))
