"""Questions about fetching, each with a fixed number of SQL statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from derman.channels.mail.access import mailboxes_visible_to
from derman.channels.mail.fetching import grants, oauth
from derman.channels.mail.fetching.models import Afterwards, Arrival, MailboxGrant, MailboxSource, SignIn
from derman.channels.mail.fetching.state import PATIENCE
from derman.channels.mail.fetching.words import explain
from derman.channels.mail.models import Mailbox
from derman.kernel import clock
from derman.people.models import Person

STALE = timedelta(minutes=4)  # a fetcher that lives says so twice in this time


@dataclass(frozen=True, slots=True)
class ArrivalState:
    """How mail for a mailbox comes, and how that goes.

    `state`: handed, new (never looked yet), well, failing, or idle (no fetcher looks after it).
    """

    state: str
    arrival: str
    arrival_name: str
    server: str
    sentence: str  # what is wrong and what to do; empty where all is well
    looked_at: datetime | None
    fetched_at: datetime | None
    next_try_at: datetime | None
    failing_since: datetime | None


@dataclass(frozen=True, slots=True)
class FailingMailbox:
    """A mailbox from which the desk cannot fetch, for whoever can mend it."""

    mailbox: int
    address: str
    since: datetime
    sentence: str


def source_of(asker: Person, mailbox: Mailbox) -> MailboxSource | None:
    """Where the mailbox's mail is fetched from, for administrators. 1 statement."""
    return MailboxSource.objects.filter(mailbox=mailbox).first() if asker.is_administrator else None


def grant_of(asker: Person, mailbox: Mailbox) -> MailboxGrant | None:
    """The provider's permission, for administrators. 1 statement."""
    return MailboxGrant.objects.filter(mailbox=mailbox).first() if asker.is_administrator else None


def provider_name(grant: MailboxGrant) -> str:
    """The provider as people call it."""
    return grants.name_of(grant)


def arrival_state(source: MailboxSource | None) -> ArrivalState:
    """How it goes with a source. No statement."""
    if source is None or source.arrival == Arrival.HANDED:
        return ArrivalState("handed", "handed", str(Arrival.HANDED.label), "", "", None, None, None, None)
    state, sentence = "well", ""
    if source.failing_since is not None:
        state, sentence = "failing", explain(source.problem, source.particulars)
    elif source.looked_at is None:
        state = "new"
    elif source.looked_at < clock.now() - STALE:
        state, sentence = "idle", _not_looked()
    return ArrivalState(
        state,
        source.arrival,
        str(source.get_arrival_display()),
        f"{source.host}:{source.port}",
        sentence,
        source.looked_at,
        source.fetched_at,
        source.next_try_at,
        source.failing_since,
    )


def _not_looked() -> str:
    return _(
        "No worker looks into this mailbox. Is the desk's worker running? “derman doctor” and /health/ready say so. "
        "The mails wait on their server."
    )


def arrivals(asker: Person) -> dict[int, ArrivalState]:
    """Mailbox → how its mail comes, for those from which the desk fetches. 1 statement."""
    found = MailboxSource.objects.filter(mailbox__in=mailboxes_visible_to(asker)).exclude(arrival=Arrival.HANDED)
    return {source.mailbox_id: arrival_state(source) for source in found}


def failing(asker: Any) -> list[FailingMailbox]:
    """Mailboxes from which the desk has not been able to fetch for a while, for administrators. 1 statement at most."""
    if not isinstance(asker, Person) or not asker.is_administrator:
        return []
    moment = clock.now()
    wrong = Q(told=True) | Q(failing_since__lt=moment - PATIENCE) | Q(looked_at__lt=moment - STALE)
    found = MailboxSource.objects.filter(wrong).exclude(arrival=Arrival.HANDED).select_related("mailbox")
    return [
        FailingMailbox(
            source.mailbox_id,
            source.mailbox.address,
            source.failing_since or source.looked_at or moment,
            explain(source.problem, source.particulars) if source.problem else _not_looked(),
        )
        for source in found.order_by("mailbox__address")[:20]
        if source.problem or source.failing_since is None
    ]


def _pairs(choices: Any) -> list[tuple[str, str]]:
    return [(str(code), str(name)) for code, name in choices.choices]


def ways() -> list[tuple[str, str]]:
    """(code, name) of the ways in which mail may come."""
    return _pairs(Arrival)


def sign_ins() -> list[tuple[str, str]]:
    """(code, name) of the ways in which the desk shows who it is."""
    return _pairs(SignIn)


def providers() -> list[tuple[str, str]]:
    """(code, name) of the providers by which the desk may sign in."""
    return [(code, name) for code, name in _pairs(SignIn) if code != SignIn.PASSWORD]


def afterwards() -> list[tuple[str, str]]:
    """(code, name) of what may become of a mail on its server."""
    return _pairs(Afterwards)


def known_provider(code: str) -> bool:
    """Are the addresses of this provider known, so that nobody has to enter them?"""
    return code in oauth.PROVIDERS
