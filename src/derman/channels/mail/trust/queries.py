"""Questions about senders, each with a fixed number of SQL statements."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from derman.channels.mail.contents import Event, event_of
from derman.channels.mail.trust.models import RuleKind, SenderRule, Storm, TrustSettings
from derman.channels.mail.trust.policy import the_settings
from derman.kernel import clock, sql
from derman.people.models import Person

WHY = {
    "dmarc": gettext_noop("DMARC passed: the sender's domain stands behind this mail."),
    "dkim": gettext_noop("The sender's domain signed this mail."),
    "spf": gettext_noop("It came from a machine that may send for the sender's domain."),
    "arc": gettext_noop("A trusted forwarding server says that it was proven before."),
    "inside": gettext_noop("Microsoft 365 says that somebody of its own organisation wrote it, signed in."),
    "nothing": gettext_noop("It bears no signature of the sender's domain, and nothing else proves it."),
    "not_asked": gettext_noop("It came through a mail server that says nothing about the sender."),
    "no_answer": gettext_noop("DNS did not answer in time, so the sender could not be checked."),
    "dmarc_failed": gettext_noop("The sender's domain says that such a mail is not from it (DMARC)."),
    "spf_failed": gettext_noop("It came from a machine that may not send for the sender's domain (SPF)."),
    "broken": gettext_noop("The signature of the sender's domain no longer fits; lists and gateways do that."),
    "several": gettext_noop("It names more than one sender, or none that could be checked."),
}
SPAM_WHY = {
    "blocked": gettext_noop("Spam, because the sender is on the list of the blocked: %(detail)s"),
    "learned": gettext_noop("Spam, because mails of this sender were marked as spam before: %(detail)s"),
    "learned_domain": gettext_noop("Spam, because several senders of this domain were spam: %(detail)s"),
    "score": gettext_noop("Spam, because the mail server gave it this score: %(detail)s"),
    "marked": gettext_noop("Spam, because the mail server marked it so: %(detail)s"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """How far a message's sender is proven (proven, unknown or failed), and why, in words."""

    proof: str
    words: str
    spam: str  # why it is spam, in words; empty where it is none
    storm: str  # that it is one of many, in words; empty where it is none
    protection: str = ""  # signed or encrypted; empty for most
    event: Event | None = None  # of an invitation


def findings_of(messages: Collection[int]) -> dict[int, Finding]:
    """By message, for messages that the reader may see (the caller has asked). 1 statement; none for no message."""
    if not messages:
        return {}
    # written out, since each ticket's page asks it
    rows = sql.rows(
        "SELECT filed_as_id, sender_proof, findings::text FROM mail_incomingmail"
        " WHERE filed_as_id = ANY(%s) AND sender_proof != '' ORDER BY id DESC",
        [list(messages)],
    )
    found = ((message, proof, json.loads(findings)) for message, proof, findings in rows)
    return {
        message: Finding(
            proof,
            in_words(findings),
            spam_in_words(findings),
            storm_in_words(findings),
            findings.get("protection", ""),
            event_of(findings),
        )
        for message, proof, findings in found
    }


def in_words(findings: dict[str, Any]) -> str:
    """Why a sender is proven or not, in the reader's language."""
    words = [_(WHY[findings["why"]])] if findings.get("why") in WHY else []
    if findings.get("by"):
        words.append(_("So says %(server)s.") % {"server": findings["by"]})
    if findings.get("refused"):
        words.append(_("It was not added to #%(number)s, which it names.") % {"number": findings["refused"]})
    if findings.get("forward") == "not_proven":
        words.append(_("It forwards somebody's mail, but the agent is not proven, so the ticket is the agent's."))
    return " ".join(words)


def spam_in_words(findings: dict[str, Any]) -> str:
    """Why a mail is spam, in the reader's language; empty where it is none."""
    spam = findings.get("spam") or {}
    return _(SPAM_WHY[spam["why"]]) % {"detail": spam.get("detail", "")} if spam.get("why") in SPAM_WHY else ""


def storm_in_words(findings: dict[str, Any]) -> str:
    """That a mail is one of many, in the reader's language; empty where it is none."""
    if not findings.get("storm"):
        return ""
    return _("One of many mails of this sender with this subject within minutes: they share this ticket.")


@dataclass(frozen=True, slots=True)
class StormRow:
    """A storm: who, what, how many, and the ticket that they share."""

    sender: str
    subject: str
    mails: int
    ticket: int | None
    off: bool


def storms(asker: Any, *, within: timedelta = timedelta(hours=1)) -> list[StormRow]:
    """The storms of the last hour, for administrators. 3 statements at most, 1 where all is calm."""
    if not isinstance(asker, Person) or not asker.is_administrator:
        return []
    rows = list(Storm.objects.filter(last_at__gt=clock.now() - within, ticket__isnull=False).order_by("-mails")[:20])
    if not rows:
        return []
    off = set(SenderRule.objects.filter(kind=RuleKind.OFF).values_list("pattern", flat=True))
    return [StormRow(row.sender, row.subject, row.mails, row.ticket_id, row.sender in off) for row in rows]


def storm_of(ticket: int) -> str:
    """Whose storm a ticket is of, and how many mails that are by now. 1 statement."""
    row = Storm.objects.filter(ticket=ticket).order_by("-last_at").first()
    return f"{row.sender} ({row.mails})" if row is not None else ""


def settings_of(asker: Person) -> TrustSettings | None:
    """The desk's decisions, for administrators. 1 statement."""
    return the_settings() if asker.is_administrator else None


def rules(asker: Person, *, size: int = 500) -> list[SenderRule]:
    """What was decided about senders, for administrators. 1 statement."""
    return list(SenderRule.objects.select_related("by")[:size]) if asker.is_administrator else []


def rule_kinds() -> list[tuple[str, str]]:
    """(code, name) of what can be done with a sender."""
    return [(str(code), str(name)) for code, name in RuleKind.choices]
