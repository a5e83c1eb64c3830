"""What is asked about vendors, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from derman.desk.hours import the_zone
from derman.desk.queries import calendars
from derman.kernel import clock
from derman.tickets.models import Attachment, Message, Ticket
from derman.tickets.settling import settled_since
from derman.vendors.access import cases_visible_to, visible_to
from derman.vendors.errors import VendorNotFound
from derman.vendors.links import case_of, file_of
from derman.vendors.models import Case, Contract, Vendor

__all__ = ["case_of", "file_of"]

PAGE = 50
_CONTRACTS = Prefetch("contracts", Contract.objects.select_related("calendar"))
LARGEST = 2**63
LONGEST = 200  # messages of a conversation


def today() -> date:
    """The day at the desk. 1 statement."""
    return clock.now().astimezone(the_zone()).date()


def some(person: Any, *, archived: bool = False, after: str = "", size: int = PAGE) -> list[Vendor]:
    """Vendors by name, with contacts and contracts; one more than `size` where there are more. 3 statements."""
    rows = visible_to(person).filter(archived_at__isnull=not archived).prefetch_related("contacts", _CONTRACTS)
    place, _slash, pk = after.rpartition("/")
    if pk.isascii() and pk.isdecimal() and len(pk) < 19:
        rows = rows.filter(Q(folded__gt=place) | Q(folded=place, pk__gt=int(pk)))
    return list(rows.order_by("folded", "pk")[: size + 1])


def listed(person: Any, *, archived: bool = False, after: int = 0, size: int = PAGE) -> list[Vendor]:
    """Vendors in the order in which they were written down; one more than `size` where there are more. 5 statements."""
    related = ("contacts", _CONTRACTS, "categories", "services")
    rows = visible_to(person).filter(archived_at__isnull=not archived, pk__gt=after).prefetch_related(*related)
    return list(rows.order_by("pk")[: size + 1])


def place_of(row: Vendor) -> str:
    """Where `some` goes on behind this one."""
    return f"{row.folded}/{row.pk}"


def find(person: Any, pk: int) -> Vendor:
    """One with all that belongs to it. 5 statements. Raises VendorNotFound."""
    related = ("contacts", _CONTRACTS, "categories", "services")
    found = visible_to(person).prefetch_related(*related).filter(pk=pk).first() if 0 < pk < LARGEST else None
    if found is None:
        raise VendorNotFound(_("There is no such vendor."))
    return found


def contract_of(person: Any, vendor: int, pk: int) -> Contract:
    """1 statement. Raises VendorNotFound."""
    rows = Contract.objects.select_related("vendor").filter(vendor__in=visible_to(person), vendor=vendor, pk=pk)
    found = rows.first() if 0 < pk < LARGEST else None
    if found is None:
        raise VendorNotFound(_("There is no such contract."))
    return found


def is_used(vendor: Vendor) -> bool:
    """Was anything ever handed to it? 1 statement."""
    return Case.objects.filter(vendor=vendor).exists()


def for_ticket(person: Any, ticket: Ticket) -> list[Vendor]:
    """Whom it could be handed to, with their contacts: first whoever looks after its category. 4 statements."""
    about: set[int] = set()
    category = ticket.category
    while category is not None:
        about.add(category.pk)
        category = category.parent
    rows = visible_to(person).filter(archived_at=None).prefetch_related("contacts", _CONTRACTS)
    found = list(rows.order_by("folded")[:200])
    after = set(Vendor.objects.filter(categories__in=about).values_list("pk", flat=True)) if about else set()
    return sorted(found, key=lambda one: one.pk not in after)


def with_merged(ticket: int) -> QuerySet[Ticket, Any]:
    """A ticket and those that were merged into it, by an index each."""
    return Ticket.objects.filter(Q(pk=ticket) | Q(merged_into=ticket)).values("pk")


def of_ticket(person: Any, ticket: int) -> list[Case]:
    """What of a ticket is or was with vendors, the latest first, with what was merged into it. 1 statement."""
    rows = cases_visible_to(person).filter(ticket__in=with_merged(ticket))
    return list(rows.select_related("vendor", "contract", "by", "forward").order_by("-pk")[:PAGE])


def find_case(person: Any, ticket: int, pk: int) -> Case:
    """1 statement. Raises VendorNotFound."""
    rows = cases_visible_to(person).filter(pk=pk, ticket=ticket)
    found = rows.select_related("vendor", "contract", "by", "forward").first() if 0 < pk < LARGEST else None
    if found is None:
        raise VendorNotFound(_("There is no such case of a vendor."))
    return found


def cases(person: Any, vendor: int, *, before: int | None = None, size: int = PAGE) -> list[Case]:
    """What was handed to a vendor, the latest first; one more than `size` where there are more. 1 statement."""
    rows = (
        cases_visible_to(person).filter(vendor=vendor).select_related("vendor", "contract", "by", "ticket", "forward")
    )
    if before is not None:
        rows = rows.filter(pk__lt=min(before, LARGEST - 1))
    return list(rows.order_by("-pk")[: size + 1])


def said_in(case: Case, *, to_vendor: bool = False) -> list[Message]:
    """The conversation with the vendor, in order; for the vendor without what may still be taken back. 2 statements."""
    files = Prefetch("attachments", Attachment.objects.select_related("file"))
    rows = Message.objects.filter(forward=case.forward_id, withdrawn_at=None)
    if to_vendor:
        rows = rows.filter(Q(staff=False) | Q(created_at__lte=settled_since()))
    latest = rows.select_related("author").prefetch_related(files).order_by("-created_at", "-pk")[:LONGEST]
    return list(latest)[::-1]


def names_of(pks: Collection[int]) -> dict[int, str]:
    """Names of vendors. 1 statement, none for none."""
    return dict(Vendor.objects.filter(pk__in=pks).values_list("pk", "name")) if pks else {}


def ways_of(messages: Sequence[Message]) -> dict[int | None, Case]:
    """The cases to which messages belong, by their forward. 1 statement, none for none."""
    wanted = {message.forward_id for message in messages if message.forward_id is not None}
    rows = Case.objects.filter(forward__in=wanted).select_related("vendor") if wanted else []
    return {case.forward_id: case for case in rows}


@dataclass(frozen=True, slots=True)
class FreeFile:
    """A file of the public conversation that may go along."""

    pk: int
    name: str
    size: int


def files_to_choose(ticket: Ticket) -> list[FreeFile]:
    """Of a ticket that the reader is known to see. 1 statement."""
    shown = Attachment.objects.filter(
        message__ticket=ticket, message__public=True, message__withdrawn_at=None, inline=False
    )
    rows = shown.select_related("file").order_by("-pk")[:40]
    return [FreeFile(row.pk, row.name, row.file.size) for row in rows]


def hours() -> list[tuple[str, Any]]:
    """Whose hours a contract may count: code, name; each calendar of the desk under `calendar-` and its id.

    1 statement.
    """
    ways = [(code, name) for code, name in Contract.Hours.choices if code != Contract.Hours.CALENDAR]
    return [*ways, *((f"{Contract.Hours.CALENDAR}-{row.pk}", row.name) for row in calendars())]
