"""Tickets that have to do with one another, and a service that two have to agree to."""

from __future__ import annotations

import pytest

from derman.catalogue import actions as catalogue
from derman.tickets.tests.services import QUESTION, TASKS
from tests.cast import asks


@pytest.fixture
def again(front_line, mert):
    """Mert asks for the same thing once more."""
    return asks(mert, "VPN still drops", "And again, at noon.")


@pytest.fixture
def hers(front_line, selin):
    return asks(selin, "VPN gitti", "Bağlantı kopuyor.")


@pytest.fixture
def manager(desk, mert, selin):
    mert.manager = selin
    mert.save()
    return selin


@pytest.fixture
def laptop(aylin, front_line, derya):
    return catalogue.save_service(
        actor=aylin,
        names={"en": "New laptop", "tr": "Yeni dizüstü"},
        published=True,
        owner=derya.pk,
        team=front_line.pk,
        form=QUESTION,
        approvals=[{"by": "manager"}, {"by": "owner"}],
        stages=TASKS,
    )
