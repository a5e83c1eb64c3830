"""What the requester of a ticket was promised: the panel at the side, and its sentences on the timeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from derman.channels.pager.words import WORDS
from derman.sla.queries import standings
from derman.web import markup, moments, promises
from derman.web.workspace.told import Sentence
from derman.web.workspace.words import chip

if TYPE_CHECKING:
    from derman.web.workspace.sentences import Teller

ICONS: Mapping[str, str] = {
    "promise.moved": "clock",
    "promise.step": "clock",
    "promise.acknowledged": "check",
    "page.ended": "bell",
}


def promised_to(ticket: Any) -> dict[str, Any]:
    """Each promise with its clock, and whether one is to be acknowledged. 1 statement; none where there is none."""
    now, found = timezone.now(), standings(ticket, inside=True)
    lines = []
    for one in found:
        if one.ended_at is None:
            shown = promises.ring(one.target, one.promised_at, one.due_at, now)
        elif one.state == "late":
            shown = chip(_("late"), "urgent")
        else:
            shown = chip(_("kept"), "good", "check")
        at = markup.time_short(one.ended_at, "tiny muted") if one.ended_at else ""
        lines.append({"name": promises.name_of(one.target), "shown": shown, "at": at})
    return {
        "lines": lines,
        "policy": next((one.policy for one in found if one.policy), ""),
        "can_acknowledge": any(one.announced and not one.acknowledged for one in found),
    }


def _moved(teller: Teller, event: Any) -> Sentence:
    details = event.details
    values = {"promise": promises.name_of(details["target"]), "policy": details["policy"]}
    if details["after"] is None:
        return _("Another promise holds by “%(policy)s”: %(promise)s"), values
    values["moment"] = moments.full(datetime.fromisoformat(details["after"]))
    return _("Another promise holds by “%(policy)s”: %(promise)s until %(moment)s"), values


def _step(teller: Teller, event: Any) -> Sentence:
    details = event.details
    values: dict[str, Any] = {
        "promise": promises.name_of(details["target"]),
        "moment": moments.full(datetime.fromisoformat(details["due"])),
    }
    told = details["told"]
    if told:
        values["people"] = ", ".join(teller.person(person) for person in told[:3])
        values["more"] = len(told) - 3
    if len(told) > 3:
        ending = ngettext("told %(people)s and one more", "told %(people)s and %(more)s more", len(told) - 3)
    else:
        ending = _("told %(people)s") if told else ""
    if paged := details.get("paged"):
        values["paged"] = ", ".join(teller.person(person) for person in paged)
        page = _("%(paged)s is on call and was paged")
        ending = f"{ending} · {page}"
    begin = {
        "soon": _("Due soon: %(promise)s until %(moment)s"),
        "sooner": _("Due very soon: %(promise)s until %(moment)s"),
        "late": _("Late: %(promise)s was promised until %(moment)s"),
    }.get(details["what"], _("Still late: %(promise)s was promised until %(moment)s"))
    return (f"{begin} · {ending}" if ending else begin), values


def _acknowledged(teller: Teller, event: Any) -> Sentence:
    values = {"promise": promises.name_of(event.details["target"]), "who": teller.who(event)}
    return _("%(promise)s: seen by %(who)s, nobody else is told"), values


def _paged(teller: Teller, event: Any) -> Sentence:
    details = event.details
    values: dict[str, Any] = {"person": teller.person(details["person"]), "said": details["said"]}
    if details["outcome"] == "reached":
        sentence = _("The gateway took the page for %(person)s")
    else:
        values["why"] = str(WORDS.get(details["why"], ""))
        sentence = _("%(person)s could not be paged. %(why)s")
    return (sentence + " · “%(said)s”" if details["said"] else sentence), values


TOLD: Mapping[str, Callable[[Teller, Any], Sentence]] = {
    "promise.moved": _moved,
    "promise.step": _step,
    "promise.acknowledged": _acknowledged,
    "page.ended": _paged,
}
