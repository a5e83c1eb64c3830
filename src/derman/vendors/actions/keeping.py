"""Keeping vendors, the people there, and what was agreed with them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from derman.catalogue.models import Service
from derman.desk.actions import audit
from derman.desk.queries import calendar
from derman.kernel import clock
from derman.kernel.folding import fold
from derman.people.addresses import BadAddress, fold_address
from derman.people.models import Person
from derman.tickets.models import Category
from derman.vendors.access import may_keep, visible_to
from derman.vendors.errors import NotAllowed, VendorNotFound, WrongInput
from derman.vendors.models import Case, Contact, Contract, Vendor

MOST_CONTACTS = 10
MOST_CONTRACTS = 50
LONGEST_TARGET = 60 * 24 * 365  # minutes
LARGEST = 2**63


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """A vendor as it is to be. `contacts`: (name, address, phone), the first one is written to."""

    name: str
    language: str = ""
    notes: str = ""
    contacts: Sequence[tuple[str, str, str]] = ()
    categories: Collection[int] = ()
    services: Collection[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractGiven:
    """A contract as it is to be; times in minutes of its hours, the cost of a year."""

    number: str
    hours: str = Contract.Hours.DESK
    calendar: int | None = None  # for the hours `calendar`
    response_minutes: int | None = None
    solution_minutes: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    warn_days: int = 60
    cost: Decimal | None = None
    currency: str = "TRY"
    notes: str = ""


def locked(actor: Person, vendor: int) -> Vendor:
    """A vendor that `actor` may change, until the transaction ends. Raises VendorNotFound, NotAllowed."""
    found = visible_to(actor).select_for_update().filter(pk=vendor).first() if 0 < vendor < LARGEST else None
    if found is None:
        raise VendorNotFound(_("There is no such vendor."))
    _may(actor)
    return found


def _may(actor: Person) -> None:
    if not may_keep(actor):
        raise NotAllowed(_("Leads and administrators keep the vendors."))


def save(*, actor: Person, given: Details, vendor: int | None = None) -> Vendor:
    """A new vendor, or one as it is from now on. Raises VendorNotFound, NotAllowed, WrongInput."""
    with transaction.atomic():
        if vendor is None and not actor.is_staff_member:
            raise NotAllowed(_("Leads and administrators keep the vendors."))
        _may(actor)
        row = Vendor() if vendor is None else locked(actor, vendor)
        row.name = _line(given.name, "name", 120)
        row.folded = fold(row.name)[:120]
        if not row.folded:
            raise WrongInput(_("Say what the vendor is called."), field="name")
        if given.language and given.language not in dict(settings.LANGUAGES):
            raise WrongInput(_("The desk does not speak this language."), field="language")
        row.language, row.notes = given.language, _text(given.notes, "notes", 4000)
        contacts = _contacts(given.contacts)
        if Vendor.objects.filter(folded=row.folded, archived_at=None).exclude(pk=row.pk).exists():
            raise WrongInput(_("There is a vendor of this name."), field="name")
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise WrongInput(_("There is a vendor of this name."), field="name") from None
        _keep(row, contacts)
        row.categories.set(_known(Category, given.categories, "categories"))
        row.services.set(_known(Service, given.services, "services"))
        kind = "vendor.added" if vendor is None else "vendor.changed"
        audit(actor=actor, kind=kind, vendor=row.pk, name=row.name)
    return row


def _keep(vendor: Vendor, wanted: Sequence[tuple[str, str, str]]) -> None:
    """Its contacts as they are to be. Whoever stays under their address, or else in their place, stays the same row."""
    there = {row.pk: row for row in vendor.contacts.all()}
    kept: dict[int, Contact] = {}  # by their place
    for place, (name, email, _phone) in enumerate(wanted):
        same = [row for row in there.values() if fold_address(row.email) == fold_address(email)]
        if same:
            one = next((row for row in same if row.name == name), same[0])
            kept[place] = there.pop(one.pk)
    for place, (name, email, phone) in enumerate(wanted):
        if place not in kept:
            one = next((row for row in there.values() if row.position == place), Contact(vendor=vendor))
            there.pop(one.pk or 0, None)
            kept[place] = one
        row = kept[place]
        row.name, row.email, row.phone, row.position = name, email, phone, place
        row.save()
    Contact.objects.filter(pk__in=there).delete()


def _known(model: type[Category] | type[Service], wanted: Collection[int], field: str) -> list[int]:
    found = list(model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True))
    if len(found) != len(set(wanted)):
        raise WrongInput(_("Something that was chosen is not there any more. Choose again."), field=field)
    return found


def _contacts(given: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    kept: list[tuple[str, str, str]] = []
    if len(given) > MOST_CONTACTS:
        raise WrongInput(_("At most %(most)d contacts.") % {"most": MOST_CONTACTS}, field="contacts")
    for name, email, phone in given:
        if not (name.strip() or email.strip() or phone.strip()):
            continue
        try:
            fold_address(email.strip())
        except BadAddress:
            sentence = _("“%(address)s” is not an e-mail address.") % {"address": email[:80]}
            raise WrongInput(sentence, field="contacts") from None
        kept.append((_line(name, "contacts", 120), email.strip()[:254], _line(phone, "contacts", 40)))
    if not kept:
        raise WrongInput(_("Write at least one contact with an e-mail address."), field="contacts")
    return kept


def _line(given: str, field: str, longest: int) -> str:
    text = " ".join(given.replace("\0", "").split())
    if len(text) > longest:
        raise WrongInput(_("This is too long: %(most)d characters at most.") % {"most": longest}, field=field)
    return text


def _text(given: str, field: str, longest: int) -> str:
    text = given.replace("\0", "").replace("\r\n", "\n").strip()
    if len(text) > longest:
        raise WrongInput(_("This is too long: %(most)d characters at most.") % {"most": longest}, field=field)
    return text


def remove(*, actor: Person, vendor: int) -> Vendor:
    """Take away one to which nothing was ever handed. Raises VendorNotFound, NotAllowed, WrongInput for a used one."""
    with transaction.atomic():
        row = locked(actor, vendor)
        if Case.objects.filter(vendor=row).exists():
            raise WrongInput(_("Tickets were handed to it, so it stays. Archive it instead."))
        audit(actor=actor, kind="vendor.removed", vendor=row.pk, name=row.name)
        row.delete()
    return row


def archive(*, actor: Person, vendor: int) -> Vendor:
    """Nothing new is handed to it; what was stays. Raises VendorNotFound, NotAllowed, WrongInput."""
    with transaction.atomic():
        row = locked(actor, vendor)
        if row.archived_at is None:
            row.archived_at = clock.now()
            row.save(update_fields=["archived_at"])
            audit(actor=actor, kind="vendor.archived", vendor=row.pk, name=row.name)
    return row


def bring_back(*, actor: Person, vendor: int) -> Vendor:
    """It is used again. Raises VendorNotFound, NotAllowed, WrongInput where another has its name by now."""
    with transaction.atomic():
        row = locked(actor, vendor)
        if Vendor.objects.filter(folded=row.folded, archived_at=None).exclude(pk=row.pk).exists():
            raise WrongInput(_("There is a vendor of this name."), field="name")
        row.archived_at = None
        row.save(update_fields=["archived_at"])
        audit(actor=actor, kind="vendor.brought_back", vendor=row.pk, name=row.name)
    return row


def save_contract(*, actor: Person, vendor: int, given: ContractGiven, contract: int | None = None) -> Contract:
    """A new contract, or one as it is from now on; what is with the vendor keeps its times.

    Raises VendorNotFound, NotAllowed, WrongInput.
    """
    with transaction.atomic():
        row = locked(actor, vendor)
        kept = _contract(row, contract)
        kept.number = _line(given.number, "number", 80)
        if not kept.number:
            raise WrongInput(_("Write the number of the contract."), field="number")
        if given.hours not in Contract.Hours:
            raise WrongInput(_("Choose whose hours count."), field="hours")
        kept.hours, kept.notes = given.hours, _text(given.notes, "notes", 1000)
        kept.calendar_id = _calendar(given)
        kept.response_minutes = _target(given.response_minutes, "response_minutes")
        kept.solution_minutes = _target(given.solution_minutes, "solution_minutes")
        if given.starts_on is not None and given.ends_on is not None and given.ends_on < given.starts_on:
            raise WrongInput(_("It ends before it begins."), field="ends_on")
        kept.starts_on, kept.ends_on = given.starts_on, given.ends_on
        if not 0 <= given.warn_days <= 730:
            raise WrongInput(_("Between 0 and 730 days."), field="warn_days")
        kept.warn_days = given.warn_days
        kept.cost, kept.currency = money(given.cost, "cost"), _currency(given.currency)
        if kept.pk is None and row.contracts.count() >= MOST_CONTRACTS:
            raise WrongInput(_("A vendor has at most %(most)d contracts.") % {"most": MOST_CONTRACTS})
        kind = "vendor.contract_changed" if kept.pk else "vendor.contract_added"
        kept.save()
        audit(actor=actor, kind=kind, vendor=row.pk, name=row.name, number=kept.number)
    return kept


def remove_contract(*, actor: Person, vendor: int, contract: int) -> Contract:
    """It holds no longer; what was handed under it keeps its times. Raises VendorNotFound, NotAllowed."""
    with transaction.atomic():
        row = locked(actor, vendor)
        gone = _contract(row, contract)
        audit(actor=actor, kind="vendor.contract_removed", vendor=row.pk, name=row.name, number=gone.number)
        gone.delete()
    return gone


def _contract(vendor: Vendor, contract: int | None) -> Contract:
    if contract is None:
        return Contract(vendor=vendor)
    found = vendor.contracts.filter(pk=contract).first() if 0 < contract < LARGEST else None
    if found is None:
        raise VendorNotFound(_("There is no such contract."))
    return found


def _calendar(given: ContractGiven) -> int | None:
    if given.hours != Contract.Hours.CALENDAR:
        return None
    if given.calendar is None or not 0 < given.calendar < LARGEST or calendar(given.calendar) is None:
        raise WrongInput(_("Choose whose hours count."), field="hours")
    return given.calendar


def _target(minutes: int | None, field: str) -> int | None:
    if minutes is not None and not 1 <= minutes <= LONGEST_TARGET:
        raise WrongInput(_("At least a minute, at most a year."), field=field)
    return minutes


def money(amount: Decimal | None, field: str) -> Decimal | None:
    """An amount that can be kept. Raises WrongInput."""
    if amount is None:
        return None
    if not amount.is_finite() or not 0 <= amount < Decimal(10) ** 10:
        raise WrongInput(_("Write an amount between 0 and 9,999,999,999."), field=field)
    return amount.quantize(Decimal("0.01"))


def _currency(given: str) -> str:
    code = given.strip().upper()  # protocol: ISO 4217
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise WrongInput(_("A currency has three letters, like TRY or EUR."), field="currency")
    return code
