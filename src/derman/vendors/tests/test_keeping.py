"""Vendors are written down, archived and taken away."""

from __future__ import annotations

import pytest

from derman.vendors import actions
from derman.vendors.errors import NotAllowed, VendorNotFound, WrongInput
from derman.vendors.models import Vendor
from derman.vendors.tests.cases import handed

pytestmark = pytest.mark.django_db


def test_a_used_vendor_is_archived_and_an_unused_one_taken_away(elif_, leyla, vpn, arda, nordic):
    handed(elif_, vpn, arda)
    with pytest.raises(WrongInput):
        actions.remove(actor=leyla, vendor=arda.pk)
    actions.archive(actor=leyla, vendor=arda.pk)
    with pytest.raises(VendorNotFound):
        handed(elif_, vpn, arda)
    actions.remove(actor=leyla, vendor=nordic.pk)
    with pytest.raises(NotAllowed):
        actions.bring_back(actor=elif_, vendor=arda.pk)
    actions.bring_back(actor=leyla, vendor=arda.pk)
    assert list(Vendor.objects.values_list("name", flat=True)) == ["Arda Sunucu"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "arda sunucu"}, "name"),
        ({"contacts": []}, "contacts"),
        ({"contacts": [("", "no address", "")]}, "contacts"),
        ({"language": "xx"}, "language"),
        ({"categories": [999]}, "categories"),
    ],
)
def test_what_cannot_be_kept_says_where(leyla, arda, given, field):
    details = {"name": "Third", "contacts": [("", "a@third.example", "")], **given}
    with pytest.raises(WrongInput) as error:
        actions.save(actor=leyla, given=actions.Details(**details))
    assert error.value.field == field
