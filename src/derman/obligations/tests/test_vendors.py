"""Vendors past their time, and contracts that end, stand among what could slip."""

from __future__ import annotations

import datetime
from datetime import timedelta

import pytest

from derman.kernel import clock
from derman.obligations.queries import could_slip
from derman.people.models import Person
from derman.vendors import actions
from derman.vendors.links import token_of
from derman.vendors.models import Case, Contract
from derman.vendors.tests.conftest import arda

__all__ = ["arda"]
pytestmark = pytest.mark.django_db


def reasons(person: Person, kind: str) -> list[str]:
    now = clock.now()
    return [found.reason(now) for group in could_slip(person, kinds=[kind], size=20) for found in group.findings]


def test_who_has_not_answered_in_time_stands_there_until_they_do(elif_, kaan, vpn, arda):
    case = actions.hand_to_vendor(actor=elif_, ticket=vpn.pk, vendor=arda.pk, text="Down.", way="guest")
    assert reasons(elif_, "vendor") == []
    Case.objects.update(response_due=clock.now() - timedelta(hours=2))
    assert reasons(elif_, "vendor") == ["Arda Sunucu was to answer 2 hours ago."]
    assert reasons(kaan, "vendor") == []
    day = clock.now().date() + timedelta(days=2)
    actions.answer(token=token_of(case), text="On it.", day=day)
    Case.objects.update(solution_due=clock.now() - timedelta(days=3))
    assert reasons(elif_, "vendor") == []  # they said a day
    Case.objects.update(their_date=clock.now().date() - timedelta(days=2))
    assert reasons(elif_, "vendor") == ["Arda Sunucu was to have it solved 3 days ago."]
    actions.end(actor=elif_, ticket=vpn.pk, case=case.pk)
    assert reasons(elif_, "vendor") == []


def test_leads_are_warned_of_a_contract_that_ends_until_a_later_one_is_there(leyla, elif_, arda):
    assert reasons(leyla, "contract") == []
    today = clock.now().date()
    Contract.objects.update(ends_on=today + timedelta(days=30))
    (said,) = reasons(leyla, "contract")
    assert said.startswith("The contract AS-2026-7 · Arda Sunucu ends on ")
    assert reasons(elif_, "contract") == []
    given = actions.ContractGiven(number="AS-2027-1", ends_on=datetime.date(2099, 1, 1))
    actions.save_contract(actor=leyla, vendor=arda.pk, given=given)
    assert reasons(leyla, "contract") == []
