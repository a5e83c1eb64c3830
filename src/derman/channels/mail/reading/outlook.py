"""Mails that Outlook saved as files (`.msg`, MS-OXMSG), written anew as mails, which the reader then reads."""

import base64
import re
import struct
from datetime import UTC, datetime, timedelta

from .charsets import decode
from .compound import MAGIC, Folder, read_compound
from .folding import one_line

MOST_FILES = 200
DEEPEST = 3
"""Saved mails within one another that are opened."""

_SUBJECT, _HEADERS, _BODY, _HTML = 0x0037, 0x007D, 0x1000, 0x1013
_SENDER, _SENDER_ADDRESS, _SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
_AUTHOR, _AUTHOR_ADDRESS, _AUTHOR_SMTP = 0x0042, 0x0065, 0x5D02
_TO, _COPY, _MESSAGE_ID = 0x0E04, 0x0E03, 0x1035
_SENT, _RECEIVED, _CODE_PAGE, _HTML_CODE_PAGE = 0x0039, 0x0E06, 0x3FFD, 0x3FDE
_FILE, _LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _FILE_TYPE, _FILE_ID = 0x3701, 0x3707, 0x3704, 0x3001, 0x370E, 0x3712
_STREAM = re.compile(r"__substg1\.0_([0-9A-Fa-f]{4})(001E|001F|0102)")
_FOLDER_OF_FILE = re.compile(r"__attach_version1\.0_#[0-9A-Fa-f]{1,8}")
_MAIL_IN_FILE = "__substg1.0_3701000D"
_FIXED = "__properties_version1.0"
_NOT_A_FIELD = re.compile(r'[\r\n\x00<>"]')
_TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,90}")
_OWN_FIELDS = re.compile(r"(?:content-|mime-version)", re.IGNORECASE)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BEFORE_UNIX = 11_644_473_600


def is_saved_mail(start: bytes) -> bool:
    """Whether a file that begins so can be one."""
    return start.startswith(MAGIC)


def as_mail(raw: bytes) -> bytes | None:
    """The saved mail as it could have come off the wire; None for what is none. Never raises."""
    folder = read_compound(raw)
    return _written(folder, head=32, left=DEEPEST) if folder is not None and _FIXED in folder.streams else None


