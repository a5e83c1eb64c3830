"""A mail that an agent forwards: who wrote it first, what they wrote, and what the agent says about it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection
from dataclasses import dataclass

from derman.channels.mail.reading import Address, Mail, read_addresses, read_mail
from derman.channels.mail.reading.quotes.header_block import is_rule, role_of, separator
from derman.channels.mail.reading.subjects import says_forwarded, without_forward
from derman.kernel.folding import fold
from derman.people.actions import find_or_add_requester
from derman.people.addresses import BadAddress, fold_address
from derman.people.models import Person

MOST_LINES = 3_000
HEADER_LINES = 14  # within which the header of a forwarded mail stands
# Danes and Norwegians forward with it and Finns answer: here a header block has to stand below as well.
_NORDIC = re.compile(r"^\s*[vf]s\s*:\s*", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>\[\]()\"',;:]{1,64}@[^\s<>\[\]()\"',;:]{1,253}")


@dataclass(frozen=True, slots=True)
class Forward:
    """The person who wrote first, their mail as if it had come itself, and the agent's words above it."""

    sender: Person
    mail: Mail
    note: str


def find(mail: Mail, *, ours: Collection[str], agent: str) -> Forward | None:
    """What was forwarded, as an attached mail or in the text; None for a mail that forwards nothing.

    Mails of the desk itself or of the same agent count for nothing: they open no ticket for somebody.
    """
    inner = _attached(mail) or _inline(mail)
    if inner is None or inner[0].author is None:
        return None
    told, note = inner
    author = told.author
    assert author is not None
    try:
        folded = fold_address(author.email)
    except BadAddress:
        return None
    if folded in ours or folded == agent:
        return None
    sender = find_or_add_requester(email=author.email, name=author.name.replace("\0", ""))
    return Forward(sender, told, note.strip())


def _says_so(subject: str) -> bool:
    return says_forwarded(subject) or bool(_NORDIC.match(subject))


def _attached(mail: Mail) -> tuple[Mail, str] | None:
    """A single attached mail (message/rfc822), of a mail that says that it forwards or says hardly anything."""
    mails = [file for file in mail.attachments if file.type == "message/rfc822"]
    if len(mails) != 1 or len(mail.attachments) != 1:
        return None
    if not _says_so(mail.subject) and len(mail.reply) > 600:
        return None
    return read_mail(mails[0].content), mail.reply


def _inline(mail: Mail) -> tuple[Mail, str] | None:
    """A forward in the text: a separator or the subject says so, and a header block names who wrote."""
    lines = mail.text.splitlines()[:MOST_LINES]
    bare = [line.strip().lstrip("> ").strip("*") for line in lines]
    forwards = _says_so(mail.subject)
    for place, line in enumerate(bare):
        kind = separator(line) if line else ""
        begins = kind == "forwarded" or (forwards and (kind == "original" or role_of(line)[0] == "sender"))
        if not begins:
            continue
        block = _block(bare, place + 1 if kind else place)
        if block is None:
            continue
        author, subject, end = block
        text = "\n".join(line.removeprefix("> ").rstrip() for line in lines[end:]).strip()
        above = [line for line in lines[:place] if not is_rule(line.strip())]
        subject = subject or _NORDIC.sub("", without_forward(mail.subject))
        # the HTML shows the forwarded mail below the agent's words and its header: the text is the part alone
        told = dataclasses.replace(
            mail, author=author, authors=(author,), subject=subject, text=text, reply=text, shown=text, html="",
            reply_html="", shown_html="", quoted="", quoted_html="", signature="", to=(), cc=(),
            in_reply_to="", references=(),
        )  # fmt: skip
        return told, "\n".join(above)
    return None


def _block(lines: list[str], start: int) -> tuple[Address, str, int] | None:
    """(who wrote, subject, where the text begins) of a header block; a label may stand alone above its value."""
    author: Address | None = None
    subject, place = "", start
    roles: set[str] = set()
    while place < len(lines) and place < start + HEADER_LINES:
        line = lines[place]
        role, value = role_of(line)
        if not role:
            if not line and not roles:  # blank lines between separator and header
                place += 1
                continue
            if not line or (author is not None and len(roles) >= 2 and not _ADDRESS.search(line)):
                break
            place += 1
            continue
        if not value and place + 1 < len(lines):
            place += 1
            value = lines[place]
        if role == "sender" and author is None:
            author = _author(value)
        elif role == "subject":
            subject = value
        roles.add(role)
        place += 1
    return (author, subject, place) if author is not None and len(roles) >= 2 else None


def _author(value: str) -> Address | None:
    """`Mert Kaya <mert@ege.example>`, also as `Mert Kaya [mailto:mert@ege.example]`."""
    cleaned = re.sub(r"\[?mailto:([^\]\s>]{1,320})\]?", r"<\1>", value[:1000]).replace("<<", "<").replace(">>", ">")
    found = read_addresses(cleaned)
    if found and "@" in found[0].email:
        return found[0]
    match = _ADDRESS.search(value)
    return Address("", match[0]) if match and fold(match[0]) else None
