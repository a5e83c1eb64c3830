"""What can be done with people: add, change, give rights, hand out tokens and sign-in links."""

from __future__ import annotations

from derman.people.actions.groups import save_organisation, save_team
from derman.people.actions.links import LINK_LIFE, ask_for_link, find_link, use_link
from derman.people.actions.persons import (
    add_person,
    change_person,
    find_or_add_requester,
    organisation_of,
    set_password,
)
from derman.people.actions.tokens import create_token, end_token

__all__ = [
    "LINK_LIFE",
    "add_person",
    "ask_for_link",
    "change_person",
    "create_token",
    "end_token",
    "find_link",
    "find_or_add_requester",
    "organisation_of",
    "save_organisation",
    "save_team",
    "set_password",
    "use_link",
]
