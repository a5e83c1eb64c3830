"""Browsers of the tests."""

from derman.web.portal.tests.conftest import signed_in_as

__all__ = ["signed_in_as"]
