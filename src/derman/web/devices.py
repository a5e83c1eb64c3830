"""Devices as forms ask for them, and as pages tell what is known of one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from derman.assets import queries as assets
from derman.tickets import devices

if TYPE_CHECKING:
    from derman.catalogue.fields import Choice
    from derman.people.models import Person


def offered(person: Person, fields: Iterable[Any]) -> list[tuple[str, str]]:
    """The devices that `person` may choose from at a glance, with how one says that it is none of them.

    No statement where no field asks for a device; else 1.
    """
    return _pairs(devices.own(person)) if any(field.type == "asset" for field in fields) else []


def offered_of(agent: Person, requester: int, fields: Iterable[Any]) -> list[tuple[str, str]]:
    """Those of somebody else, as an agent meets them first. No statement where no field asks; else 1."""
    if not any(field.type == "asset" for field in fields):
        return []
    return _pairs([*map(devices.as_choice, assets.of_person(agent, requester)), devices.not_listed()])


def _pairs(choices: Iterable[Choice]) -> list[tuple[str, str]]:
    return [(choice.key, choice.label) for choice in choices]


def facts(asset: Any) -> dict[str, str]:
    """What is known of a device, in a line and with its page; empty for none."""
    if asset is None:
        return {}
    parts = [asset.get_kind_display(), asset.serial]
    parts += [asset.person.name or asset.person.email if asset.person is not None else "", asset.place]
    if asset.state != "in_use":
        parts.append(asset.get_state_display())
    return {
        "name": str(asset),
        "about": " · ".join(str(part) for part in parts if part),
        "url": reverse("settings:asset", args=[asset.pk]),
    }
