"""Whatever happens at a desk in months: what is owed stands on the page, and nothing else does."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from derman.kernel import clock
from derman.obligations.queries import WHOLE, could_slip
from derman.obligations.tests.random_desk import Surroundings
from derman.obligations.tests.random_life import Life
from derman.sla.actions import save_policy
from derman.sla.given import Given
from derman.vendors.tests.conftest import arda

__all__ = ["arda"]

START = datetime(2026, 3, 2, 7, 3, tzinfo=UTC)


def shown_to(person):
    return {(group.kind.code, one.ticket) for group in could_slip(person, size=WHOLE) for one in group.findings}


@pytest.mark.parametrize("seed", range(2))
def test_nothing_that_is_owed_is_missing_from_the_page(seed, aylin, elif_, leyla, mert, selin, front_line):
    life = Life(seed, [elif_, leyla], [mert, selin], front_line, START)
    life.zone = ZoneInfo("Europe/Istanbul")
    seen = set()
    for turn in range(84):
        life.step()
        if turn % 7:
            continue
        with clock.frozen_at(life.now):
            owed = life.owed()
            assert shown_to(aylin) == owed
            seen |= {kind for kind, _ticket in owed}
            # an agent sees their own and what nobody has, a lead what their team has: nothing of it is lost
            absent = {pair for pair in owed if pair[0] == "absent"}
            assert shown_to(leyla) | absent == owed
            mine = {
                (kind, number)
                for kind, number in owed
                if kind != "absent" and life.known[number].owner in (elif_.pk, None)
            }
            assert mine <= shown_to(elif_)
    assert len(seen) >= 8, "a life in which little happens proves little"


AROUND = {"promise", "approval", "vendor", "contract", "problem", "quarantine", "mail", "job"}


@pytest.mark.parametrize("seed", range(2))
def test_nor_is_anything_that_is_owed_around_the_tickets(seed, aylin, elif_, mert, arda):
    with clock.frozen_at(START):
        targets = {"normal": {"first_response": 4 * 3600, "resolution": 40 * 3600, "always": True}}
        save_policy(actor=None, given=Given(name="Standard", targets=targets))
    desk, seen = Surroundings(seed, aylin, elif_, mert, arda, START), set()
    for turn in range(240):
        desk.step()
        if turn % 8:
            continue
        with clock.frozen_at(desk.now):
            shown = {
                (group.kind.code, one.key or one.ticket)
                for group in could_slip(aylin, kinds=AROUND, size=WHOLE)
                for one in group.findings
            }
        owed = desk.owed()
        assert shown == owed
        seen |= {kind for kind, _key in owed}
    assert seen == AROUND, "what never happened is not proven"
