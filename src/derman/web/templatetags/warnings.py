"""What an administrator must know wherever they are: `{% load warnings %}`."""

from __future__ import annotations

from typing import Any

from django import template

from derman.channels.mail.fetching import queries

register = template.Library()


@register.inclusion_tag("web/components/fetching_warning.html", takes_context=True)
def fetching_warning(context: dict[str, Any]) -> dict[str, Any]:
    """Mailboxes from which no mail can be fetched. 1 statement for administrators, none for anybody else."""
    request = context.get("request")
    return {"failing": queries.failing(getattr(request, "user", None))}
