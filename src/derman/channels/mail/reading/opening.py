"""What lies inside packed and signed parts: `winmail.dat`, opaque S/MIME; and whether a mail is signed or encrypted.

Signatures are not verified and nothing is decrypted: the desk has nobody's keys.
"""

import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .bodies import Bodies, read_bodies
from .charsets import decode
from .cms import signed_content
from .folding import ascii_lower
from .invitations import Invitation, read_invitation
from .mail import Attachment, Protection
from .parts import Part, read_parts
from .tnef import PackedFile, Unpacked, unpack

DEEPEST = 3
"""Signed mails in one another that are opened."""
MOST_PARTS = 500

_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_CALENDARS = frozenset({"text/calendar", "application/ics"})
_SIGNATURES = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "application/pgp-keys",
    }
)
_ARMOUR = re.compile(r"\s*-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\n(?:[A-Za-z]{1,20}: [^\n]{0,200}\n){0,9}[ \t]*\n")


@dataclass(slots=True)
class Opened:
    """`bodies` as people read them, packed content included; `files` without the packing and bare signatures."""

    bodies: Bodies
    files: tuple[Attachment, ...]
    protection: Protection | None
    invitation: Invitation | None


@dataclass(slots=True)
class _Findings:
    plain: str = ""
    html: str = ""
    files: list[Attachment] = field(default_factory=list)
    packing: set[tuple[int, int]] = field(default_factory=set)
    protections: set[Protection] = field(default_factory=set)
    invitation: Invitation | None = None


def open_parts(root: Part, bodies: Bodies) -> Opened:
    """Look into the parts of a mail whose bodies have been read; never raises."""
    found = _Findings()
    _look(root, found, DEEPEST)
    start = bodies.plain.lstrip()[:40]
    if start.startswith("-----BEGIN PGP MESSAGE-----"):
        found.protections.add(Protection.ENCRYPTED)
    elif start.startswith("-----BEGIN PGP SIGNED MESSAGE-----"):
        found.protections.add(Protection.SIGNED)
    files = (
        *(file for file in bodies.attachments if file.place not in found.packing and file.type not in _SIGNATURES),
        *found.files,
    )
    if not bodies.plain.strip() and not bodies.html.strip():
        bodies = Bodies(found.plain, found.html, bodies.attachments)
    protection = next((kind for kind in (Protection.ENCRYPTED, Protection.SIGNED) if kind in found.protections), None)
    return Opened(bodies, files, protection, found.invitation)


def without_armour(text: str) -> str:
    """A text that PGP signed in its own lines, without what PGP put around it (RFC 9580, 7); any other as it is."""
    if not (match := _ARMOUR.match(text)):
        return text
    signed, mark, rest = text[match.end() :].partition("\n-----BEGIN PGP SIGNATURE-----")
    if not mark:
        return text
    _, _, below = rest.partition("-----END PGP SIGNATURE-----")
    return "\n".join(line.removeprefix("- ") for line in signed.split("\n")) + below


def _look(root: Part, found: _Findings, left: int) -> None:
    for part in _some(root):
        name = ascii_lower(part.filename)
        if part.type == "multipart/signed":
            found.protections.add(Protection.SIGNED)
        elif part.type == "multipart/encrypted":
            found.protections.add(Protection.ENCRYPTED)
        elif part.type in _SMIME or name == "smime.p7m":
            _open_smime(part, found, left)
        elif part.type in _TNEF or name == "winmail.dat":
            _open_tnef(part, found)
        elif found.invitation is None and (part.type in _CALENDARS or name.endswith(".ics")):
            text = decode(part.content[:1_000_000], part.type_parameters.get("charset", ""))
            found.invitation = read_invitation(text)


def _some(root: Part) -> Iterator[Part]:
    for number, part in enumerate(root.walk()):
        if number >= MOST_PARTS:
            return
        yield part


def _open_smime(part: Part, found: _Findings, left: int) -> None:
    content = None
    if ascii_lower(part.type_parameters.get("smime-type", "signed-data")) in ("signed-data", "signed-receipt"):
        content = signed_content(part.content)
    if content is None or not left:
        certificates = "certs" in ascii_lower(part.type_parameters.get("smime-type", ""))
        if not certificates:
            found.protections.add(Protection.ENCRYPTED)
        return
    found.protections.add(Protection.SIGNED)
    found.packing.add((part.start, part.end))
    inner = read_parts(content)
    bodies = read_bodies(inner)
    inside = _Findings()
    _look(inner, inside, left - 1)
    found.plain = found.plain or bodies.plain or inside.plain
    found.html = found.html or bodies.html or inside.html
    found.files += [
        file for file in bodies.attachments if file.place not in inside.packing and file.type not in _SIGNATURES
    ]
    found.files += inside.files
    found.protections |= inside.protections
    found.invitation = found.invitation or inside.invitation


def _open_tnef(part: Part, found: _Findings) -> None:
    packed = unpack(part.content)
    if not (packed.files or packed.text or packed.html):
        return
    found.plain = found.plain or _lines(packed.text)
    found.html = found.html or packed.html
    found.files += [_attachment(file) for file in packed.files]
    if packed.files or _said(packed):
        found.packing.add((part.start, part.end))


def _said(packed: Unpacked) -> bool:
    return bool(packed.text.strip() or packed.html.strip())


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _attachment(file: PackedFile) -> Attachment:
    known = ascii_lower(file.type) if "/" in file.type else mimetypes.guess_type(file.name)[0]
    media_type = known or "application/octet-stream"
    inline = bool(file.content_id) and media_type.startswith("image/")
    return Attachment(
        file.name, media_type, len(file.content), inline, file.content_id, file.content, 0, len(file.content), ""
    )
