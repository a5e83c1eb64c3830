"""Files that come with a form: sent beforehand by the page's script, or with the form itself without one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from derman.kernel import files
from derman.tickets import actions, queries
from derman.tickets.incoming import IncomingFile
from derman.web.portal.screens import file_line
from derman.web.signed_in import agent_of

if TYPE_CHECKING:
    from derman.tickets.models import Attachment

_KEY = re.compile(r"[A-Za-z0-9_-]{20,64}")
MOST = 20  # files of one message


class FileRefused(Exception):
    """A file cannot be taken; the message is for the person, `status` for their browser."""

    def __init__(self, message: str, *, status: int) -> None:
        super().__init__(message)
        self.status = status


@dataclass(slots=True)
class Given:
    """The files that wait to be sent, and what was wrong with those that were refused."""

    waiting: list[Attachment] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def incoming(self) -> list[IncomingFile]:
        return [IncomingFile(upload=file.key) for file in self.waiting]

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [file_line(file) for file in self.waiting]


def take(request: HttpRequest, given: object) -> Attachment:
    """Keep one file for the message to come. Raises FileRefused."""
    if not isinstance(given, UploadedFile) or given.size is None:
        raise FileRefused(_("No file came with this request."), status=400)
    if given.size > files.LIMIT:
        limit = filesizeformat(files.LIMIT)
        raise FileRefused(_("too large; at most %(limit)s") % {"limit": limit}, status=413)
    try:
        return actions.upload(actor=agent_of(request), name=given.name or "", content=given.read())
    except files.DiskFull:
        raise FileRefused(_("the disk of the desk is full"), status=507) from None


def given_with(request: HttpRequest) -> Given:
    """All files of a form. Those that came with it are kept at once, so that a wrong field loses none of them."""
    found = Given()
    keys = [key for key in request.POST.getlist("files") if _KEY.fullmatch(key)]
    for key in dict.fromkeys(keys[:MOST]):
        waiting = queries.attachment_by_key(agent_of(request), key)
        if waiting is not None and waiting.message_id is None:
            found.waiting.append(waiting)
    for file in request.FILES.getlist("upload")[:MOST]:
        try:
            found.waiting.append(take(request, file))
        except FileRefused as error:
            found.wrong.append(f"{file.name}: {error}")
    return found
