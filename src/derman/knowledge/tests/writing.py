"""Small verbs for the tests of the knowledge base."""

from __future__ import annotations

from typing import Any

from derman.knowledge import actions
from derman.knowledge.models import Translation
from derman.people.models import Person

BODY = "<p>Set the clock, then sign in again.</p>"


def draft(writer: Person, title: str = "VPN drops", body: str = BODY, lang: str = "en", **details: Any) -> Translation:
    """An article that nobody has published yet."""
    return actions.start(actor=writer, lang=lang, title=title, body=body, details=actions.Details(**details))


def published(
    writer: Person, title: str = "VPN drops", body: str = BODY, lang: str = "en", **details: Any
) -> Translation:
    """An article that readers find."""
    return actions.publish(actor=writer, translation=draft(writer, title, body, lang, **details).pk)


def titles(found: Any) -> set[str]:
    """The live titles of translations."""
    return {one.live.title for one in found}
