"""The original of a message that came by mail: for agents who see its ticket, to keep, and to read anew."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from derman.channels.mail import contents
from derman.channels.mail.errors import MailError, MailNotFound
from derman.channels.mail.intake import place, plain
from derman.channels.mail.models import EarlierReading, IncomingMail, IncomingState, Mailbox
from derman.channels.mail.reading import Mail, read_mail
from derman.channels.mail.trust import forwards
from derman.channels.mail.trust.queries import in_words
from derman.kernel import sql
from derman.people.models import Person
from derman.tickets.access import visible_to as tickets_visible_to
from derman.tickets.actions import Reading, put_back, reread
from derman.tickets.errors import TicketError


@dataclass(frozen=True, slots=True)
class Original:
    """What the ledger knows of a message's mail. `earlier`: it was read anew, and can be put back."""

    mail: int
    message: int
    ticket: int
    received_at: datetime
    size: int
    sender: str
    subject: str
    recipients: list[str]
    proof: str  # proven, unknown, failed; empty where nobody looked
    why: str  # in the reader's language
    by_agent: bool  # an agent's own answer, which is not read anew
    earlier: bool


def original_of(asker: Person, ticket: int, message: int) -> Original:
    """The mail that became this message. 3 statements. Raises MailNotFound."""
    row = _row(asker, ticket, message)
    return Original(
        mail=row.pk,
        message=message,
        ticket=ticket,
        received_at=row.received_at,
        size=row.size,
        sender=row.sender,
        subject=row.subject,
        recipients=list(row.envelope_to),
        proof=row.sender_proof,
        why=in_words(row.findings),
        by_agent=bool(row.filed_as and row.filed_as.staff),
        earlier=EarlierReading.objects.filter(message=message).exists(),
    )


def raw_of(asker: Person, ticket: int, message: int) -> bytes:
    """The mail as it came. 2 statements. Raises MailNotFound."""
    return _raw(_row(asker, ticket, message))


def read_again(*, actor: Person, ticket: int, message: int) -> bool:
    """Read the original with today's reader: the message gets the text and files that it finds. False: no difference.

    The earlier text is kept. Nothing is sent, nobody hears of it, and the mail stays filed where it is. Raises
    MailNotFound, MailError.
    """
    with transaction.atomic():
        row = _row(actor, ticket, message, lock=True)
        mail = _as_filed(row, _raw(row))
        words = contents.words_of(mail)
        try:
            before = reread(
                actor=actor,
                ticket=ticket,
                message=message,
                text=words.text,
                html_body=words.html,
                quoted=words.quoted,
                files=contents.files_of(mail),
            )
        except TicketError as error:
            raise MailError(str(error)) from None
        if before is None:
            return False
        EarlierReading.objects.create(message_id=message, by=actor, **asdict(before))
        kept = {name: value for name, value in row.findings.items() if name not in ("protection", "event")}
        row.findings = kept | contents.found_in(mail)
        sql.update(row, ["findings"])
    return True


def put_earlier_back(*, actor: Person, ticket: int, message: int) -> None:
    """Give the message the text and files from before it was read anew. Raises MailNotFound, MailError."""
    with transaction.atomic():
        _row(actor, ticket, message, lock=True)
        kept = EarlierReading.objects.select_for_update().filter(message=message).order_by("-pk").first()
        if kept is None:
            raise MailError(_("There is no earlier text of this message."))
        reading = Reading(text=kept.text, html=kept.html, quoted=kept.quoted, names=kept.names, added=kept.added)
        try:
            put_back(actor=actor, ticket=ticket, message=message, reading=reading)
        except TicketError as error:
            raise MailError(str(error)) from None
        kept.delete()


def _row(asker: Person, ticket: int, message: int, *, lock: bool = False) -> IncomingMail:
    """The mail of a message on a ticket that `asker` sees as an agent."""
    found = IncomingMail.objects.filter(
        filed_as=message, filed_as__ticket=ticket, filed_as__withdrawn_at=None, state=IncomingState.FILED
    )
    found = found.exclude(reason__in=("bounce", "complaint")).select_related("filed_as").order_by("pk")
    if lock:
        found = found.select_for_update(of=("self",))
    ids = max(ticket, message) < 2**63
    seen = ids and asker.is_staff_member and tickets_visible_to(asker).filter(pk=ticket).exists()
    row = found.first() if seen else None
    if row is None:
        raise MailNotFound(_("There is no such mail that you may see."))
    return row


def _raw(row: IncomingMail) -> bytes:
    try:
        return place(row.digest).read_bytes()
    except FileNotFoundError:
        if row.forgotten_at is not None:
            raise MailNotFound(_("The original was taken away, as the desk's rule for keeping mails says.")) from None
        raise MailNotFound(_("The file of this mail is missing in the data folder.")) from None


def _as_filed(row: IncomingMail, raw: bytes) -> Mail:
    """The mail as it was filed: of one that an agent forwarded, the part that the user wrote."""
    ours = {box.folded for box in sql.read(Mailbox, "")}
    mail = read_mail(raw, ours)
    if row.findings.get("forward") == "opened":
        found = forwards.find(mail, ours=ours, agent=plain(row.sender))
        return found.mail if found is not None else mail
    return mail
