"""The HTML of a mail: one table that every mail program can draw, light and dark, within what Gmail shows whole."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from derman.channels.mail.appearance.models import FrameRow, MailboxFrame, MailFrame
from derman.channels.mail.models import Mailbox
from derman.channels.mail.texts import in_language
from derman.desk.models import Desk
from derman.kernel import html
from derman.kernel.models import StoredFile

OWN_ACCENT = "#0b746f"
BIGGEST = 100 * 1024  # bytes; Gmail cuts longer ones
LOGO = "logo@desk"  # its Content-ID
DRAWN = ("image/png", "image/jpeg", "image/gif")  # pictures that every mail program draws


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds the words of a mail."""

    accent: str
    footer: str  # plain text; empty for none
    logo: StoredFile | None
    desk: str
    shows_head: bool


def frame_row(mailbox: Mailbox | None) -> FrameRow:
    """The mailbox's own frame, else the desk's; an unsaved one where nothing was chosen. 2 statements at most."""
    own = MailboxFrame.objects.filter(mailbox=mailbox).first() if mailbox is not None else None
    return own or MailFrame.objects.first() or MailFrame()


def frame_of(desk: Desk, language: str, mailbox: Mailbox | None = None) -> Frame:
    """What surrounds a mail from `mailbox` in a language. 2 statements at most."""
    kept = frame_row(mailbox)
    logo = desk.logo if kept.shows_logo and desk.logo_id else None
    if logo is not None and logo.media_type not in DRAWN:
        logo = None
    return Frame(
        kept.accent or desk.accent or OWN_ACCENT, in_language(kept.footers, language), logo, desk.name, kept.shows_logo
    )


def page(body: str, *, below: str, frame: Frame, language: str, logo: str = f"cid:{LOGO}") -> str:
    """The whole page. `body` is clean HTML, `below` plain text of the signature, `logo` the picture's address."""
    light, dark = _readable(frame.accent, 0.0, 0.42), _readable(frame.accent, 1.0, 0.62)
    head = ""
    if frame.shows_head:
        shown = (
            f'<img src="{escape(logo)}" alt="{escape(frame.desk)}" height="36"'
            ' style="display:block;height:36px;width:auto;max-width:240px;border:0">'
            if frame.logo is not None
            else f'<b style="font-size:18px">{escape(frame.desk)}</b>'
        )
        head = _row(shown, f"padding:0 0 14px;border-bottom:3px solid {frame.accent}") + _row("&nbsp;", "height:8px")
    signed = _row(html.from_text(below), f"padding:14px 0 0;color:#5f6e78;{_BREAKS}", "below") if below else ""
    footer = ""
    if frame.footer:
        style = f"padding:16px 0 0;font-size:13px;line-height:1.45;color:#5f6e78;{_BREAKS}"
        ruled = '<div class="line" style="border-top:1px solid #d5dcd9;padding-top:12px">'
        footer = _row(f"{ruled}{html.from_text(frame.footer)}</div>", style, "below")
    words = _row(body, "padding:0", "words")
    return (
        f'<!DOCTYPE html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
        f"<style>{_STYLE.format(light=light, dark=dark)}</style></head>"
        '<body class="sheet" style="margin:0;padding:0;background-color:#ffffff">'
        '<table role="presentation" class="sheet" width="100%" cellpadding="0" cellspacing="0" border="0"'
        ' style="background-color:#ffffff"><tr><td align="left" style="padding:16px">'
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:640px;'
        "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.5;"
        f'color:#15212a">{head}{words}{signed}{footer}</table></td></tr></table></body></html>'
    )


# a link that opens without signing in is longer than a phone is wide
_BREAKS = "overflow-wrap:anywhere;word-break:break-word"
# `words` is what people wrote: pictures and wide tables must not push a phone's screen apart
_STYLE = (
    ":root{{color-scheme:light dark;supported-color-schemes:light dark}}"
    "a{{color:{light}}}"
    ".words p{{margin:0 0 .8em}}.words img{{max-width:100%;height:auto}}.words table{{max-width:100%}}"
    ".words td,.words th{{overflow-wrap:anywhere}}.words{{overflow-wrap:anywhere}}"
    ".below p{{margin:0 0 .5em}}"
    ".words pre{{white-space:pre-wrap}}"
    ".words blockquote{{margin:0 0 .8em;padding-left:12px;border-left:3px solid #c9d2ce}}"
    "@media (prefers-color-scheme:dark){{"
    ".sheet{{background-color:#151c1f!important}}"
    "table td{{color:#e9f0ee!important}}"
    "table td.below{{color:#a9b7b5!important}}"
    ".line{{border-color:#3a474e!important}}"
    "a{{color:{dark}!important}}"
    "}}"
)


def _row(content: str, style: str, name: str = "") -> str:
    named = f' class="{name}"' if name else ""
    return f'<tr><td{named} style="{style}">{content}</td></tr>'


def _readable(colour: str, towards: float, share: float) -> str:
    """The colour, mixed with black (0) or white (1) as far as text in it can be read on paper of the other kind."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    bright = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    if abs(bright - towards) > share:
        mixed = [part + (towards - part) * 0.6 for part in parts]
        return "#" + "".join(f"{round(part * 255):02x}" for part in mixed)
    return colour
