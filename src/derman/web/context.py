"""What every template finds: `look`, the desk's name, logo, colour and the reader's light or dark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from derman.web import accent
from derman.web.language import desk_of

THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Look:
    """How the desk looks to this reader. `style` and `logo` are addresses, empty for Derman's own."""

    name: str
    style: str
    logo: str
    theme: str


def _look(request: HttpRequest) -> Look:
    desk = desk_of(request)
    person = getattr(request, "user", None)
    theme = request.COOKIES.get("derman_theme") or (getattr(person, "theme", "") or "")
    own_colour = accent.is_colour(desk.accent) and desk.accent != accent.DEFAULT
    return Look(
        name=desk.name,
        style=f"/look.css?c={desk.accent[1:]}" if own_colour else "",
        logo=f"/look/logo/?d={desk.logo_id[:12]}" if desk.logo_id else "",
        theme=theme if theme in THEMES else "",
    )


def desk(request: HttpRequest) -> dict[str, Any]:
    """Looked up only by templates that ask for it: parts of pages do not."""
    return {"look": SimpleLazyObject(lambda: _look(request))}
