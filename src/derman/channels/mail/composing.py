"""A row of the outbox as a mail (RFC 5322), with the headers that the mail contract promises."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from html import escape
from typing import Any

from django.utils.translation import override

from derman.channels.mail import texts
from derman.channels.mail.marks import agent_address, forward_address, reply_address
from derman.channels.mail.models import Mailbox, MailReference, OutgoingKind, OutgoingMail
from derman.channels.mail.outgoing import link_to
from derman.desk.queries import the_desk
from derman.kernel import clock, files, html, secrets
from derman.people.models import Person
from derman.tickets.actions.messages import file_address
from derman.tickets.models import Attachment, Message

MOST_REFERENCES = 20
_SENDABLE_ID = re.compile(r"[!-;=?-~]+@[!-;=?-~]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class _Policy(EmailPolicy):
    """SMTP's policy, but Message-IDs are folded between each other: the library would encode long ones."""

    def _fold(self, name: str, value: Any, refold_binary: bool = False) -> str:
        if name in ("References", "In-Reply-To", "Message-ID"):
            return f"{name}: " + "\r\n ".join(str(value).split()) + "\r\n"
        return str(super()._fold(name, value, refold_binary))  # type: ignore[misc]


POLICY = _Policy(**{name: getattr(SMTP, name) for name in ("linesep", "max_line_length", "cte_type", "utf8")})


def compose(row: OutgoingMail) -> EmailMessage:
    """The mail of an outbox row. Raises ValueError for an address that cannot stand in a header."""
    mail = EmailMessage(policy=POLICY)
    box = row.mailbox
    mail["From"] = _person(_display_name(box), row.from_address)
    mail["To"] = [_person("", address) for address in row.to]
    if row.cc:
        mail["Cc"] = [_person("", address) for address in row.cc]
    mail["Subject"] = one_line(row.subject)
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = f"<{row.header_id}>"
    if row.ticket_id is not None and row.kind == OutgoingKind.AGENT:
        # a thread of its own: what agents are told is no part of the conversation with the requester
        mail["Reply-To"] = _person(
            _display_name(box), agent_address(row.from_address, row.ticket_id, row.person_id or 0)
        )
        mail["References"] = f"<{row.ticket_id}.agents@{row.from_address.rpartition('@')[2]}>"
    elif row.kind == OutgoingKind.FORWARD:
        _add_own_thread(mail, row)
    elif row.ticket_id is not None:
        mail["Reply-To"] = _person(_display_name(box), reply_address(row.from_address, row.ticket_id))
        _add_thread(mail, row)
    if row.kind == OutgoingKind.AUTO_REPLY:
        mail["Auto-Submitted"] = "auto-replied"
        mail["X-Auto-Response-Suppress"] = "All"
    elif row.kind not in (OutgoingKind.REPLY, OutgoingKind.FORWARD):
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
    _add_bodies(mail, row)
    return mail


