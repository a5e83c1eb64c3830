"""What the tests of news share with those of mail."""

from derman.channels.mail.tests.conftest import helpdesk, post

__all__ = ["helpdesk", "post"]
