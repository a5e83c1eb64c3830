"""Hand a secret over once: encrypted while it waits, shown a single time by a link, then gone from the database."""

from __future__ import annotations

import secrets as random
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from derman.identity.actions.ending import ticket_of
from derman.identity.errors import CannotCheck, CheckOver, SecretGone
from derman.identity.facts import SecretToSend
from derman.identity.models import HandedSecret, SecretState
from derman.identity.queries import is_locked, require_proven
from derman.kernel import clock, secrets
from derman.kernel.facts import announce
from derman.people.models import Person
from derman.tickets import actions as tickets
from derman.tickets.models import Ticket

LIFE = timedelta(hours=24)
LONGEST = 4000
_SIGNS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is mistaken for another
_GROUPS = (4, 4, 4, 4)  # some 92 bits


def make_secret() -> str:
    """A password that one can type from a screen. It is kept nowhere."""
    return "-".join("".join(random.choice(_SIGNS) for _sign in range(length)) for length in _GROUPS)


def hand_over_secret(
    *, actor: Person, ticket: int, secret: str, label: str = "", address: int | None = None
) -> HandedSecret:
    """Send the requester a link by which they read `secret` once. `address`: which of their verified ones gets it.

    Raises TicketNotFound, NotAllowed, Overtaken, CannotCheck for a bad value, and Locked or NotProven where the
    requester has to be proven first.
    """
    if not secret.strip() or "\0" in secret:
        raise CannotCheck(_("Write the secret, or have one made."), field="secret")
    if len(secret) > LONGEST:
        raise CannotCheck(_("This is too long: %(most)d characters at most.") % {"most": LONGEST}, field="secret")
    with transaction.atomic():
        row = ticket_of(actor, ticket)
        person = Person.objects.select_for_update(no_key=True, of=("self",)).get(pk=row.requester_id)
        if not person.is_active:
            raise CannotCheck(_("%(name)s may not sign in any more: nothing is handed over.") % {"name": person})
        require_proven(row)
        return hand_over(row=row, person=person, actor=actor, secret=secret, label=label, address=address)


def hand_over(
    *, row: Ticket, person: Person, actor: Person, secret: str, label: str, address: int | None
) -> HandedSecret:
    """The same where it was looked at already whether it may be, inside a transaction that holds the ticket.

    Raises CannotCheck for an address that is not a registered one.
    """
    token, moment = secrets.new_token(), clock.now()
    handed = HandedSecret.objects.create(
        ticket=row,
        person=person,
        by=actor,
        label=" ".join(label.replace("\0", "").split())[:120],
        to=_address_of(person, address),
        digest=secrets.digest(token),
        sealed=secrets.encrypt(secret),
        made_at=moment,
        expires_at=moment + LIFE,
    )
    tickets.note_secret_handed(actor=actor, ticket=row.pk, secret=handed.pk, person=person.pk, label=handed.label)
    announce(SecretToSend(ticket=row.pk, secret=handed.pk, token=token))
    return handed


def open_secret(*, token: str) -> str:
    """What was handed over, this once. Raises SecretGone with what to do."""
    unreadable = False
    with transaction.atomic():
        found = _behind(token)
        Ticket.objects.select_for_update(of=("self",)).get(pk=found.ticket_id)
        row = HandedSecret.objects.select_for_update(of=("self",)).get(pk=found.pk)
        _check_open(row)
        try:
            text = secrets.decrypt(row.sealed)
        except secrets.SecretUnreadable:
            unreadable, text = True, ""
        _end(row, None if unreadable else row.person, SecretState.EXPIRED if unreadable else SecretState.OPENED)
    if unreadable:
        raise SecretGone(_("The desk cannot read this any more. Ask it to hand it over again."))
    return text


def check_secret(token: str) -> HandedSecret:
    """What a link leads to, without opening it. 2 statements. Raises SecretGone with what to do."""
    row = _behind(token)
    _check_open(row)
    return row


def withdraw_secret(*, actor: Person, ticket: int, secret: int) -> HandedSecret:
    """The link opens nothing any more. Raises TicketNotFound, NotAllowed, Overtaken, CheckOver."""
    with transaction.atomic():
        ticket_of(actor, ticket)
        held = HandedSecret.objects.select_for_update(of=("self",)).filter(ticket=ticket)
        row = held.filter(pk=secret, state=SecretState.WAITING).first() if secret < 2**63 else None
        if row is None:
            raise CheckOver(_("It was opened, withdrawn, or is out of time already."))
        _end(row, actor, SecretState.WITHDRAWN)
    return row


def end_secrets_due() -> int:
    """What nobody opened in time is gone; how many. Safe to run twice, and at the same time."""
    due = HandedSecret.objects.filter(state=SecretState.WAITING, expires_at__lte=clock.now())
    ended = 0
    for pk, number in list(due.order_by("expires_at").values_list("pk", "ticket")[:200]):
        with transaction.atomic():
            Ticket.objects.select_for_update(of=("self",)).get(pk=number)
            held = HandedSecret.objects.select_for_update(of=("self",))
            row = held.filter(pk=pk, state=SecretState.WAITING).first()
            if row is not None:
                _end(row, None, SecretState.EXPIRED)
                ended += 1
    return ended


def _behind(token: str) -> HandedSecret:
    row = HandedSecret.objects.filter(digest=secrets.digest(token)).select_related("person").first()
    if row is None:
        raise SecretGone(_("This link is not complete. Copy it whole from the mail."))
    return row


def _check_open(row: HandedSecret) -> None:
    if row.state == SecretState.OPENED:
        raise SecretGone(
            _("This was opened already, and is shown only once. If it was not you, call the desk at once.")
        )
    if row.state != SecretState.WAITING or row.expires_at <= clock.now():
        raise SecretGone(_("This link is no longer good. Ask the desk to hand it over again."))
    if not row.person.is_active or is_locked(row.person_id):
        raise SecretGone(_("This link is closed for now. Call the desk on the number that you know."))


def _end(row: HandedSecret, actor: Person | None, state: str) -> None:
    row.state, row.sealed, row.ended_at = state, "", clock.now()
    row.save(update_fields=["state", "sealed", "ended_at"])
    tickets.note_secret_ended(
        actor=actor, ticket=row.ticket_id, secret=row.pk, person=row.person_id, outcome=state, label=row.label
    )


def registered_address(person: Person) -> str:
    """The verified address that is used for somebody; only who has none has the one where the desk's answers go."""
    verified = list(person.addresses.filter(verified=True).values_list("address", flat=True))
    if not verified or person.email in verified:
        return person.email
    return str(verified[0])


def _address_of(person: Person, address: int | None) -> str:
    if address is None:
        found = registered_address(person)
    else:
        chosen = person.addresses.filter(verified=True, pk=address)
        found = chosen.values_list("address", flat=True).first() or ""
    if not found:
        raise CannotCheck(_("%(name)s has no such registered address.") % {"name": person}, field="address")
    return found
