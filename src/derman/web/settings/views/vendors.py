"""Vendors: who helps from outside, whom to write to there, and what was agreed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.catalogue import queries as catalogue
from derman.tickets import queries as tickets
from derman.vendors import actions, queries
from derman.vendors.errors import VendorError, VendorNotFound, WrongInput
from derman.web.settings.doors import asker, for_leads, one_at_a_time
from derman.web.settings.forms.vendors import ContractForm, VendorForm
from derman.web.settings.pages import blame, refused, saved, show, show_form
from derman.web.vendors.screens import contract_line
from derman.web.workspace.words import category_path

if TYPE_CHECKING:
    from derman.vendors.models import Vendor


@require_safe
@for_leads
def vendors(request: HttpRequest) -> HttpResponse:
    """All of them, with their contracts; `?archived=1` those that are used no longer."""
    actor, today = asker(request), queries.today()
    archived = request.GET.get("archived") == "1"
    found = queries.some(actor, archived=archived, after=request.GET.get("after", "")[:200])
    rows, more = found[: queries.PAGE], len(found) > queries.PAGE
    context = {
        "rows": [
            (row, row.contacts.all()[:1], [contract_line(one, today, costs=True) for one in row.contracts.all()])
            for row in rows
        ],
        "next": queries.place_of(rows[-1]) if more else "",
        "archived": archived,
    }
    return show(request, "vendors.html", context, here="vendors")


def _found(request: HttpRequest, pk: int) -> Vendor:
    try:
        return queries.find(asker(request), pk)
    except VendorNotFound:
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
@one_at_a_time("vendor")
def vendor(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One vendor, or a new one."""
    actor = asker(request)
    found = _found(request, pk) if pk is not None else None
    form = VendorForm(
        found,
        request.POST if request.method == "POST" else None,
        categories=[(one.pk, category_path(one)) for one, _depth in tickets.categories()],
        services=[(one.pk, one.name) for one in catalogue.services(actor)],
    )
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.save(actor=actor, given=form.given(), vendor=pk)
            said = _("“%(name)s” is saved.") % {"name": kept.name}
            return saved(request, said, "vendor", kept.pk) if found is None else saved(request, said, "vendors")
        except VendorError as error:
            field = "contact_0_email" if error.field == "contacts" else error.field
            blame(form, WrongInput(str(error), field=field))
    today = queries.today()
    context: dict[str, Any] = {
        "vendor": found,
        "contracts": [contract_line(one, today, costs=True) for one in found.contracts.all()] if found else [],
        "is_used": queries.is_used(found) if found is not None else False,
    }
    return show_form(request, "vendor.html", form, context, here="vendors")


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
@one_at_a_time("vendor")
def contract(request: HttpRequest, pk: int, contract: int | None = None) -> HttpResponse:
    """One contract of a vendor, or a new one."""
    actor, firm = asker(request), _found(request, pk)
    try:
        found = queries.contract_of(actor, pk, contract) if contract is not None else None
    except VendorNotFound:
        raise Http404 from None
    form = ContractForm(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.save_contract(actor=actor, vendor=pk, given=form.given(), contract=contract)
            said = _("The contract %(number)s is saved.") % {"number": kept.number}
            return saved(request, said, "vendor", pk)
        except VendorError as error:
            blame(form, WrongInput(str(error), field=error.field.removesuffix("_minutes")))
    return show_form(request, "contract.html", form, {"vendor": firm, "contract": found}, here="vendors")


def _done(request: HttpRequest, pk: int, work: Callable[[], Any], said: str, *, stays: bool) -> HttpResponse:
    try:
        work()
    except VendorNotFound:
        raise Http404 from None
    except VendorError as error:
        return refused(request, error, "vendor", pk)
    return saved(request, said, "vendor", pk) if stays else saved(request, said, "vendors")


@require_POST
@for_leads
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away one to which nothing was ever handed."""
    actor = asker(request)
    return _done(request, pk, lambda: actions.remove(actor=actor, vendor=pk), _("The vendor is deleted."), stays=False)


@require_POST
@for_leads
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Used no longer, or (`back`) used again."""
    actor = asker(request)
    if request.POST.get("back"):
        said = _("The vendor is used again.")
        return _done(request, pk, lambda: actions.bring_back(actor=actor, vendor=pk), said, stays=True)
    said = _("The vendor is archived: nothing new is handed to it.")
    return _done(request, pk, lambda: actions.archive(actor=actor, vendor=pk), said, stays=False)


@require_POST
@for_leads
def remove_contract(request: HttpRequest, pk: int, contract: int) -> HttpResponse:
    """It holds no longer."""
    actor, said = asker(request), _("The contract is deleted.")
    return _done(
        request, pk, lambda: actions.remove_contract(actor=actor, vendor=pk, contract=contract), said, stays=True
    )
