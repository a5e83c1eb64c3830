"""The way to a file that went along with an issue: signed, for thirty days, and shut once the issue is unlinked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from derman.kernel import clock, secrets
from derman.tickets.models import HIDDEN, Attachment
from derman.trackers.models import IssueFile, Stage

LIFE = timedelta(days=30)
_PURPOSE = "issue.file"
_LENGTH = 32  # characters of the signature: 160 bits


def token_of(file: IssueFile) -> str:
    """What the link holds."""
    value = str(file.pk)
    return f"{value}.{secrets.signature(_PURPOSE, value, length=_LENGTH)}"


def link_of(file: IssueFile) -> str:
    """The whole address."""
    return f"{settings.DERMAN_PORTAL_URL}/issue-files/{token_of(file)}/"


def lines_of(files: Sequence[IssueFile]) -> str:
    """The files as lines of Markdown, with the day until which the links open."""
    until = (clock.now() + LIFE).strftime("%Y-%m-%d")
    head = _("Files, until %(day)s:") % {"day": until}
    lines = [f"- [{_plain(file.attachment.name)}]({link_of(file)})" for file in files]
    return "\n".join([head, *lines])


def _plain(name: str) -> str:
    return "".join("_" if sign in "[]()<>`\\\n\r" else sign for sign in name)


def file_of(token: str) -> Attachment | None:
    """The file that a link opens. 1 statement."""
    value, _dot, given = token.partition(".")
    known = value.isascii() and value.isdecimal() and len(value) < 19 and len(given) == _LENGTH
    if not known or not secrets.signature_fits(_PURPOSE, value, given):
        return None
    rows = IssueFile.objects.select_related("issue__ticket", "attachment__file", "attachment__message")
    found = (
        rows.filter(pk=int(value), issue__opened_at__gt=clock.now() - LIFE).exclude(issue__stage=Stage.UNLINKED).first()
    )
    if found is None:
        return None
    ticket, message = found.issue.ticket, found.attachment.message
    if (ticket is not None and ticket.status in HIDDEN) or message is None or message.withdrawn_at is not None:
        return None
    return found.attachment
