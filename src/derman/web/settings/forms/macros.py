"""A macro while it is written: its name, where it is offered, whose it is, and its steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from derman.automation.macros.actions import Given
from derman.views import queries as views
from derman.web.settings.forms.rules import Written, lines_drafted, lines_typed

if TYPE_CHECKING:
    from django.http import QueryDict

    from derman.automation.models import Macro


@dataclass
class MacroDraft(Written):
    """A macro as the page has it."""

    query: str = ""
    audience: str = "me"

    def given(self) -> Given:
        """As `automation.macros.actions.save` takes it; sound or not."""
        audience = int(self.audience) if self.audience.isascii() and self.audience.isdigit() else self.audience
        return Given(name=self.name, query=self.query, audience=audience, steps=self.steps())


def audience_of(macro: Macro) -> str:
    """Whose it is, as the form's choice says it."""
    return "me" if macro.owner_id else str(macro.team_id or "desk")


def drafted(macro: Macro, language: str) -> MacroDraft:
    """A macro as the page shows it first, its query in the words of a language."""
    return MacroDraft(
        name=macro.name,
        lines=lines_drafted(macro.steps),
        query=views.shown(macro.query, language),
        audience=audience_of(macro),
    )


def typed(post: QueryDict) -> MacroDraft:
    """A macro as it was sent."""
    return MacroDraft(
        name=post.get("name", ""),
        lines=lines_typed(post),
        query=post.get("query", "")[:2000],
        audience=post.get("audience", "me")[:18],
    )
