"""What the forms of problems send, as the actions want it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from derman.people.queries import agents, teams
from derman.problems.actions import Details
from derman.web.problems.screens import DECISIONS, STATUSES
from derman.web.teaching import typed
from derman.web.workspace.words import PRIORITIES

if TYPE_CHECKING:
    from django.http import QueryDict

FIELDS = {
    "details": ("title", "description", "status", "priority", "team", "owner"),
    "known_error": ("known_titles", "workarounds"),
    "analysis": ("whys", "cause"),
    "decision": ("decision", "decision_reason", "change_words", "change_ticket"),
    "note": ("note", "at"),
    "link": ("ticket",),
}


def details_of(post: QueryDict) -> Details:
    """Title, what is wrong, and who has it."""
    found = Details(
        title=post.get("title", ""),
        description=post.get("description", ""),
        priority=typed.number(post.get("priority", "")) or 3,
        team=typed.number(post.get("team", "")),
        owner=typed.number(post.get("owner", "")),
    )
    if "status" in post:
        found["status"] = post.get("status", "")
    return found


def known_error_of(post: QueryDict) -> Details:
    return Details(known_titles=typed.both(post, "known"), workarounds=typed.both(post, "workaround"))


def analysis_of(post: QueryDict) -> Details:
    return Details(whys=post.getlist("why"), cause=post.get("cause", ""))


def decision_of(post: QueryDict) -> Details:
    return Details(
        decision=post.get("decision", ""),
        decision_reason=post.get("decision_reason", ""),
        change_words=post.get("change_words", ""),
        change_ticket=typed.number(post.get("change_ticket", "").strip().lstrip("#")),
    )


def shown(row: Any, post: QueryDict | None, sent: str, **first: Any) -> dict[str, Any]:
    """What stands in the forms: of the one that was `sent`, what was sent; else what is kept, else `first`."""

    def of(form: str) -> QueryDict | None:
        return post if sent == form else None

    kept: dict[str, Any] = {
        "title": row.title if row else "",
        "description": row.description if row else "",
        "status": row.status if row else "new",
        "priority": row.priority if row else 3,
        "team": row.team_id if row else None,
        "owner": row.owner_id if row else None,
        "cause": row.cause if row else "",
        "decision": row.decision if row else "",
        "decision_reason": row.decision_reason if row else "",
        "change_words": row.change_words if row else "",
        "change_ticket": (row.change_ticket_id if row else None) or "",
        "note": "",
        "at": "",
        "ticket": "",
        **first,
    }
    form = {name: str(value if value is not None else "") for name, value in kept.items()}
    if post is not None:
        form |= {name: post.get(name, "") for names in (FIELDS[sent],) for name in names if name in form}
    whys = post.getlist("why") if post is not None and sent == "analysis" else (row.whys if row else [])
    return {
        **form,
        "whys": [*whys, *[""] * 5][:5],
        "known": typed.fields(row.known_titles if row else {}, of("known_error"), "known"),
        "workaround": typed.fields(row.workarounds if row else {}, of("known_error"), "workaround"),
    }


def choices(actor: Any) -> dict[str, Any]:
    """What the menus of the forms offer. 2 statements."""
    return {
        "teams": [(str(one.pk), one.name) for one in teams(actor)],
        "owners": [(str(one.pk), one.name) for one in agents(actor)[:300]],
        "statuses": [(code, name) for code, name in STATUSES.items() if code != "closed"],
        "priorities": [(str(place), name) for place, name in enumerate(PRIORITIES.values(), start=1)],
        "decisions": list(DECISIONS.items()),
    }
