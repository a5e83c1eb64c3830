"""Questions about the desk's mail, each with a fixed number of SQL statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from derman.channels.mail.access import (
    content_visible_to,
    ledger_visible_to,
    mailboxes_visible_to,
    outbox_visible_to,
    outgoing_content_visible_to,
)
from derman.channels.mail.errors import MailNotFound
from derman.channels.mail.intake import place
from derman.channels.mail.marks import digest_of_id
from derman.channels.mail.models import (
    AutoReplyWhen,
    Encryption,
    IncomingMail,
    IncomingState,
    Mailbox,
    OutgoingMail,
    OutgoingState,
)
from derman.channels.mail.reading import read_addresses
from derman.channels.mail.reasons import REASONS
from derman.channels.mail.recipients import FAILED, has_fate, recipients_of
from derman.channels.mail.texts import default_text
from derman.kernel.folding import fold
from derman.people.addresses import BadAddress, fold_address
from derman.people.models import Person

PAGE = 40
SUBJECTS_LOOKED_AT = 200_000  # the newest mails, of which subjects are searched


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


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One line of the outbox. `hidden`: it belongs to a ticket that the reader may not see."""

    id: int
    kind: str
    kind_label: str
    state: str
    state_label: str
    words: str
    to: list[str]
    cc: list[str]
    bcc: list[str]
    subject: str
    text: str  # of what the desk wrote by itself; empty for replies and sign-in links
    mailbox: str
    ticket: int | None
    tries: int
    created_at: datetime
    not_before: datetime
    done_at: datetime | None
    lost: list[str]  # recipients at whom it failed, of a mail that others got
    hidden: bool


@dataclass(frozen=True, slots=True)
class MailPage[T]:
    """Some rows, and the key of the next page (0 at the end)."""

    rows: list[T]
    next: int


def mailboxes(asker: Person) -> list[Mailbox]:
    """The desk's addresses, the default one first. 1 statement."""
    return list(mailboxes_visible_to(asker).select_related("team"))


def mailbox(asker: Person, number: int) -> Mailbox:
    """One mailbox. 1 statement. Raises MailNotFound."""
    found = mailboxes_visible_to(asker).select_related("team").filter(pk=number).first()
    if found is None:
        raise MailNotFound(_("There is no such mailbox."))
    return found


def sends_by() -> str:
    """How mail leaves where a mailbox names no server of its own: `host:port`, or empty (it waits in the outbox)."""
    from derman.channels.mail.servers import BadMailUrl, read_url

    if not settings.DERMAN_MAIL_URL:
        return ""
    try:
        return str(read_url(settings.DERMAN_MAIL_URL))
    except BadMailUrl as error:
        return str(error)


def links_leave() -> bool:
    """Does mail that concerns no ticket, like a sign-in link, have a server to leave by? 1 statement."""
    from derman.channels.mail.outgoing import mailbox_of

    if settings.DERMAN_MAIL_URL:
        return True
    mailbox = mailbox_of(None)
    return bool(mailbox and mailbox.host)


def encryptions() -> list[tuple[str, str]]:
    """(code, name) of the ways in which the road to a server is protected."""
    return [(str(code), str(name)) for code, name in Encryption.choices]


def auto_reply_times() -> list[tuple[str, str]]:
    """(code, name) of when a mailbox may answer by itself."""
    return [(str(code), str(name)) for code, name in AutoReplyWhen.choices]


def auto_reply_default(language: str, *, closed: bool = False, timed: bool = False) -> str:
    """The auto-reply of a mailbox that has none of its own; `closed`: the one for when the desk is closed; `timed`: it
    says until when one usually answers.
    """
    return default_text(language, closed=closed, timed=timed)


def ledger(
    asker: Person,
    *,
    state: str = "",
    mailbox: int | None = None,
    wanted: str = "",
    before: int = 0,
    size: int = PAGE,
) -> MailPage[LedgerRow]:
    """One page of the ledger, the latest first; `before` is the key of the page. 1 statement.

    `wanted` is an address, a Message-ID or words of the subject: of mails that the asker may see.
    """
    found: QuerySet[IncomingMail] = ledger_visible_to(asker)
    if wanted.strip():
        found = content_visible_to(asker).filter(_about(wanted.strip()[:998]))
    if state in IncomingState.values:
        found = found.filter(state=state)
    if mailbox is not None:
        found = found.filter(mailbox=mailbox)
    if before:
        found = found.filter(pk__lt=before)
    open_to = content_visible_to(asker).filter(pk=OuterRef("pk"))
    rows = list(found.select_related("mailbox").annotate(open_to=Exists(open_to)).order_by("-pk")[: size + 1])
    return MailPage([_ledger_row(row) for row in rows[:size]], rows[size - 1].pk if len(rows) > size else 0)


