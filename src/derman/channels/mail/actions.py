"""What administrators do with the desk's mail: mailboxes, tests, quarantine, outbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from derman.channels.mail import pace, texts
from derman.channels.mail.access import content_visible_to, outgoing_content_visible_to
from derman.channels.mail.errors import MailError, MailNotFound, NotAllowed
from derman.channels.mail.letters import hand_over, words_about
from derman.channels.mail.models import (
    AutoReplyWhen,
    Encryption,
    IncomingMail,
    IncomingState,
    Mailbox,
    OutgoingKind,
    OutgoingMail,
    OutgoingState,
)
from derman.channels.mail.outgoing import language_of, write_mail
from derman.channels.mail.recipients import DELAYED, FAILED, SENT, lost_somewhere, note_fate, recipients_of
from derman.channels.mail.servers import BadMailUrl, explain, server_of, words_of
from derman.desk.actions import audit
from derman.desk.queries import the_desk
from derman.kernel import clock, jobs, secrets
from derman.people.addresses import BadAddress, check_address
from derman.people.models import Person, Team
from derman.people.queries import person_by_address

MOST_ANSWER_HOURS = 400


@dataclass(frozen=True, slots=True)
class TestResult:
    """Did a test mail leave, and in plain words what is wrong if not."""

    __test__ = False

    ok: bool
    words: str


def _require_administrator(actor: Person | None) -> None:
    # None is the desk itself: the wizard, the command line
    if actor is not None and not actor.is_administrator:
        raise NotAllowed(_("Only an administrator can do this."))


def save_mailbox(
    *,
    actor: Person | None,
    mailbox: Mailbox | None = None,
    address: str,
    name: str = "",
    team: Team | None = None,
    language: str = "",
    auto_reply_when: str = AutoReplyWhen.ALWAYS,
    auto_reply_texts: Mapping[str, str] | None = None,
    closed_texts: Mapping[str, str] | None = None,
    answer_hours: int | None = None,
    signature_texts: Mapping[str, str] | None = None,
    host: str = "",
    port: int | None = None,
    encryption: str = Encryption.STARTTLS,
    user: str = "",
    by_provider: bool = False,
    password: str | None = None,
    per_minute: int | None = None,
    connections: int | None = None,
    is_default: bool = False,
    active: bool = True,
) -> Mailbox:
    """Add a mailbox, or change `mailbox`. `password` None: as it is; empty: none. The first one is the default.

    `per_minute`: how many mails its own server gets in a minute at most; None: as the provider says.
    `connections`: how many at once; None: two.

    Raises NotAllowed, MailError that names the field.
    """
    _require_administrator(actor)
    folded = _free_address(address, mailbox)
    host, port = _checked_server(host, port, encryption)
    if language and language not in dict(settings.LANGUAGES):
        raise MailError(_("Choose one of the languages."), field="language")
    if answer_hours is not None and not 1 <= answer_hours <= MOST_ANSWER_HOURS:
        raise MailError(_("Between 1 and 400 business hours."), field="answer_hours")
    if per_minute is not None and not 1 <= per_minute <= pace.MOST:
        raise MailError(_("Between 1 and 600 mails a minute."), field="per_minute")
    if connections is not None and not 1 <= connections <= pace.MOST_CONNECTIONS:
        raise MailError(_("Between 1 and 10 connections."), field="connections")
    if by_provider and not host.strip():
        raise MailError(_("Enter the outgoing server of the provider."), field="host")
    if auto_reply_when not in AutoReplyWhen.values:
        raise MailError(_("Say when the desk answers by itself."), field="auto_reply_when")
    with transaction.atomic():
        row = mailbox or Mailbox()
        others = Mailbox.objects.exclude(pk=mailbox.pk if mailbox else 0).filter(is_default=True)
        row.address, row.folded, row.name = address.strip(), folded, _one_line(name)[:80]
        row.team, row.language, row.auto_reply_when = team, language, auto_reply_when
        row.auto_reply_texts, row.closed_texts = _texts(auto_reply_texts), _texts(closed_texts)
        row.signature_texts, row.answer_hours = _texts(signature_texts), answer_hours
        row.host, row.port, row.encryption, row.user = host, port, encryption, _one_line(user)[:254]
        row.by_provider = by_provider
        if password is not None:
            row.password_encrypted = secrets.encrypt(password) if password else ""
        row.active = active
        if is_default and active:
            others.update(is_default=False)
        # never without a default: the last one stays it
        row.is_default = active and (is_default or not others.exists())
        row.save()
        if host:
            pace.choose_limit(host, port, per_minute, connections)
        audit(actor=actor, kind="mailbox.changed" if mailbox else "mailbox.added", address=folded)
    return row


def _free_address(address: str, mailbox: Mailbox | None) -> str:
    try:
        folded = check_address(address)
    except BadAddress:
        raise MailError(_("This is not an e-mail address."), field="address") from None
    if "+" in folded.partition("@")[0]:
        raise MailError(_("An address with a + is used for replies. Give the one without it."), field="address")
    if Mailbox.objects.filter(folded=folded).exclude(pk=mailbox.pk if mailbox else 0).exists():
        raise MailError(_("Another mailbox has this address already."), field="address")
    if mailbox is None or mailbox.folded != folded:
        _nobodys_who_works_here(folded)
    return folded


def _nobodys_who_works_here(address: str) -> None:
    """Mail from a mailbox's address is the desk's own and opens nothing: an agent's would be lost on the way."""
    owner = person_by_address(address)
    if owner is not None and owner.is_staff_member:
        raise MailError(
            _("%(name)s signs in with this address, and mail from it could not become a ticket. Choose another one.")
            % {"name": owner.name},
            field="address",
        )


