"""What a vendor does on its guest page: answer, send files, say its number and its day, and that it is solved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from derman.kernel import clock
from derman.tickets import actions as tickets
from derman.tickets.events import VendorSaid
from derman.tickets.incoming import Incoming, IncomingFile, Proof
from derman.tickets.models import Channel, Event, Message
from derman.vendors import clock as vendors_clock
from derman.vendors.actions.handing import LONGEST_TEXT, number_of, tell_said
from derman.vendors.errors import WrongInput
from derman.vendors.links import case_of
from derman.vendors.models import Case

MOST_A_DAY = 50  # answers of one case
FARTHEST = 731  # days


def answer(
    *,
    token: str,
    text: str = "",
    files: Sequence[IncomingFile] = (),
    number: str = "",
    day: date | None = None,
    solved: bool = False,
) -> Case:
    """By the link alone, whoever holds it. An empty number and no day leave what was said before.

    Raises RoomClosed, WrongInput.
    """
    with transaction.atomic():
        known = case_of(token)
        Case.objects.select_for_update(no_key=True).get(pk=known.pk)
        case = case_of(token)  # as it is behind the lock
        now = clock.now()
        if len(text) > LONGEST_TEXT:
            raise WrongInput(_("This is too long: %(most)d characters at most.") % {"most": LONGEST_TEXT}, field="text")
        if day is not None and not now.date() - timedelta(days=1) <= day <= now.date() + timedelta(days=FARTHEST):
            raise WrongInput(_("The day must lie ahead, at most two years from now."), field="date")
        kept = number_of(number) or case.their_number
        news = (kept, day or case.their_date) != (case.their_number, case.their_date)
        said = solved and case.state == Case.State.OPEN
        if not text.strip() and not files and not news and not said:
            raise WrongInput(_("Write something first."), field="text")
        if _lately(case, now - timedelta(days=1)) >= MOST_A_DAY:
            raise WrongInput(_("That is too much for one day. Write an e-mail instead."), field="text")
        case.their_number, case.their_date = kept, day or case.their_date
        if said:
            case.state, case.solved_at = Case.State.SAID, now
        heard(case)
        case.save()
        if news or said:
            tell_said(case, case.forward.person, solved=said)
        if text.strip() or files:
            _write(case, text, files)
    return case


def _lately(case: Case, since: datetime) -> int:
    """How often they wrote, and told a number or a day, since then."""
    written = Message.objects.filter(forward=case.forward_id, staff=False, created_at__gt=since)
    told = Event.objects.filter(ticket=case.ticket_id, kind=VendorSaid.kind, at__gt=since)
    return written.count() + told.count()


def heard(case: Case) -> None:
    """They wrote: their answer has come, and reminders begin anew. The caller saves it."""
    now = clock.now()
    case.answered_at, case.heard_at = case.answered_at or now, now
    case.reminded, case.reminded_at = 0, None
    vendors_clock.plan(case, now)


def _write(case: Case, text: str, files: Sequence[IncomingFile]) -> None:
    tickets.receive(
        Incoming(
            channel=Channel.PORTAL,
            sender=case.forward.person,
            subject=case.ticket.subject,
            text=text,
            files=files,
            answers=case.ticket_id,
            outside=case.forward_id,
            proof=Proof.TOKEN,
        )
    )
