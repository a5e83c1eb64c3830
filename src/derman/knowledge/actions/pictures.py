"""Pictures of articles."""

from __future__ import annotations

import re
import secrets

from django.utils.translation import gettext as _

from derman.kernel import files
from derman.knowledge.actions.locking import require_agent
from derman.knowledge.errors import WrongInput
from derman.knowledge.models import Picture
from derman.people.models import Person

_KEYS = re.compile(r"/kb/files/([A-Za-z0-9_-]{20,64})/")


def picture_address(key: str) -> str:
    """Where a picture is served."""
    return f"/kb/files/{key}/"


def add_picture(*, actor: Person, name: str, content: bytes) -> Picture:
    """Keep a picture that waits for the article it is put into.

    Raises NotAllowed, WrongInput for what is no picture, files.FileTooLarge, files.DiskFull.
    """
    require_agent(actor)
    if files.sniff(content) not in files.PICTURES:
        raise WrongInput(_("Only pictures can be shown here: PNG, JPEG, GIF or WebP."), field="upload")
    return Picture.objects.create(
        uploader=actor,
        file=files.store(content),
        name=" ".join(name.replace("\0", "").split())[:255] or _("picture"),
        key=secrets.token_urlsafe(32),
    )


def claim_pictures(actor: Person, article: int, body: str) -> None:
    """Make the pictures that `actor` uploaded and put into a body pictures of its article. 1 statement at most."""
    keys = set(_KEYS.findall(body))
    if keys:
        Picture.objects.filter(key__in=keys, article=None, uploader=actor).update(article=article)
