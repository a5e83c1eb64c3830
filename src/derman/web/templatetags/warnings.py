"""What an administrator must know wherever they are: `{% load warnings %}`."""

from __future__ import annotations

from typing import Any

from django import template

from derman.channels.mail.fetching import queries
from derman.channels.mail.stalled import kept_back_since, stalled_servers
from derman.channels.mail.trust.queries import storms

register = template.Library()


@register.inclusion_tag("web/components/mail_warning.html", takes_context=True)
def mail_warning(context: dict[str, Any]) -> dict[str, Any]:
    """Mailboxes from which no mail can be fetched, servers through which none leaves or that there is none, and storms.

    4 statements for administrators, none for anybody else.
    """
    person = getattr(context.get("request"), "user", None)
    return {
        "failing": queries.failing(person),
        "stalled": stalled_servers(person),
        "kept_back": kept_back_since(person),
        "storms": [storm for storm in storms(person) if not storm.off],
    }
