"""What of a mail becomes part of a message: its words, its files, and what it holds beside them.

The event of an invitation, and whether it is signed or encrypted, are kept with the findings of the ledger, so that
the message's page needs nothing else.
"""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from derman.channels.mail.intake import plain
from derman.channels.mail.reading import Attachment, Invitation, Mail, as_mail, is_saved_mail, read_mail
from derman.kernel import files, html
from derman.tickets.incoming import IncomingFile

_UNKNOWN_KINDS = frozenset({"application/octet-stream", "application/x-eml", "application/eml", "text/plain"})
_FIELDS = re.compile(rb"^(?:From|To|Date|Subject|Message-ID|Received):", re.MULTILINE | re.IGNORECASE)
OUTLOOK_KIND = "application/vnd.ms-outlook"
LARGEST_SAVED = 8 * 1024 * 1024
MOST_ATTACHED = 3  # attached mails that are opened; a digest of hundreds is not


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a calendar. Times are aware, or naive where nobody knows the zone, whose name is then `zone`."""

    method: str  # REQUEST, CANCEL, REPLY, … (RFC 5546)
    title: str
    start: datetime | None
    end: datetime | None  # the last day, of an event of whole days
    whole_days: bool
    zone: str
    place: str
    organiser: str
    answer: str  # ACCEPTED, DECLINED, TENTATIVE; empty unless it is a reply
    repeats: bool


def found_in(mail: Mail) -> dict[str, Any]:
    """For the findings of the ledger; empty for a mail that holds nothing of the kind."""
    kept: dict[str, Any] = {}
    if mail.protection:
        kept["protection"] = str(mail.protection)
    if mail.invitation:
        kept["event"] = _record(mail.invitation)
    return kept


def _record(found: Invitation) -> dict[str, Any]:
    organiser = found.organiser
    return {
        "method": plain(found.method),
        "title": plain(found.title),
        "start": found.start.isoformat() if found.start else "",
        "end": found.end.isoformat() if found.end else "",
        "whole_days": found.whole_days,
        "zone": plain(found.zone),
        "place": plain(found.place),
        "organiser": plain(organiser.name or organiser.email)[:200] if organiser else "",
        "answer": plain(found.answer),
        "repeats": found.repeats,
    }


def event_of(findings: dict[str, Any]) -> Event | None:
    """The event that `found_in` kept."""
    kept = findings.get("event")
    if not kept:
        return None
    start, end = (datetime.fromisoformat(kept[name]) if kept[name] else None for name in ("start", "end"))
    return Event(**{**kept, "start": start, "end": end})


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a mail: the new ones as text and HTML (unsafe, as it came), and quote and signature as HTML."""

    text: str
    html: str
    quoted: str


def words_of(mail: Mail) -> Words:
    """What is new in a mail, and what it quotes; all of it where nothing is new. Attached mails are opened below.

    Pieces of a quote that are answered stand above their answers, not with the rest of the quote.
    """
    quoted = mail.quoted_html or html.from_text("\n\n".join(filter(None, (mail.signature, mail.quoted))))
    new = bool(mail.reply.strip())
    text, looks = (mail.shown, mail.shown_html) if new else (mail.text, mail.html)
    if new and not looks.strip() and mail.shown != mail.reply:
        looks = html.from_text_with_quotes(text)
    if attached := attached_mails(mail):
        looks = (looks or html.from_text(text)) + "".join(map(_opened_html, attached))
        text = "\n\n".join(filter(None, (text.strip(), *map(_opened_text, attached))))
    return Words(text=plain(text), html=plain(looks), quoted=plain(quoted))


def attached_mails(mail: Mail) -> list[Mail]:
    """The mails that are attached to it, read; of many only the first few, which is what people attach."""
    found = [
        file for file in mail.attachments if file.type == "message/rfc822" or _is_mail_file(file) or _is_saved(file)
    ]
    if len(found) > MOST_ATTACHED:
        return []
    raws = (as_mail(file.content) if _is_saved(file) else file.content for file in found)
    return [read_mail(raw) for raw in raws if raw is not None]


def _is_saved(file: Attachment) -> bool:
    """A mail that Outlook saved; a very big one stays a file, since it is written anew in memory."""
    named = file.type == OUTLOOK_KIND or file.name.casefold().endswith(".msg")  # protocol
    return named and file.size <= LARGEST_SAVED and is_saved_mail(next(file.pieces(), b"")[:8])


def _is_mail_file(file: Attachment) -> bool:
    """A mail that was saved and attached as a file of no known kind; it must look like one within too."""
    if file.type not in _UNKNOWN_KINDS or not file.name.casefold().endswith(".eml"):  # protocol
        return False
    first = next(file.pieces(), b"").lstrip()[:20_000]
    return len(_FIELDS.findall(first.partition(b"\n\n")[0].partition(b"\r\n\r\n")[0])) >= 2


def _lines_above(mail: Mail) -> list[str]:
    """Who wrote an attached mail, when and about what: in the words of mail, which are the same for every reader."""
    author = mail.author
    name = f"{author.name} <{author.email}>" if author and author.name else author.email if author else ""
    date = mail.date.strftime("%Y-%m-%d %H:%M UTC") if mail.date else ""
    shown = (("From", name), ("Date", date), ("Subject", mail.subject))
    return [f"{label}: {value}" for label, value in shown if value]


def _opened_text(mail: Mail) -> str:
    return "\n".join(_lines_above(mail)) + "\n\n" + mail.text.strip()


def _opened_html(mail: Mail) -> str:
    above = html.from_text("\n".join(_lines_above(mail)))
    return f"<hr>{above}<blockquote>{mail.html or html.from_text(mail.text)}</blockquote>"


def files_of(mail: Mail) -> list[IncomingFile]:
    """The attachments, those of attached mails behind them; one that is too big stays in the raw mail alone."""
    everything = [*mail.files, *(file for inner in attached_mails(mail) for file in inner.files)]
    return [
        IncomingFile(
            name=_name(file.name, file.type),
            pieces=file.pieces(),
            inline=file.inline,
            content_id=plain(file.content_id),
        )
        for file in everything
        if file.size <= files.LIMIT
    ]


def _name(name: str, media_type: str) -> str:
    """The last part of what the sender calls the file, or a name by its type."""
    last = re.split(r"[/\\]", plain(name))[-1]
    last = "".join(sign for sign in last if sign.isprintable()).strip(" .")
    if last:
        return last[-200:]
    if media_type == "message/rfc822":
        return "message.eml"
    return "file" + (mimetypes.guess_extension(media_type) or ".bin")
