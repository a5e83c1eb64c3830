"""Content-Transfer-Encoding undone (RFC 2045, section 6), as far as the damage allows."""

import binascii
import re
from collections.abc import Iterator

from .folding import ascii_lower

PIECE = 1024 * 1024
"""Bytes of a long body that are decoded at once."""
LONGEST_LINE = 1_300

_BASE64 = frozenset({"base64", "b64", "base-64"})
_QUOTED = frozenset({"quoted-printable", "quotedprintable", "quoted_printable"})
_UU = frozenset({"x-uuencode", "uuencode", "x-uue", "uue"})
_BASE64_SIGNS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_NOT_BASE64 = bytes(sign for sign in range(256) if sign not in _BASE64_SIGNS)
_SIGNS_AND_BLANK = _BASE64_SIGNS + b" \t"
_FIRST_LINE = re.compile(rb"\s{0,200}([^\r\n]{1,1000})")
_UU_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,200})\r?\n", re.MULTILINE)
_QP_TRAILING = re.compile(rb"[ \t]+(?=\r?\n|$)")


def decode_transfer(raw: bytes, encoding: str) -> bytes:
    """Bytes of a body. An encoding that nobody knows leaves them as they are."""
    match _name(encoding):
        case name if name in _BASE64:
            return decode_base64(raw)
        case name if name in _QUOTED:
            return decode_quoted_printable(raw)
        case name if name in _UU:
            return decode_uu(raw)
    return raw


def _name(encoding: str) -> str:
    words = ascii_lower(encoding).strip().strip("\"';").split(";")[0].split()
    return words[0] if words else ""


def decode_in_pieces(raw: bytes, start: int, end: int, encoding: str) -> Iterator[bytes]:
    """`decode_transfer` of a part of `raw`, of which what is long is not whole in memory where that can be."""
    name = _name(encoding)
    stop = _end_of_base64(raw, start, end) if name in _BASE64 else -1
    if end - start <= PIECE or name in _UU or (name in _BASE64 and stop < 0):
        yield decode_transfer(raw[start:end], encoding)
    elif name in _BASE64:
        yield from _base64_pieces(raw, start, stop)
    else:
        position = start
        while position < end:
            # quoted-printable goes line by line
            line_end = raw.rfind(b"\n", position, min(position + PIECE, end)) + 1
            following = line_end or (end if name in _QUOTED else min(position + PIECE, end))
            yield decode_transfer(raw[position:following], encoding)
            position = following


def _base64_pieces(raw: bytes, start: int, stop: int) -> Iterator[bytes]:
    left = b""
    for position in range(start, stop, PIECE):
        clean = left + raw[position : min(position + PIECE, stop)].translate(None, _NOT_BASE64)
        whole = len(clean) - len(clean) % 4
        left = clean[whole:]
        yield binascii.a2b_base64(clean[:whole])
    yield _base64_run(left)


def _end_of_base64(raw: bytes, start: int, end: int) -> int:
    """Where one run of base64 ends, without its padding; -1 for what is none, or more than one."""
    if _is_never_encoded(raw[start : min(end, start + LONGEST_LINE)]):
        return -1
    padding = raw.find(b"=", start, end)
    if padding < 0:
        return end
    rest = raw[padding : min(end, padding + LONGEST_LINE)].translate(None, _NOT_BASE64)
    return padding if end - padding <= LONGEST_LINE and rest in (b"=", b"==") else -1


def _is_never_encoded(raw: bytes) -> bool:
    """Words and their punctuation in place of base64?"""
    first = _FIRST_LINE.match(raw)
    return bool(first and b" " in first[1].strip() and first[1].translate(None, _SIGNS_AND_BLANK))


def decode_base64(raw: bytes) -> bytes:
    """Base64 with strange signs, without its padding, or several padded runs in a row."""
    if _is_never_encoded(raw):
        return raw
    clean = raw.translate(None, _NOT_BASE64)
    if b"=" not in clean and not clean and raw.strip():
        return b""
    if clean.find(b"=") in (-1, len(clean) - 1, len(clean) - 2):
        return _base64_run(clean.rstrip(b"="))
    return b"".join(_base64_run(run) for run in clean.split(b"="))


def _base64_run(run: bytes) -> bytes:
    if len(run) % 4 == 1:
        run = run[:-1]
    try:
        return binascii.a2b_base64(run + b"=" * (-len(run) % 4))
    except binascii.Error:
        return b""


def decode_quoted_printable(raw: bytes) -> bytes:
    """Quoted-printable; an escape that is none stays as it is written."""
    return binascii.a2b_qp(_QP_TRAILING.sub(b"", raw))


def decode_uu(raw: bytes) -> bytes:
    """The first uuencoded file in `raw`, or `raw` itself if there is none."""
    begin = _UU_BEGIN.search(raw)
    if not begin:
        return raw
    return _uu_lines(raw, begin.end())[0]


def split_uu(raw: bytes, most: int = 50) -> tuple[bytes, list[tuple[str, bytes]]]:
    """Take uuencoded files out of a text: what is left, and (name, content) of each."""
    files: list[tuple[str, bytes]] = []
    kept: list[bytes] = []
    position = 0
    while len(files) < most and (begin := _UU_BEGIN.search(raw, position)):
        content, end, complete = _uu_lines_checked(raw, begin.end())
        if not complete:
            kept.append(raw[position : begin.end()])
            position = begin.end()
            continue
        kept.append(raw[position : begin.start()])
        files.append((begin[1].decode("utf-8", "replace").strip(), content))
        position = end
    kept.append(raw[position:])
    return b"".join(kept), files


def _uu_lines(raw: bytes, position: int) -> tuple[bytes, int]:
    content, end, _ = _uu_lines_checked(raw, position)
    return content, end


def _uu_lines_checked(raw: bytes, position: int) -> tuple[bytes, int, bool]:
    out: list[bytes] = []
    while position < len(raw):
        newline = raw.find(b"\n", position)
        stop = len(raw) if newline < 0 else newline
        line = raw[position:stop].rstrip(b"\r")
        position = stop + 1
        if line.strip() == b"end":
            return b"".join(out), min(position, len(raw)), True
        if not line.strip() or len(line) > 90:
            if line.strip():
                break
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some encoders write a wrong last group; the length sign tells what counts.
            wanted = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                out.append(binascii.a2b_uu(line[:wanted]))
            except binascii.Error:
                break
    return b"".join(out), min(position, len(raw)), False
