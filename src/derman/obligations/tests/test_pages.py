"""Pages that no gateway took stand among what could slip, until somebody was reached or has seen it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.channels.pager.models import Page
from derman.kernel import clock
from derman.majors import actions as majors
from derman.majors.tests.said import SAID
from derman.obligations.tests.test_vendors import reasons
from derman.sla.actions import acknowledge, save_policy
from derman.sla.given import Given
from derman.sla.jobs import announce_due
from tests.cast import asks

pytestmark = pytest.mark.django_db


def failed(person, **of):
    then = clock.now() - timedelta(minutes=5)
    return Page.objects.create(person=person, state="failed", code="refused", at=then, ended_at=then, **of)


def test_of_a_promise_it_stands_there_until_somebody_has_seen_it(mert, elif_, leyla, kaan, front_line):
    targets = {"normal": {"first_response": 1800, "always": True}}
    with clock.frozen_at(clock.now() - timedelta(hours=1)):
        save_policy(actor=None, given=Given(name="Standard", targets=targets))
        ticket = asks(mert, "VPN drops")
    announce_due()
    failed(elif_, ticket=ticket, why="promise")
    (said,) = reasons(leyla, "page")
    assert said.startswith(f"{elif_.name} was to be paged 5 minutes ago, and no page left. The machine is there")
    again = Page.objects.create(person=elif_, ticket=ticket, why="promise", state="reached", ended_at=clock.now())
    assert reasons(leyla, "page") == []
    again.delete()
    acknowledge(actor=leyla, ticket=ticket.pk)
    assert reasons(leyla, "page") == []


def test_of_a_major_incident_while_it_goes_on_and_never_a_test(elif_, leyla, kaan):
    failed(leyla, why="test")
    assert reasons(leyla, "page") == []
    major = majors.declare(actor=leyla, said=SAID)
    failed(elif_, major=major, why="major")
    (said,) = reasons(leyla, "page")
    assert said.startswith(f"{major.number}: {elif_.name} was to be paged 5 minutes ago")
    assert reasons(elif_, "page") == reasons(kaan, "page") == []
    # whoever has a role in it is to know that somebody else's phone never rang
    majors.give_role(actor=leyla, major=major.pk, role="technical", person=kaan.pk)
    assert len(reasons(kaan, "page")) == 1
    majors.resolve(actor=leyla, major=major.pk, texts=SAID["impacts"])
    assert reasons(leyla, "page") == []
