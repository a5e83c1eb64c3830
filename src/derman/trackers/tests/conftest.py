"""A GitHub of this machine, and the desk's key to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from derman.people.models import Person
from derman.trackers import actions
from derman.trackers.models import Tracker
from derman.trackers.tests.github_server import Forge
from derman.trackers.tests.served import serving


@pytest.fixture
def forge() -> Iterator[Forge]:
    """What is at the makers."""
    with serving(Forge()) as found:
        yield found


@pytest.fixture
def erp(aylin: Person, forge: Forge) -> Tracker:
    """The ERP's repository, with a key that works."""
    given = actions.Details(
        name="ERP",
        kind="github",
        address=forge.url,
        project=forge.project,
        token=forge.token,
        secret="s3cret",
        inside=True,
    )
    return actions.save(actor=aylin, given=given)
