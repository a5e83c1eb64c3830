"""Questions about the desk's mail, each with a fixed number of SQL statements."""

from .ledger import LedgerRow, came_today, ledger, ledger_mail, quarantine, quarantined_count, raw_mail
from .mailboxes import (
    auto_reply_default,
    auto_reply_times,
    encryptions,
    is_mailbox,
    links_leave,
    mailbox,
    mailboxes,
    sends_by,
)
from .outbox import OutboxRow, failed_count, outbox, outbox_mail
from .pages import PAGE, MailPage

__all__ = [
    "PAGE",
    "LedgerRow",
    "MailPage",
    "OutboxRow",
    "auto_reply_default",
    "auto_reply_times",
    "came_today",
    "encryptions",
    "failed_count",
    "is_mailbox",
    "ledger",
    "ledger_mail",
    "links_leave",
    "mailbox",
    "mailboxes",
    "outbox",
    "outbox_mail",
    "quarantine",
    "quarantined_count",
    "raw_mail",
    "sends_by",
]
