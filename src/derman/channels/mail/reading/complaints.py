"""Complaints: a mailbox provider passes on that a recipient called a mail unwanted (ARF, RFC 5965)."""

from __future__ import annotations

from derman.channels.mail.reading.addresses import read_addresses
from derman.channels.mail.reading.bounces import original_id, returned_headers
from derman.channels.mail.reading.folding import ascii_lower, one_line
from derman.channels.mail.reading.headers import read_headers
from derman.channels.mail.reading.mail import Complaint
from derman.channels.mail.reading.parts import Part

MOST_RECIPIENTS = 100
NO_COMPLAINT = frozenset({"not-spam", "dmarc", "auth-failure"})
"""Reports of this format that say nothing against the mail by one of its readers (RFC 6430, 6591)."""


def find_complaint(root: Part) -> Complaint | None:
    """Who calls which mail unwanted, or None for a mail that is no such report."""
    part = next((part for part in root.walk() if part.type == "message/feedback-report"), None)
    if part is None:
        return None
    content = part.content[:100_000]
    fields, _ = read_headers(content, 0, len(content))
    kind = ascii_lower(one_line(fields.text("feedback-type")))[:40] or "abuse"
    if kind in NO_COMPLAINT:
        return None
    named = [
        *(value for name in ("original-rcpt-to", "removal-recipient") for value in fields.get_all(name)),
        # providers that hide who complains leave the field away, and often the mail's own address in it
        *(value for headers in returned_headers(root) for value in headers.get_all("to")),
    ]
    people = [person.email for value in named[:MOST_RECIPIENTS] for person in read_addresses(value)]
    return Complaint(tuple(dict.fromkeys(people))[:MOST_RECIPIENTS], kind, original_id(root, ""))
