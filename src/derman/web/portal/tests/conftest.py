"""Browsers of the tests."""

from __future__ import annotations

import pytest
from django.test import Client

from derman.people.models import Person


@pytest.fixture
def signed_in_as():
    """A browser in which somebody is signed in."""

    def made(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="derman.people.backends.AddressBackend")
        return client

    return made
