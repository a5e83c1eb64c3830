"""The vendors of the demo desk: one with a contract and a ticket that it answers late, one whose contract ends soon."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from derman.channels.mail.models import OutgoingKind, OutgoingMail, OutgoingState
from derman.kernel import clock
from derman.people.models import Person, Role
from derman.tickets import actions as tickets
from derman.tickets.incoming import Incoming
from derman.tickets.models import Category, Channel, Priority, Status, Ticket
from derman.vendors import actions
from derman.vendors.links import token_of
from derman.vendors.models import Case, Vendor


def fill_vendors() -> None:
    """Needs the people and tickets of the demo; nothing leaves for anybody."""
    lead = Person.objects.filter(role__in=(Role.LEAD, Role.ADMINISTRATOR)).order_by("pk").first()
    if lead is None:
        return
    arda = _arda(lead)
    nordic = _nordic(lead)
    asker = Person.objects.filter(role=Role.REQUESTER, is_active=True).order_by("pk").first()
    if asker is None:
        return
    now = clock.now()
    with clock.frozen_at(now - timedelta(hours=30)):
        broken = _server(asker, lead)
    with clock.frozen_at(now - timedelta(hours=29)):
        words = "The server “erp-02” has failed twice since Monday. Please look."
        late = _handed(lead, broken, arda, "guest", words)
    with clock.frozen_at(now - timedelta(hours=20)):
        actions.answer(token=token_of(late), text="The log shows a broken disk. We send one.", number="AS-48817")
    for ticket in _about("VPN", 1):
        with clock.frozen_at(now - timedelta(hours=3)):
            words = "Sessions end after ten minutes. Do you know why?"
            _handed(ticket.assignee or lead, ticket, nordic, "mail", words)
    # the demo has no server that mails leave by, and nobody is to be reminded while it is looked at
    Case.objects.filter(remind_at__isnull=False).update(remind_at=now + timedelta(days=1))
    _nothing_leaves()


def _arda(lead: Person) -> Vendor:
    vendor = actions.save(
        actor=lead,
        given=actions.Details(
            name="Arda Sunucu A.Ş.",
            language="tr",
            contacts=[
                ("Destek masası", "destek@arda.example", "0212 555 01 01"),
                ("Can Aydın", "can.aydin@arda.example", "0532 555 01 02"),
            ],
            categories=_categories("Hardware", "donanım", "Yazılım"),
            notes="Out of hours call the first number and say the number of the contract.",
        ),
    )
    given = actions.ContractGiven(
        number="AS-2026-7",
        hours="always",
        response_minutes=240,
        solution_minutes=24 * 60,
        ends_on=clock.now().date() + timedelta(days=400),
        cost=Decimal(480_000),
    )
    actions.save_contract(actor=lead, vendor=vendor.pk, given=given)
    return vendor


def _nordic(lead: Person) -> Vendor:
    vendor = actions.save(
        actor=lead,
        given=actions.Details(
            name="Nordic Networks",
            language="en",
            contacts=[("Care team", "care@nordic.example", "+46 8 555 010 20")],
            categories=_categories("VPN", "Network", "Erişim"),
        ),
    )
    given = actions.ContractGiven(
        number="NN-0042",
        response_minutes=8 * 60,
        solution_minutes=40 * 60,
        ends_on=clock.now().date() + timedelta(days=38),
        cost=Decimal(21_500),
        currency="EUR",
    )
    actions.save_contract(actor=lead, vendor=vendor.pk, given=given)
    return vendor


def _categories(*words: str) -> list[int]:
    return [one.pk for one in Category.objects.all() if any(word in str(one.names) for word in words)]


def _server(asker: Person, lead: Person) -> Ticket:
    """A server failure that somebody called about."""
    said = Incoming(
        channel=Channel.PHONE,
        sender=asker,
        subject="ERP server erp-02 goes down",
        text="Since Monday the ERP has been away twice, for ten minutes each. Accounting cannot post invoices.",
        priority=Priority.CRITICAL,
        language="en",
    )
    ticket = tickets.open_ticket(actor=lead, requester=asker, subject=said.subject, incoming=said).ticket
    return tickets.assign(actor=lead, ticket=ticket.pk, assignee=lead)


def _handed(agent: Person, ticket: Ticket, vendor: Vendor, way: str, text: str) -> Case:
    first = ticket.messages.filter(public=True).first()
    return actions.hand_to_vendor(
        actor=agent,
        ticket=ticket.pk,
        vendor=vendor.pk,
        way=way,
        text=text,
        messages=[first.pk] if first is not None else [],
    )


def _nothing_leaves() -> None:
    kinds = (OutgoingKind.VENDOR, OutgoingKind.FORWARD)
    waiting = OutgoingMail.objects.filter(kind__in=kinds, state=OutgoingState.WAITING)
    waiting.update(state=OutgoingState.SENT, done_at=clock.now(), sealed="")


def _about(word: str, most: int) -> list[Ticket]:
    """Tickets of open teams that are in work, the latest first."""
    found = Ticket.objects.filter(subject__icontains=word, merged_into=None, status__in=(Status.OPEN, Status.NEW))
    return list(found.exclude(team__closed=True).select_related("assignee").order_by("-updated_at")[:most])
