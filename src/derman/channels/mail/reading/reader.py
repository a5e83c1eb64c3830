"""`read_mail`: from bytes to a `Mail`."""

import re
from collections.abc import Collection

from .addresses import Address, read_addresses
from .automatic import why_automatic
from .bodies import read_bodies
from .bounces import find_bounce, is_report
from .complaints import find_complaint
from .dates import read_date
from .folding import one_line
from .headers import Headers
from .html_quotes import cut_html
from .machines import sent_by_a_machine
from .mail import Mail
from .opening import open_parts, without_armour
from .parts import read_parts
from .quotes import cut_text, forwarding_of
from .receipts import find_receipt

_JOINTS = re.compile(r"[._+-]+")
_BRACKETED = re.compile(r"<([^<>]{1,2000})>")


def read_mail(raw: bytes, own: Collection[str] = ()) -> Mail:
    """Read one mail as it came off the wire.

    `raw` is a whole message (RFC 5322), also with an mbox `From ` line before it, with
    bare line feeds, broken or hostile; `own` holds the desk's own addresses, so that
    its own mail coming back is known as such. Never raises for what a mail holds, and
    takes time linear to its length.
    """
    root = read_parts(raw)
    headers = root.headers
    opened = open_parts(root, read_bodies(root))
    bodies = opened.bodies
    subject = one_line(headers.text("subject"))
    authors = _people(headers, "from")
    name = _called(authors[0]) if authors else ""
    forwarding = forwarding_of(subject, own)
    html_cut = cut_html(bodies.html, name, forwarding)
    text = bodies.text
    plain = not html_cut.coloured and (bodies.plain.strip() or not bodies.html)
    cut = cut_text(without_armour(text), name, forwarding) if plain else html_cut.text
    bounce = find_bounce(root, bodies)
    receipt = find_receipt(root, subject, text) if bounce is None else None
    report = bounce is not None or receipt is not None or is_report(root)
    senders = _people(headers, "sender")
    return_paths = headers.get_all("return-path")
    return Mail(
        message_id=_first_id(headers.get("message-id")),
        in_reply_to=_first_id(headers.get("in-reply-to")),
        references=tuple(_ids(headers.get_all("references"))),
        subject=subject,
        author=authors[0] if authors else None,
        authors=authors,
        sender=senders[0] if senders else None,
        reply_to=_people(headers, "reply-to"),
        to=_people(headers, "to"),
        cc=_people(headers, "cc"),
        date=read_date(headers.get("date")),
        text=text,
        html=bodies.html,
        reply=cut.reply,
        signature=cut.signature,
        quoted=cut.quoted,
        shown=cut.shown,
        reply_html=html_cut.reply,
        shown_html=html_cut.shown,
        quoted_html=html_cut.quoted,
        attachments=bodies.attachments,
        files=opened.files,
        protection=opened.protection,
        invitation=opened.invitation,
        automatic=why_automatic(headers, subject, own, report=report),
        bounce=bounce,
        complaint=find_complaint(root),
        receipt=receipt,
        machine=sent_by_a_machine(headers),
        list_id=headers.get("list-id"),
        return_path=_first_id(return_paths[0]) if return_paths else None,
        received_count=headers.count("received"),
        authentication_results=tuple(headers.get_all("authentication-results")),
        headers=headers,
    )


def _called(author: Address) -> str:
    """The name of who writes, or what stands of it in an address like ayse.demir@…"""
    if len(author.name.split()) > 1:
        return author.name
    return _JOINTS.sub(" ", author.email.partition("@")[0])


def _people(headers: Headers, name: str) -> tuple[Address, ...]:
    return tuple(person for value in headers.get_all(name) for person in read_addresses(value))


def _first_id(value: str) -> str:
    """A message id without brackets; one that was written without them counts as well."""
    if match := _BRACKETED.search(value):
        return "".join(match[1].split())
    words = value.replace("<", " ").replace(">", " ").split()
    return words[0] if words else ""


def _ids(values: list[str]) -> list[str]:
    """Ids of References, however they are separated (RFC 5322, 3.6.4)."""
    found: list[str] = []
    for value in values:
        position = 0
        for match in _BRACKETED.finditer(value):
            found.extend(value[position : match.start()].replace(",", " ").split())
            found.append("".join(match[1].split()))
            position = match.end()
        found.extend(value[position:].replace(",", " ").replace("<", " ").replace(">", " ").split())
    return found
