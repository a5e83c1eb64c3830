"""The desk's addresses, how mail leaves, and what can be chosen for them."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from derman.channels.mail.access import mailboxes_visible_to
from derman.channels.mail.errors import MailNotFound
from derman.channels.mail.models import AutoReplyWhen, Encryption, Mailbox
from derman.channels.mail.texts import default_text
from derman.people.addresses import BadAddress, fold_address
from derman.people.models import Person


def mailboxes(asker: Person) -> list[Mailbox]:
    """The desk's addresses, the default one first. 1 statement."""
    return list(mailboxes_visible_to(asker).select_related("team"))


def mailbox(asker: Person, number: int) -> Mailbox:
    """One mailbox. 1 statement. Raises MailNotFound."""
    found = mailboxes_visible_to(asker).select_related("team").filter(pk=number).first()
    if found is None:
        raise MailNotFound(_("There is no such mailbox."))
    return found


def is_mailbox(address: str) -> bool:
    """Is this an address of the desk? Whoever had it too would be taken for the desk. 1 statement."""
    try:
        return Mailbox.objects.filter(folded=fold_address(address)).exists()
    except BadAddress:
        return False


def sends_by() -> str:
    """How mail leaves where a mailbox names no server of its own: `host:port`, or empty (it waits in the outbox)."""
    from derman.channels.mail.servers import BadMailUrl, read_url

    if not settings.DERMAN_MAIL_URL:
        return ""
    try:
        return str(read_url(settings.DERMAN_MAIL_URL))
    except BadMailUrl as error:
        return str(error)


def links_leave() -> bool:
    """Does mail that concerns no ticket, like a sign-in link, have a server to leave by? 1 statement."""
    from derman.channels.mail.outgoing import mailbox_of

    if settings.DERMAN_MAIL_URL:
        return True
    mailbox = mailbox_of(None)
    return bool(mailbox and mailbox.host)


def encryptions() -> list[tuple[str, str]]:
    """(code, name) of the ways in which the road to a server is protected."""
    return [(str(code), str(name)) for code, name in Encryption.choices]


def auto_reply_times() -> list[tuple[str, str]]:
    """(code, name) of when a mailbox may answer by itself."""
    return [(str(code), str(name)) for code, name in AutoReplyWhen.choices]


def auto_reply_default(language: str, *, closed: bool = False, timed: bool = False) -> str:
    """The auto-reply of a mailbox that has none of its own; `closed`: the one for when the desk is closed; `timed`: it
    says until when one usually answers.
    """
    return default_text(language, closed=closed, timed=timed)
