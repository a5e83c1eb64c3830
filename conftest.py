"""What all tests share: the cast, clones of the database, and quick passwords."""

import os

import pytest

from tests.cast import *  # noqa: F403
from tests.clones import *  # noqa: F403


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """Slow hashing of passwords is wanted everywhere but here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Three processes for two cores: the one that walks the journeys waits for half of its time."""
    cores = os.cpu_count() or 1
    return cores + cores // 2


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys take longest: they begin first, so that no process is still at them when the others are done."""
    items.sort(key=lambda item: "journeys" not in item.path.parts)
