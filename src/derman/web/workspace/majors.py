"""The major incident that a ticket belongs to, on its timeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from derman.web import markup
from derman.web.workspace.told import Sentence

if TYPE_CHECKING:
    from derman.web.workspace.sentences import Teller

ICONS: Mapping[str, str] = {"major.joined": "alert", "major.left": "alert", "major.told": "alert"}


def _link(major: int) -> SafeString:
    address = reverse("majors:one", args=[int(major)])
    return SafeString(f'<a class="told-link" href="{address}">MI{int(major)}</a>')


def _joined(teller: Teller, event: Any) -> Sentence:
    words = ", ".join(event.details.get("words", ()))
    values = {"who": teller.who(event), "major": _link(event.details["major"]), "words": markup.text(words)}
    told = {
        "like": _("Joined to the major incident %(major)s by %(who)s, because it shares these words: %(words)s"),
        "surge": _("Joined to the major incident %(major)s by %(who)s, because the radar saw it among others"),
        "problem": _("Joined to the major incident %(major)s by %(who)s, with the problem behind it"),
    }
    return told.get(event.details.get("way", ""), _("Joined to the major incident %(major)s by %(who)s")), values


def _left(teller: Teller, event: Any) -> Sentence:
    values = {"who": teller.who(event), "major": _link(event.details["major"])}
    if event.details.get("why") == "withdrawn":
        return _("The major incident %(major)s was declared by mistake: this goes on by itself"), values
    return _("Does not belong to the major incident %(major)s any more · %(who)s"), values


def _told(_teller: Teller, event: Any) -> Sentence:
    told = {
        "joined": _("The requester was told that this belongs to the major incident %(major)s"),
        "update": _("An update of the major incident %(major)s: the requester was told"),
        "resolved": _("The major incident %(major)s is over: the requester was told"),
        "withdrawn": _("The major incident %(major)s was declared by mistake: the requester was told"),
    }
    return told[event.details["why"]], {"major": _link(event.details["major"])}


SENTENCES: Mapping[str, Callable[[Teller, Any], Sentence]] = {
    "major.joined": _joined,
    "major.left": _left,
    "major.told": _told,
}
