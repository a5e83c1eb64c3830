"""Browsers of the tests."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from derman.people.actions import ask_for_link
from derman.people.models import Person

BACKEND = "derman.people.backends.AddressBackend"


@pytest.fixture
def visitor(db: None) -> Client:
    """A browser of somebody who is not signed in; nobody has tried anything yet."""
    cache.clear()
    return Client()


@pytest.fixture
def signed_in_as():
    """A browser in which somebody is signed in."""

    def made(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend=BACKEND)
        return client

    return made


@pytest.fixture
def link_of(monkeypatch):
    """The address in the mail that somebody gets who asks for a link."""

    def made(person: Person, next_page: str = "") -> str:
        told = []
        monkeypatch.setattr("derman.people.actions.links.announce", told.append)
        ask_for_link(address=person.email, next_page=next_page)
        return f"/accounts/link/{told[-1].token}/"

    return made
