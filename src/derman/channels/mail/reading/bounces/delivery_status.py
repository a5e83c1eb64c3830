"""Delivery reports that machines can read (RFC 3464)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from derman.channels.mail.reading.charsets import decode
from derman.channels.mail.reading.folding import ascii_lower, one_line
from derman.channels.mail.reading.parts import Part
from derman.channels.mail.reading.words import decode_words

MOST_RECIPIENTS = 1_000

ACTIONS = ("failed", "delayed", "delivered", "relayed", "expanded")
"""In the order in which they matter when one report has several."""

STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60})[ \t]*:[ \t]*(.*)")
_ADDRESS = re.compile(r"[^\s<>\"';,()\[\]]{1,200}@[^\s<>\"';,()\[\]]{1,250}")
_WANTED = frozenset(
    {
        "final-recipient",
        "original-recipient",
        "x-actual-recipient",
        "action",
        "status",
        "diagnostic-code",
        "remote-mta",
        "x-postfix-queue-id",
        "reporting-mta",
        "last-attempt-date",
        "x-supplementary-info",
        "will-retry-until",
        "arrival-date",
    }
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail for one recipient."""

    recipient: str
    action: str
    status: str | None
    diagnostic: str


def read_delivery_status(root: Part) -> list[Outcome]:
    """The outcomes in the machine-readable part of a report; empty if there is none.

    A part that is not labelled as one but reads like one counts (some gateways and
    old servers send it as text).
    """
    outcomes: list[Outcome] = []
    for part in root.walk():
        if part.type in (
            "message/delivery-status",
            "message/global-delivery-status",
            "text/x-delivery-status",
        ):
            outcomes.extend(_outcomes(decode(part.content[:1_000_000], part.type_parameters.get("charset", ""))))
    return outcomes


def read_written_status(text: str) -> list[Outcome]:
    """The same out of a text in which the fields stand between other words."""
    start = re.search(
        r"^(?:[> \t]{0,8})(?:Final|Original)-Recipient[ \t]*:", text[:400_000], re.MULTILINE | re.IGNORECASE
    )
    if not start:
        return []
    begin = text.rfind("\n\n", 0, start.start())
    return [found for found in _outcomes(text[max(0, begin) : start.start() + 100_000]) if found.action or found.status]


def _outcomes(text: str) -> list[Outcome]:
    found: list[Outcome] = []
    for group in _groups(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        if outcome := _outcome(group):
            found.append(outcome)
        if len(found) >= MOST_RECIPIENTS:
            break
    return found


def _groups(lines: Iterable[str]) -> Iterable[dict[str, str]]:
    """Fields by recipient. A blank line ends a group, and so does a second recipient
    where the blank line was forgotten."""
    group: dict[str, str] = {}
    name = ""
    for line in lines:
        if not line.strip():
            if "final-recipient" in group or "original-recipient" in group:
                yield group
                group = {}
            name = ""
            continue
        if line[0] in " \t" and name:
            if len(group[name]) < 4_000:
                group[name] += " " + line.strip()
            continue
        match = _FIELD.match(line)
        field = ascii_lower(match[1]) if match else ""
        if match and (field in _WANTED or field.startswith("x-")):
            name = field
            if name == "final-recipient" and name in group:
                yield group
                group = {}
            group.setdefault(name, match[2].strip())
        elif name == "diagnostic-code" and len(group[name]) < 4_000:
            # Diagnostics are wrapped without the blank that would mark them as wrapped.
            group[name] += " " + line.strip()
    if group:
        yield group


def _outcome(group: dict[str, str]) -> Outcome | None:
    original, final = (
        _address(group.get("original-recipient", "")),
        _address(group.get("final-recipient", "")),
    )
    actual = _address(group.get("x-actual-recipient", ""))
    action_words = ascii_lower(group.get("action", "")).replace("(", " ").replace(";", " ").split()
    action = action_words[0] if action_words else ""
    if action == "failure":
        action = "failed"
    status_match = STATUS.search(group.get("status", ""))
    recipient = _better(original, final, actual)
    if not recipient or not (action or status_match or "diagnostic-code" in group):
        return None
    diagnostic = one_line(decode_words(_untyped(group.get("diagnostic-code", ""))))
    status = ".".join(status_match.groups()) if status_match else status_in(diagnostic)
    if action not in ACTIONS:
        action = "" if not status else {"2": "delivered", "4": "delayed"}.get(status[0], "failed")
    return Outcome(recipient, action, status, diagnostic or one_line(group.get("status", "")))


def _better(original: str, final: str, actual: str) -> str:
    """The address that the sender wrote, if the report knows it."""
    for address in (original, final, actual):
        if "@" in address and not address.startswith(("|", "/")):
            return address
    return final or original or actual


def _address(value: str) -> str:
    """`rfc822; ayse@ornek.example` without its type."""
    text = _untyped(value).strip().strip("<>").strip()
    if match := _ADDRESS.search(text):
        return match[0].strip("<>.")
    return text[:250]


def _untyped(value: str) -> str:
    kind, semicolon, rest = value.partition(";")
    return rest.strip() if semicolon and re.fullmatch(r"[A-Za-z0-9_. -]{1,40}", kind.strip() or "x") else value.strip()


_AFTER_CODE = re.compile(r"\b[245]\d\d[ \-]{1,3}#?\(?([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
_MARKED = re.compile(
    r"(?:#|\(|\[|status:? ?(?:code)? ?|^|code )[\s<\"']{0,2}([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)",
    re.IGNORECASE,
)
_VERSION = re.compile(r"(?:exim|postfix|sendmail|version|release|v|qmail|server|mail|build)[ /-]?$", re.IGNORECASE)


def status_in(text: str) -> str | None:
    """The enhanced status code in the words of a server: after its reply code, else one
    that is marked as such, else one that is neither a version nor part of an address."""
    sample = text[:20_000]
    if match := _AFTER_CODE.search(sample) or _MARKED.search(sample):
        return match[1]
    for match in STATUS.finditer(sample):
        if not _VERSION.search(sample[max(0, match.start() - 12) : match.start()]):
            return match[0]
    return None
