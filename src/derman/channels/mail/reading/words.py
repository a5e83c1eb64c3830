"""Encoded words of headers (RFC 2047), forgiving as people's mail programs are not."""

import binascii
import re

from .charsets import codec_of, decode
from .folding import ascii_lower
from .transfer import decode_base64

# Blanks inside an encoded word are not allowed and do occur. The bound keeps a hostile
# header from making the pattern look far ahead from each of its question marks.
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,4000}(?:\?(?!=)[^?]{0,4000}){0,8})\?=")
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]+")
_FOLDS = re.compile(r"\r?\n[ \t]*|\r")


def decode_words(text: str) -> str:
    """Replace each encoded word by what it says.

    Words beside each other are joined without the blank between them, and bytes of one
    charset are joined before decoding, as some programs split a character over two
    words. Line breaks that come out of a word become blanks: they can't start a header.
    """
    if "=?" not in text:
        return _without_controls(text)
    out: list[str] = []
    run: list[tuple[str, bytes]] = []
    end = 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        if between.strip() or (between and not run):
            _flush(run, out)
            out.append(between)
        elif not run and end:
            out.append(between)
        run.append((ascii_lower(match[1].split("*")[0]), _word_bytes(match[2], match[3])))
        end = match.end()
    _flush(run, out)
    out.append(text[end:])
    return _without_controls("".join(out))


def _flush(run: list[tuple[str, bytes]], out: list[str]) -> None:
    position = 0
    while position < len(run):
        charset = run[position][0]
        stop = position
        while stop < len(run) and run[stop][0] == charset:
            stop += 1
        pieces = [data for _, data in run[position:stop]]
        if (codec_of(charset) or "").startswith("iso2022"):
            # Each word of these starts in its own state.
            out.extend(decode(piece, charset) for piece in pieces)
        else:
            out.append(decode(b"".join(pieces), charset))
        position = stop
    run.clear()


def _word_bytes(how: str, payload: str) -> bytes:
    data = payload.encode("utf-8", "surrogateescape")
    if how in "bB":
        return decode_base64(data)
    return binascii.a2b_qp(data.replace(b" ", b"_"), header=True)


def _without_controls(text: str) -> str:
    return _CONTROLS.sub(" ", text)


def unfold(text: str) -> str:
    """A header value on one line (RFC 5322, 2.2.3)."""
    if "\n" not in text and "\r" not in text:
        return text
    return _FOLDS.sub(" ", text)
