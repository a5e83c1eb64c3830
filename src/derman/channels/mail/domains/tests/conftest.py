"""What the tests of domains share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from derman.channels.mail.domains.tests.zones import Zone
from derman.channels.mail.tests.conftest import helpdesk, post, ticket
from derman.channels.mail.trust.proof.resolver import answered_by

__all__ = ["helpdesk", "post", "ticket"]


@pytest.fixture
def zone() -> Iterator[Zone]:
    """An empty DNS."""
    made = Zone()
    with answered_by(made):
        yield made
