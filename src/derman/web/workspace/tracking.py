"""Issues at the makers of a software: beside a ticket, and their sentences on its timeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from derman.trackers import queries
from derman.trackers.kinds.failing import WORDS
from derman.web import markup
from derman.web.signed_in import Agent
from derman.web.trackers.screens import line_of
from derman.web.workspace.told import Sentence

if TYPE_CHECKING:
    from derman.web.workspace.sentences import Teller

ICONS: Mapping[str, str] = {
    "issue.asked": "out",
    "issue.opened": "check",
    "issue.said": "reply",
    "issue.moved": "check",
    "issue.failed": "warn",
    "issue.unlinked": "x",
    "issue.again": "link",
}


def issues_of(reader: Agent, ticket: Any) -> list[dict[str, Any]]:
    """What stands beside a ticket. 1 statement, 1 more where there are issues."""
    rows = queries.of_ticket(reader, ticket.pk)
    latest = queries.latest_comments(rows)
    return [line_of(row) | {"latest": _beginning(latest.get(row.pk))} for row in rows]


def _beginning(comment: Any) -> str:
    if comment is None:
        return ""
    said = Truncator(" ".join(comment.text[:300].split())).chars(80)
    return f"{comment.author}: {said}" if comment.author else said


def named_in(events: Sequence[Any]) -> dict[int, str]:
    """The names of the issues that these events mention. 1 statement, none for none."""
    return queries.names_of({event.details["issue"] for event in events if event.kind.startswith("issue.")})


def said_in(events: Sequence[Any]) -> dict[str, dict[int, str]]:
    """Author and text of the comments that these events mention. 1 statement, none for none."""
    found = queries.comments_of({event.details["comment"] for event in events if event.kind == "issue.said"})
    return {
        "issue_author": {pk: author for pk, (author, _text) in found.items()},
        "issue_said": {pk: text for pk, (_author, text) in found.items()},
    }


def _issue(teller: Teller, event: Any) -> SafeString:
    pk = int(event.details["issue"])
    name = teller.names["issue"].get(pk) or _("an issue")
    return SafeString(f'<a class="told-link" href="{reverse("trackers:one", args=[pk])}">{markup.text(name)}</a>')


def _values(teller: Teller, event: Any) -> dict[str, Any]:
    return {"issue": _issue(teller, event), "who": teller.who(event)}


def _asked(teller: Teller, event: Any) -> Sentence:
    told = {
        "open": _("An issue at the makers, %(issue)s, was asked for by %(who)s"),
        "link": _("Linked to the issue %(issue)s of the makers by %(who)s"),
    }
    return told[event.details["way"]], _values(teller, event)


def _opened(teller: Teller, event: Any) -> Sentence:
    told = {
        "opened": _("The issue %(issue)s is open at the makers"),
        "found": _("The issue %(issue)s is open at the makers: it was there already, and was not opened again"),
    }
    return told[event.details["why"]], _values(teller, event)


def _said(teller: Teller, event: Any) -> Sentence:
    pk = event.details["comment"]
    author, text = teller.names["issue_author"].get(pk, ""), teller.names["issue_said"].get(pk, "")
    if not text:
        return _("Something was said at the issue %(issue)s"), _values(teller, event)
    values = _values(teller, event) | {"author": author, "said": Truncator(" ".join(text.split())).chars(160)}
    if event.details["theirs"]:
        return _("%(author)s at the issue %(issue)s: “%(said)s”"), values
    return _("%(who)s wrote to the makers at %(issue)s: “%(said)s”"), values


def _moved(teller: Teller, event: Any) -> Sentence:
    if event.details["closed"]:
        return _("The makers closed the issue %(issue)s"), _values(teller, event)
    return _("The makers opened the issue %(issue)s again"), _values(teller, event)


def _failed(teller: Teller, event: Any) -> Sentence:
    why = WORDS.get(event.details["why"], "")
    return _("The issue %(issue)s has a fault: %(why)s"), _values(teller, event) | {"why": str(why)}


def _unlinked(teller: Teller, event: Any) -> Sentence:
    if event.details["why"] == "undone":
        return _("%(who)s took the issue back before it was opened"), _values(teller, event)
    return _("No longer linked to the issue %(issue)s · %(who)s"), _values(teller, event)


def _again(teller: Teller, event: Any) -> Sentence:
    return _("Linked to the issue %(issue)s again · %(who)s"), _values(teller, event)


SENTENCES: Mapping[str, Callable[[Teller, Any], Sentence]] = {
    "issue.asked": _asked,
    "issue.opened": _opened,
    "issue.said": _said,
    "issue.moved": _moved,
    "issue.failed": _failed,
    "issue.unlinked": _unlinked,
    "issue.again": _again,
}
