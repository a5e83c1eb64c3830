"""References go down the floors of the house: a table never names one of a room above it or beside it."""

from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]


def floors() -> dict[str, int]:
    """Room → floor, 0 at the ground, from the contract that also holds for imports."""
    config = ConfigParser()
    config.read(ROOT / ".importlinter")
    layers = config["importlinter:contract:floors"]["layers"].split("\n")
    rising = [layer for layer in reversed(layers) if layer.strip()]
    return {room.strip(): floor for floor, layer in enumerate(rising) for room in layer.split("|")}


def room_of(model: type[models.Model]) -> str:
    """The room of a model of the desk; empty for those of libraries, which stand below the ground."""
    package, _, rest = model.__module__.partition(".")
    return rest.split(".")[0] if package == "derman" else ""


def points_up(here: str, there: str) -> bool:
    """May a table of one room not name a table of the other?"""
    floor = floors()
    return bool(there) and here != there and floor[there] >= floor[here]


def references() -> Iterator[tuple[str, type[models.Model], type[models.Model]]]:
    for model in apps.get_models(include_auto_created=True):
        if not room_of(model):
            continue
        for field in model._meta.get_fields(include_hidden=True):
            target = getattr(field, "related_model", None)
            if field.concrete and isinstance(target, type) and issubclass(target, models.Model):
                yield f"{model._meta.label}.{field.name}", model, target


def test_no_foreign_key_points_up():
    wrong = [name for name, model, target in references() if points_up(room_of(model), room_of(target))]
    assert wrong == []


def test_there_are_references_to_look_at():
    names = {name for name, _, _ in references()}
    assert {"tickets.Message.ticket", "tickets.Ticket.requester", "desk.AuditEntry.actor"} <= names


@pytest.mark.parametrize(
    ("here", "there", "wrong"),
    [
        ("people", "tickets", True),
        ("people", "desk", True),
        ("kernel", "people", True),
        ("search", "channels", True),
        ("desk", "people", False),
        ("tickets", "tickets", False),
        ("people", "", False),
    ],
)
def test_what_points_up(here: str, there: str, wrong: bool):
    assert points_up(here, there) is wrong
