"""What an administrator must know wherever they are: `{% load warnings %}`."""

from __future__ import annotations

from typing import Any

from django import template

from derman.channels.mail.fetching import queries
from derman.channels.mail.trust.queries import storms

register = template.Library()


@register.inclusion_tag("web/components/fetching_warning.html", takes_context=True)
def fetching_warning(context: dict[str, Any]) -> dict[str, Any]:
    """Mailboxes from which no mail can be fetched, and storms of mail. 2 statements for administrators, none for
    anybody else."""
    person = getattr(context.get("request"), "user", None)
    return {"failing": queries.failing(person), "storms": [storm for storm in storms(person) if not storm.off]}
