"""Pictures of steps."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import files
from derman.people.models import Person
from derman.runbooks.actions.locking import locked
from derman.runbooks.errors import WrongInput
from derman.runbooks.models import Picture


def picture_address(key: str) -> str:
    """Where a picture is served."""
    return f"/fix/files/{key}/"


def add_picture(*, actor: Person, runbook: int, name: str, content: bytes) -> Picture:
    """Keep a picture for a step of this runbook.

    Raises as `locked`, WrongInput for what is no picture, files.FileTooLarge, files.DiskFull.
    """
    if files.sniff(content) not in files.PICTURES:
        raise WrongInput(_("Only pictures can be shown here: PNG, JPEG, GIF or WebP."), field="picture")
    with transaction.atomic():
        held = locked(actor, runbook)
        return Picture.objects.create(
            runbook=held,
            file=files.store(content),
            name=" ".join(name.replace("\0", "").split())[:255] or _("picture"),
            key=secrets.token_urlsafe(32),
        )
