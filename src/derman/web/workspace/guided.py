"""The timeline's sentences about guided fixes: each step and its result, in the reader's language. See `sentences`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from derman.runbooks.queries import tried
from derman.runbooks.tree import said
from derman.web.workspace.told import Sentence

if TYPE_CHECKING:
    from derman.web.workspace.sentences import Teller


def _title(teller: Teller, event: Any) -> str:
    tree = teller.trees.get(event.details["version"])
    return said(tree.titles, get_language() or "en")[0] if tree else _("a guided fix that was removed")


def _begun(teller: Teller, event: Any) -> Sentence:
    return _("Guided fix begun: %(title)s · %(who)s"), {"title": _title(teller, event), "who": teller.who(event)}


def _stepped(teller: Teller, event: Any) -> Sentence:
    tree = teller.trees.get(event.details["version"])
    way = [(event.details["step"], event.details["answer"])]
    done = tried(tree, way, get_language() or "en") if tree else []
    if not done:
        return "", {}
    return _("%(step)s → %(answer)s · %(who)s"), {
        "step": done[0].title,
        "answer": done[0].answer,
        "who": teller.who(event),
    }


def _ended(teller: Teller, event: Any) -> Sentence:
    ends = {
        "solved": _("Guided fix %(title)s: solved"),
        "article": _("Guided fix %(title)s: leads to an article"),
        "ticket": _("Guided fix %(title)s: did not solve it"),
        "escalate": _("Guided fix %(title)s: to be handed on"),
    }
    return ends.get(event.details["result"], ""), {"title": _title(teller, event)}


def _walked(teller: Teller, event: Any) -> Sentence:
    tree = teller.trees.get(event.details["version"])
    way = [(step, answer) for step, answer in event.details["way"]]
    done = tried(tree, way, get_language() or "en") if tree else []
    steps = " · ".join(f"{one.title} → {one.answer}" for one in done)
    values = {"title": _title(teller, event), "steps": steps, "who": teller.who(event)}
    return _("Tried before with the guided fix %(title)s: %(steps)s"), values


def _before(teller: Teller, event: Any) -> Sentence:
    given = event.details
    values = {
        "words": " · ".join(given["searched"]),
        "opened": " · ".join(one[2] for one in given["opened"]),
        "shown": " · ".join(one[2] for one in given["shown"]),
    }
    if given["opened"] and given["shown"]:
        return _("Tried before writing: searched %(words)s, opened %(opened)s; shown and not opened: %(shown)s"), values
    if given["opened"]:
        return _("Tried before writing: searched %(words)s, opened %(opened)s"), values
    if given["shown"]:
        return _("Tried before writing: searched %(words)s; shown and not opened: %(shown)s"), values
    return _("Tried before writing: searched %(words)s, found nothing"), values


GUIDED: Mapping[str, Callable[[Teller, Any], Sentence]] = {
    "runbook.begun": _begun,
    "runbook.step": _stepped,
    "runbook.ended": _ended,
    "runbook.walked": _walked,
    "requester.tried": _before,
}
