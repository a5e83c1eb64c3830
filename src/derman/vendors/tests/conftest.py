"""Two vendors, one of them with a contract, and a ticket of Mert's that breaks."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from derman.people.models import Person
from derman.vendors import actions
from derman.vendors.models import Vendor


@pytest.fixture
def arda(leyla: Person) -> Vendor:
    """Looks after servers: answers within four hours, solves within two days, around the clock."""
    vendor = actions.save(
        actor=leyla,
        given=actions.Details(
            name="Arda Sunucu",
            contacts=[("Nöbetçi", "destek@arda.example", "0212 555 01 01"), ("Can", "can@arda.example", "")],
        ),
    )
    actions.save_contract(
        actor=leyla,
        vendor=vendor.pk,
        given=actions.ContractGiven(
            number="AS-2026-7",
            hours="always",
            response_minutes=240,
            solution_minutes=2880,
            ends_on=datetime.date(2099, 12, 31),
            cost=Decimal("120000"),
        ),
    )
    return vendor


@pytest.fixture
def nordic(leyla: Person) -> Vendor:
    """Looks after the network, without a contract."""
    given = actions.Details(name="Nordic Net", language="en", contacts=[("", "care@nordic.example", "")])
    return actions.save(actor=leyla, given=given)
