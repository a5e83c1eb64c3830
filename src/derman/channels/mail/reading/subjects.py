"""What mail programs set before the subject of what they answer and pass on, in all languages."""

import re

from .folding import fold

FORWARDED = {
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

ANSWERED = {
    "any": ("re", "r", "reply"),
    "ar": ("رد",),
    "da": ("sv", "svar"),
    "de": ("aw", "antw", "antwort"),
    "el": ("απ",),
    "es": ("resp", "respuesta"),
    "et": ("vast",),
    "fi": ("vs",),
    "fr": ("rép", "réf"),
    "he": ("תגובה",),
    "hu": ("vá", "válasz"),
    "it": ("rif", "risp"),
    "ja": ("返信",),
    "ko": ("회신",),
    "nl": ("antw",),
    "pl": ("odp",),
    "pt": ("res", "resposta"),
    "ru": ("отв", "ответ"),
    "tr": ("ynt", "yan", "yanıt", "cvp"),
    "vi": ("trả lời",),
    "zh": ("回复", "回覆", "答复"),
}
"""The same before the subject of what they answer."""


def _folded(table: dict[str, tuple[str, ...]]) -> frozenset[str]:
    return frozenset(fold(prefix) for prefixes in table.values() for prefix in prefixes)


_FORWARDED = _folded(FORWARDED)
_ANY = _FORWARDED | _folded(ANSWERED)
_COLON = re.compile("[:：]")
_MOST = 40
"""Prefixes that are taken off one subject: long threads between two programs have several."""


def says_forwarded(subject: str) -> bool:
    """Whether the subject begins with what a mail program sets before what it forwards, in any language."""
    return _parted(subject, _FORWARDED) is not None


def without_forward(subject: str) -> str:
    """The subject of the mail that was passed on."""
    rest = _parted(subject, _FORWARDED)
    return subject if rest is None else rest


def without_prefixes(subject: str) -> str:
    """The subject of the conversation: without any prefix of answers and forwards, however many stand there."""
    for _time in range(_MOST):
        rest = _parted(subject, _ANY)
        if rest is None:
            break
        subject = rest
    return subject


def _parted(subject: str, known: frozenset[str]) -> str | None:
    """What stands behind a known prefix (`FW:`, also counted as in `FW[2]:`); None where there is none."""
    start, *rest = _COLON.split(subject, maxsplit=1)
    found = len(start) < 40 and fold(start.partition("[")[0].strip()) in known
    return rest[0].strip() if rest and found else None
