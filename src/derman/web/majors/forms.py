"""What the forms of major incidents send, as the actions want it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from derman.majors.actions import Words
from derman.people.queries import agents
from derman.web.majors.screens import AUDIENCES, ROLES, STATES, STEPS
from derman.web.teaching import typed

if TYPE_CHECKING:
    from django.http import QueryDict

FIELDS = {
    "declare": ("titles", "impacts", "audience", "lead", "update_every", "began_at", *list(ROLES)),
    "describe": ("titles", "impacts", "audience", "began_at"),
    "update": ("texts", "state", "next_in"),
    "note": ("note", "at"),
    "join": ("ticket",),
    "role": tuple(ROLES),
    "interval": ("update_every",),
    "review": ("went_well", "went_badly", "cause"),
    "finish": ("went_well", "went_badly", "cause"),
    "action": ("title", "owner", "due_on"),
    "problem": ("problem",),
}


def said_of(post: QueryDict) -> Words:
    """What people read."""
    return Words(
        titles=typed.both(post, "title"), impacts=typed.both(post, "impact"), audience=post.get("audience", "")
    )


def roles_of(post: QueryDict) -> dict[str, int | None]:
    """Who has which part, but for the lead."""
    return {role: typed.number(post.get(role, "")) for role in ROLES if role != "lead"}


def declaring(post: QueryDict | None, *, lead: int, every: int) -> dict[str, Any]:
    """What stands in the form by which one is declared."""
    names = ("audience", "update_every", "began_at", *ROLES)
    first = {"audience": "signed_in", "update_every": str(every), "began_at": "", "lead": str(lead)}
    plain = {name: post.get(name, "") if post is not None else first.get(name, "") for name in names}
    return {
        **plain,
        "titles": typed.fields({}, post, "title"),
        "impacts": typed.fields({}, post, "impact"),
        "held": [(code, name, plain[code]) for code, name in ROLES.items()],
    }


def described(row: Any, post: QueryDict | None) -> dict[str, Any]:
    """What stands in the form of what people read."""
    public = row.announcement
    began = timezone.localtime(row.began_at).strftime("%Y-%m-%dT%H:%M")
    return {
        "titles": typed.fields(public.titles, post, "title"),
        "impacts": typed.fields(public.texts, post, "impact"),
        "audience": post.get("audience", "") if post is not None else public.audience,
        "began_at": post.get("began_at", "") if post is not None else began,
    }


def choices(actor: Any) -> dict[str, Any]:
    """What the menus offer. 1 statement."""
    return {
        "people": [(str(one.pk), one.name or one.email) for one in agents(actor)[:300]],
        "audiences": list(AUDIENCES.items()),
        "open_states": [(code, STATES[code]) for code in STEPS[:4]],
    }
