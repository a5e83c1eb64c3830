"""Tickets that have to do with one another."""

from __future__ import annotations

import pytest

from tests.cast import asks


@pytest.fixture
def again(front_line, mert):
    """Mert asks for the same thing once more."""
    return asks(mert, "VPN still drops", "And again, at noon.")


@pytest.fixture
def hers(front_line, selin):
    return asks(selin, "VPN gitti", "Bağlantı kopuyor.")
