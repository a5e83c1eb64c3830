"""A transcript as a mail (RFC 5322) with its files, to keep or to open in a mail program."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from derman.kernel import files
from derman.kernel.moments import in_full
from derman.tickets.actions.messages import file_address
from derman.transcripts.queries import kind_words

if TYPE_CHECKING:
    from derman.tickets.models import Attachment
    from derman.transcripts.queries import Said, Transcript

LARGEST = 25 * 1024 * 1024  # bytes of all files; the others are named
MOST_HTML = 2_000_000  # characters


def to_mail(found: Transcript, language: str) -> bytes:
    """The transcript in one of the desk's languages."""
    with translation.override(language if language in dict(settings.LANGUAGES) else None):
        mail = EmailMessage(policy=SMTP)
        mail["Subject"] = _line(f"[#{found.number}] {found.subject}")
        mail["Date"] = format_datetime(found.said[-1].at if found.said else found.opened)
        mail["From"] = f'"{_name(found.desk)}" <desk@transcript.invalid>'
        mail["To"] = f'"{_name(found.requester)}" <requester@transcript.invalid>'
        mail["X-Derman-Transcript"] = str(found.number)
        with_files, left_out = _files(found)
        mail.set_content(_text(found, left_out), cte="quoted-printable")
        pictures = {file_address(file.key): file for file in with_files}
        page = _page(found)
        shown = {address: file for address, file in pictures.items() if address in page}
        for address, file in shown.items():
            page = page.replace(address, f"cid:{file.key}")
        mail.add_alternative(page, subtype="html", cte="quoted-printable")
        payload = mail.get_payload()
        body = payload[-1] if isinstance(payload, list) else None
        for file in with_files:
            main, _slash, sub = file.file.media_type.partition("/")
            with files.open_file(file.file) as opened:
                content = opened.read()
            if file_address(file.key) in shown and isinstance(body, EmailMessage):
                body.add_related(
                    content, main, sub, cid=f"<{file.key}>", disposition="inline", filename=_line(file.name)
                )
            else:
                mail.add_attachment(content, main, sub, filename=_line(file.name) or "file")
        return mail.as_bytes()


def _files(found: Transcript) -> tuple[list[Attachment], list[Attachment]]:
    """What goes along, and what is too much or lost and is only named."""
    taken: list[Attachment] = []
    left_out: list[Attachment] = []
    room = LARGEST
    for file in (file for said in found.said for file in (*said.pictures, *said.files)):
        if file.file.size <= room and files.place(file.file.digest).exists():
            taken.append(file)
            room -= file.file.size
        else:
            left_out.append(file)
    return taken, left_out


def _head(said: Said) -> str:
    when = in_full(said.at)
    return " · ".join(part for part in (said.author, said.address, kind_words(said.kind), when) if part)


def _notices(found: Transcript) -> list[str]:
    told = []
    if found.with_notes:
        told.append(_("With internal notes: not for the requester."))
    if found.shortened:
        told.append(_("This conversation is long: its beginning is left out here."))
    return told


def _text(found: Transcript, left_out: list[Attachment]) -> str:
    parts = [f"#{found.number} {found.subject}", *_notices(found)]
    parts += [f"--- {_head(said)}\n\n{said.text.strip()}" for said in found.said]
    if left_out:
        names = ", ".join(file.name for file in left_out)
        parts.append(_("Too large to go along: %(names)s") % {"names": names})
    return "\n\n".join(parts) + "\n"


def _page(found: Transcript) -> str:
    parts = [
        f"<h1>#{found.number} {escape(found.subject)}</h1>",
        *(f"<p><b>{escape(n)}</b></p>" for n in _notices(found)),
    ]
    left = MOST_HTML
    for said in found.said:
        # where the markup is out of all proportion, the words alone
        body = said.html if len(said.html) <= left else f"<p>{escape(said.text)}</p>"
        left -= len(body)
        parts.append(f'<hr><p style="color:#555">{escape(_head(said))}</p>{body}')
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body style="font-family:sans-serif">'
        f"{''.join(parts)}</body></html>"
    )


def _line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _name(text: str) -> str:
    return _line(text).replace("\\", "").replace('"', "")
