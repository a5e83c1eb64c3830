"""What mail programs write around a quote, language by language.

Everything here is compared folded (see `folding.fold`): case, marks and the Turkish i
don't matter. To teach the cutter a language, add a row to one of the tables.
"""

from collections.abc import Iterator

from . import baltic, eastern, germanic, romance, slavic, turkic
from .form import Language

LANGUAGES: tuple[Language, ...] = (
    *turkic.LANGUAGES,
    *germanic.LANGUAGES,
    *romance.LANGUAGES,
    *slavic.LANGUAGES,
    *eastern.LANGUAGES,
    *baltic.LANGUAGES,
)

REPLY_ABOVE = (
    r"(?:please )?(?:type|write|enter|add|put|send|reply|respond|do not write|don't write)\b.{0,40}"
    r"\b(?:above|below) this (?:line|point|text|message)(?: to .{3,40})?",
    r"reply above this",
    r"(?:lutfen )?(?:(?:yanit|cevab|cevap|mesaj|ileti)\w{0,8} )?(?:lutfen )?bu (?:cizgi|satir)\w{0,4} "
    r"(?:uzerine|ustune|yukarisina|altina) (?:yaz|yanit|cevap)\w{0,9}",
    r"(?:bitte )?(?:ihre )?(?:antwort|schreib)\w{0,4} .{0,20}(?:oberhalb|uber|unterhalb) dieser (?:zeile|linie)"
    r"(?: antworten| schreiben| eingeben)?",
    r"(?:bitte )?(?:oberhalb|uber|unterhalb) dieser (?:zeile|linie) (?:antworten|schreiben|eingeben)",
    r"(?:veuillez )?(?:repond|ecri)\w{1,4} (?:au[- ]dessus|en dessous) de cette ligne.{0,30}",
    r"(?:por favor,? )?(?:respond|escrib)\w{1,4} (?:por )?(?:encima|debajo) de esta linea.{0,30}",
    r"(?:пожалуиста,? )?(?:ответ|пиш|вве)\w{1,9} .{0,20}(?:выше|над) этои (?:строк|лини)\w{1,3}",
    r"(?:الرجاء |يرجى )?(?:الرد|اكتب ردك|الكتابة) (?:فوق|أعلى|اعلى) هذا (?:السطر|الخط)",
)
"""Lines that help desks put above what they quote, as patterns of whole lines, undecorated and folded."""


def words_of(part: str) -> Iterator[str]:
    """All words of one kind ("verbs", "original"...) in every language."""
    for language in LANGUAGES:
        yield from getattr(language, part)
