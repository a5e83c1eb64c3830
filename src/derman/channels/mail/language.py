"""In which of the desk's languages is a text? A small count of common words and letters; enough for two."""

from __future__ import annotations

import re

from derman.kernel.folding import fold

_TURKISH_LETTERS = frozenset("çğıöşüÇĞİÖŞÜ")
_ONLY_TURKISH = frozenset("ğışĞİŞ")
_TURKISH = frozenset((
    "ve", "bir", "bu", "icin", "ile", "de", "da", "ne", "mi", "degil", "var", "yok", "cok", "daha", "gibi",
    "kadar", "ama", "olarak", "olan", "oldu", "olmuyor", "lutfen", "merhaba", "selam", "selamlar",
    "tesekkurler", "tesekkur", "ederim", "sayin", "iyi", "gunler", "calismalar", "saygilarimla", "acil",
    "yardim", "rica", "ederiz", "bilgisayarim", "sifremi", "sifre", "yazici", "calismiyor", "alamiyorum",
    "yapamiyorum", "giremiyorum", "acilmiyor", "gelmiyor", "hata", "aliyorum", "sorun", "hala", "tekrar",
    "sonra", "once", "bana", "size", "ben", "biz", "siz", "bey", "hanim", "nasil", "neden", "kolay", "gelsin",
    "ekte", "konu",
))  # fmt: skip
_ENGLISH = frozenset((
    "the", "and", "a", "an", "is", "are", "was", "were", "to", "of", "in", "on", "for", "with", "this", "that",
    "it", "not", "you", "your", "we", "our", "my", "i", "hi", "hello", "dear", "thanks", "thank", "please",
    "regards", "best", "cannot", "can't", "don't", "doesn't", "have", "has", "had", "be", "been", "from", "at",
    "by", "as", "but", "or", "if", "when", "how", "what", "why", "where", "there", "need", "help", "error",
    "issue", "problem", "password", "printer", "email", "working", "since", "after", "before", "again",
))  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def detect(text: str) -> str:
    """`tr`, `en`, or empty where the text says neither."""
    words = [fold(word) for word in _WORD.findall(text[:4000])]
    turkish = sum(word in _TURKISH for word in words)
    english = sum(word in _ENGLISH for word in words)
    turkish += min(10, sum(sign in _TURKISH_LETTERS for sign in text[:4000]) // 2)
    turkish += 2 * any(sign in _ONLY_TURKISH for sign in text[:4000])
    if turkish == english:
        return ""
    return "tr" if turkish > english else "en"
