"""Files that wait to be sent with a message: uploaded, or taken once more from what is there already."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Protocol

from django.utils.translation import gettext as _

from derman.kernel import files as stored_files
from derman.people.models import Person
from derman.tickets.access import attachments_visible_to
from derman.tickets.errors import NotAllowed, WrongInput
from derman.tickets.models import Attachment


def upload(*, actor: Person, name: str, content: bytes) -> Attachment:
    """Store a file that waits to be sent with a message of `actor`. Raises files.FileTooLarge, files.DiskFull."""
    return Attachment.objects.create(
        uploader=actor,
        file=stored_files.store(content),
        name=" ".join(name.replace("\0", "").split())[:255] or _("file"),
        key=secrets.token_urlsafe(32),
    )


class Kept(Protocol):
    """Something that names a stored file."""

    @property
    def file_id(self) -> str: ...
    @property
    def name(self) -> str: ...


def again(actor: Person, files: Sequence[Kept]) -> list[Attachment]:
    """Files that the actor is known to see, once more as uploads that wait. The content is kept once."""
    rows = [
        Attachment(uploader=actor, file_id=file.file_id, name=file.name, key=secrets.token_urlsafe(32))
        for file in files
    ]
    return Attachment.objects.bulk_create(rows)


def reuse(*, actor: Person, ticket: int, file: str) -> Attachment:
    """A file of the ticket (by its key) as an upload that waits for the next message. Raises WrongInput."""
    if not actor.is_staff_member:
        raise NotAllowed(_("Only agents can do this."))
    seen = attachments_visible_to(actor).select_related("file")
    found = seen.filter(key=file, message__ticket=ticket).first()
    if found is None:
        raise WrongInput(_("This file is not there any more."), field="file")
    (waiting,) = again(actor, [found])
    waiting.file = found.file
    return waiting
