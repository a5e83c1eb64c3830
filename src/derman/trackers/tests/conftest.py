"""A GitHub of this machine, and the desk's key to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from derman.kernel import clock
from derman.people.models import Person
from derman.trackers import actions
from derman.trackers.models import Issue, Tracker
from derman.trackers.tests.github_server import Forge, github


@pytest.fixture
def forge() -> Iterator[Forge]:
    """What is at the makers."""
    with github() as found:
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


def worked(issue: Issue, *, after: timedelta = timedelta(seconds=20)) -> Issue:
    """The issue after the worker looked at it, some time later."""
    with clock.frozen_at(clock.now() + after):
        actions.work(issue=issue.pk)
    issue.refresh_from_db()
    return issue
