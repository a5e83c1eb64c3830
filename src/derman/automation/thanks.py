"""Does a message say nothing but thanks? In Turkish and English, by its folded words."""

from __future__ import annotations

import re

from derman.automation.seeing import words_in
from derman.kernel.folding import fold

LONGEST = 25  # words
_WORD = re.compile(r"[^\W_]+")

# longer ones first where one holds another; what is left over afterwards may only be a courtesy
_THANKS = (
    "tesekkur", "tesekkurler", "tesekkurlerimi", "tesekkurlerimle", "tsk", "tskler",
    "sagol", "sagolun", "sag", "eyvallah", "minnettarim", "thanks", "thank", "thx", "ty", "cheers", "grateful",
)  # fmt: skip
_COURTESY = frozenset(
    fold(
        "ederim ederiz ol olun olsun olsunlar size sana sizlere hepinize çok cok gerçekten tekrar yine için icin "
        "yardımınız yardımlarınız yardım yardımın ilginiz ilgin desteğiniz destek emeğinize emeğine elinize "
        "sağlık kolay gelsin iyi günler çalışmalar akşamlar haftalar hafta sonu "
        "merhaba selam selamlar saygılar saygılarımla saygilarimla rica bilgi bilginize tamam tamamdır süper harika "
        "mükemmel oldu düzeldi çalışıyor sorun çözüldü halloldu problem kalmadı yok hızlı dönüş dönüşünüz geri ve "
        "de da bey hanım arkadaşlar ekip ekibe şimdi artık "
        "you so very much a lot lots many again all both team for your the help quick fast support reply response "
        "answer that it this is was works working now fine great perfect awesome wonderful solved fixed resolved "
        "problem issue appreciated appreciate i we really kind regards best hi hello dear and have nice good day "
        "weekend evening ok okay everything done  me helping us sorted"
    ).split()
)
_BUT = frozenset(
    fold(
        "ama ancak fakat lakin yalnız hala hâlâ henüz değil olmadı düzelmedi çalışmıyor maalesef ne neden nasıl "
        "but however still not yet unfortunately doesn doesnt didn didnt isn isnt cannot why how when"
    ).split()
)


def says_only_thanks(text: str) -> bool:
    """A short message without a question in which somebody is thanked and nothing else is said."""
    if "?" in text:
        return False
    words = words_in(text).split()
    if not words or len(words) > LONGEST or not any(word in _THANKS for word in words):
        return False
    if any(word in _BUT for word in words):
        return False
    # a name or two may stand there: of who is thanked, and of who thanks
    strange = [word for word in _WORD.findall(text) if fold(word) not in _COURTESY and fold(word) not in _THANKS]
    return len(strange) <= 3 and all(word[0].isupper() for word in strange)
