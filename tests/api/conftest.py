"""A client of the API for each of the cast."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from derman.people.actions import create_token
from derman.people.models import Person


@dataclass
class Answer:
    """What came back: status, headers and the JSON."""

    status: int
    headers: dict[str, str]
    json: Any


@dataclass
class Program:
    """A program that calls the API with the token of a person (without one: as a stranger)."""

    token: str = ""
    client: Client = field(default_factory=Client)

    def call(self, method: str, address: str, body: Any = None, **headers: str) -> Answer:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        kind = sent.pop("Content-Type", "application/json")
        response = self.client.generic(method, f"/api/v1{address}", content, content_type=kind, headers=sent)
        is_json = "json" in response.headers.get("Content-Type", "")
        text = response.content.decode() if is_json and not response.streaming else ""
        return Answer(response.status_code, dict(response.headers), json.loads(text) if text else None)

    def raw(self, address: str) -> Any:
        """The response itself, of a GET that answers no JSON."""
        return self.client.get(f"/api/v1{address}", headers={"Authorization": f"Bearer {self.token}"})

    def get(self, address: str, **headers: str) -> Answer:
        return self.call("GET", address, **headers)

    def post(self, address: str, body: Any = None, **headers: str) -> Answer:
        return self.call("POST", address, body, **headers)

    def patch(self, address: str, body: Any = None, **headers: str) -> Answer:
        return self.call("PATCH", address, body, **headers)


type Of = Callable[..., Program]


@pytest.fixture
def program_of(db: None) -> Of:
    """A program that acts as a person."""

    def of(person: Person, *scopes: str) -> Program:
        return Program(create_token(actor=None, person=person, name="test", scopes=scopes or ("read", "write")))

    return of


@pytest.fixture
def stranger(db: None) -> Program:
    """A program without a token."""
    return Program()