def _about(wanted: str) -> Q:
    """Mails with this Message-ID, or from or to this address; else those whose subject has these words."""
    named = next((one.email for one in read_addresses(wanted) if "@" in one.email), "")
    bare = named or wanted.strip("<>")
    if "@" not in wanted:
        # of the newest mails only: nobody waits for a look through millions
        newest = Coalesce(Subquery(IncomingMail.objects.order_by("-pk").values("pk")[:1]), 0) - SUBJECTS_LOOKED_AT
        words = [Q(folded_subject__contains=word) for word in fold(wanted).split()[:8]]
        return Q(
            pk__in=IncomingMail.objects.alias(
                folded_subject=Func(F("subject"), function="derman_fold", output_field=TextField())
            )
            .filter(*words, pk__gt=newest)
            .values("pk")
        )
    try:
        address = fold_address(bare)
    except BadAddress:
        address = bare
    return Q(message_id_hash=digest_of_id(bare)) | Q(sender=bare) | Q(lane=address) | Q(envelope_to__contains=[bare])


def ledger_mail(asker: Person, number: int) -> LedgerRow:
    """One line of the ledger. 1 statement. Raises MailNotFound."""
    rows = ledger(asker, before=number + 1, size=1).rows if 0 < number < 2**62 else []
    if not rows or rows[0].id != number:
        raise MailNotFound(_("There is no such mail that you may see."))
    return rows[0]


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
        message=None if hidden or row.reason in ("bounce", "duplicate") else row.filed_as_id,
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


def outbox(asker: Person, *, state: str = "", before: int = 0, size: int = PAGE) -> MailPage[OutboxRow]:
    """One page of the outbox, the latest first. 1 statement."""
    found = outbox_visible_to(asker)
    if state:
        found = found.filter(state=state)
    if before:
        found = found.filter(pk__lt=before)
    open_to = outgoing_content_visible_to(asker).filter(pk=OuterRef("pk"))
    rows = list(found.select_related("mailbox").annotate(open_to=Exists(open_to)).order_by("-pk")[: size + 1])
    return MailPage([_outbox_row(row) for row in rows[:size]], rows[size - 1].pk if len(rows) > size else 0)


def outbox_mail(asker: Person, number: int) -> OutboxRow:
    """One line of the outbox. 1 statement. Raises MailNotFound."""
    rows = outbox(asker, before=number + 1, size=1).rows if 0 < number < 2**62 else []
    if not rows or rows[0].id != number:
        raise MailNotFound(_("There is no such mail that you may see."))
    return rows[0]


def failed_count(asker: Person, *, cap: int = 100) -> int:
    """How many mails could not be sent, counted up to `cap`. 1 statement."""
    return outbox_visible_to(asker).filter(state=OutgoingState.FAILED).order_by()[:cap].count()


def _outbox_row(row: OutgoingMail) -> OutboxRow:
    hidden = not row.open_to  # type: ignore[attr-defined]
    return OutboxRow(
        id=row.pk,
        kind=row.kind,
        kind_label=str(row.get_kind_display()),
        state=row.state,
        state_label=str(row.get_state_display()),
        words="" if hidden else row.words,
        to=[] if hidden else list(row.to),
        cc=[] if hidden else list(row.cc),
        bcc=[] if hidden else list(row.bcc),
        subject="" if hidden else row.subject,
        text="" if hidden else row.text,
        mailbox=row.mailbox.address if row.mailbox else "",
        ticket=None if hidden else row.ticket_id,
        tries=row.tries,
        created_at=row.created_at,
        not_before=row.not_before,
        done_at=row.done_at,
        lost=[] if hidden or row.state != OutgoingState.SENT else _lost(row),
        hidden=hidden,
    )


def _lost(row: OutgoingMail) -> list[str]:
    return [address for address in recipients_of(row) if has_fate(row, address, FAILED)]
