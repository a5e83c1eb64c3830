"""What administrators do about signing: make a key, begin once its record is published, stop."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from derman.channels.mail.domains.keys import is_published, new_key
from derman.channels.mail.domains.models import DkimKey
from derman.channels.mail.domains.names import domain_of
from derman.channels.mail.errors import MailError, NotAllowed
from derman.channels.mail.models import Mailbox
from derman.channels.mail.trust.proof.resolver import LookupFailed, Questions
from derman.desk.actions import audit
from derman.kernel import clock
from derman.kernel.locks import hold
from derman.people.models import Person


def _domain(actor: Person, mailbox: Mailbox) -> str:
    if not actor.is_administrator:
        raise NotAllowed(_("Only an administrator can do this."))
    domain = domain_of(mailbox.address)
    if not domain:
        raise MailError(_("The domain of this address is none that DNS could know."))
    return domain


def make_key(*, actor: Person, mailbox: Mailbox) -> DkimKey:
    """Make a key for the mailbox's domain; one that waits already is given again. Nothing is signed by it yet.

    Raises NotAllowed, MailError.
    """
    domain = _domain(actor, mailbox)
    made = new_key(domain)
    with transaction.atomic():
        hold(f"mail.domains.{domain}")
        waiting = DkimKey.objects.filter(domain=domain, signs=False).first()
        if waiting is not None:
            return waiting
        made.save()
        audit(actor=actor, kind="dkim.key_made", domain=domain, selector=made.selector)
    return made


def begin_signing(*, actor: Person, mailbox: Mailbox) -> None:
    """Sign by the key that waits, once DNS gives it; the one before goes. Takes seconds.

    Raises NotAllowed, MailError where its record is not to be seen.
    """
    domain = _domain(actor, mailbox)
    waiting = DkimKey.objects.filter(domain=domain, signs=False).first()
    if waiting is None:
        raise MailError(_("There is no key that waits. Make one first."))
    # DNS is asked with nothing locked
    try:
        published = is_published(waiting, Questions(fresh=True))
    except LookupFailed:
        raise MailError(_("DNS gave no answer in time. Try again in a minute; nothing has changed.")) from None
    if not published:
        raise MailError(
            _(
                "DNS does not give the record at %(name)s yet. After publishing it can take from minutes to some "
                "hours. Nothing has changed."
            )
            % {"name": waiting.record_name}
        )
    with transaction.atomic():
        hold(f"mail.domains.{domain}")
        key = DkimKey.objects.filter(pk=waiting.pk, signs=False).first()
        if key is None:
            return
        DkimKey.objects.filter(domain=domain, signs=True).delete()
        key.signs, key.seen_at = True, clock.now()
        key.save(update_fields=["signs", "seen_at"])
        audit(actor=actor, kind="dkim.begun", domain=domain, selector=key.selector)


def stop_signing(*, actor: Person, mailbox: Mailbox) -> None:
    """Sign no longer, and forget the domain's keys. Raises NotAllowed, MailError."""
    domain = _domain(actor, mailbox)
    with transaction.atomic():
        hold(f"mail.domains.{domain}")
        gone, _by_model = DkimKey.objects.filter(domain=domain).delete()
        if gone:
            audit(actor=actor, kind="dkim.ended", domain=domain)
