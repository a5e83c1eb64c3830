"""One's own e-mail addresses: add one and prove it by a mailed link, choose where mail goes, remove one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from derman.people import actions as people
from derman.people.addresses import BadAddress, check_address
from derman.people.errors import AddressTaken, LinkUnusable, PeopleError
from derman.web.accounts.forms import NewAddress
from derman.web.accounts.limits import may_ask_for_link
from derman.web.accounts.views.profile import profile_page
from derman.web.signed_in import agent_of
from derman.web.signed_in_only import signed_in_only
from derman.web.toasts import toast


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("accounts:profile") + "#addresses")


@require_POST
@signed_in_only
def add(request: HttpRequest) -> HttpResponse:
    """Have a link sent to an address; it is one's own once the link is opened."""
    person = agent_of(request)
    form = NewAddress(request.POST)
    if form.is_valid():
        given = form.cleaned_data["address"]
        try:
            folded = check_address(given)
            if not may_ask_for_link(request, folded):
                raise PeopleError(_("Many links were asked for already. Try again in a quarter of an hour."))
            people.claim_address(person=person, address=given, language=get_language() or "")
        except (BadAddress, PeopleError) as error:
            form.add_error("address", str(error))
        else:
            toast(request, _("A link is on its way to %(address)s. Open it within 24 hours.") % {"address": given})
            return _back()
    return profile_page(request, address_form=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in_only
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail. Opening it changes nothing, because mail scanners open links; the button confirms."""
    person = agent_of(request)
    try:
        if request.method != "POST":
            claim = people.find_claim(person=person, token=token)
            return render(request, "accounts/address.html", {"person": person, "address": claim.address})
        row = people.confirm_address(person=person, token=token)
    except LinkUnusable as error:
        return render(request, "accounts/address_unusable.html", {"wrong": str(error)}, status=410)
    except AddressTaken as error:
        return render(request, "accounts/address_unusable.html", {"wrong": str(error)}, status=409)
    toast(request, _("%(address)s is yours now. Mail from it is filed as yours.") % {"address": row.address})
    return _back()


@require_POST
@signed_in_only
def make_primary(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail goes to this one from now on."""
    person = agent_of(request)
    try:
        row = people.make_primary(actor=person, person=person, address=pk)
    except PeopleError as error:
        toast(request, str(error), wrong=True)
    else:
        toast(request, _("Mail goes to %(address)s from now on.") % {"address": row.address})
    return _back()


@require_POST
@signed_in_only
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """It is no longer one's own."""
    person = agent_of(request)
    try:
        row = people.remove_address(actor=person, person=person, address=pk)
    except PeopleError as error:
        toast(request, str(error), wrong=True)
    else:
        toast(request, _("%(address)s is removed.") % {"address": row.address})
    return _back()


@require_POST
@signed_in_only
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """An address that waits to be confirmed is no longer wanted."""
    people.drop_claim(person=agent_of(request), claim=pk)
    return _back()
