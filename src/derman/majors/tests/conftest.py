"""A major incident with two tickets."""

from __future__ import annotations

import pytest

from derman.majors import actions
from derman.majors.models import MajorIncident
from derman.majors.tests.said import SAID
from derman.tickets.models import Ticket
from tests.cast import asks


@pytest.fixture
def again(front_line, selin) -> Ticket:
    return asks(selin, "VPN kopuyor", "On dakikada bir kopuyor.")


@pytest.fixture
def major(leyla, vpn, again) -> MajorIncident:
    return actions.declare(actor=leyla, said=SAID, tickets=[vpn.pk, again.pk])