class _Properties:
    """What a folder says: texts, bytes and numbers by the numbers of their properties."""

    def __init__(self, folder: Folder, head: int) -> None:
        self.fixed: dict[int, bytes] = {}
        listed = folder.streams.get(_FIXED, b"")
        for place in range(head, len(listed) - 15, 16):
            self.fixed[struct.unpack_from("<H", listed, place + 2)[0]] = listed[place + 8 : place + 16]
        self.bytes: dict[int, bytes] = {}
        self.texts: dict[int, str] = {}
        page = self.number(_CODE_PAGE)
        for name, content in folder.streams.items():
            if not (match := _STREAM.fullmatch(name)):
                continue
            number, kind = int(match[1], 16), match[2]
            if kind == "0102":
                self.bytes[number] = content
            elif kind == "001F":
                self.texts[number] = content.decode("utf-16-le", "replace").rstrip("\x00")
            else:
                self.texts.setdefault(number, decode(content.rstrip(b"\x00"), _charset(page)))

    def number(self, key: int) -> int:
        """A fixed property as a number; 0 if there is none."""
        return int(struct.unpack("<I", self.fixed[key][:4])[0]) if key in self.fixed else 0

    def moment(self, *keys: int) -> str:
        """The first of these times, as a Date field; empty if there is none."""
        for key in keys:
            if key in self.fixed:
                seconds = struct.unpack("<Q", self.fixed[key])[0] // 10_000_000 - _BEFORE_UNIX
                if 0 < seconds < 4_102_444_800:
                    return _date(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
        return ""

    def line(self, *keys: int) -> str:
        """The first of these texts, fit to stand in a field."""
        return next((found for key in keys if (found := one_line(_NOT_A_FIELD.sub(" ", self.texts.get(key, ""))))), "")


def _written(folder: Folder, *, head: int, left: int) -> bytes:
    said = _Properties(folder, head)
    fields = _fields(said)
    parts: list[tuple[str, bytes]] = []
    if body := said.texts.get(_BODY, "").strip("\x00"):
        parts.append(("Content-Type: text/plain; charset=utf-8", body.encode("utf-8", "replace")))
    if page := said.bytes.get(_HTML, b"").strip(b"\x00") or said.texts.get(_HTML, "").encode("utf-8", "replace"):
        charset = _charset(said.number(_HTML_CODE_PAGE)) if _HTML in said.bytes else "utf-8"
        parts.append((f"Content-Type: text/html; charset={charset or 'utf-8'}", page))
    words = _multipart("alternative", parts)
    files = [part for part in (_file(folder.folders[name], left) for name in _names(folder)) if part]
    if not files:
        return "\r\n".join(fields).encode("utf-8", "replace") + b"\r\n" + words
    return "\r\n".join(fields).encode("utf-8", "replace") + b"\r\n" + _joined("mixed", [words, *files])


def _date(moment: datetime) -> str:
    """As a field of a mail has it (RFC 5322), in English whatever the machine speaks."""
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"{day}, {moment.day:02} {month} {moment.year} {moment:%H:%M:%S} +0000"


def _names(folder: Folder) -> list[str]:
    return sorted(name for name in folder.folders if _FOLDER_OF_FILE.fullmatch(name))[:MOST_FILES]


def _fields(said: _Properties) -> list[str]:
    """The fields as they came, where Outlook kept them, else what it knows of them."""
    came = re.sub(r"\r?\n", "\r\n", said.texts.get(_HEADERS, "").strip("\x00\r\n "))
    if re.search(r"^From:", came, re.IGNORECASE | re.MULTILINE):
        kept = re.split(r"\r\n(?![ \t])", came)
        return ["MIME-Version: 1.0", *(one for one in kept if ":" in one and not _OWN_FIELDS.match(one))]
    address = next((found for key in (_AUTHOR_SMTP, _SENDER_SMTP, _AUTHOR_ADDRESS, _SENDER_ADDRESS)
                    if "@" in (found := said.line(key))), "")  # fmt: skip
    name = said.line(_AUTHOR, _SENDER)
    known = (
        ("From", f'"{name}" <{address}>' if address else f'"{name}" <>' if name else ""),
        ("Subject", said.line(_SUBJECT)),
        ("Date", said.moment(_SENT, _RECEIVED)),
        ("Message-ID", f"<{found}>" if (found := said.line(_MESSAGE_ID)) else ""),
    )
    return ["MIME-Version: 1.0", *(f"{label}: {value}" for label, value in known if value)]


def _file(folder: Folder, left: int) -> bytes | None:
    said = _Properties(folder, 8)
    name = said.line(_LONG_NAME, _SHORT_NAME, _SHOWN_NAME).replace("\\", "/")
    inner = folder.folders.get(_MAIL_IN_FILE)
    if inner is not None:
        return b"Content-Type: message/rfc822\r\n\r\n" + _written(inner, head=24, left=left - 1) if left > 1 else None
    if (content := said.bytes.get(_FILE)) is None:
        return None
    kind = said.line(_FILE_TYPE)
    kind = (
        kind
        if _TYPE.fullmatch(kind) and not kind.startswith(("message/", "multipart/"))
        else "application/octet-stream"
    )
    lines = [f"Content-Type: {kind}", f'Content-Disposition: attachment; filename="{name}"']
    if identity := said.line(_FILE_ID):
        lines = [lines[0], f'Content-Disposition: inline; filename="{name}"', f"Content-ID: <{identity}>"]
    return _part("\r\n".join(lines), content)


def _part(fields: str, content: bytes) -> bytes:
    encoded = base64.encodebytes(content).replace(b"\n", b"\r\n")
    return fields.encode("utf-8", "replace") + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encoded


def _multipart(kind: str, parts: list[tuple[str, bytes]]) -> bytes:
    written = [_part(fields, content) for fields, content in parts]
    if len(written) == 1:
        return written[0]
    return _joined(kind, written) if written else b"Content-Type: text/plain\r\n\r\n"


def _joined(kind: str, parts: list[bytes]) -> bytes:
    """Parts in one; all of their contents are base64, in which no boundary can stand."""
    boundary = f"=_{kind}-{len(parts)}-{sum(map(len, parts))}"
    lines = [f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n'.encode()]
    for part in parts:
        lines += [f"--{boundary}".encode(), part]
    return b"\r\n".join([*lines, f"--{boundary}--\r\n".encode()])


def _charset(code_page: int) -> str:
    known = {65001: "utf-8", 20127: "us-ascii", 28599: "iso-8859-9", 28591: "iso-8859-1", 20866: "koi8-r"}
    return known.get(code_page, f"windows-{code_page}" if 0 < code_page < 2_000 else "")
