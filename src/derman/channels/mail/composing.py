"""A row of the outbox as a mail (RFC 5322), with the headers that the mail contract promises."""

from __future__ import annotations

import re
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from typing import Any

from derman.channels.mail import texts
from derman.channels.mail.appearance.page import BIGGEST, LOGO, Frame, frame_of, page
from derman.channels.mail.appearance.signatures import below
from derman.channels.mail.marks import agent_address, forward_address, reply_address
from derman.channels.mail.models import Mailbox, MailReference, OutgoingKind, OutgoingMail
from derman.channels.mail.outgoing import link_to
from derman.channels.mail.ratings import question_in
from derman.channels.mail.recipients import recipients_of
from derman.desk.models import Desk
from derman.desk.queries import the_desk
from derman.kernel import clock, files, html, secrets
from derman.kernel.models import StoredFile
from derman.people.models import Person
from derman.tickets.actions.messages import file_address
from derman.tickets.models import Message

MOST_REFERENCES = 20
OUTSIDE = (OutgoingKind.FORWARD, OutgoingKind.VENDOR)  # a thread of its own, with somebody outside
ROOM = 8 * 1024  # bytes of a part for what surrounds the words
LONGEST_SHOWN = 20_000  # characters of a longer answer
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
    # nothing but blind copies: the header says so, as RFC 5322 has it (A.1.3)
    mail["To"] = [_person("", address) for address in row.to] or Group("undisclosed-recipients", ())
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
    elif row.kind in OUTSIDE:
        _add_own_thread(mail, row)
    elif row.ticket_id is not None:
        mail["Reply-To"] = _person(_display_name(box), reply_address(row.from_address, row.ticket_id))
        _add_thread(mail, row)
    if row.kind == OutgoingKind.AUTO_REPLY:
        mail["Auto-Submitted"] = "auto-replied"
        mail["X-Auto-Response-Suppress"] = "All"
    elif row.kind not in (OutgoingKind.REPLY, *OUTSIDE) or _by_no_person(row):
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
    desk = the_desk()
    frame = frame_of(desk, row.language, row.mailbox)
    # a vendor is shown the way to its page, not what stands there
    message = row.message if row.kind != OutgoingKind.VENDOR else None
    if message is None:
        text = secrets.decrypt(row.sealed) if row.sealed else row.text
        _add_text(mail, text, "", frame)
        _add_page(mail, row, html.from_text(text), "", frame)
        return
    attached = list(message.attachments.select_related("file"))
    signature = _below(row, message, desk)
    quoted = message.quoted if row.kind == OutgoingKind.FORWARD else ""
    said = "\n\n".join(filter(None, (message.text.strip(), html.to_text(quoted))))
    question, links = question_in(row, alone=len(recipients_of(row)) == 1)
    body = message.html or html.from_text(message.text)
    if quoted:
        body += f"<blockquote>{quoted}</blockquote>"
    shown = said
    if cut := _on_the_wire(body) + _on_the_wire(said) > BIGGEST - 2 * ROOM:
        shown, body = _beginning(said, row)
    _add_text(mail, "\n\n".join(filter(None, (shown, question))), signature, frame)
    body += links
    pictures = [file for file in attached if file_address(file.key) in body]
    for file in pictures:
        body = body.replace(file_address(file.key), f"cid:{file.key}")
    page_part = _add_page(mail, row, body, signature, frame)
    for file in pictures:
        main, _slash, sub = file.file.media_type.partition("/")
        page_part.add_related(
            _content(file.file), main, sub, cid=f"<{file.key}>", disposition="inline", filename=one_line(file.name)
        )
    if cut:
        name = texts.whole_file(row.language, row.ticket_id)
        mail.add_attachment(said.encode(), "text", "plain", params={"charset": "utf-8"}, filename=name)
    for file in attached:
        if file not in pictures:
            main, _slash, sub = file.file.media_type.partition("/")
            mail.add_attachment(_content(file.file), main, sub, filename=one_line(file.name) or "file")


def _add_text(mail: EmailMessage, text: str, signature: str, frame: Frame) -> None:
    """The text part: what was written, then signature and footer behind the mark that programs know (RFC 3676, 4.3)."""
    parts = [text.rstrip(), f"-- \n{signature}" if signature else "", frame.footer]
    whole = "\n\n".join(filter(None, parts)) + "\n"
    mail.set_content(whole, cte=_encoding(whole))


def _add_page(mail: EmailMessage, row: OutgoingMail, body: str, signature: str, frame: Frame) -> EmailMessage:
    """The HTML part, with the desk's logo where the frame shows it."""
    whole = page(body, below=signature, frame=frame, language=row.language)
    mail.add_alternative(whole, subtype="html", cte=_encoding(whole))
    payload = mail.get_payload()
    assert isinstance(payload, list)
    part = payload[-1]
    assert isinstance(part, EmailMessage)
    if frame.logo is not None:
        main, _slash, sub = frame.logo.media_type.partition("/")
        part.add_related(_content(frame.logo), main, sub, cid=f"<{LOGO}>", disposition="inline", filename=f"logo.{sub}")
    return part


def _beginning(text: str, row: OutgoingMail) -> tuple[str, str]:
    """Of an answer that mail programs would cut: as much as they show, and where the rest is; as text, and as HTML."""
    link = ""
    if row.ticket is not None and row.kind not in OUTSIDE:
        link = link_to(row.ticket, _alone(row))
    rest = texts.rest_line(row.language, link)
    most = LONGEST_SHOWN
    while True:
        shown = text[:most].rsplit("\n", 1)[0]
        page_of_it = html.from_text(shown)
        if _on_the_wire(shown) + _on_the_wire(page_of_it) <= BIGGEST - 2 * ROOM:
            return f"{shown}\n\n…\n\n{rest}", f"{page_of_it}<p>…</p>{html.from_text(rest)}"
        most //= 2


def _by_no_person(row: OutgoingMail) -> bool:
    is_reminder = row.kind == OutgoingKind.VENDOR and row.about_id is not None
    return is_reminder or (row.message is not None and row.message.automatic)


def _alone(row: OutgoingMail) -> Person | None:
    """Who alone gets the mail: a link in a mail to several is nobody's own."""
    return row.person if len(recipients_of(row)) == 1 else None


def _content(file: StoredFile) -> bytes:
    with files.open_file(file) as opened:
        return opened.read()


def _encoding(text: str) -> str:
    """Plain where every server can carry it; base64 never, so that people can read the raw mail."""
    plain = text.isascii() and max(map(len, text.splitlines()), default=0) < 900
    return "7bit" if plain else "quoted-printable"


def _on_the_wire(text: str) -> int:
    """Bytes of a text as it travels: each byte of a letter that is not ASCII becomes three."""
    raw = text.encode()
    return len(raw) + 2 * sum(byte > 127 for byte in raw)


def _below(row: OutgoingMail, message: Message, desk: Desk) -> str:
    """What stands below a reply: who wrote, for whom, and where the ticket is."""
    signature = below(
        author=message.author,
        team=row.ticket.team if row.ticket is not None else None,
        mailbox=row.mailbox,
        language=row.language,
        desk=desk.name,
        ticket=row.ticket_id,
    )
    # whoever gets a forward has no page on the portal
    ticket = row.ticket if row.kind != OutgoingKind.FORWARD else None
    portal = texts.portal_line(row.language, link_to(ticket, _alone(row))) if ticket is not None else ""
    return "\n".join(filter(None, (signature, portal)))
