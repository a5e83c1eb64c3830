"""What the tests of trust share with those of mail."""

from derman.channels.mail.tests.conftest import helpdesk

__all__ = ["helpdesk"]
