"""A person's e-mail addresses, as an administrator puts them right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from derman.channels.mail.recipients import call_reachable
from derman.desk.actions import audit
from derman.people import actions
from derman.people.errors import PeopleError
from derman.web.settings.doors import asker, for_administrators
from derman.web.settings.pages import blame, refused, saved
from derman.web.settings.views.people import find_person, show_person

if TYPE_CHECKING:
    from derman.people.models import EmailAddress


class AddressForm(forms.Form):
    """A further address of somebody."""

    address = forms.CharField(
        label=gettext_lazy("Another address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off"}),
    )


@require_POST
@for_administrators
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the person a further address."""
    actor, found = asker(request), find_person(request, pk)
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                row = actions.add_address(actor=actor, person=found, address=form.cleaned_data["address"])
                audit(actor=actor, kind="address.added", person=pk, name=found.name, address=row.address)
            return saved(request, _("%(address)s is added.") % {"address": row.address}, "person", pk)
        except PeopleError as error:
            blame(form, error)
    return show_person(request, found, address_form=form)


def _change(
    request: HttpRequest, pk: int, address: int, verb: Callable[..., EmailAddress], kind: str, said: str
) -> HttpResponse:
    actor, found = asker(request), find_person(request, pk)
    try:
        with transaction.atomic():
            row = verb(actor=actor, person=found, address=address)
            audit(actor=actor, kind=kind, person=pk, name=found.name, address=row.address)
    except PeopleError as error:
        return refused(request, error, "person", pk)
    return saved(request, said % {"address": row.address}, "person", pk)


@require_POST
@for_administrators
def verify(request: HttpRequest, pk: int, address: int) -> HttpResponse:
    """Vouch for an address."""
    said = _("%(address)s counts as verified.")
    return _change(request, pk, address, actions.verify_address, "address.verified", said)


@require_POST
@for_administrators
def make_primary(request: HttpRequest, pk: int, address: int) -> HttpResponse:
    """Mail goes to this one from now on."""
    said = _("Mail goes to %(address)s from now on.")
    return _change(request, pk, address, actions.make_primary, "address.made_primary", said)


@require_POST
@for_administrators
def remove(request: HttpRequest, pk: int, address: int) -> HttpResponse:
    """Mail from it is no longer theirs."""
    return _change(request, pk, address, actions.remove_address, "address.removed", _("%(address)s is removed."))


@require_POST
@for_administrators
def reachable(request: HttpRequest, pk: int, address: int) -> HttpResponse:
    """It takes mail after all, whatever a server said."""
    row = find_person(request, pk).addresses.filter(pk=address).first()
    if row is None:
        raise Http404
    call_reachable(actor=asker(request), address=row.address)
    said = _("%(address)s counts as taking mail again.") % {"address": row.address}
    return saved(request, said, "person", pk)
