"""Delivery reports of every kind: by machines for machines, and in words."""

import re
from collections.abc import Iterator, Sequence

from derman.channels.mail.reading.addresses import Address, address_key, read_addresses
from derman.channels.mail.reading.bodies import Bodies
from derman.channels.mail.reading.folding import fold, one_line
from derman.channels.mail.reading.headers import Headers, read_headers
from derman.channels.mail.reading.mail import Bounce
from derman.channels.mail.reading.parts import Part, read_parts

from .delivery_status import ACTIONS, Outcome, read_delivery_status, read_written_status, status_in
from .patterns import ADDRESS
from .plain import (
    Report,
    action_in,
    commanded,
    divide,
    find_recipients,
    outcomes_in,
    status_of_words,
)
from .wording import ABOUT_MAIL, DAEMONS, MACHINE_TALK, OFFICES, SUBJECTS

_REPORT_PARTS = frozenset(
    {
        "message/delivery-status",
        "message/global-delivery-status",
        "message/disposition-notification",
        "message/global-disposition-notification",
        "message/feedback-report",
    }
)


def find_bounce(root: Part, bodies: Bodies) -> Bounce | None:
    """What the mail reports about a delivery, or None for a mail that is no such report.

    Looks at the machine-readable part first (RFC 3464), then at X-Failed-Recipients, then
    at the words. Receipts (RFC 8098) and abuse reports (RFC 5965) are no bounces, and
    neither is what a person wrote about one.
    """
    kinds = {part.type for part in root.walk()}
    outcomes = read_delivery_status(root)
    if outcomes and "multipart/report" not in kinds and not _sent_by_a_server(root.headers):
        # Somebody passed on the parts of a report.
        return None
    if not outcomes and kinds & {"message/disposition-notification", "message/feedback-report"}:
        return None
    text = bodies.text
    if not outcomes:
        if not comes_from_a_machine(root, text):
            return None
        outcomes = _inside(root) or read_written_status(text) or _in_words(root, text)
    if not outcomes:
        # A bounce it is, though it names nobody.
        report = divide(text)
        words = one_line(" ".join(report.lines))[:2_000]
        return Bounce(
            (),
            status_in(words) or status_of_words(words),
            action_in(report, root.headers.text("subject")),
            words,
            original_id(root, text),
        )
    return _bounce(outcomes, original_id(root, text))


def is_report(root: Part) -> bool:
    """Whether the mail is a report of any kind (RFC 6522): of delivery, reading or abuse."""
    return root.type == "multipart/report" or any(part.type in _REPORT_PARTS for part in (root, *root.children))


def _bounce(outcomes: Sequence[Outcome], original_id: str) -> Bounce:
    action = next((known for known in ACTIONS if any(found.action == known for found in outcomes)), "failed")
    meant = [found for found in outcomes if found.action in (action, "")]
    recipients: dict[str, str] = {}
    for found in meant:
        recipients.setdefault(address_key(found.recipient), found.recipient)
    status = next((found.status for found in meant if found.status), None)
    diagnostic = next((found.diagnostic for found in meant if found.diagnostic), "")
    return Bounce(tuple(recipients.values()), status, action, diagnostic, original_id)


def _inside(root: Part) -> list[Outcome]:
    """Outcomes of a report that a gateway on the way packed into a mail of its own."""
    for part in root.children:
        if part.type == "message/rfc822":
            inner = read_parts(part.content)
            if inner.type == "multipart/report":
                return read_delivery_status(inner)
    return []


def comes_from_a_machine(root: Part, text: str) -> bool:
    """Whether a mail without a machine-readable report can be one all the same.

    The less the sender is known to send reports, the more the subject, the first words
    and the mail that came back must say: people write about bounces too.
    """
    headers = root.headers
    if "x-failed-recipients" in headers:
        return True
    subject = fold(headers.text("subject"))
    titled = bool(SUBJECTS.search(subject) or SUBJECTS.search(_TAGS.sub("", subject)))
    known = _is_daemon(headers) or root.type == "multipart/report"
    office = bool(OFFICES.search(fold(headers.text("from"))))
    if not (titled or known or office):
        return False  # as most mails: their words need no look
    opening = fold(one_line(text[:2_500]))
    talks = bool(MACHINE_TALK.search(opening))
    if not talks and not titled:
        return False
    if known:
        return True
    silent = any(_is_null(value) for value in headers.get_all("return-path"))
    if silent and (titled or (office and talks)):
        return True
    if not office and ("list-id" in headers or not titled):
        return False
    # From here on it could be a person: only a report begins in these words and returns a mail.
    begins = bool(MACHINE_TALK.search(opening[:400]))
    returned = any(True for _ in returned_headers(root)) or bool(divide(text).returned)
    if titled and office:
        return returned or (begins and bool(ADDRESS.search(text[:2_500])) and bool(ABOUT_MAIL.search(opening)))
    return begins and returned


