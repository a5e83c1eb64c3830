"""What 200 rules cost for each thing that happens to a ticket."""

from __future__ import annotations

import time

import pytest

from derman.automation import actions
from derman.automation.given import Given
from derman.automation.jobs import follow
from derman.automation.models import Happening, Ran
from tests.cast import asks

RULES, TICKETS, MOST = 200, 200, 2.0  # milliseconds for each fact


@pytest.mark.drill
def test_200_rules_look_at_what_happened_in_two_milliseconds_each(leyla, mert, front_line):
    for place in range(RULES):
        parts = [
            {"key": "words", "values": [f"printer{place}", f"yazıcı{place}"]},
            {"any": [{"key": "priority", "values": ["high"]}, {"key": "hours", "values": ["open"]}]},
            {"none": [{"key": "tag", "values": ["done"]}]},
        ]
        when = ("opened", "received", "team", "status")[place % 4]
        given = Given(name=f"Rule {place}", when=when, conditions={"all": parts}, steps=[{"do": "tag", "to": "x"}])
        actions.switch(actor=leyla, rule=actions.save(actor=leyla, given=given).pk, on=True)
    asks(mert)
    follow()  # the rules are compiled once
    for place in range(TICKETS):
        asks(mert, f"Ticket {place}", "It drops every ten minutes, and nobody knows why. " * 20)
    facts = Happening.objects.count()
    began = time.perf_counter()
    follow()
    each = (time.perf_counter() - began) * 1000 / facts
    print(f"\n{facts} facts, {RULES} rules: {each:.2f} ms each")
    assert not Ran.objects.exists()
    assert each <= MOST
