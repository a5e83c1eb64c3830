"""Questions about the look of mails."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from derman.channels.mail.appearance.access import teams_signed_for, visible_to
from derman.channels.mail.appearance.models import FrameRow, MailboxFrame
from derman.channels.mail.appearance.page import Frame, frame_of, frame_row, page
from derman.channels.mail.appearance.signatures import below
from derman.channels.mail.models import Mailbox
from derman.desk.models import Desk
from derman.kernel import files, html
from derman.people.models import Person, Team


@dataclass(frozen=True, slots=True)
class SignatureShown:
    """One signature that may be changed: whose, and its texts by language. `team` None: the reader's own."""

    team: Team | None
    texts: dict[str, str]


def signatures(asker: Person) -> list[SignatureShown]:
    """The reader's own, then those of the teams they may change it for. 2 statements."""
    kept = {row.team_id or 0: row.texts for row in visible_to(asker)}
    own = SignatureShown(None, kept.get(0, {}))
    return [own, *(SignatureShown(team, kept.get(team.pk, {})) for team in teams_signed_for(asker).order_by("name"))]


def frame(mailbox: Mailbox | None = None) -> FrameRow:
    """The frame of the desk's mails, or of a mailbox's; unsaved where nothing was chosen. 2 statements at most."""
    return frame_row(mailbox)


def has_own_frame(mailbox: Mailbox) -> bool:
    """Do the mails of a mailbox look otherwise than the desk's? 1 statement."""
    return MailboxFrame.objects.filter(mailbox=mailbox).exists()


def with_own_frame() -> set[int]:
    """The ids of the mailboxes that have a frame of their own. 1 statement."""
    return set(MailboxFrame.objects.values_list("mailbox_id", flat=True))


def signature_as_sent(asker: Person, desk: Desk, language: str) -> str:
    """What would stand below an answer of the reader, as plain text. 1 statement."""
    return below(author=asker, team=None, mailbox=None, language=language, desk=desk.name, ticket=10017)


def sample(desk: Desk, language: str, *, dark: bool, mailbox: Mailbox | None = None) -> str:
    """The page of a mail with sample words, in the frame as it is, for a preview. 2 statements at most.

    Light or dark is what the preview says, not the reader's own choice.
    """
    made = frame_of(desk, language, mailbox)
    with override(language):
        words = _(
            "Hello Mert,\n\nplease restart the VPN client once; then the new settings are there. If it drops again, "
            "simply reply to this mail."
        )
        signed = _("Elif Aydın\nIT help desk")
    shown = page(html.from_text(words), below=signed, frame=made, language=language, logo=_inline(made))
    return shown.replace("@media (prefers-color-scheme:dark)", "@media all" if dark else "@media not all")


def _inline(made: Frame) -> str:
    """The logo as an address that needs no server."""
    if made.logo is None:
        return ""
    with files.open_file(made.logo) as opened:
        return f"data:{made.logo.media_type};base64,{base64.b64encode(opened.read()).decode('ascii')}"