def _checked_server(host: str, port: int | None, encryption: str) -> tuple[str, int]:
    host = host.strip()
    if encryption not in Encryption.values:
        raise MailError(_("Choose one of the encryptions."), field="encryption")
    if any(sign.isspace() or sign in "/@:?#" for sign in host) or len(host) > 253:
        raise MailError(_("A server's name looks like mail.example.com."), field="host")
    port = port or (465 if encryption == Encryption.TLS else 587)
    if not 1 <= port <= 65535:
        raise MailError(_("A port lies between 1 and 65535."), field="port")
    return host, port


def _texts(given: Mapping[str, str] | None) -> dict[str, str]:
    known = dict(settings.LANGUAGES)
    return {code: text.replace("\0", "")[:5000] for code, text in (given or {}).items() if code in known}


def _one_line(text: str) -> str:
    return " ".join(text.replace("\0", "").split())


def remove_mailbox(*, actor: Person, mailbox: Mailbox) -> None:
    """Take a mailbox away; tickets and mails stay. Raises NotAllowed, MailError for the only one."""
    _require_administrator(actor)
    with transaction.atomic():
        heir = Mailbox.objects.exclude(pk=mailbox.pk).filter(active=True).order_by("-is_default", "pk").first()
        if heir is None:
            raise MailError(_("The desk needs a mailbox. Add another one first."))
        mailbox.delete()
        Mailbox.objects.filter(pk=heir.pk).update(is_default=True)
        audit(actor=actor, kind="mailbox.removed", address=mailbox.folded)


def send_test(*, actor: Person, mailbox: Mailbox, to: str = "") -> TestResult:
    """Send a mail from `mailbox` to `to` (the actor if empty), now, and say in plain words how it went."""
    _require_administrator(actor)
    recipient = to.strip() or actor.email
    try:
        check_address(recipient)
    except BadAddress:
        raise MailError(_("This is not an e-mail address."), field="to") from None
    try:
        server = server_of(mailbox)
    except (BadMailUrl, secrets.SecretUnreadable) as error:
        return TestResult(False, str(error))
    if server is None:
        return TestResult(
            False, _("No outgoing server is set: enter one here, or set DERMAN_MAIL_URL. Until then mails wait.")
        )
    language = language_of(actor, None, mailbox)
    subject, text = texts.test_mail(language, the_desk().name)
    row = write_mail(
        kind=OutgoingKind.TEST,
        mailbox=mailbox,
        to=[recipient],
        subject=subject,
        language=language,
        person=actor,
        text=text,
        state=OutgoingState.SENDING,
    )
    try:
        refused = hand_over(row, server)
    except Exception as error:
        _close_test(row, OutgoingState.FAILED, words_of(error))
        return TestResult(False, explain(error, server))
    _close_test(row, OutgoingState.SENT, words_about(refused))
    return TestResult(True, _("%(server)s took the mail to %(to)s.") % {"server": server, "to": recipient})


