"""What the tests of appearance share with those of mail."""

from derman.channels.mail.tests.conftest import helpdesk, post, ticket

__all__ = ["helpdesk", "post", "ticket"]
