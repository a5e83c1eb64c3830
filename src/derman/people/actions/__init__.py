"""What can be done with people: add, change, give rights, addresses, tokens and sign-in links."""

from __future__ import annotations

from derman.people.actions.absences import set_absence, set_manager
from derman.people.actions.addresses import (
    add_address,
    claim_address,
    confirm_address,
    drop_claim,
    find_claim,
    make_primary,
    remove_address,
    verify_address,
)
from derman.people.actions.grouping import remove_group, save_group
from derman.people.actions.groups import remove_organisation, save_organisation, save_team
from derman.people.actions.links import HAND_OVER_LIFE, LINK_LIFE, ask_for_link, find_link, hand_over_link, use_link
from derman.people.actions.notes import add_note, remove_note, restore_note
from derman.people.actions.persons import (
    add_person,
    change_person,
    find_or_add_requester,
    learn_name,
    organisation_of,
    recall_requesters,
    set_password,
)
from derman.people.actions.tokens import create_token, end_token

__all__ = [
    "HAND_OVER_LIFE",
    "LINK_LIFE",
    "add_address",
    "add_note",
    "add_person",
    "ask_for_link",
    "change_person",
    "claim_address",
    "confirm_address",
    "create_token",
    "drop_claim",
    "end_token",
    "find_claim",
    "find_link",
    "find_or_add_requester",
    "hand_over_link",
    "learn_name",
    "make_primary",
    "organisation_of",
    "recall_requesters",
    "remove_address",
    "remove_group",
    "remove_note",
    "remove_organisation",
    "restore_note",
    "save_group",
    "save_organisation",
    "save_team",
    "set_absence",
    "set_manager",
    "set_password",
    "use_link",
    "verify_address",
]
