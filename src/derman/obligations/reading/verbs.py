"""By what one knows that a sentence promises something: a table for each language, in folded words.

The desk promises in the first person, or names one of its own who will do it.
"""

from __future__ import annotations

import re

PROMISES = re.compile(
    r"|".join(
        (
            # English: I'll, we will, I am going to
            r"\b(?:i|we)(?:'ll| will| shall)(?! (?:not|never)\b)\b",
            r"\b(?:i'm|i am|we're|we are) going to\b",
            r"\b(?:i'm|i am|we're|we are) (?:calling|coming|sending|visiting|phoning) (?:you|by|over|it|the)\b",
            # English, with nobody named: “Will get back to you by Friday”, “Call you tomorrow”
            r"(?:^|[,;:] ?|\band )will (?:get back|call|phone|ring|let you know|follow up|update you|be in touch|come"
            r" back|respond|reply|send|write|keep you|do|take care|look|check|fix)\b",
            r"^(?:call|ring|phone|write to|back to) you\b",
            r"\blet me (?:get back|call|phone|come back|check and)\b",
            r"\blet me \w+\b.{0,80}\band (?:get back|come back|call|phone|let you know|update you)\b",
            # English: given as a word, or as what one can do
            r"\b(?:i|we) promise to\b|\b(?:you have|here is) my word\b",
            r"\b(?:i|we) can (?:call|ring|phone|come|send|visit|deliver|install|replace|have (?:it|this"
            r"|that))\b(?!.*\?)",
            # English: what will be with the requester
            r"\bwill be (?:ready|done|fixed|solved|resolved|replaced|repaired|installed|delivered|set up|sent|shipped"
            r"|finished|completed|in place|on your desk)\b(?!.*\?)",
            # English: one of the desk
            r"\b(?:my|our|a) (?:colleague|team|technician|engineer|specialist|expert)s?(?: \w+)? (?:will|is going to)"
            r"(?! (?:not|never)\b)\b",
            r"\b(?:someone|somebody|one of us) (?:from (?:\w+ ){1,4})?will\b",
            # English: what the requester is told to expect
            r"\byou(?:'ll| will) (?:hear from|get (?:a|an|the|it|your|our)|receive|have (?:a|an|the|it|your|our"
            r"|access))\b",
            r"\byou can expect\b|\bexpect (?:a call|an? (?:answer|reply|update)|to hear)\b",
            # Turkish: the future, “arayacağım”, “döneceğiz”; never what ends in -mayacağım, which denies it
            r"\b\w{2,}(?:acag|eceg)(?:im|iz)\b",
            # Turkish: the aorist, which promises as well: “ararım”, “döneriz”
            r"\b(?:arar|doner|yazar|bakar|iletir|gonderir|verir|halleder|ugrar|cozer|bildirir|tamamlar|yapar|ulasir"
            r"|getirir|gelir|ulastirir|gecer|paylasir|eder|donus saglar|ilgilenir|bilgilendirir|tanimlar"
            r"|degistirir|acar"
            r"|cevaplar|yanitlar|hazirlar|duzeltir|takar|yetistirir|yukler|onarir|iletisime gecer|birakir"
            r"|dener)(?:im|iz)\b",
            r"\b(?:kurar|bulur|\w{2,}m[iu]s olur)(?:um|uz|im|iz)\b",
            # Turkish: one of the desk, and the passive by which a desk speaks of itself
            r"\b(?:ekibimiz(?:den|in)?|ekip arkadas\w+|arkadas(?:im|imiz|larimiz)|meslektas\w+|uzman\w+|teknisyen\w*"
            r"|muhendis\w*)\b"
            r".*\b\w{2,}(?:acak|ecek)(?:lar|ler)?(?:d[iu]r|t[iu]r)?\b",
            r"\b(?:size|sizi|yaniniz\w*|tarafiniz\w*)\b.*\b\w{2,}(?:acak|ecek)(?:ler|lar)?(?:tir)?\b(?!.*\?)",
            r"\b(?:teslim edil|kurul|cozul|tamamlan|tanimlan|hazirlan|degistiril|onaril|yuklen|duzeltil|gideril)"
            r"(?:mis ol)?(?:acak|ecek)(?:tir)?\b(?! m[iu]\b)",
            r"\b(?:eliniz\w*|masaniz\w*|hazir|teslim edilmis) olacak(?:tir)?\b(?! m[iu]\b)",
            r"\b(?:donus yapil|donus saglan|bilgi veril|iletisime gecil|aran|iletil|gonderil)(?:acak|ecek)\w*",
        )
    )
)

# a promise by the present tense needs a later day to be one: “yarın arıyorum”
BY_DAY = re.compile(
    r"\b(?:ariyor|donuyor|gonderiyor|geliyor|ugruyor|iletiyor|yaziyor|tanimliyor|kuruyor|degistiriyor|cozuyor|bakiyor"
    r"|hallediyor|yukluyor|teslim ediyor|bilgilendiriyor|getiriyor|tamamliyor|bitiriyor|aciyor)(?:um|uz)\b"
)

DENIES = re.compile(
    r"|".join(
        (
            r"\w*m[ae]y(?:acag|eceg|acak|ecek)\w*",  # aramayacağım, dönemeyeceğiz
            r"\b(?:can ?not|can't|won't|will not|unable to|not be able)\b",
        )
    )
)

# what sounds like a promise and is none
COURTESY = re.compile(
    r"|".join(
        (
            r"\b(?:tesekkur|rica|arz|takdir) eder(?:im|iz)\b",
            r"\b(?:kolayliklar|iyi (?:gunler|calismalar)) diler(?:im|iz)\b",
            # izinde olacağım, kapalı olacağız, çıkmış olacağım; but not “açmış olacağım”
            r"(?<!m[iu]s )\b\w*ola(?:cag(?:im|iz))\b|\b(?:cik|ayril|git|don)m[iu]s olacag(?:im|iz)\b",
            r"\b(?:bekleyeceg|kapatacag)(?:im|iz)\b",
            r"\b(?:i|we|our \w+|the \w+)(?:'ll| will) (?:be (?:out|away|off|closed|unavailable|back|on (?:leave|holiday"
            r"|vacation|annual leave))|close|wait|assume)\b",
            r"\bi(?:'ll| will) be (?:here|there|in the office)\b",
        )
    )
)
