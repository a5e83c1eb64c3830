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
    "reply above this line",
    "type your reply above this line",
    "please type your reply above this line",
    "please reply above this line",
    "write above this line",
    "do not write below this line",
    "reply above this",
    "yanıtınızı bu çizginin üzerine yazın",
    "yanıtınızı bu satırın üstüne yazın",
    "bu çizginin üstüne yazın",
    "lütfen bu satırın üzerine yazın",
    "antworten sie oberhalb dieser zeile",
    "bitte oberhalb dieser zeile antworten",
    "répondez au-dessus de cette ligne",
    "responda por encima de esta línea",
)


def words_of(part: str) -> Iterator[str]:
    """All words of one kind ("verbs", "original"...) in every language."""
    for language in LANGUAGES:
        yield from getattr(language, part)
