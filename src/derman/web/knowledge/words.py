"""Codes of the knowledge base in words, with the tone of their chip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from derman.knowledge.models import Translation

AUDIENCES = ("everyone", "signed_in", "organisations", "groups", "agents", "team")


@dataclass(frozen=True, slots=True)
class Chip:
    """A few words and their tone."""

    words: str
    tone: str = ""


def states_of(found: Translation) -> list[Chip]:
    """Where a translation stands, the most important first."""
    chips = []
    match found.status:
        case "published":
            chips.append(Chip(_("Published"), "good"))
        case "review":
            chips.append(Chip(_("In review"), "warn"))
        case "scheduled":
            chips.append(Chip(_("Will be published"), "info"))
        case _:
            chips.append(Chip(_("Draft")))
    if found.live_id is not None and found.status != "published":
        chips.append(Chip(_("an earlier text is published"), "good"))
    if found.outdated_since is not None:
        chips.append(Chip(_("Translation out of date"), "urgent"))
    return chips


def audience_of(code: str) -> str:
    """Who may read, in words."""
    return {
        "everyone": _("Everyone"),
        "signed_in": _("Whoever is signed in"),
        "organisations": _("Some organisations"),
        "groups": _("Some groups of people"),
        "agents": _("Agents"),
        "team": _("One team"),
    }[code]


def tabs() -> list[tuple[str, str]]:
    """(code, name) of the views of the list."""
    return [
        ("", _("All")),
        ("mine", _("Mine")),
        ("live", _("Published")),
        ("draft", _("Drafts")),
        ("review", _("In review")),
        ("scheduled", _("Will be published")),
        ("outdated", _("Out of date")),
        ("check", _("To be checked")),
        ("unhelpful", _("Do not help")),
        ("removed", _("Deleted")),
    ]