def one_line(text: str) -> str:
    """Text that may stand in a header: no line ends, no other control signs."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _person(name: str, address: str) -> Address:
    bare = one_line(address)
    local, at, domain = bare.rpartition("@")
    if not at or bare != address:
        raise ValueError(f"“{bare[:80]}” is not an e-mail address.")
    if not domain.isascii():
        domain = domain.encode("idna").decode("ascii")
    if not local.isascii():
        raise ValueError(f"“{bare[:80]}” has signs before the @ that not every server takes.")
    return Address(display_name=one_line(name), addr_spec=f"{local}@{domain}")


def _display_name(box: Mailbox | None) -> str:
    return (box.name if box else "") or the_desk().name


def _add_thread(mail: EmailMessage, row: OutgoingMail) -> None:
    """In-Reply-To: what the requester wrote last. References: the beginning and the latest of the thread."""
    known = MailReference.objects.filter(ticket=row.ticket_id, message__forward=None)
    found = list(
        known.exclude(header=row.header_id)
        .order_by("-pk")
        .values_list("header", "message__staff")[: MOST_REFERENCES * 2]
    )
    first = (
        MailReference.objects.filter(ticket=row.ticket_id, message__forward=None)
        .order_by("pk")
        .values_list("header", flat=True)
        .first()
    )
    usable = [(header, staff) for header, staff in found if _SENDABLE_ID.fullmatch(header) and len(header) < 300]
    if not usable:
        return
    answered = next((header for header, staff in usable if staff is False), usable[0][0])
    references = [header for header, _staff in reversed(usable[: MOST_REFERENCES - 1]) if header != answered]
    if first and first not in references and first != answered and _SENDABLE_ID.fullmatch(first) and len(first) < 300:
        references.insert(0, first)
    mail["In-Reply-To"] = f"<{answered}>"
    mail["References"] = " ".join(f"<{header}>" for header in [*references, answered])


def _add_own_thread(mail: EmailMessage, row: OutgoingMail) -> None:
    """What is forwarded is a thread of its own: its answers come back by a token that opens nothing else."""
    forward = row.message.forward if row.message is not None else None
    if forward is None:
        return
    if forward.answers:
        mail["Reply-To"] = _person(_display_name(row.mailbox), forward_address(row.from_address, forward.pk))
    mail["References"] = f"<{forward.pk}.forwarded@{row.from_address.rpartition('@')[2]}>"


def _add_bodies(mail: EmailMessage, row: OutgoingMail) -> None:
    if row.message is None:
        text = secrets.decrypt(row.sealed) if row.sealed else row.text
        mail.set_content(text, cte=_encoding(text))
        page = _page(html.from_text(text), row.language)
        mail.add_alternative(page, subtype="html", cte=_encoding(page))
        return
    message = row.message
    attached = list(message.attachments.select_related("file"))
    below = _below(row, message)
    quoted = message.quoted if row.kind == OutgoingKind.FORWARD else ""
    said = "\n\n".join(filter(None, (message.text.strip(), html.to_text(quoted))))
    text = f"{said}\n\n-- \n{below}\n"
    mail.set_content(text, cte=_encoding(text))
    body = message.html or html.from_text(message.text)
    if quoted:
        body += f'<blockquote style="margin:1em 0;padding-left:1em;border-left:2px solid #ccc">{quoted}</blockquote>'
    pictures = [file for file in attached if file_address(file.key) in body]
    for file in pictures:
        body = body.replace(file_address(file.key), f"cid:{file.key}")
    page = _page(f'{body}<p style="color:#666">-- <br>{_lines(below)}</p>', row.language)
    mail.add_alternative(page, subtype="html", cte=_encoding(page))
    payload = mail.get_payload()
    assert isinstance(payload, list)
    page_part = payload[-1]
    assert isinstance(page_part, EmailMessage)
    for file in pictures:
        main, _slash, sub = file.file.media_type.partition("/")
        page_part.add_related(_content(file), main, sub, cid=f"<{file.key}>", filename=one_line(file.name))
    for file in attached:
        if file not in pictures:
            main, _slash, sub = file.file.media_type.partition("/")
            mail.add_attachment(_content(file), main, sub, filename=one_line(file.name) or "file")


def _content(file: Attachment) -> bytes:
    with files.open_file(file.file) as opened:
        return opened.read()


def _encoding(text: str) -> str:
    """Plain where every server can carry it; base64 never, so that people can read the raw mail."""
    plain = text.isascii() and max(map(len, text.splitlines()), default=0) < 900
    return "7bit" if plain else "quoted-printable"


def _below(row: OutgoingMail, message: Message) -> str:
    """What stands below a reply: who wrote, the mailbox's signature, where the ticket is."""
    author: Person | None = message.author
    name = author.name if author else ""
    own = row.mailbox.signature.strip() if row.mailbox else ""
    team = row.ticket.team.name if row.ticket is not None and row.ticket.team is not None else ""
    signature = texts.fill(own, texts.SIGNATURE_PLACEHOLDERS, {"agent": name, "team": team, "desk": the_desk().name})
    # a signature that says who wrote decides where
    parts = ["" if "{agent}" in own else name, signature]
    if row.ticket is not None and row.kind != OutgoingKind.FORWARD:
        with override(row.language):
            parts.append(texts.portal_line(row.language, link_to(row.ticket)))
    return "\n".join(filter(None, parts))


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())


def _page(body: str, language: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"></head>'
        f'<body style="font-family:sans-serif;font-size:15px;line-height:1.5">{body}</body></html>'
    )
