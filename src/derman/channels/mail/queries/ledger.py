"""The mail ledger: every mail that came, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Func, Q, QuerySet, Subquery, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from derman.channels.mail.access import content_visible_to, ledger_visible_to, with_openness
from derman.channels.mail.errors import MailNotFound
from derman.channels.mail.intake import place
from derman.channels.mail.marks import digest_of_id
from derman.channels.mail.models import IncomingMail, IncomingState
from derman.channels.mail.reading import read_addresses
from derman.channels.mail.reasons import REASONS
from derman.kernel import clock
from derman.kernel.folding import fold
from derman.people.addresses import BadAddress, fold_address
from derman.people.models import Person

from .pages import PAGE, MailPage

NEWEST_OF_ONE = 1_000  # mails of one address that are looked through for each page
LOOKED_AT_FIRST = 5_000  # the newest mails: a word that many subjects have fills a page from these
LOOKED_AT_AT_ALL = 200_000  # of the newest mails, where words are too short for the index
INDEXED = 3  # letters of a word that the index of subjects can find


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of the ledger. `hidden`: it belongs to a team closed to the reader, so it says only that it came."""

    id: int
    received_at: datetime
    state: str
    reason: str  # code
    reason_text: str  # in the reader's language
    detail: str
    sender: str
    subject: str
    recipients: list[str]
    mailbox: str
    size: int
    source: str  # smtp, pipe, imap or pop3
    digest: str  # SHA-256 of the raw mail, hexadecimal
    ticket: int | None
    message: int | None  # what it became on the ticket
    hidden: bool


def ledger(
    asker: Person,
    *,
    state: str = "",
    mailbox: int | None = None,
    wanted: str = "",
    before: int = 0,
    size: int = PAGE,
) -> MailPage[LedgerRow]:
    """One page of the ledger, the latest first; `before` is the key of the page. 1 statement, and 1 more
    for an address, a Message-ID or rare words.

    `wanted` is an address, a Message-ID or words of the subject: of mails that the asker may see.
    """
    found: QuerySet[IncomingMail] = ledger_visible_to(asker)
    if state in IncomingState.values:
        found = found.filter(state=state)
    if mailbox is not None:
        found = found.filter(mailbox=mailbox)
    if before:
        found = found.filter(pk__lt=before)
    wanted = wanted.strip()[:998]
    if "@" in wanted:
        found = _about(found, wanted)
    found = with_openness(found, asker).select_related("mailbox")
    if wanted:
        found = found.filter(Q(("open_to", True)))
    if wanted and "@" not in wanted:
        rows = _with_words(found, wanted, before, size + 1)
    else:
        rows = list(found.order_by("-pk")[: size + 1])
    return MailPage([_ledger_row(row) for row in rows[:size]], rows[size - 1].pk if len(rows) > size else 0)


def _about(mails: QuerySet[IncomingMail], wanted: str) -> QuerySet[IncomingMail]:
    """Mails with this Message-ID, or from or to this address."""
    named = next((one.email for one in read_addresses(wanted) if "@" in one.email), "")
    bare = named or wanted.strip("<>")
    try:
        address = fold_address(bare)
    except BadAddress:
        address = bare
    # each by an index of its own, and of who writes all day the newest
    ways = (Q(message_id_hash=digest_of_id(bare)), Q(sender=bare), Q(lane=address), Q(envelope_to__contains=[bare]))
    first, *others = (mails.filter(way).order_by("-pk").values_list("pk", flat=True)[:NEWEST_OF_ONE] for way in ways)
    # asked first: PostgreSQL would expect as many as there may be, and walk through the ledger until it has a page
    return IncomingMail.objects.filter(pk__in=list(first.union(*others)))


