"""Announcements are begun, described, published, taken back, deleted and brought back."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from derman.announcements.access import may_begin
from derman.announcements.actions.affecting import count_in
from derman.announcements.actions.locking import locked, save
from derman.announcements.errors import NotAllowed, WrongInput
from derman.announcements.facts import AnnouncementChanged
from derman.announcements.models import Announcement, Audience, Kind, State
from derman.announcements.words import texts_of, titles_of
from derman.kernel import clock
from derman.kernel.facts import announce
from derman.people.access import teams_visible_to
from derman.people.models import Person
from derman.tickets import actions as tickets
from derman.tickets.access import visible_to as tickets_visible_to
from derman.tickets.errors import TicketNotFound


class Details(TypedDict, total=False):
    """What is said of an announcement; what is not given stays."""

    titles: object
    texts: object
    audience: str
    team: int | None
    until: datetime | None


def begin(
    *, actor: Person, kind: str, ticket: int | None = None, state: str = "", **details: Unpack[Details]
) -> Announcement:
    """A new one, a draft. An outage may come from a ticket: its requester is the first whom it affects.

    Raises NotAllowed, WrongInput, tickets.TicketNotFound.
    """
    if kind not in Kind:
        raise WrongInput(_("This is an outage or a notice."), field="kind")
    if not may_begin(actor, kind):
        raise NotAllowed(_("Only leads and administrators write notices.") if actor.is_staff_member else "")
    if ticket is not None and kind != Kind.OUTAGE:
        raise WrongInput(_("Only an outage comes from a ticket."), field="ticket")
    row = Announcement(kind=kind, written_by=actor)
    if kind == Kind.OUTAGE:
        row.state = state or State.INVESTIGATING
        if row.state not in State or row.state == State.OVER:
            raise WrongInput(_("Say how far it is."), field="state")
    _describe(actor, row, {"titles": None, **details})
    with transaction.atomic():
        from_ticket = None
        if ticket is not None:
            from_ticket = tickets_visible_to(actor).filter(pk=ticket).first()
            if from_ticket is None:
                raise TicketNotFound(_("There is no ticket #%(number)s that you may see.") % {"number": ticket})
            row.ticket = from_ticket
        row.save()
        if from_ticket is not None:
            tickets.note_outage(actor=actor, ticket=from_ticket.pk, announcement=row.pk)
            count_in(row, from_ticket.requester_id)
        announce(AnnouncementChanged(announcement=row.pk))
    return row


def describe(
    *, actor: Person, announcement: int, revision: int | None = None, **details: Unpack[Details]
) -> Announcement:
    """Title, text, for whom and until when. Raises NotFound, NotAllowed, Overtaken, WrongInput."""
    with transaction.atomic():
        row = locked(actor, announcement, revision=revision)
        _describe(actor, row, details)
        save(row, "titles", "texts", "audience", "team", "until")
    return row


def _describe(actor: Person, row: Announcement, details: Details) -> None:
    if "titles" in details:
        row.titles = titles_of(details["titles"])
    if "texts" in details:
        row.texts = texts_of(details["texts"])
    if "audience" in details:
        if details["audience"] not in Audience:
            raise WrongInput(_("Say who is to see it."), field="audience")
        row.audience = details["audience"]
        row.team_id = details.get("team", row.team_id) if row.audience == Audience.TEAM else None
        if row.audience == Audience.TEAM and not teams_visible_to(actor).filter(pk=row.team_id or 0).exists():
            raise WrongInput(_("Choose the team."), field="team")
    if "until" in details:
        row.until = details["until"]
        if row.until is not None and row.until <= (row.published_at or clock.now()):
            raise WrongInput(_("It would be over before it begins."), field="until")


def publish(*, actor: Person, announcement: int, at: datetime | None = None) -> Announcement:
    """Shown from now on, or from `at`. Raises NotFound, NotAllowed, WrongInput."""
    with transaction.atomic():
        row = locked(actor, announcement)
        moment = at or clock.now()
        if at is None and row.published_at is not None and row.published_at <= moment:
            return row
        if row.until is not None and row.until <= moment:
            raise WrongInput(_("It would be over before it begins."), field="until")
        row.published_at = moment
        save(row, "published_at")
    return row


def withdraw(*, actor: Person, announcement: int) -> Announcement:
    """Back to a draft, which nobody sees or hears of. Raises NotFound, NotAllowed."""
    with transaction.atomic():
        row = locked(actor, announcement)
        if row.published_at is not None:
            row.published_at = None
            save(row, "published_at")
    return row


def remove(*, actor: Person, announcement: int) -> Announcement:
    """Take it away; it can be brought back. Raises NotFound, NotAllowed."""
    with transaction.atomic():
        row = locked(actor, announcement)
        row.removed_at = clock.now()
        save(row, "removed_at")
    return row


def bring_back(*, actor: Person, announcement: int) -> Announcement:
    """The opposite of `remove`. Raises NotFound, NotAllowed."""
    with transaction.atomic():
        row = locked(actor, announcement, removed=True)
        row.removed_at = None
        save(row, "removed_at")
    return row
