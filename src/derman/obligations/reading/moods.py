"""Finds in what a requester wrote the words of somebody who is angry, or in need at once: a table in folded words."""

from __future__ import annotations

import re

from derman.kernel.folding import fold

LONGEST_TEXT = 20_000
ANGRY, URGENT = "angry", "urgent"

# what has such a word and means nothing by it
_CALM = re.compile(
    r"|".join(
        (
            r"\b(?:not|isn't|nothing|no longer|not that|not very) urgent\w*|\bno (?:rush|hurry)\b|\bno complaints?\b",
            r"\bnot (?:an? )?(?:very |that )?(?:angry|disappointed|complaining|upset|emergency|complaint|critical)\b",
            r"\b(?:urgent care|emergency (?:exit|lamp|light\w*|contact|number|phone|room|plan|door|call))\w*",
            r"\bcomplaints? (?:form|box|department)\b|\b(?:where|how) (?:do|can) (?:i|we) (?:file|make) a complaint\b",
            r"\bimmediately (?:after|before|when)\b|\bfrustration\b",
            r"\bacil (?:degil|bir durum (?:yok|degil)|bir sey yok)\w*|\bacelesi? yok\b|\bsikayet(?:im|imiz)? yok\b",
            r"\bacil (?:servis|durum|cikis|numara|telefon|yardim masasi)\w*(?! var)",
            r"\bkritik (?:degil|guncelle\w*|yama\w*|seviye\w*)|\boncelikli degil\b|\bsinirli (?:sayida|sure\w*"
            r"|yetki\w*)",
        )
    )
)
_ANGRY = re.compile(
    r"|".join(
        (
            r"\b(?:unacceptable|ridiculous|outrageous|disgrace\w*|furious|fed up|sick of|tired of|appalling|pathetic"
            r"|incompetent|useless|absurd|waste of time|enough is enough|a joke|frustrat(?:ed|ing))\b",
            r"\bworst (?:\w+ )?(?:service|support|help ?desk|experience)\b|\b(?:terrible|awful"
            r"|horrible) (?:service|support)\b",
            r"\b(?:very|so|extremely|really|quite|deeply) (?:disappointed|unhappy|upset|annoyed|angry|dissatisfied)\b",
            r"\bnot (?:at all )?(?:happy|satisfied) with\b|\b(?:losing|lost|out of|running out of)(?: my)? patience\b",
            r"\bhow many times\b|\b(?:third|fourth|fifth|sixth|tenth) time\b|\bthis is the second time\b",
            r"\basked (?:\w+ )?(?:twice|(?:three|four|five|six|ten|several|many|multiple|\d+) times)\b",
            r"\b(?:nobody|no ?one) (?:has |have |ever |even )*(?:answer|car|help|repl|respond|call|react|look)\w*",
            r"\bstill (?:no|not? (?:\w+ )?) ?(?:answer|reply|response|solution|news)\w*|\bstill (?:waiting"
            r"|nothing)\b|\bgone on long enough\b",
            r"\bwaiting (?:for )?(?:\w+ )?(?:days|weeks|months|a week|a month)\b",
            r"\b(?:speak|talk|complain|escalate (?:this|it)) (?:to|with) (?:your|a|the) (?:manager|supervisor"
            r"|boss|superior)\b",
            r"\b(?:keeps?|kept|being|been|you) ignor(?:ing|ed|e)\b|\bare you (?:kidding|serious|joking)\b",
            r"\b(?:fil|mak)(?:e|ing) a (?:formal )?complaint|\bi(?:'ll| will) complain\b|\blegal action\b",
            r"\b(?:my|our) lawyers? (?:will|is|are)\b|\b(?:to|call\w*|contact\w*) (?:my|our|a) lawyer\b",
            # Turkish
            r"\b(?:rezalet|rezil|kabul edilemez|bikt(?:im|ik)|sacmalik|magdur|berbat|skandal|saygisizlik|ilgisizlik"
            r"|hayal kirikli|ofkeli|kizginim|utanc verici)\w*|\bsaka mi\w*|\byeter artik\b|\bartik yeter\b",
            r"\b(?:sinirli(?:yim|yiz)|sinirlen\w+|sinir oldu\w*|cildirt?\w*acag\w*)\b",
            r"\bsikayet\w* (?:ol|bulun|ed|var)\w*|\b(?:memnun|hosnut) (?:degil|kalmad)\w*|\bmemnuniyetsiz\w*",
            r"\bkac (?:kere|kez|defa|gun|hafta)\w* (?:\w+ )?(?:soyle|yaz|ara|bildir|bekle|anlat|iste)\w*"
            r"|\bkac ?(?:kere|kez)\b",
            r"\bkacinci (?:kez|kere|defa)\w*|\bdefalarca\b|\b(?:uc|dord|bes|alti|yedi|sekiz|dokuz|on)(?:[iu]?n)c[iu]"
            r" (?:kez|kere|defa)\b",
            r"\bhala (?:\w+ ){0,3}(?:cozulmedi|yok|gelmedi|alamad\w*|bekliyor\w*|bekletil\w*|yapilmadi)",
            r"\b(?:gun|hafta|saat|ay)(?:ler|lar)?d[iu]r (?:\w+ ){0,2}(?:bekli|cevap|ses|donus|donen|cozul"
            r"|ilgilen|ugras)\w*",
            r"\bkimse (?:\w+ ){0,2}(?:ilgilen|don(?:mu|me)|bakm|cevap ver|yardimci olm|aram[ia]|umursam)\w*",
            r"\bbu (?:ne bicim|nasil (?:bir )?(?:hizmet|destek|anlayis|sorumsuz|is))\w*"
            r"|\bbu kadar\w* da? ?(?:fazla|olmaz|pes)",
            r"\bduvara (?:konus|anlat)\w*|\b(?:yonetici|mudur|amir)\w* (?:ile )?(?:gorusmek|konusmak) isti?y?\w*",
            r"\bavukat(?:im|imiz)\w*|\bavukata (?:ver|basvur|git)\w*|\bmahkemeye\b|\bdava ac\w*|\bhukuki yol\w*",
            r"\bsabrim\w* (?:kal|tas|tuken)\w*|\bdalga m[iu] gec\w*",
        )
    )
)
_URGENT = re.compile(
    r"|".join(
        (
            r"\b(?:urgent|urgently|asap|a\.s\.a\.p|emergency|immediately|right away|as soon as possible)\b",
            r"\b(?:top|highest|maximum) priority\b|\btime[- ](?:critical|sensitive)\b",
            r"\b(?:is|very|business|mission|it's)[ -]critical\b|\bcritical (?:issue|problem|error|situation"
            r"|outage|fault)\b",
            r"\b(?:need|help|fix)\w*\b.{0,30}\bright now\b",
            r"\bproduction (?:line )?(?:is |has )?(?:down|stopped)\b|\beverything is down\b",
            r"\b(?:can't|cannot|can not|unable to) (?:work|take|process|serve|ship|sell|bill|invoice|operate|trade)\b",
            r"\blosing (?:money|customers|orders|data)\b|\beverything (?:has |is )?(?:stopped|crashed)\b",
            r"\b(?:nobody|no ?one)\b.{0,30} can (?:work|log in|connect|print|access)\b",
            r"\b(?:whole|entire) \w+ (?:is |are |has )(?:\w+ )?(?:offline|down|stuck|stopped|without|unable|cut off)\b",
            r"\b(?:all|every|each)\b.{0,30}\b(?:is|are) (?:down|offline|dead)\b",
            r"\b(?:customers?|patients?|guests?|clients?) (?:is |are )(?:\w+ )?(?:waiting|queue?ing|standing)\b",
            r"\b(?:presentation|meeting|demo|exam|interview|flight|lecture|hearing)\b.{0,30}\bin (?:\w+ )?(?:\w+ )"
            r"(?:minutes?|(?<=an )hour)\b",
            r"\bmust\b.{0,40}\b(?:today|tonight|by noon|this morning)\b|\bdeadline (?:is )?(?:today|tonight|tomorrow)\b"
            r"|\bmiss (?:the|our|my|a) deadline\b",
            # Turkish
            r"\b(?:acil|acilen|ivedi\w*|cok acele\w*|bir an once|en kisa surede|derhal)\b|\bacele (?:cevap"
            r"|donus|yardim|bak"
            r"|cozum|destek|et)\w*",
            r"\bhemen (?:\w+ )?(?:yardim|bak|donus|ilgilen|mudahale|cozul|cozum|lazim|ara|destek|birini)\w*"
            r"|\boncelikli (?:olarak|ele)\b",
            r"\bkritik (?:bir |durum|hata|sorun|ariza)\w*|\b(?:durum|konu|sorun|cok) kritik\w*",
            r"\b(?:uretim|hat|bant|bandi?|fabrika|sevkiyat|is(?:ler|imiz|lerimiz)?) (?:\w+ )?(?:durdu|duruyor"
            r"|durmus|duracak)\w*",
            r"\bcalisami(?:yorum|yoruz)\w*|\bhic(?:bir| bir) sey calismiyor|\bkasa(?:lar|miz"
            r"|larimiz)? (?:\w+ )?(?:calismiyor"
            r"|acilmiyor|durdu|kapandi)",
            r"\b(?:kimse|hicbirimiz|butun \w+|tum \w+) (?:\w+ )?(?:calisam|giremi|girem|yapam|baglanam"
            r"|calismiyor|coktu|durdu)\w*",
            r"\b(?:musteri|hasta|misafir|yolcu)(?:ler|lar)\w* (?:\w+ )?(?:bekliyor|kuyruk\w*|sirada|magdur)\b",
            r"\b(?:dakika|saat|dk) (?:sonra|icinde) .{0,20}(?:sunum|toplanti|sinav|ders|ihale|yayin|durusma"
            r"|ucus|ucagi)\w*",
            r"\bbugun\b.{0,60}\b(?:lazim|yetis(?:meli|tirme\w*)|zorunda\w*|mecbur\w*|sart)\b"
            r"|\bson gun(?:u)? (?:bugun|yarin)\b",
        )
    )
)


def mood_of(text: str) -> tuple[str, str] | None:
    """`angry` or `urgent`, and the words (folded) that say so; None where a text is calm. Anger counts more."""
    folded = _CALM.sub(" ", fold(text[:LONGEST_TEXT]))
    for mood, words in ((ANGRY, _ANGRY), (URGENT, _URGENT)):
        found = words.search(folded)
        if found is not None:
            return mood, found[0][:80]
    return None