def _with_words(mails: QuerySet[IncomingMail], wanted: str, before: int, size: int) -> list[IncomingMail]:
    """The latest mails whose subject has these words."""
    words = fold(wanted).split()[:8]
    latest = Value(before) if before else Coalesce(Subquery(IncomingMail.objects.order_by("-pk").values("pk")[:1]), 0)
    # joined to nothing, which no index knows: these few are walked through, whatever the planner thinks of the words
    walked = _named(mails, words, Concat(F("subject"), Value("")))
    rows = list(walked.filter(pk__gt=latest - LOOKED_AT_FIRST).order_by("-pk")[:size])
    if len(rows) == size:
        return rows
    if all(len(word) < INDEXED for word in words):
        return list(walked.filter(pk__gt=latest - LOOKED_AT_AT_ALL).order_by("-pk")[:size])
    # by a sum, which no index has in order: what is rare is found by the index of subjects, never by walking the ledger
    indexed = _named(mails, words, F("subject")).exclude(subject="")
    return list(indexed.order_by((F("pk") + 0).desc())[:size])


def _named(mails: QuerySet[IncomingMail], words: list[str], subject: Combinable) -> QuerySet[IncomingMail]:
    folded = Func(subject, function="derman_fold", output_field=TextField())
    return mails.alias(folded_subject=folded).filter(*(Q(folded_subject__contains=word) for word in words))


def ledger_mail(asker: Person, number: int) -> LedgerRow:
    """One line of the ledger. 1 statement. Raises MailNotFound."""
    rows = ledger(asker, before=number + 1, size=1).rows if 0 < number < 2**62 else []
    if not rows or rows[0].id != number:
        raise MailNotFound(_("There is no such mail that you may see."))
    return rows[0]


def came_today(asker: Person, mailbox: int, *, cap: int = 1000) -> int:
    """How many of the latest `cap` mails to a mailbox came since midnight, by the reader's clock. 1 statement."""
    latest = ledger_visible_to(asker).filter(mailbox=mailbox).order_by("-pk")[:cap]
    midnight = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    return IncomingMail.objects.filter(pk__in=latest.values("pk"), received_at__gte=midnight).count()


def quarantine(asker: Person, *, before: int = 0, size: int = PAGE) -> MailPage[LedgerRow]:
    """One page of the mails that wait for a person. 1 statement."""
    return ledger(asker, state=IncomingState.QUARANTINED, before=before, size=size)


def quarantined_count(asker: Person, *, cap: int = 100) -> int:
    """How many mails wait in quarantine, counted up to `cap`. 1 statement."""
    return ledger_visible_to(asker).filter(state=IncomingState.QUARANTINED).order_by()[:cap].count()


def _ledger_row(row: IncomingMail) -> LedgerRow:
    hidden = not row.open_to  # type: ignore[attr-defined]
    reason = REASONS.get(row.reason, "")
    return LedgerRow(
        id=row.pk,
        received_at=row.received_at,
        state=row.state,
        reason=row.reason,
        reason_text=_(reason) if reason else "",
        detail="" if hidden else row.detail,
        sender="" if hidden else row.sender,
        subject="" if hidden else row.subject,
        recipients=[] if hidden else list(row.envelope_to),
        mailbox=row.mailbox.address if row.mailbox and not hidden else "",
        size=row.size,
        source=row.source,
        digest="" if hidden else row.digest,
        ticket=None if hidden else row.ticket_id,
        message=None if hidden or row.reason in ("bounce", "complaint", "duplicate") else row.filed_as_id,
        hidden=hidden,
    )


def raw_mail(asker: Person, number: int) -> bytes:
    """A mail as it came, for administrators, as far as they may see it. 1 statement. Raises MailNotFound."""
    row = content_visible_to(asker).filter(pk=number).first() if asker.is_administrator else None
    if row is None:
        raise MailNotFound(_("There is no such mail that you may see."))
    try:
        return place(row.digest).read_bytes()
    except FileNotFoundError:
        if row.forgotten_at is not None:
            raise MailNotFound(_("The original was taken away, as the desk's rule for keeping mails says.")) from None
        raise MailNotFound(_("The file of this mail is missing in the data folder.")) from None
