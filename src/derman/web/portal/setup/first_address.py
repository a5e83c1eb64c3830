"""The desk's first mailbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derman.channels.mail import actions as mail
from derman.channels.mail.errors import MailError

if TYPE_CHECKING:
    from derman.people.models import Person


class AddressRefused(Exception):
    """The address cannot be the desk's; the message says why."""


def add_first_address(*, actor: Person, address: str) -> None:
    """Make `address` the desk's own. Raises AddressRefused."""
    try:
        mail.save_mailbox(actor=actor, address=address, is_default=True)
    except MailError as error:
        raise AddressRefused(str(error)) from None
