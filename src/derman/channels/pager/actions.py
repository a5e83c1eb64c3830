"""What can be done with the gateway for pages: it is set, and tested."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from derman.channels.pager.calling import Outcome, hand_over
from derman.channels.pager.composing import PLACES
from derman.channels.pager.errors import NotAllowed, PagerError, Unfit
from derman.channels.pager.models import Gateway, Page, State, Why
from derman.desk.actions import audit
from derman.identity import accounts
from derman.kernel import clock, secrets
from derman.people.models import Person

LONGEST_SECRET = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How the gateway is to be. `headers` and `secret`: None keeps those that are kept, empty forgets them.

    They belong to the machine for which they were given: with another address, None forgets them, too.
    """

    address: str
    active: bool = True
    majors: bool = True
    content_type: str = accounts.JSON
    body: str = ""
    headers: str | None = None
    secret: str | None = None
    inside: bool = False


def save(*, actor: Person, given: Given) -> Gateway:
    """Say through what pages leave. Raises NotAllowed for all but administrators, Unfit with the field."""
    if not actor.is_administrator:
        raise NotAllowed(_("Only administrators can do this."))
    try:
        accounts.check(
            address=given.address, body=given.body, content_type=given.content_type, method="POST", places=PLACES
        )
        if given.headers is not None:
            accounts.headers_of(given.headers)
    except accounts.Unfit as error:
        raise Unfit(str(error), field=error.field) from None
    if given.secret is not None and len(given.secret) > LONGEST_SECRET:
        raise Unfit(_("This is too long: %(most)d characters at most.") % {"most": LONGEST_SECRET}, field="secret")
    with transaction.atomic():
        row = Gateway.objects.select_for_update().filter(pk=1).first() or Gateway(pk=1)
        if _machine(row.address) != _machine(given.address):
            # whoever may set the address, but never saw them, could have them sent to a machine of their own
            row.headers_sealed = row.secret_sealed = ""
        row.active, row.majors, row.inside = given.active, given.majors, given.inside
        row.address, row.content_type, row.body = given.address, given.content_type, given.body
        if given.headers is not None:
            row.headers_sealed = secrets.encrypt(given.headers) if given.headers.strip() else ""
        if given.secret is not None:
            row.secret_sealed = secrets.encrypt(given.secret) if given.secret else ""
        row.save()
        audit(actor=actor, kind="pager.changed", address=row.host, active=row.active)
    return row


def _machine(address: str) -> tuple[str, str]:
    """Which machine is called, and how: what is sent by https is not sent in the clear later."""
    parts = urlsplit(address)
    return parts.scheme, parts.netloc.rpartition("@")[2]


def test(*, actor: Person) -> Outcome:
    """Page whoever asks, here and now, and say what came of it. Raises NotAllowed, PagerError where nothing is set."""
    if not actor.is_administrator:
        raise NotAllowed(_("Only administrators can do this."))
    gateway = Gateway.objects.filter(pk=1).first()
    if gateway is None:
        raise PagerError(_("Set the gateway first."))
    now = clock.now()
    # over from the start, so that no job tries it again
    page = Page.objects.create(
        person=actor, why=Why.TEST, state=State.FAILED, code="slow", tries=1, at=now, ended_at=now
    )
    outcome = hand_over(gateway, page)
    page.state = State.FAILED if outcome.code else State.REACHED
    page.code, page.status, page.said, page.ended_at = outcome.code, outcome.status, outcome.said, clock.now()
    page.save(update_fields=["state", "code", "status", "said", "ended_at"])
    return outcome
