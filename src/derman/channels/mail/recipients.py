"""What became of a mail at each of its recipients, and which addresses take no mail."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from derman.channels.mail.errors import NotAllowed
from derman.channels.mail.models import OutgoingMail, UnreachableAddress
from derman.desk.actions import audit
from derman.kernel import clock, sql
from derman.people.addresses import BadAddress, fold_address
from derman.people.models import Person

SENT, DELAYED, FAILED, DELIVERED, COMPLAINED = "sent", "delayed", "failed", "delivered", "complained"
SILENCE = timedelta(days=1)  # a mail that was taken and of which no report came back for so long has arrived

_STATUS = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b")
# permanent failures that say nothing of the address: full, too big, not to the server's liking (RFC 3463)
_OF_THE_MAIL = re.compile(r"5\.(?:2\.[2-4]|3\.\d+|6\.\d+|7\.\d+)")
_NO_SUCH_ADDRESS = re.compile(r"\b55[0136]\b")


@dataclass(frozen=True, slots=True)
class Unreachable:
    """An address that takes no mail: since when, and what the server said."""

    address: str
    since: datetime
    words: str


def recipients_of(row: OutgoingMail) -> list[str]:
    """To whom a mail goes, each once."""
    return list(dict.fromkeys([*row.to, *row.cc, *row.bcc]))


def still_to_reach(row: OutgoingMail) -> list[str]:
    """To whom it still has to go: not to the domain that is kept for addresses which do not exist (RFC 2606)."""
    return [
        address
        for address in recipients_of(row)
        if not address.rstrip(".>").casefold().endswith((".invalid", "@invalid"))
        and not has_fate(row, address, SENT, DELIVERED, FAILED, COMPLAINED)
    ]


def note_fate(row: OutgoingMail, address: str, state: str, words: str = "") -> None:
    """Note on `row`, for the caller to save, what became of it at one recipient."""
    row.fates = {**row.fates, address: {"state": state, "words": words[:500]}}


def has_fate(row: OutgoingMail, address: str, *states: str) -> bool:
    """Is one of `states` noted of this recipient?"""
    return row.fates.get(address, {}).get("state") in states


def failed_everywhere(row: OutgoingMail) -> bool:
    """Did the mail fail at each of its recipients?"""
    return all(has_fate(row, address, FAILED) for address in recipients_of(row))


def lost_somewhere(row: OutgoingMail) -> bool:
    """Did the mail fail at one of its recipients at least?"""
    return any(has_fate(row, address, FAILED) for address in recipients_of(row))


def is_of_the_address(words: str, status: str = "") -> bool:
    """Does a permanent failure mean that the address takes no mail, rather than that it did not take this one?"""
    found = status or next(iter(_STATUS.findall(words)), "")
    if found:
        return found.startswith("5") and not _OF_THE_MAIL.fullmatch(found)
    return _NO_SUCH_ADDRESS.search(words) is not None


def mark_unreachable(address: str, words: str) -> None:
    """Remember that an address takes no mail. 1 statement."""
    try:
        folded = fold_address(address)
    except BadAddress:
        return
    UnreachableAddress.objects.bulk_create(
        [UnreachableAddress(folded=folded, words=words[:1000])],
        update_conflicts=True,
        unique_fields=["folded"],
        update_fields=["words", "since", "taken_at"],
    )


def note_taken(addresses: Iterable[str]) -> None:
    """A server took a mail to these addresses: the mark goes, unless a report comes back. 1 statement."""
    found = UnreachableAddress.objects.filter(folded__in=_folded(addresses), taken_at=None)
    found.update(taken_at=clock.now())


def note_delivered(addresses: Iterable[str]) -> None:
    """A mail arrived at these addresses: the mark goes. 1 statement."""
    UnreachableAddress.objects.filter(folded__in=_folded(addresses)).delete()


def unreachable(addresses: Collection[str]) -> dict[str, Unreachable]:
    """Which of `addresses` take no mail, as they were given. 1 statement; none for no address."""
    spellings = {folded: address for address in addresses for folded in _folded([address])}
    if not spellings:
        return {}
    found = sql.rows(
        "SELECT folded, since, words FROM mail_unreachableaddress"
        " WHERE folded = ANY(%s) AND (taken_at IS NULL OR taken_at > %s)",
        [list(spellings), clock.now() - SILENCE],
    )
    return {spellings[folded]: Unreachable(spellings[folded], since, words) for folded, since, words in found}


def call_reachable(*, actor: Person, address: str) -> None:
    """An administrator says that an address takes mail after all. Raises NotAllowed."""
    if not actor.is_administrator:
        raise NotAllowed(_("Only an administrator can do this."))
    with transaction.atomic():
        gone, _by_model = UnreachableAddress.objects.filter(folded__in=_folded([address])).delete()
        if gone:
            audit(actor=actor, kind="address.reachable", address=address)


def _folded(addresses: Iterable[str]) -> list[str]:
    made = []
    for address in addresses:
        try:
            made.append(fold_address(address))
        except BadAddress:
            continue
    return made
