"""Handing a ticket to a vendor, what goes on with them, and how it ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from derman.desk.hours import the_zone
from derman.kernel import clock
from derman.kernel.facts import announce
from derman.people.models import Person
from derman.tickets import actions as tickets
from derman.tickets import events
from derman.tickets.incoming import IncomingFile
from derman.tickets.merged import survivor_of
from derman.tickets.models import Message
from derman.vendors import clock as vendors_clock
from derman.vendors import standing
from derman.vendors.access import cases_visible_to, visible_to
from derman.vendors.actions.keeping import LARGEST, money
from derman.vendors.errors import VendorNotFound, WrongInput
from derman.vendors.facts import VendorToTell
from derman.vendors.links import LIFE
from derman.vendors.models import Case, Contact, Contract, Vendor

MOST_OPEN = 10  # cases of one ticket
LONGEST_TEXT = 20_000


def hand_to_vendor(
    *,
    actor: Person,
    ticket: int,
    vendor: int,
    text: str,
    way: str = Case.Way.MAIL,
    contact: int | None = None,
    messages: Sequence[int] = (),
    files: Sequence[int] = (),
    attached: Sequence[IncomingFile] = (),
) -> Case:
    """Hand a ticket to a vendor, with words, chosen public messages and chosen files of the conversation (ids).

    By mail in a thread of its own, or by a guest page. It leaves after the undo time; the ticket waits for the vendor.
    Raises VendorNotFound, WrongInput, and what tickets raise.
    """
    with transaction.atomic():
        firm, whom = _whom(actor, vendor, contact)
        if way not in Case.Way:
            raise WrongInput(_("A ticket goes to a vendor by mail or by a guest page."), field="way")
        if len(text) > LONGEST_TEXT:
            raise WrongInput(_("This is too long: %(most)d characters at most.") % {"most": LONGEST_TEXT}, field="text")
        if cases_visible_to(actor).filter(ticket=ticket, state="open").count() >= MOST_OPEN:
            raise WrongInput(_("This ticket is with ten vendors already. End one of them first."))
        now = clock.now()
        case = Case(vendor=firm, by=actor, way=way, sent_at=now, contract=_contract_now(firm), link_until=now + LIFE)

        def begin(message: Message) -> events.VendorAsked:
            case.ticket_id, case.message, case.forward_id = message.ticket_id, message, message.forward_id or 0
            case.currency = case.contract.currency if case.contract is not None else case.currency
            vendors_clock.start(case)
            case.save()
            return events.VendorAsked(case=case.pk, vendor=firm.pk, message=message.pk, way=way)

        sent = tickets.send_to_vendor(
            actor=actor,
            ticket=ticket,
            address=whom.email,
            name=whom.name,
            text=text,
            messages=messages,
            files=files,
            attached=attached,
            mailed=way == Case.Way.MAIL,
            begin=begin,
        )
        if way == Case.Way.GUEST:
            announce(VendorToTell(case=case.pk, ticket=ticket, why="asked", message=sent.pk))
    return case


def _whom(actor: Person, vendor: int, contact: int | None) -> tuple[Vendor, Contact]:
    firm = visible_to(actor).filter(pk=vendor, archived_at=None).first() if 0 < vendor < LARGEST else None
    if firm is None:
        raise VendorNotFound(_("There is no such vendor."))
    people = firm.contacts.order_by("position", "pk")
    whom = (people.filter(pk=contact) if contact is not None else people).first()
    if whom is None:
        raise WrongInput(_("Choose a contact of this vendor."), field="contact")
    return firm, whom


def _contract_now(firm: Vendor) -> Contract | None:
    """The contract in force, of several the one that ends last."""
    today = clock.now().astimezone(the_zone()).date()
    holding = [one for one in firm.contracts.all() if one.holds_on(today)]
    return max(holding, key=lambda one: (one.ends_on is None, one.ends_on or today, one.pk), default=None)


def locked_case(actor: Person, ticket: int, case: int) -> Case:
    """A case of a ticket that `actor` may see, until the transaction ends. Raises VendorNotFound."""
    rows = cases_visible_to(actor).filter(pk=case, ticket=ticket).select_for_update(of=("self",), no_key=True)
    found = rows.select_related("vendor", "contract", "forward").first() if 0 < case < LARGEST else None
    if found is None:
        raise VendorNotFound(_("There is no such case of a vendor."))
    return found


def write_to_vendor(
    *,
    actor: Person,
    ticket: int,
    case: int,
    text: str,
    messages: Sequence[int] = (),
    files: Sequence[int] = (),
    attached: Sequence[IncomingFile] = (),
) -> Message:
    """Write on in the conversation with the vendor. Raises VendorNotFound, WrongInput, and what tickets raise."""
    with transaction.atomic():
        row = locked_case(actor, ticket, case)
        if row.state == Case.State.WITHDRAWN:
            raise WrongInput(_("It was withdrawn from the vendor. Hand it over anew."))
        if len(text) > LONGEST_TEXT:
            raise WrongInput(_("This is too long: %(most)d characters at most.") % {"most": LONGEST_TEXT}, field="text")
        by_guest = row.way == Case.Way.GUEST
        sent = tickets.send_to_vendor(
            actor=actor,
            ticket=survivor_of(ticket),
            address=row.forward.address,
            text=text,
            messages=messages,
            files=files,
            attached=attached,
            forward=row.forward,
            mailed=not by_guest,
        )
        row.link_until = clock.now() + LIFE
        row.save(update_fields=["link_until"])
        if by_guest:
            announce(VendorToTell(case=row.pk, ticket=ticket, why="wrote", message=sent.pk))
    return sent


def note_details(
    *,
    actor: Person,
    ticket: int,
    case: int,
    number: str | None = None,
    day: date | None = None,
    cost: Decimal | None = None,
    forget_day: bool = False,
) -> Case:
    """Write down their number, their day, what it cost (None: as it is). Raises VendorNotFound, WrongInput."""
    with transaction.atomic():
        row = locked_case(actor, ticket, case)
        before = (row.their_number, row.their_date)
        if number is not None:
            row.their_number = number_of(number)
        if day is not None or forget_day:
            row.their_date = day
        if cost is not None:
            row.cost = money(cost, "cost")
        vendors_clock.plan(row, clock.now())
        row.save(update_fields=["their_number", "their_date", "cost", "remind_at"])
        if before != (row.their_number, row.their_date):
            tell_said(row, actor)
    return row


def number_of(given: str) -> str:
    """Their number as it is kept. Raises WrongInput."""
    number = " ".join(given.replace("\0", "").split())
    if len(number) > 80:
        raise WrongInput(_("This is too long: %(most)d characters at most.") % {"most": 80}, field="number")
    return number


def tell_said(case: Case, actor: Person | None, *, solved: bool = False) -> None:
    """Their number and day, on the timeline."""
    day = case.their_date.isoformat() if case.their_date is not None else ""
    said = events.VendorSaid(case=case.pk, vendor=case.vendor_id, number=case.their_number, date=day, solved=solved)
    tickets.note_of_vendor(actor=actor, ticket=case.ticket_id, what=said)


def end(*, actor: Person, ticket: int, case: int) -> Case:
    """The desk has done with them: it is solved. Raises VendorNotFound, WrongInput."""
    with transaction.atomic():
        row = locked_case(actor, ticket, case)
        if not row.is_open:
            raise WrongInput(_("It is not with the vendor any more."))
        finish(row, actor, why="done")
    return row


def finish(row: Case, actor: Person | None, *, why: str) -> None:
    """Within a transaction: a locked, open case is done with."""
    now, before = clock.now(), standing.of(row)
    row.state, row.ended_at, row.ended_why, row.remind_at = Case.State.DONE, now, why, None
    row.solved_at = row.solved_at or now
    row.save(update_fields=["state", "ended_at", "ended_why", "remind_at", "solved_at"])
    what = events.VendorEnded(case=row.pk, vendor=row.vendor_id, why=why, before=before, after=standing.of(row))
    tickets.note_of_vendor(actor=actor, ticket=row.ticket_id, what=what)


def withdraw(*, actor: Person, ticket: int, case: int) -> Case:
    """Take it back from the vendor: its guest page opens nothing any more. Raises VendorNotFound, WrongInput."""
    with transaction.atomic():
        row = locked_case(actor, ticket, case)
        if row.state == Case.State.WITHDRAWN:
            raise WrongInput(_("It was withdrawn already."))
        before = standing.of(row)
        row.state, row.ended_at, row.ended_why, row.remind_at = Case.State.WITHDRAWN, clock.now(), "withdrawn", None
        row.save(update_fields=["state", "ended_at", "ended_why", "remind_at"])
        what = events.VendorEnded(
            case=row.pk, vendor=row.vendor_id, why="withdrawn", before=before, after=standing.of(row)
        )
        tickets.note_of_vendor(actor=actor, ticket=ticket, what=what)
    return row


def ask_again(*, actor: Person, ticket: int, case: int) -> Case:
    """It is not solved after all: with the vendor again, and counted. Raises VendorNotFound, WrongInput."""
    with transaction.atomic():
        row = locked_case(actor, ticket, case)
        if row.state not in (Case.State.SAID, Case.State.DONE):
            raise WrongInput(_("Only what was called solved can be asked for again."))
        again(row, actor, why="hand")
    return row


def again(row: Case, actor: Person | None, *, why: str) -> None:
    """Within a transaction: a locked case that was called solved is open again."""
    before = standing.of(row)
    row.state, row.ended_at, row.ended_why, row.solved_at = Case.State.OPEN, None, "", None
    row.reopened, row.reminded = row.reopened + 1, 0
    vendors_clock.plan(row, clock.now())
    row.save(update_fields=["state", "ended_at", "ended_why", "solved_at", "reopened", "reminded", "remind_at"])
    what = events.VendorAskedAgain(case=row.pk, vendor=row.vendor_id, why=why, before=before, after=standing.of(row))
    tickets.note_of_vendor(actor=actor, ticket=row.ticket_id, what=what)


def renew_link(*, actor: Person, ticket: int, case: int) -> Case:
    """Mail a new link; the old one opens nothing any more. Raises VendorNotFound, WrongInput."""
    with transaction.atomic():
        row = locked_case(actor, ticket, case)
        if row.way != Case.Way.GUEST or row.state == Case.State.WITHDRAWN:
            raise WrongInput(_("There is no guest page."))
        row.link_serial += 1
        row.link_until = clock.now() + LIFE
        row.save(update_fields=["link_serial", "link_until"])
        announce(VendorToTell(case=row.pk, ticket=ticket, why="new_link"))
    return row
