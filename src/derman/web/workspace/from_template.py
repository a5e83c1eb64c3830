"""A new ticket after a template: which there are, and what the form says once one is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from derman.automation.recurring import queries
from derman.web.workspace.words import PRIORITIES

if TYPE_CHECKING:
    from derman.automation.models import Template
    from derman.web.signed_in import Agent

CODES = dict(enumerate(PRIORITIES, start=1))


def named_in(given: str, usable: list[Template]) -> Template | None:
    """The template that a form names; None for none, and for one that is no longer there."""
    return next((one for one in usable if str(one.pk) == given), None)


def usable(agent: Agent) -> list[Template]:
    """Those that the menu offers. 1 statement."""
    return list(queries.usable(agent))


def filled(post: QueryDict, chosen: Template | None, before: Template | None) -> dict[str, Any]:
    """What the form says after another template was chosen.

    What somebody wrote themselves stays; what is empty, or stands there as the template `before` had it, gives way.
    """
    now, then = _says(chosen), _says(before)
    said: dict[str, Any] = {name: post.get(name, "") for name in ("email", "name", "channel")}
    for name, value in now.items():
        typed = post.get(name, "").replace("\r\n", "\n")
        said[name] = value if typed.strip() in ("", then[name].strip()) else typed
    said["take"] = "take" in post
    return said


def _says(template: Template | None) -> dict[str, str]:
    """The form's fields as a template has them; without one as they are at first."""
    if template is None:
        return {"subject": "", "text": "", "kind": "incident", "category": "", "priority": "normal"}
    category = template.category
    return {
        "subject": template.subject,
        "text": template.text,
        "kind": template.kind,
        "category": str(category.pk) if category is not None and category.active else "",
        "priority": CODES[template.priority],
    }


def brought(template: Template | None) -> list[str]:
    """What comes with the ticket beside what stands in the form: a line each."""
    if template is None:
        return []
    lines = []
    if template.team is not None:
        lines.append(_("Team: %(team)s") % {"team": template.team.name})
    if template.tags:
        lines.append(_("Tags: %(tags)s") % {"tags": ", ".join(template.tags)})
    if template.tasks:
        count = len(template.tasks)
        tasks = "; ".join(task["title"] for task in template.tasks)
        lines.append(ngettext("%(n)s task: %(tasks)s", "%(n)s tasks: %(tasks)s", count) % {"n": count, "tasks": tasks})
    return lines
