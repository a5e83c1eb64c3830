"""A browser of an agent, without the browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from derman.people.models import Person

type SignIn = Callable[[Person], Client]


@pytest.fixture
def as_(db: None) -> SignIn:
    """`as_(elif_)` is a client that is signed in as Elif."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="derman.people.backends.AddressBackend")
        return client

    return sign_in
