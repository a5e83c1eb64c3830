"""What can be done with saved replies: keep, remove, bring back, and use one on a ticket."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from derman.kernel import clock, files
from derman.kernel.folding import fold
from derman.people.models import Person, Team
from derman.replies.access import changeable_by
from derman.replies.errors import NotAllowed, WrongInput
from derman.replies.models import ReplyFile, SavedReply
from derman.replies.queries import languages_for, saved_reply, writable_teams
from derman.tickets.actions.uploads import again
from derman.tickets.models import Attachment, Ticket
from derman.tickets.variables import fill, unknown_in, values_for

LONGEST_TEXT = 20_000
MOST_FILES = 10
BRING_BACK = timedelta(hours=1)  # for so long a removed one is kept


@dataclass(frozen=True, slots=True)
class Filled:
    """A saved reply as it goes into a message; `missing` are the variables that stay to be filled by hand."""

    text: str
    language: str
    missing: list[str]
    files: list[Attachment]  # of the saved reply, as uploads that wait for the next message


def save(
    *,
    actor: Person,
    reply: int | None = None,
    name: str,
    folder: str = "",
    texts: Mapping[str, str],
    audience: str | int = "me",
    add_files: Sequence[tuple[str, bytes]] = (),
    drop_files: Collection[int] = (),
) -> SavedReply:
    """Add a saved reply, or change the one with the id `reply`, for an audience: "me", "desk" or the id of a team.

    `add_files`: (name, content) of files that go along from now on; `drop_files`: ids of those that no longer do.
    Raises ReplyNotFound, NotAllowed, WrongInput with the field; files.FileTooLarge, files.DiskFull.
    """
    with transaction.atomic():
        kept = _changeable(actor, reply) if reply is not None else SavedReply()
        kept.owner, kept.team = _audience(actor, audience)
        kept.name = " ".join(name.split())[:80]
        if not kept.name:
            raise WrongInput(_("A saved reply needs a name."), field="name")
        kept.folder = " ".join(folder.split())[:60]
        kept.texts = _texts(texts)
        kept.folded = fold(" ".join([kept.folder, kept.name, *kept.texts.values()]))
        kept.save()
        _keep_files(kept, add_files, drop_files)
    return kept


def _keep_files(kept: SavedReply, added: Sequence[tuple[str, bytes]], dropped: Collection[int]) -> None:
    if dropped:
        kept.files.filter(pk__in=dropped).delete()
    if not added:
        return
    if kept.files.count() + len(added) > MOST_FILES:
        raise WrongInput(_("A saved reply can have 10 files."), field="files")
    for name, content in added:
        shown = " ".join(name.replace("\0", "").split())[:255] or _("file")
        ReplyFile.objects.create(reply=kept, file=files.store(content), name=shown)


def _changeable(actor: Person, pk: int) -> SavedReply:
    saved_reply(actor, pk)
    found = changeable_by(actor).select_for_update().filter(pk=pk, removed_at=None).first()
    if found is None:
        raise NotAllowed(_("You may use this saved reply, but not change it."))
    return found


def _audience(actor: Person, audience: str | int) -> tuple[Person | None, Team | None]:
    if not actor.is_staff_member:
        raise NotAllowed(_("Only people of the desk have saved replies."))
    if audience == "me":
        return actor, None
    if audience == "desk":
        if not actor.is_administrator:
            raise NotAllowed(_("Only an administrator writes saved replies for everybody."), field="audience")
        return None, None
    team = next((team for team in writable_teams(actor) if team.pk == audience), None)
    if team is None:
        raise NotAllowed(_("Only the leads of a team write its saved replies."), field="audience")
    return None, team


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    known = dict(settings.LANGUAGES)
    kept = {code: text.replace("\r\n", "\n").strip() for code, text in texts.items() if code in known}
    kept = {code: text for code, text in kept.items() if text}
    if not kept:
        raise WrongInput(_("Write the text in one language at least."), field=f"text_{settings.LANGUAGES[0][0]}")
    for code, text in kept.items():
        if len(text) > LONGEST_TEXT:
            raise WrongInput(_("This text is too long. 20,000 signs are the most."), field=f"text_{code}")
        unknown = unknown_in(text)
        if unknown:
            wrong = _("There is no variable {{%(name)s}}. Choose one of those below.") % {"name": unknown[0]}
            raise WrongInput(wrong, field=f"text_{code}")
    return kept


def remove(*, actor: Person, reply: int) -> SavedReply:
    """Take a saved reply away; `restore` brings it back for an hour. Raises ReplyNotFound, NotAllowed."""
    with transaction.atomic():
        kept = _changeable(actor, reply)
        SavedReply.objects.filter(removed_at__lt=clock.now() - BRING_BACK).delete()
        kept.removed_at = clock.now()
        kept.save(update_fields=["removed_at"])
    return kept


def restore(*, actor: Person, reply: int) -> SavedReply:
    """Bring a removed one back. Raises NotAllowed where it is gone, or where the person may not change it."""
    with transaction.atomic():
        kept = changeable_by(actor).select_for_update().filter(pk=reply).first() if reply < 2**63 else None
        if kept is None:
            raise NotAllowed(_("This saved reply cannot be brought back."))
        kept.removed_at = None
        kept.save(update_fields=["removed_at"])
    return kept


def use(*, actor: Person, reply: int, ticket: Ticket) -> Filled:
    """A saved reply for a ticket that `actor` sees, in the requester's language, filled; its use is counted.

    Raises ReplyNotFound.
    """
    found = saved_reply(actor, reply)
    language = languages_for(ticket)(found)
    text, missing = fill(found.texts.get(language, ""), values_for(ticket, actor))
    SavedReply.objects.filter(pk=found.pk).update(used=F("used") + 1)
    kept = list(found.files.select_related("file"))
    waiting = again(actor, kept)
    for attachment, file in zip(waiting, kept, strict=True):
        attachment.file = file.file
    return Filled(text, language, missing, waiting)
