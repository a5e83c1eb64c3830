"""Vendors are written down, archived and taken away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from derman.desk import calendars
from derman.desk.actions import DeskError
from derman.kernel import clock
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


def test_contacts_that_stay_are_the_same_people_whatever_else_is_saved(leyla, arda):
    first, can = arda.contacts.all()
    people = [
        ("Can Demir", "CAN@arda.example", "0212 555 01 02"),
        ("Nöbetçi", "nobet@arda.example", ""),
        ("", "x@arda.example", ""),
    ]
    actions.save(actor=leyla, vendor=arda.pk, given=actions.Details(name="Arda Sunucu", contacts=people))
    rows = list(arda.contacts.all())
    # one is known by the address; of the others nobody is left whose place it would be
    assert [(row.name, row.phone) for row in rows] == [("Can Demir", "0212 555 01 02"), ("Nöbetçi", ""), ("", "")]
    assert rows[0].pk == can.pk
    assert first.pk not in [row.pk for row in rows]
    actions.save(
        actor=leyla,
        vendor=arda.pk,
        given=actions.Details(
            name="Arda Sunucu", contacts=[("Can", "can@arda.example", ""), ("", "new@arda.example", "")]
        ),
    )
    # another address in the same place: somebody who changed theirs
    assert [row.pk for row in arda.contacts.all()] == [can.pk, rows[1].pk]


def test_a_contract_may_count_by_any_calendar_of_the_desk(leyla, aylin, elif_, vpn, arda):
    day = date(2026, 12, 1)  # a Tuesday
    weekly = {str(number): [["09:00", "17:00"]] for number in range(5)}
    given = calendars.Given(
        name="Arda", zone="Europe/Berlin", weekly=weekly, days=[calendars.Day(day=day, name="Fair")]
    )
    row = calendars.save_calendar(actor=aylin, given=given)
    (old,) = arda.contracts.all()
    contract = actions.ContractGiven(number="AS-2026-7", hours="calendar", calendar=row.pk, response_minutes=240)
    actions.save_contract(actor=leyla, vendor=arda.pk, contract=old.pk, given=contract)
    with clock.frozen_at(datetime(2026, 11, 30, 14, 0, tzinfo=UTC)):  # Monday, 15.00 in Berlin
        case = handed(elif_, vpn, arda)
    # two hours of Monday, none of the fair, two of Wednesday
    assert case.response_due == datetime(2026, 12, 2, 10, 0, tzinfo=UTC)
    with pytest.raises(DeskError, match="AS-2026-7"):
        calendars.remove_calendar(actor=aylin, calendar=row.pk)
    for wrong in (None, 0, 2**70, row.pk + 1):
        with pytest.raises(WrongInput) as error:
            given = actions.ContractGiven(number="1", hours="calendar", calendar=wrong)
            actions.save_contract(actor=leyla, vendor=arda.pk, given=given)
        assert error.value.field == "hours"
    actions.save_contract(actor=leyla, vendor=arda.pk, contract=old.pk, given=replace(contract, hours="desk"))
    calendars.remove_calendar(actor=aylin, calendar=row.pk)
