"""What the tests of mail share."""

from __future__ import annotations

import pytest

from derman.channels.mail.actions import save_mailbox
from derman.channels.mail.models import Mailbox
from derman.people.models import Team


@pytest.fixture
def helpdesk(front_line: Team) -> Mailbox:
    """The desk's address, of the front line's queue."""
    return save_mailbox(actor=None, address="help@ege.example", name="Ege Help", team=front_line)
