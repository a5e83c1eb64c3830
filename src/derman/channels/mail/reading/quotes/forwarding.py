"""Mails that are passed on: their subject says so, and what stands below is what the sender wants to show."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from derman.channels.mail.reading.addresses import address_key, without_tag
from derman.channels.mail.reading.folding import fold

from .header_block import header_block_at, role_of
from .lines import Line, lines_of

_PREFIXES = {
    "any": ("fw", "fwd", "forward"),
    "ar": ("إعادة توجيه", "تحويل"),
    "bg": ("препр",),
    "cs": ("přeposláno",),
    "de": ("wg", "weitergeleitet"),
    "el": ("πρθ", "προωθ"),
    "es": ("rv", "reenviado", "reenv"),
    "et": ("edasi", "ed"),
    "fa": ("باز ارسال",),
    "fi": ("vl",),
    "fr": ("tr", "transféré", "transf"),
    "he": ("הועבר",),
    "hu": ("továbbítás", "továbbítva", "tov"),
    "it": ("i", "inoltrato", "inoltra"),
    "ja": ("転送",),
    "ko": ("전달",),
    "nl": ("doorst", "doorgestuurd"),
    "no": ("videresendt",),
    "pl": ("pd",),
    "pt": ("enc", "encaminhado"),
    "ro": ("redirecționat", "redir"),
    "ru": ("пересл", "переслано", "пересылка"),
    "sv": ("vb", "vidarebefordrat"),
    "tr": ("ilt", "ilet", "iletilen", "iletildi", "yönlendirilen"),
    "uk": ("переадр", "пересл"),
    "vi": ("chuyển tiếp",),
    "zh": ("转发", "轉寄", "轉發"),
}
"""What mail programs set before the subject of what they forward; "vs" is missing, since Finns answer with it."""

_KNOWN = frozenset(fold(prefix) for prefixes in _PREFIXES.values() for prefix in prefixes)
_COLON = re.compile("[:：]")
_ADDRESS = re.compile(r"[^\s<>\[\]()\"',;:]{1,64}@[^\s<>\[\]()\"',;:]{1,253}")
_NEAR, _BLOCK = 8, 14


def says_forwarded(subject: str) -> bool:
    """Whether the subject begins with what a mail program sets before what it forwards, in any language."""
    return _parted(subject) is not None


def without_forward(subject: str) -> str:
    """The subject of the mail that was passed on."""
    rest = _parted(subject)
    return subject if rest is None else rest


def _parted(subject: str) -> str | None:
    """What stands behind the prefix (`FW:`, also counted as in `FW[2]:`); None where there is none."""
    start, *rest = _COLON.split(subject, maxsplit=1)
    known = len(start) < 40 and fold(start.partition("[")[0].strip()) in _KNOWN
    return rest[0].strip() if rest and known else None


def holds_forwarded(subject: str, text: str) -> bool:
    """Whether a text of a mail with this subject holds a mail that is passed on, with its heading."""
    if not says_forwarded(subject):
        return False
    lines = lines_of(text)
    return any(not line.blank and header_block_at(lines, place) for place, line in enumerate(lines))


@dataclass(frozen=True, slots=True)
class Forwarding:
    """What is known of a mail whose subject says that it forwards: the addresses of the desk itself."""

    own: frozenset[str]

    def shows(self, lines: Sequence[Line], place: int) -> bool:
        """Whether the mail whose heading begins at lines[place] or a little below is passed on.

        A mail of the desk itself is none: who presses the wrong button answers it.
        """
        for start in range(place, min(place + _NEAR, len(lines))):
            if not lines[start].blank and header_block_at(lines, start):
                return not self._is_own(lines[start : start + _BLOCK])
        return False

    def _is_own(self, block: Sequence[Line]) -> bool:
        for line in block:
            role, value = role_of(line.bare)
            if role == "sender":
                return any(without_tag(address_key(address)) in self.own for address in _ADDRESS.findall(value))
        return False


def forwarding_of(subject: str, own: Collection[str]) -> Forwarding | None:
    """None for a mail that forwards nothing; `own` holds the desk's addresses."""
    if not says_forwarded(subject):
        return None
    return Forwarding(frozenset(without_tag(address_key(address)) for address in own if address))
