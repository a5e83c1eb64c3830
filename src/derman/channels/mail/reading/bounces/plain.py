"""Recipients and reasons in the words of bounces that only people can read."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from derman.channels.mail.reading.folding import fold, one_line

from .delivery_status import Outcome, status_in
from .outcomes import DELAYED, DELAYED_SUBJECTS, GIVEN_UP, NEGATED, SUCCEEDED, SUCCEEDED_SUBJECTS
from .patterns import (
    ADDRESS,
    ASKING,
    COMMAND,
    EXPANDED,
    HEADED,
    HEADER,
    LIST_OF_NAMES,
    MAILTO,
    NAME,
    OFFICE,
    OTHERS,
    REPEATED,
    SENDING,
    TIERS,
    TRACE,
)
from .reasons import STATUS_OF_WORDS
from .wording import ORIGINAL_FOLLOWS

MOST_LINES = 400
"""Lines of a bounce that are read: the report stands above what it returns."""
_LONGEST = 700
_CODE = re.compile(r"\b[45]\d\d[ -]#?[245]\.\d{1,3}\.\d{1,3}\b")


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
        if (
            place
            and len(bare) < 160
            and ORIGINAL_FOLLOWS.search(bare)
            and (bare[0] in "-=|*>~" or (_returns(lines, place) and not _explains(lines, place)))
        ):
            return Report(tuple(lines[:place]), tuple(lines[place + 1 :]))
        if TRACE.match(line) and _header_run(lines, place):
            return Report(tuple(lines[:place]), tuple(lines[place:]))
    return Report(tuple(lines), ())


def _returns(lines: Sequence[str], place: int) -> bool:
    """Headers within a few lines, or nothing that could be a reason any more."""
    below = [line for line in lines[place + 1 : place + 14] if line.strip()]
    return not below or any(HEADER.match(line.lstrip("> \t")) for line in below[:5])


def _explains(lines: Sequence[str], place: int) -> bool:
    """Whether the reason of the failure stands only below: some servers describe the mail first."""
    return not any(_CODE.search(line) for line in lines[:place]) and any(
        _CODE.search(line) for line in lines[place + 1 : place + 25]
    )


def _header_run(lines: Sequence[str], place: int) -> bool:
    return sum(1 for line in lines[place : place + 12] if HEADER.match(line.lstrip("> \t"))) >= 2


def find_recipients(report: Report, others: Collection[str]) -> tuple[list[tuple[str, int]], int]:
    """Failed addresses with their lines, and the tier of the evidence (0 is best).

    `others` are addresses (folded) that are not meant, such as the mail's own sender and
    reader, unless nothing else is named.
    """
    for tier, patterns in enumerate(TIERS):
        found = _matching(report.lines, patterns)
        kept = [(address, place) for address, place in found if fold(address) not in others]
        if kept or (found and tier == 0):
            return kept or found, tier
    if aliases := _matching(report.lines, (EXPANDED,)):
        return aliases, 2
    if named := _named_only(report.lines, others):
        return named, 1
    weak = [
        (match[0], place)
        for place, line in enumerate(report.lines)
        for match in ADDRESS.finditer(line)
        if _meant(line, match.start(), match[0]) and fold(match[0]) not in others
    ]
    return _once(weak), len(TIERS)


def _named_only(lines: Sequence[str], others: Collection[str]) -> list[tuple[str, int]]:
    """Local parts below "the following recipients:", in the domain of the server that wrote."""
    domain = next((other.partition("@")[2] for other in others if OFFICE.match(other)), "")
    for place, line in enumerate(lines):
        if domain and LIST_OF_NAMES.search(line):
            below = [pair for pair in enumerate(lines[place + 1 : place + 30], place + 1) if pair[1].strip()]
            names: list[tuple[str, int]] = []
            for number, text in below:
                if not (match := NAME.fullmatch(text)) or text[0] not in " \t":
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
            matches = [pattern.match(line)] if pattern in (HEADED, MAILTO) else list(pattern.finditer(line))
            for match in matches:
                if match and _meant(
                    line, match.start("address"), match["address"], pattern in (HEADED, COMMAND, EXPANDED)
                ):
                    # "a@x <b@y>:" names a mailbox as an address header does: b@y is meant.
                    inner = match["inner"] if pattern is HEADED else None
                    found.append((inner or match["address"], place))
    offices = [pair for pair in found if not OFFICE.match(pair[0])]
    return _once(offices or found)


def _meant(line: str, start: int, address: str, strong: bool = False) -> bool:
    if REPEATED.match(line):
        # The bounce repeats what the mail said of itself.
        return False
    before = fold(line[max(0, start - 60) : start])
    if strong:
        return not SENDING.search(before)
    if OTHERS.search(before):
        return False
    return not (OFFICE.match(address) and ASKING.search(before))


def commanded(lines: Sequence[str]) -> list[str]:
    """Addresses of RCPT TO commands, as some bounces give them with the mail they return."""
    return [match["address"] for line in lines[:40] for match in COMMAND.finditer(line)]


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


def action_in(report: Report, subject: str = "") -> str:
    """What the words say became of the mail: `delayed` if the server will go on trying,
    `delivered` or `relayed` if nothing went wrong at all, else `failed`."""
    text = fold(one_line(" ".join(report.lines[:60])))
    title = fold(subject)
    if (DELAYED.search(text) or DELAYED_SUBJECTS.search(title)) and not GIVEN_UP.search(text):
        return "delayed"
    if SUCCEEDED_SUBJECTS.search(title) or not (NEGATED.search(text) or NEGATED.search(title)):
        for action, words in SUCCEEDED:
            if words.search(text) or words.search(title):
                return action
    return "failed"


def status_of_words(text: str) -> str | None:
    """An enhanced status code by what the words mean, None where they mean nothing known."""
    sample = fold(text[:4_000])
    for pattern, status in STATUS_OF_WORDS:
        if pattern.search(sample):
            return status
    return None