def _close_test(row: OutgoingMail, state: str, words: str) -> None:
    OutgoingMail.objects.filter(pk=row.pk).update(state=state, words=words[:1000], tries=1, done_at=clock.now())


def release(*, actor: Person, mail: int) -> None:
    """File a mail from quarantine, or one that was ignored, once more. Raises NotAllowed, MailNotFound."""
    row = _decide(actor, mail, IncomingState.QUARANTINED, IncomingState.IGNORED)
    row.state, row.reason, row.detail = IncomingState.STORED, "", ""
    row.findings = {**row.findings, "released": True}
    row.attempts, row.not_before, row.done_at = 0, None, None
    row.save()
    audit(actor=actor, kind="mail.released", mail=row.pk)

    from derman.channels.mail.jobs import file_waiting

    transaction.on_commit(lambda: jobs.enqueue_unless_waiting(file_waiting))


def ignore(*, actor: Person, mail: int) -> None:
    """Decide that a mail in quarantine needs nothing; its file stays. Raises NotAllowed, MailNotFound."""
    row = _decide(actor, mail, IncomingState.QUARANTINED)
    row.state, row.reason, row.done_at = IncomingState.IGNORED, "by_person", clock.now()
    row.save()
    audit(actor=actor, kind="mail.ignored", mail=row.pk)


def _decide(actor: Person, mail: int, *states: str) -> IncomingMail:
    _require_administrator(actor)
    row = content_visible_to(actor).filter(pk=mail, state__in=states).first()
    if row is None:
        raise MailNotFound(_("There is no such mail that waits for you."))
    return row


def retry_mail(*, actor: Person, mail: int) -> None:
    """Send a mail that failed, was cancelled or waits, as soon as possible; one that failed at some of its recipients,
    to those. Raises NotAllowed, MailNotFound.
    """
    with transaction.atomic():
        row = _outgoing(actor, mail, *OutgoingState.values)
        if row.state == OutgoingState.SENDING or (row.state == OutgoingState.SENT and not lost_somewhere(row)):
            raise MailNotFound(_("There is no such mail, or it has left already."))
        if row.state == OutgoingState.SENT:
            # whoever has it is not asked again
            for address in recipients_of(row):
                if address not in row.fates:
                    note_fate(row, address, SENT)
        if row.kind == OutgoingKind.SIGN_IN and not row.sealed:
            raise MailError(_("The link in this mail is gone. The person has to ask for a new one."))
        if row.kind == OutgoingKind.VENDOR and not row.sealed:
            raise MailError(_("What stood in this mail is not kept. Write to the vendor anew, on the ticket."))
        if row.kind == OutgoingKind.IDENTITY and not row.sealed:
            raise MailError(_("What stood in this mail is gone. Begin anew on the ticket."))
        if row.message is not None and row.message.withdrawn_at is not None:
            raise MailError(_("This reply was taken back."))
        # a reply that can still be undone keeps its time
        if row.state != OutgoingState.WAITING or row.tries:
            row.not_before = clock.now()
        row.state, row.tries, row.interrupted, row.done_at = OutgoingState.WAITING, 0, 0, None
        row.fates = {address: fate for address, fate in row.fates.items() if fate["state"] not in (DELAYED, FAILED)}
        row.save()
        audit(actor=actor, kind="mail.retried", mail=row.pk)

        from derman.channels.mail.jobs import send_due

        transaction.on_commit(lambda: jobs.enqueue_unless_waiting(send_due))


def cancel_mail(*, actor: Person, mail: int) -> None:
    """Keep a waiting mail from leaving. Raises NotAllowed, MailNotFound."""
    with transaction.atomic():
        row = _outgoing(actor, mail, OutgoingState.WAITING)
        row.state, row.done_at, row.sealed = OutgoingState.CANCELLED, clock.now(), ""
        row.save()
        audit(actor=actor, kind="mail.cancelled", mail=row.pk)


def _outgoing(actor: Person, mail: int, *states: str) -> OutgoingMail:
    _require_administrator(actor)
    found: Any = outgoing_content_visible_to(actor).select_related("message").select_for_update(of=("self",))
    row: OutgoingMail | None = found.filter(pk=mail, state__in=states).first()
    if row is None:
        raise MailNotFound(_("There is no such mail, or it has left already."))
    return row
