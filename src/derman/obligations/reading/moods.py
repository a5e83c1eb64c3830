"""Finds in what a requester wrote the words of somebody who is angry, or in need at once: a table in folded words."""

from __future__ import annotations

import re

from derman.kernel.folding import fold

LONGEST_TEXT = 20_000
ANGRY, URGENT = "angry", "urgent"

_CALM = re.compile(
    r"\b(?:not|isn't|nothing|no longer|not that|not very) urgent\w*|\bno (?:rush|hurry)\b|\bno complaints?\b"
    r"|\bacil (?:degil|bir durum yok|bir sey yok)\w*|\bacelesi? yok\b|\bsikayet(?:im|imiz)? yok\b|\bacil servis\w*"
    r"|\bnot (?:angry|disappointed|complaining)\b|\bnot an? (?:emergency|complaint)\b"
)
_ANGRY = re.compile(
    r"\b(?:unacceptable|ridiculous|outrageous|disgrace\w*|furious|fed up|sick of|tired of|worst (?:service|support)"
    r"|how many times|(?:second|third|fourth|fifth|tenth) time|nobody (?:answers|cares|helps|replies|has answered)"
    r"|no ?one (?:answers|cares|helps|replies)|still no (?:answer|reply|response|solution)|still waiting"
    r"|(?:file|make|filing|making) a complaint|i(?:'ll| will) complain|lawyer|very disappointed|frustrat\w+|a joke"
    r"|waste of time|appalling|enough is enough)\b"
    r"|\b(?:rezalet\w*|rezil\w*|kabul edilemez\w*|sikayet\w* (?:ol|bulun|ed|var)\w*|yeter artik"
    r"|bikt(?:im|ik)\w*|saka mi\w*|kac kere\w*|kac kez\w*|kacinci (?:kez|kere|defa)\w*"
    r"|(?:uc|dord|bes|on)uncu (?:kez|kere|defa)"
    r"|hala (?:cozulmedi|donus yok|cevap yok|yanit yok|bekliyor\w*|cozum yok)|kimse (?:ilgilenmiyor|donmuyor|bakmiyor"
    r"|cevap vermiyor|yardimci olmuyor)|ilgisizlik\w*|avukat\w*|mahkeme\w*|sacmalik\w*|magdur\w*|berbat\w*|skandal\w*"
    r"|saygisizlik\w*|sabrim\w* (?:kal|tas)\w*)"
)
_URGENT = re.compile(
    r"\b(?:urgent|urgently|asap|a\.s\.a\.p|emergency|immediately|right away|as soon as possible|critical"
    r"|production (?:is |has )?(?:down|stopped)|(?:can't|cannot|can not|unable to) work|nobody can work"
    r"|everything is down|deadline)\b"
    r"|\b(?:acil|acilen|ivedi\w*|cok acele\w*|bir an once|en kisa surede|derhal|kritik\w*|uretim (?:durdu|duruyor)\w*"
    r"|is(?:ler|imiz|lerimiz)? (?:durdu|duruyor)\w*|calisami(?:yorum|yoruz)\w*|hic(?:bir| bir) sey calismiyor"
    r"|son gun (?:bugun|yarin))\b"
)


def mood_of(text: str) -> tuple[str, str] | None:
    """`angry` or `urgent`, and the words (folded) that say so; None where a text is calm. Anger counts more."""
    folded = _CALM.sub(" ", fold(text[:LONGEST_TEXT]))
    for mood, words in ((ANGRY, _ANGRY), (URGENT, _URGENT)):
        found = words.search(folded)
        if found is not None:
            return mood, found[0][:80]
    return None
