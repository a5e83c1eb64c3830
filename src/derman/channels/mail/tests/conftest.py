"""What the tests of mail share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from derman.channels.mail.actions import save_mailbox
from derman.channels.mail.models import Mailbox, OutgoingMail
from derman.channels.mail.tests.mail_server import Post
from derman.channels.mail.tests.post import arrives, letter
from derman.people.models import Person, Team
from derman.tickets.models import Ticket
from tests.journeys.the_desk import free_port


@pytest.fixture
def helpdesk(front_line: Team) -> Mailbox:
    """The desk's address, of the front line's queue."""
    return save_mailbox(actor=None, address="help@ege.example", name="Ege Help", team=front_line)


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    """A mail server that takes what the desk sends."""
    made = Post()
    controller = Controller(made, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.DERMAN_MAIL_URL = f"smtp://127.0.0.1:{controller.port}?tls=none"
    yield made
    controller.stop()


@pytest.fixture
def ticket(helpdesk: Mailbox, mert: Person) -> Ticket:
    """A ticket that came by mail, with Selin in copy and nothing sent yet."""
    arrives(letter(message_id="first@ege.example", Cc="Selin <selin@ege.example>"))
    OutgoingMail.objects.all().delete()
    return Ticket.objects.get()
