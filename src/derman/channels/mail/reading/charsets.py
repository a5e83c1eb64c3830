"""Bytes to text, whatever the label says.

Labels follow the WHATWG encoding standard where mail follows it too: what calls
itself Latin-1, Latin-5 or ASCII is read as the Windows code page around it.
"""

import codecs
import re
from functools import lru_cache

from .folding import ascii_lower
from .scripts import other_script

UNLABELLED = "windows-1254"
"""What bytes that are neither labelled nor UTF-8 are taken for."""

_SAME_AS = {
    "ascii": "ascii",
    "us-ascii": "ascii",
    "ansi_x3.4-1968": "ascii",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "latin5": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "utf8mb4": "utf-8",
    "utf8mb3": "utf-8",
    "utf-8-mac": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "unicode": "utf-8",
    "utf-16": "utf-16",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "korean": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "macintosh": "mac_roman",
    "x-mac-roman": "mac_roman",
    "x-mac-turkish": "mac_turkish",
    "x-mac-cyrillic": "mac_cyrillic",
}
_WINDOWS = re.compile(r"(?:x-)?(?:cp|ms|win|windows|ansi|ibm)[-_ ]?(\d{3,5})")
_ISO = re.compile(r"(?:x-)?iso[-_ ]?8859[-_ ]?(\d{1,2})(?:-[ie])?")
_UTF16_BOMS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# The escapes of ISO-2022 encodings: 7-bit text that is not ASCII at all.
_ISO_2022_ESCAPE = re.compile(rb"\x1b\$[@B]|\x1b\(J")
_JIS_RUN = re.compile(rb"(\x1b\$[@B]|\x1b\([BJI]|)([^\x1b]*)(?:\x1b(?![$(]))?")
_NOT_TEXT = frozenset(
    {
        "base64",
        "hex",
        "zlib",
        "bz2",
        "quopri",
        "uu",
        "rot13",
        "idna",
        "punycode",
        "unicode_escape",
        "raw_unicode_escape",
        "undefined",
        "mbcs",
        "oem",
    }
)


@lru_cache(maxsize=512)
def codec_of(label: str) -> str | None:
    """The name of Python's codec for a charset label, None for one nobody knows."""
    name = ascii_lower(label.strip().strip("\"'").strip())
    name = name.split("*")[0][:60]
    if name in _SAME_AS:
        return _SAME_AS[name]
    if match := _ISO.fullmatch(name):
        number = match[1]
        return _SAME_AS.get(f"iso-8859-{number}") or _known(f"iso-8859-{number}")
    if match := _WINDOWS.fullmatch(name):
        number = match[1]
        return {"65001": "utf-8", "936": "gb18030", "28599": "cp1254", "28591": "cp1252"}.get(number) or _known(
            f"cp{number}"
        )
    return _known(name)


def _known(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    if found.replace("-", "_") in _NOT_TEXT or found in _NOT_TEXT:
        return None
    return _SAME_AS.get(found, found)


def decode(raw: bytes, label: str = "") -> str:
    """Text of `raw` that claims to be in the charset `label`; never raises.

    The claim is believed unless the bytes disprove it: valid UTF-8 that is more than
    ASCII is UTF-8, whatever single-byte charset it is labelled with, and bytes that
    cannot be what the label says are UTF-8 or, if that fails as well, windows-1254.
    """
    for bom, codec in _UTF16_BOMS:
        if raw.startswith(bom):
            return raw[2:].decode(codec, "replace")
    if raw.startswith(b"\xef\xbb\xbf"):
        raw = raw[3:]
    codec_name = codec_of(label) if label else None
    if (unmarked := _unmarked_utf16(raw)) is not None:
        return unmarked
    if codec_name in ("ascii", "utf-8", None) or codec_name.startswith(("cp125", "iso8859", "koi8", "mac", "cp8")):
        if raw.isascii():
            text = raw.decode("ascii")
            if "\x1b" in text and _ISO_2022_ESCAPE.search(raw):
                return raw.decode("iso2022_jp_ext", "replace")
            return text
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            if codec_name in ("ascii", "utf-8", None):
                return _nearly_utf8(raw, error)
    assert codec_name is not None
    if codec_name == "utf-16":
        # Without its mark, the zeros of what is ASCII show which byte comes first.
        codec_name = "utf-16-be" if raw[:2_000:2].count(0) > raw[1:2_000:2].count(0) else "utf-16-le"
    if codec_name in ("cp1252", "cp1254"):
        codec_name = other_script(raw) or ("cp1254" if _turkish_as_latin1(raw) else codec_name)
    try:
        return raw.decode(codec_name)
    except (UnicodeError, ValueError):
        pass
    if codec_name.startswith("iso2022_jp"):
        return _decode_jis(raw)
    if not codec_name.startswith(("utf-16", "utf-32", "utf-7")):
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            pass
    return raw.decode(codec_name, "replace")


_LATIN5_ONLY = re.compile(rb"[\xd0\xdd\xde\xf0\xfd\xfe]")
_ICELANDIC = re.compile(rb"[\xc1\xc9\xcd\xd3\xda\xc6\xe1\xe9\xed\xf3\xfa\xe6]")


def _turkish_as_latin1(raw: bytes) -> bool:
    """Whether a text that calls itself Latin-1 is Turkish: eth, thorn and y acute are the
    places of the Turkish letters, and no Icelandic text has those without its vowels."""
    sample = raw[:20_000]
    return bool(_LATIN5_ONLY.search(sample)) and not _ICELANDIC.search(sample)


def _nearly_utf8(raw: bytes, error: UnicodeDecodeError) -> str:
    # A text cut off inside its last character, with one damaged byte among many good
    # ones, or good as far as the damage, is still UTF-8; else it is the old Turkish code page.
    text = raw.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for sign in text if ord(sign) > 127) - bad
    if (error.end >= len(raw) and good) or good > 3 * bad or not raw[: error.start].isascii():
        return text
    return raw.decode(other_script(raw) or "cp1254", "replace")


def _unmarked_utf16(raw: bytes) -> str | None:
    """The text where every other byte is mostly zero, which is UTF-16 whatever it calls itself."""
    sample = raw[:2_000]
    if len(sample) < 8 or b"\x00" not in sample:
        return None
    first, second = sample[::2].count(0), sample[1::2].count(0)
    most, least = max(first, second), min(first, second)
    if 3 * most < len(sample[1::2]) or 20 * least > most:
        return None
    return raw.decode("utf-16-be" if first > second else "utf-16-le", "replace")


def _decode_jis(raw: bytes) -> str:
    """ISO-2022-JP with the vendors' signs (circled numbers, numero) that the codec refuses.

    Each two-byte run is moved to its place in Shift_JIS, whose Windows form has them.
    """
    out: list[str] = []
    for escape, run in _JIS_RUN.findall(raw):
        if escape not in (b"\x1b$B", b"\x1b$@"):
            out.append(run.decode("ascii", "replace"))
            continue
        moved = bytearray()
        for high, low in zip(run[::2], run[1::2], strict=False):
            moved.append((high + 1 >> 1) + (0x70 if high < 0x5F else 0xB0) & 0xFF)
            moved.append(low + (0x1F + (low > 0x5F) if high % 2 else 0x7E) & 0xFF)
        out.append(moved.decode("cp932", "replace"))
    return "".join(out)


def decode_raw_header(raw: bytes) -> str:
    """Header bytes as text: UTF-8 if they read as UTF-8, else windows-1254."""
    if raw.isascii():
        return raw.decode("ascii")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1254", "replace")
