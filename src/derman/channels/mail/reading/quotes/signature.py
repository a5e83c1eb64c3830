"""Signatures: what stands under every mail of a person and says nothing about this one."""

import re
from collections.abc import Sequence

from derman.channels.mail.reading.folding import fold

from .footers import card_below, footer_start
from .languages import words_of
from .lines import Line, Mark

LONGEST_SIGNATURE = 60
"""Lines under "--" without its blank that can be a signature."""
LONGEST_FOOTER = 15
"""Lines under a row of underscores that can be a footer; more is text."""

_DELIMITER = re.compile(r"(?:--|—|–|――|–-|-–)\s*")
_LONG_DASH = re.compile(r"[—–―]{2,40}\s*")
_RULE = re.compile(r"(?:-{3,60}|={2,60}|\*{3,60}|~{3,60})\s*")
_UNDERSCORES = re.compile(r"_{2,100}\s*")
_LINK = re.compile(r"\s*[<(\[]{0,2}(?:https?://|www\.|mailto:)[^\s]{1,300}[>)\]]{0,2}\s*")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]{1,80})\]\s*\([^()\s]{1,300}\)")
_WRAPPING = '<>()[]*_~ \t-–—.!•|"“”'
_SENTENCE = re.compile(r"[?!]|[,;]\s+\w|(?<!\b\w)\.\s+\w")
_CLAUSE_END = re.compile(r"[.,;!] ")
_INSET = re.compile(r" [-–—|] ")
# Where the link goes that stands under such a line, and what apps say of themselves behind it.
_STORE = re.compile(r"https?://aka\.ms/\w{4,12}[>)\s]*$", re.IGNORECASE)
_ABOUT_APP = re.compile(
    r"(?:get|download|try) (?:the|our|it)\b.{0,20}|edit|duzenleyin|duzenle|uygulamayi (?:edinin|indirin|alin)"
    r"|(?:obtenir|telecharger) l'app\w*|(?:obten|obtener|descarga\w*) la app\w*|app (?:holen|herunterladen)"
    r"|(?:скача\w{2,4}|получи\w{2,4}) приложение|(?:احصل على|تنزيل) التطبيق"
)
_CLAUSE = re.compile(r"[,;] ")
_APOLOGY = re.compile(r"\b(?:excuse|typo|typos|typoz|typoze|brevity|brief|autocorrect|kusura|mazur)\w*")
_DEVICES = re.compile(
    r"\bios\b|iphon|ipad|ipod|android|blackberry|samsung|galaxy|huawei|xiaomi|redmi|htc|nokia|lumia|surface|cellular|"
    r"windows|outlook|mobile|"
    r"handheld|smartphone|phone|tablet|yahoo|gmail|mail|proton|aol|sparrow|spark|airmail|thunderbird|mac|"
    r"realme|tecno\b|infinix|\bhonor\b|\bpoco\b|\btcl\b|reeder|casper|"
    r"k-9|sony|xperia|pixel|oneplus|oppo|vivo|motorola|mailbox|typeapp|telefon|device|"
    r"cihaz|zimbra|\blg\b|yandex|mobil|handy|zoho|correo|posta\b|client|почт|携帯|handset|cell\b|torch|"
    r"мобильн|смартфон|телефон|планшет|устроиств|аифон|ايفون|هاتف|جوال|موبايل|جهاز|بريد|محمول|"
    r"\bnine\b|boxer|\bhey\b|superhuman|canary|polymail|newton|missive|shortwave|\btuta|"
    r"verizon|t-mobile|at&t|\bsprint\b|vodafone|turkcell|\bbell\b|rogers"
)
_OWN_DEVICE = re.compile(
    r"\b(?:my|meine[mr]?|mon|ma|mi|meu|minha|mijn|min|mio|mia|moj\w{1,3}|meho|моего|моеи|mele)\b|"
    r"我的|私の|나의|내 "
)
# Turkish names the device first; a sentence begins with what was sent.
_TURKISH = re.compile(r"gonderil(?:di|mistir)$")
_TURKISH_DEVICE = re.compile(
    r"(?:bu (?:e-?posta|ileti|mesaj|mail) )?"
    r"(?:(?:turkcell|vodafone|turk telekom|guvenli|akilli|cep|mobil|tablet|apple|google|general mobile)\b.{0,3}){0,4}"
    rf"\w{{0,8}}(?:{_DEVICES.pattern})"
)


def _phone_patterns() -> re.Pattern[str]:
    patterns: set[str] = set()
    for phrase in words_of("phone"):
        pieces = [re.escape(fold(piece)).replace("\\ ", r"\s+").replace("'", "['’`]?") for piece in phrase.split("@")]
        patterns.add(r"(?P<device>.{1,70}?)".replace("?P<device>", "").join(pieces))
    return re.compile("(?:" + "|".join(sorted(patterns, key=len, reverse=True)) + ")")


