"""What can be done about the look of mails: the frame, by administrators; signatures, by whom they are."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from derman.channels.mail.appearance.access import may_sign_for
from derman.channels.mail.appearance.models import FrameRow, MailboxFrame, MailFrame, Signature
from derman.channels.mail.errors import MailError, NotAllowed
from derman.channels.mail.models import Mailbox
from derman.desk.actions import audit
from derman.people.models import Person, Team

LONGEST = 2000  # characters of a signature or footer
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def save_frame(
    *, actor: Person, mailbox: Mailbox | None = None, shows_logo: bool, accent: str, footers: Mapping[str, str]
) -> FrameRow:
    """Set the frame of all mails, or of those of one mailbox. `accent` empty: the desk's colour.

    Raises NotAllowed, MailError with the field.
    """
    _require_administrator(actor)
    if accent and not _COLOUR.fullmatch(accent):
        raise MailError(_("A colour is written like #0b746f."), field="accent")
    chosen = {"shows_logo": shows_logo, "accent": accent, "footers": _texts(footers)}
    row: FrameRow
    with transaction.atomic():
        if mailbox is None:
            row, _new = MailFrame.objects.update_or_create(pk=1, defaults=chosen)
            audit(actor=actor, kind="mail.frame_changed")
        else:
            row, _new = MailboxFrame.objects.update_or_create(mailbox=mailbox, defaults=chosen)
            audit(actor=actor, kind="mailbox.frame_changed", address=mailbox.folded)
    return row


def drop_frame(*, actor: Person, mailbox: Mailbox) -> None:
    """Mails of a mailbox look like all others again. Raises NotAllowed."""
    _require_administrator(actor)
    with transaction.atomic():
        gone, _by_model = MailboxFrame.objects.filter(mailbox=mailbox).delete()
        if gone:
            audit(actor=actor, kind="mailbox.frame_dropped", address=mailbox.folded)


def _require_administrator(actor: Person) -> None:
    if not actor.is_administrator:
        raise NotAllowed(_("Only an administrator can do this."))


def save_signature(
    *, actor: Person, texts: Mapping[str, str], person: Person | None = None, team: Team | None = None
) -> None:
    """Set the signature of one agent or of one team; with no text it goes. Raises NotAllowed."""
    if (person is None) == (team is None) or not may_sign_for(actor, person=person, team=team):
        raise NotAllowed(_("This signature is not yours to change."))
    kept = _texts(texts)
    with transaction.atomic():
        if kept:
            Signature.objects.update_or_create(person=person, team=team, defaults={"texts": kept})
        else:
            Signature.objects.filter(person=person, team=team).delete()
        if team is not None:
            audit(actor=actor, kind="team.signature_changed", name=team.name)


def _texts(given: Mapping[str, str]) -> dict[str, str]:
    known = dict(settings.LANGUAGES)
    cleaned = {code: text.replace("\0", "").strip()[:LONGEST] for code, text in given.items() if code in known}
    return {code: text for code, text in cleaned.items() if text}
