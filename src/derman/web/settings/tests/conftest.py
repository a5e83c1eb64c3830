from __future__ import annotations

import pytest
from django.test import Client

from derman.people.models import Person


@pytest.fixture
def as_aylin(client: Client, aylin: Person) -> Client:
    """The browser of the administrator."""
    client.force_login(aylin)
    return client
