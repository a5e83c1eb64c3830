"""What was typed, put back into the forms of the editor when a save was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from derman.runbooks import tree as trees

if TYPE_CHECKING:
    from django.http import QueryDict

DETAILS = ("audience", "icon", "slug")


def both(post: QueryDict, name: str) -> dict[str, str]:
    """A field that is there once for each language."""
    return {code: post.get(f"{name}_{code}", "") for code in trees.languages()}


def number(given: str) -> int | None:
    """A number as a form sends it."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else None


def step_typed(form: dict[str, Any], post: QueryDict) -> dict[str, Any]:
    """The form of a step, with what was sent in place of what is kept."""
    titles, texts, alts = both(post, "title"), both(post, "text"), both(post, "alt")
    shown = {way["key"]: way["default"] for way in form["ways"]}
    ways = [
        {
            "key": key,
            "next": post.get(f"next_{key}", ""),
            "labels": list(both(post, f"label_{key}").items()),
            "default": shown.get(key, ""),
        }
        for key in post.getlist("way")[: trees.MOST_ANSWERS]
    ]
    return form | {
        "kind": post.get("kind", ""),
        "words": [(code, titles[code], texts[code], alts[code]) for code in trees.languages()],
        "ways": ways,
        "result": post.get("result", ""),
        "address": post.get("address", ""),
        "team": number(post.get("team", "")),
        "tier": number(post.get("tier", "")),
    }


def details_typed(post: QueryDict) -> dict[str, Any]:
    """Titles and summaries by language, audience, icon and address, as they were sent."""
    titles, summaries = both(post, "title"), both(post, "summary")
    return {
        "languages": [(code, titles[code], summaries[code]) for code in trees.languages()],
        "details": {name: post.get(name, "") for name in DETAILS},
    }
