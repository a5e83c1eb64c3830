"""Any sequence of verbs on a ticket with vendors, followed by their undos, gives the state from before."""

from datetime import UTC, datetime

import pytest

from derman.automation.tests.writing import leaf, rule
from derman.kernel import clock
from derman.problems import actions as problems
from derman.runbooks import seeds
from derman.runbooks.actions import install_starting_set
from derman.sla.actions import save_policy
from derman.sla.given import Given
from derman.vendors.tests.random_undoing import Sequence
from tests.cast import asks

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # ten o'clock in Istanbul
PROMISED = {"first_response": 4 * 3600, "next_reply": 2 * 3600, "resolution": 16 * 3600}


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("seed", range(10))
def test_any_sequence_taken_back_gives_what_was_before(
    seed, at_once, front_line, mert, selin, elif_, derya, leyla, aylin, arda, nordic, monkeypatch
):
    with clock.frozen_at(MONDAY):
        save_policy(actor=None, given=Given(name="Standard", targets={"normal": PROMISED, "high": PROMISED}))
        monkeypatch.setattr(seeds, "ALL", [one for one in seeds.ALL if one.name == "vpn"])
        install_starting_set(actor=aylin)
        ticket, other = asks(mert), asks(selin, "VPN kopuyor")
        problem = problems.begin(actor=elif_, title="Gateway", tickets=[other.pk]).pk
        for name, more in (("a", {"do": "priority", "to": "high"}), ("b", {"do": "wait", "to": "vendor"})):
            rule(leyla, when="tags", conditions=leaf("tag", name), steps=[{"do": "tag", "to": "seen"}, more])
        life = Sequence(
            seed=seed, ticket=ticket.pk, agents=[elif_, derya], lead=leyla, requester=mert, firms=[arda, nordic],
            problem=problem, other=other.pk, at_once=at_once,
        )  # fmt: skip
        life.go(20)
