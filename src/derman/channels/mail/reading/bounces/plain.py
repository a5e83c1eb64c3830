"""Recipients and reasons in the words of bounces that only people can read."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ..folding import fold, one_line
from .delivery_status import Outcome, status_in
from .wording import DELAYED, GIVEN_UP, ORIGINAL_FOLLOWS, STATUS_OF_WORDS

MOST_LINES = 400
"""Lines of a bounce that are read: the report stands above what it returns."""
_LONGEST = 700

ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,100}@[A-Za-z0-9][A-Za-z0-9._-]{0,200}[A-Za-z0-9]")
_HEADER = re.compile(r"(?:Received|Return-Path|Message-ID|MIME-Version|Delivered-To|DKIM-Signature|X-[A-Za-z-]{2,40}|From|To|Date|Subject)[ ]?:", re.IGNORECASE)
_TRACE = re.compile(r"[> \t]{0,6}(?:Received|Return-Path|DKIM-Signature|X-Received|Delivered-To|X-Google-Smtp-Source|ARC-Seal)[ ]?:", re.IGNORECASE)

# An address at the head of a line, with nothing or a colon and a reason behind it.
_HEADED = re.compile(
    r"[\s>*|\u2022-]{0,12}(?:\"[^\"]{0,80}\"\s*)?[\"'<]{0,2}(?P<address>%s)[\"'>]{0,2}(?:<mailto:[^<>\s]{1,200}>|\s*<(?P<inner>%s)>|\s*\([^()]{0,120}\))?"
    r"\s*(?:$|[:;,.]\s*$|:\s|;\s|\.{2,3}\s|\s+on\s|\s+\(?(?:reading|unknown|user|mailbox|unrouteable|failed|rejected|invalid|not |no )|\s*\[|\s*[-=]+>?\s|,\s*\d)" % (ADDRESS.pattern, ADDRESS.pattern)
)
_MAILTO = re.compile(r"[^<>@\n]{1,100}<mailto:(?P<address>%s)>\s*$" % ADDRESS.pattern)
_COMMAND = re.compile(r"RCPT TO:?\s*:?\s*<?\s*(?P<address>%s)" % ADDRESS.pattern, re.IGNORECASE)
_REPLY = re.compile(r"\b[45]\d\d[ -](?:#?\d\.\d{1,3}\.\d{1,3}[ :]{1,3})?[\"'<(]{1,2}(?P<address>%s)[\"'>)]{1,2}" % ADDRESS.pattern)
_LABELLED = re.compile(
    r"(?:recipients?(?: address)?|smtp(?==)|(?:undeliverable|failed|invalid|unknown|original|email|e-mail|final)\s+(?:address|recipient|user|delivery userid|mailbox)|unknown user|userid|user|mailbox|account|addressee|"
    r"address(?:es)?|originally addressed to|addressed to|destinataire|empf[aä]nger|alici|kime|destinatario|получател\w{1,4}|adres\w{0,3}|宛先|受信者|收件人)"
    r"\s*(?:\(s\)|\(es\))?\s*[:=]?\s*[\[\"'<(]{0,2}(?P<address>%s)" % ADDRESS.pattern,
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"(?:(?:deliver|sen[dt]|reach|rout|forward|mail|message|attempt|gateway|email|quota violation|undeliverable|failed)[^@\n]{0,70}?\b(?:to|for|the user|recipients?|address|attempts:)\s*[:(]?\s*[\"'<(]{0,2}"
    r"|(?:to|for|user|recipient|address|mailbox|account) [\"'<(]{0,2})(?P<address>%s)" % ADDRESS.pattern,
    re.IGNORECASE,
)
_REASONED = re.compile(
    r"(?P<address>%s)[\"'>)\]]{0,2}[^@\n]{0,60}?(?:unknown|not |n't|no such|failed|undeliver|reject|quota|full|disabled|unavailable|invalid|illegal|expired|adresine|adlı|bulunamad|teslim|iletil|nicht|n'a|no se|недоступ|не )" % ADDRESS.pattern,
    re.IGNORECASE,
)
_TIERS: tuple[tuple[re.Pattern[str], ...], ...] = ((_HEADED, _MAILTO), (_COMMAND, _REPLY), (_LABELLED,), (_TOLD, _REASONED))

# Words before an address that make it somebody else's: the sender's, or that of people to ask.
_OTHERS = re.compile(
    r"(?:mail from|from|sender|sent by|message-?id|message id|contact|postmaster|assistance|help|support|forward|write to|reply[- ]to|return-?path|envelope|"
    r"complain\w*|administrator|abuse|e-?mail us|consult|report(?:ed)? (?:this |it )?to|please (?:send|mail|e-?mail|contact|forward)|message from|dear|hello|generated from|\bby|\bid|\bhi|bonjour|merhaba|sayin)"
    r"[\s:=<\"'(]{0,5}(?:address |e-?mail |mail |an e-?mail to |a message to |to |at |the )?[\s:=<\"'(]{0,3}$"
)
_TO_LINE = re.compile(r"\s{1,12}(?:To|From|Cc|Kime|Kimden|An|Von|À|De|Para)\s*:", re.IGNORECASE)
_OFFICE = re.compile(r"(?:postmaster|mailer-daemon|abuse|support|helpdesk|hostmaster|noreply|no-reply|mail-daemon|webmaster|admin|administrator|info-?center)@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Report:
    """The two halves of a bounce in words: what the server says, and what it returns."""

    lines: tuple[str, ...]
    returned: tuple[str, ...]


def divide(text: str) -> Report:
    """Part what a server says from the mail that it returns below."""
    lines = [line[:_LONGEST] for line in text.split("\n", MOST_LINES)[:MOST_LINES]]
    for place, line in enumerate(lines):
        bare = fold(line.strip())
        if place and len(bare) < 160 and ORIGINAL_FOLLOWS.search(bare) and (bare[0] in "-=|*>~" or _returns(lines, place)):
            return Report(tuple(lines[:place]), tuple(lines[place + 1 :]))
        if _TRACE.match(line) and _header_run(lines, place):
            return Report(tuple(lines[:place]), tuple(lines[place:]))
    return Report(tuple(lines), ())


def _returns(lines: Sequence[str], place: int) -> bool:
    """Headers within a few lines, or nothing that could be a reason any more."""
    below = [line for line in lines[place + 1 : place + 14] if line.strip()]
    return not below or any(_HEADER.match(line.lstrip("> \t")) for line in below[:5])


def _header_run(lines: Sequence[str], place: int) -> bool:
    return sum(1 for line in lines[place : place + 12] if _HEADER.match(line.lstrip("> \t"))) >= 2


def find_recipients(report: Report, others: Collection[str]) -> tuple[list[tuple[str, int]], int]:
    """Failed addresses with their lines, and the tier of the evidence (0 is best).

    `others` are addresses (folded) that are not meant, such as the mail's own sender and
    reader, unless nothing else is named.
    """
    for tier, patterns in enumerate(_TIERS):
        found = _matching(report.lines, patterns)
        kept = [(address, place) for address, place in found if fold(address) not in others]
        if kept or (found and tier == 0):
            return kept or found, tier
    if named := _named_only(report.lines, others):
        return named, 1
    weak = [
        (match[0], place)
        for place, line in enumerate(report.lines)
        for match in ADDRESS.finditer(line)
        if _meant(line, match.start(), match[0]) and fold(match[0]) not in others
    ]
    return _once(weak), len(_TIERS)


_LIST_OF_NAMES = re.compile(r"(?:following|these|this) (?:recipients?|address(?:es)?|users?)\b.{0,120}:\s*$", re.IGNORECASE)
_NAME = re.compile(r"[\s<\"*-]{0,8}([A-Za-z0-9][A-Za-z0-9._-]{1,60})[>\"]?\s*$")


def _named_only(lines: Sequence[str], others: Collection[str]) -> list[tuple[str, int]]:
    """Local parts below "the following recipients:", in the domain of the server that wrote."""
    domain = next((other.partition("@")[2] for other in others if _OFFICE.match(other)), "")
    for place, line in enumerate(lines):
        if domain and _LIST_OF_NAMES.search(line):
            below = [pair for pair in enumerate(lines[place + 1 : place + 30], place + 1) if pair[1].strip()]
            names: list[tuple[str, int]] = []
            for number, text in below:
                if not (match := _NAME.fullmatch(text)) or text[0] not in " \t":
                    break
                names.append((f"{match[1]}@{domain}", number))
            return names
    return []


def _matching(lines: Sequence[str], patterns: Sequence[re.Pattern[str]]) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for place, line in enumerate(lines):
        if "@" not in line:
            continue
        for pattern in patterns:
            matches = [pattern.match(line)] if pattern in (_HEADED, _MAILTO) else list(pattern.finditer(line))
            for match in matches:
                if match and _meant(line, match.start("address"), match["address"], pattern in (_HEADED, _COMMAND)):
                    # "a@x <b@y>:" names a mailbox as an address header does: b@y is meant.
                    inner = match["inner"] if pattern is _HEADED else None
                    found.append((inner or match["address"], place))
    offices = [pair for pair in found if not _OFFICE.match(pair[0])]
    return _once(offices or found)


def _meant(line: str, start: int, address: str, strong: bool = False) -> bool:
    if _TO_LINE.match(line):
        # The bounce repeats what the mail said of itself.
        return False
    before = fold(line[max(0, start - 60) : start])
    if strong:
        return not re.search(r"mail from[\s:=<]{0,4}$", before)
    if _OTHERS.search(before):
        return False
    return not (_OFFICE.match(address) and re.search(r"contact|assist|help|mail to|write", before))


def commanded(lines: Sequence[str]) -> list[str]:
    """Addresses of RCPT TO commands, as some bounces give them with the mail they return."""
    return [match["address"] for line in lines[:40] for match in _COMMAND.finditer(line)]


def _once(found: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    seen: set[str] = set()
    out: list[tuple[str, int]] = []
    for address, place in found:
        address = address.rstrip(".").lstrip("*'")
        if fold(address) not in seen and len(seen) < 500:
            seen.add(fold(address))
            out.append((address, place))
    return out


def outcomes_in(report: Report, found: Sequence[tuple[str, int]], action: str) -> list[Outcome]:
    """Give each recipient the words that stand with it."""
    outcomes: list[Outcome] = []
    for number, (address, place) in enumerate(found):
        stop = found[number + 1][1] if number + 1 < len(found) and found[number + 1][1] > place else len(report.lines)
        own = one_line(" ".join(line for line in report.lines[place : min(stop, place + 25)]))
        whole = own if status_in(own) or len(found) > 1 else one_line(" ".join(report.lines))
        status = status_in(own) or status_in(whole) or status_of_words(own) or status_of_words(whole)
        outcomes.append(Outcome(address, action, status, own[:2_000]))
    return outcomes


def action_in(report: Report) -> str:
    """`delayed` if the server says that it will go on trying, else `failed`."""
    text = fold(one_line(" ".join(report.lines[:60])))
    return "delayed" if DELAYED.search(text) and not GIVEN_UP.search(text) else "failed"


def status_of_words(text: str) -> str | None:
    """An enhanced status code by what the words mean, None where they mean nothing known."""
    sample = fold(text[:4_000])
    for pattern, status in STATUS_OF_WORDS:
        if pattern.search(sample):
            return status
    return None
