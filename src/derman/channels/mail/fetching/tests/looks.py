"""One look into a mailbox, and what the ledger holds then."""

from __future__ import annotations

import re

from derman.channels.mail.fetching.fetcher import opened
from derman.channels.mail.fetching.models import MailboxSource
from derman.channels.mail.fetching.rounds import Round
from derman.channels.mail.models import IncomingMail
from derman.channels.mail.tests.post import letter


def look(source: MailboxSource) -> int:
    """Connect and compare everything; gives how many new mails came."""
    source.refresh_from_db()
    with opened(source) as box:
        done = Round(source, box)
        done.everything()
    return done.fetched


def numbered(*numbers: int) -> list[bytes]:
    """Mails that can be told from each other."""
    return [letter(subject=f"Mail {number}", message_id=f"{number}@out.example") for number in numbers]


def ledger() -> list[int]:
    """The numbers of the mails that the ledger holds, in order, as often as it holds them."""
    ids = IncomingMail.objects.values_list("message_id", flat=True)
    return sorted(int(found[0]) for found in map(re.compile(r"\d+").match, ids) if found)