def _sent_by_a_server(headers: Headers) -> bool:
    return (
        _is_daemon(headers)
        or bool(OFFICES.search(fold(headers.text("from"))))
        or any(_is_null(value) for value in headers.get_all("return-path"))
    )


def _is_daemon(headers: Headers) -> bool:
    sender = fold(headers.text("from")).strip()
    return not sender or sender.endswith("<>") or bool(DAEMONS.search(sender))


def _is_null(return_path: str) -> bool:
    bare = fold(return_path).strip("<> ")
    return not bare or bool(DAEMONS.search(bare))


def _in_words(root: Part, text: str) -> list[Outcome]:
    headers = root.headers
    report = divide(text)
    action = action_in(report, headers.text("subject"))
    failed = [person.email for value in headers.get_all("x-failed-recipients") for person in read_addresses(value)]
    if failed:
        return outcomes_in(report, [(address, _line_of(report, address)) for address in failed], action)
    others = {
        fold(person.email)
        for name in ("to", "from")
        for value in headers.get_all(name)
        for person in read_addresses(value)
    }
    found, tier = find_recipients(report, others)
    if tier >= 3 or not found:
        # Words this vague count for less than the mail itself, if it came back.
        named = commanded(report.returned) or [person.email for person in _original_recipients(root, report)]
        mentioned = {fold(address) for address, _ in found}
        if named and not mentioned & {fold(address) for address in named} and (not found or tier > 3):
            found = [(address, 0) for address in named[:20]]
    return outcomes_in(report, found, action) if found else []


def _line_of(report: Report, address: str) -> int:
    wanted = fold(address)
    return next((place for place, line in enumerate(report.lines) if wanted in fold(line)), 0)


def returned_headers(root: Part) -> Iterator[Headers]:
    """Header blocks of the mail that came back, attached in whole or in part."""
    for part in root.walk():
        if part is not root and part.type in (
            "message/rfc822",
            "message/global",
            "text/rfc822-headers",
            "message/rfc822-headers",
            "message/global-headers",
        ):
            content = part.content[:200_000]
            yield read_headers(content, 0, len(content))[0]


def _original_recipients(root: Part, report: Report) -> list[Address]:
    for headers in returned_headers(root):
        for value in headers.get_all("to"):
            if people := read_addresses(value):
                return people
    raw = "\n".join(_unquoted(report.returned)).strip("\n").encode("utf-8", "surrogatepass")
    headers, _ = read_headers(raw, 0, len(raw))
    return [person for value in headers.get_all("to") for person in read_addresses(value)]


def _unquoted(lines: Sequence[str]) -> list[str]:
    """Returned lines without the indentation or the quote signs that all of them have."""
    shown = [line for line in lines[:60] if line.strip()]
    indent = min((len(line) - len(line.lstrip("> \t")) for line in shown), default=0)
    return [line[indent:] if line.strip() else "" for line in lines]


# "[Postmaster] Undeliverable", "[EXTERNAL] Undeliverable".
_TAGS = re.compile(r"^(?:\[[^\[\]]{1,40}\]\s*){1,3}")
_MESSAGE_ID = re.compile(
    # "Message-ID: <…>" as in the returned mail, and the ways in which reports that return nothing name it
    r"^[> \t]{0,6}(?:(?:the |its )?(?:original |x-original-|original-)?message[- ]id"
    r"(?: (?:of|for) (?:the|your) (?:original )?(?:message|mail))?(?: is| was)?)[ \t]*:[ \t\n]*<([^<>\s]{3,300})>",
    re.IGNORECASE | re.MULTILINE,
)
_STATUS_PARTS = frozenset({"message/delivery-status", "message/global-delivery-status", "text/x-delivery-status"})


def original_id(root: Part, text: str) -> str:
    """The Message-ID of the mail that came back, in a part or in the words; empty where it is not named."""
    for headers in returned_headers(root):
        if (found := headers.get("message-id").strip("<> ")) and " " not in found:
            return found
    # fields beside those of the standard: X-Original-Message-ID of Gmail, which need not return anything
    fields = (part.content[:50_000].decode("utf-8", "replace") for part in root.walk() if part.type in _STATUS_PARTS)
    matches = (_MESSAGE_ID.search(source.replace("\r\n", "\n")) for source in (*fields, text[:200_000]))
    return next((match[1] for match in matches if match), "")


__all__ = ["find_bounce", "is_report", "original_id", "returned_headers"]
