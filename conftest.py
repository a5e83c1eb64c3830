"""What all tests share: the cast, clones of the database, and quick passwords."""

import pytest

from tests.cast import *  # noqa: F403
from tests.clones import *  # noqa: F403


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """Slow hashing of passwords is wanted everywhere but here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys share one desk and one browser: together on one worker, and first, so that none waits for them."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.xdist_group("journeys"))
    items.sort(key=lambda item: "journeys" not in item.path.parts)