_PHONE = _phone_patterns()
_WHOLE = frozenset(fold(phrase) for phrase in words_of("phone") if "@" not in phrase)


def is_phone_line(bare: str) -> bool:
    """Whether a line is what a phone or a mail app puts under a mail by itself."""
    if not 6 <= len(bare) <= 200:
        return False
    text = _MARKDOWN_LINK.sub(r"\1", bare)
    text, links = re.subn(r"https?://\S+|<[^<>\s]{3,200}>", " ", text)
    folded = re.sub(r"\s+", " ", fold(text).replace("’", "'").replace("`", "'")).strip(
        _WRAPPING + (":" if links else "")
    )
    if not folded or len(folded) > 110:
        return False
    if "outlook" in folded and _STORE.search(bare):
        return True  # "Get Outlook for iOS" in whatever language
    return _is_sent_from(folded) or _has_tail(folded)


def _has_tail(folded: str) -> bool:
    """A whole line of that kind with an excuse, or a word about the app, behind it."""
    for end in _CLAUSE_END.finditer(folded):
        tail = folded[end.end() :]
        if (_APOLOGY.search(tail) or _ABOUT_APP.fullmatch(tail)) and _is_sent_from(folded[: end.start()]):
            return True
    return False


def _is_sent_from(folded: str) -> bool:
    if not _PHONE.fullmatch(folded):
        return False
    if folded in _WHOLE:
        return True
    if _TURKISH.search(folded) and not _TURKISH_DEVICE.match(folded):
        return False
    if _APOLOGY.search(folded):
        return True
    first_clause, comma = _CLAUSE.split(folded, maxsplit=1)[0], _CLAUSE.search(folded)
    if _SENTENCE.search(first_clause) or (comma and not _DEVICES.search(first_clause)):
        return False
    words = len(_INSET.split(folded, maxsplit=1)[0].split())
    if words <= 12 and _DEVICES.search(folded):
        return True
    return words <= 7 and bool(_OWN_DEVICE.search(folded))


def signature_start(lines: Sequence[Line], start: int, end: int, author: str = "") -> int:
    """Where the signature begins in lines[start:end]; `end` if there is none.

    A delimiter ("-- ", RFC 3676, 4.3) begins it; without one, lines of phones and apps
    at the end are it, and what firms put there.
    """
    below = sum(1 for line in lines[start:end] if not line.blank)
    for place in range(start, end):
        line = lines[place]
        if line.blank:
            continue
        below -= 1
        if line.mark is Mark.SIGNATURE:
            if _marked_to_the_end(lines, place, end):
                end = place
                break
            continue
        text = line.text
        if len(text) > 120 or text[0] not in "-—–―_=*~ " or line.quoted:
            continue
        bare = line.bare
        # More than a screenful under "--" is text that was divided, unless it is a real "-- ".
        if _DELIMITER.fullmatch(bare) and (below <= LONGEST_SIGNATURE or text.rstrip("\r") == "-- "):
            end = place
            break
        if _RULE.fullmatch(bare) and card_below(lines, place + 1, end, author):
            end = place
            break
        if below <= LONGEST_FOOTER and (_UNDERSCORES.fullmatch(bare) or _LONG_DASH.fullmatch(bare)):
            end = place
            break
    end = _above_phone_lines(lines, start, end)
    footer = footer_start(lines, start, end, author)
    return _above_phone_lines(lines, start, footer) if footer < end else end


def _marked_to_the_end(lines: Sequence[Line], place: int, end: int) -> bool:
    """Nothing but signature below, by its container: else the text goes on under it."""
    return all(
        line.blank or line.mark is Mark.SIGNATURE or is_phone_line(line.bare)
        for line in lines[max(place, end - 200) : end]
    )


def _above_phone_lines(lines: Sequence[Line], start: int, end: int) -> int:
    cut = end
    place = end
    while place > start:
        line = lines[place - 1]
        bare = line.bare
        if not bare:
            place -= 1
            continue
        if is_phone_line(bare) and not _goes_on(lines, place - 1, start):
            place = cut = place - 1
            continue
        if _LINK.fullmatch(bare) and place - 2 >= start and is_phone_line(lines[place - 2].bare):
            place = cut = place - 2
            continue
        break
    return cut


def _goes_on(lines: Sequence[Line], place: int, start: int) -> bool:
    """The rest of a sentence from the line above ("delete it / from my phone")."""
    first = lines[place].bare[0]
    return first.islower() and first != "i" and place > start and not lines[place - 1].blank
