"""The timeline's sentences about answers, mails and outages. See `sentences`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from derman.web import markup, moments

if TYPE_CHECKING:
    from derman.web.workspace.sentences import Teller

type Sentence = tuple[str, dict[str, Any]]


def _forwarded(teller: Teller, event: Any) -> Sentence:
    return _("Forwarded by %(who)s for the requester, whose ticket it is"), {"who": teller.who(event)}


def _named(teller: Teller, event: Any) -> Sentence:
    values = {"person": teller.person(event.details["person"])}
    return _("The desk learned from a mail of their own that this is %(person)s: only the address was known"), values


def _mail(teller: Teller, event: Any) -> Sentence:
    told = {
        "auto_reply": _("Auto-reply written"),
        "bounce": _("A mail could not be delivered: it came back"),
        "undelivered": _("A mail could not be delivered: the server refused it or could not be reached"),
        "delayed": _("A mail is delayed on its way"),
        "complained": _("A recipient reported a mail as spam"),
    }
    return told.get(event.details.get("what", ""), _("Mail written by the desk")), {}


def _reread(teller: Teller, event: Any) -> Sentence:
    values = {"who": teller.who(event)}
    if event.details.get("why") == "put_back":
        return _("The earlier text of a mail was put back by %(who)s"), values
    return _("A mail was read anew by %(who)s"), values


def _planned(teller: Teller, event: Any) -> Sentence:
    date = moments.full(datetime.fromisoformat(event.details["at"]))
    return _("An answer was written that leaves on %(date)s · %(who)s"), {"who": teller.who(event), "date": date}


def _held(teller: Teller, event: Any) -> Sentence:
    return {
        "requester_wrote": _("The answer for later was held back: the requester wrote meanwhile"),
        "over": _("The answer for later was held back: the ticket was over"),
        "author": _("The answer for later was held back: its author may no longer answer here"),
    }.get(event.details.get("why", ""), _("The answer for later was held back: it cannot be sent as it is")), {}


def _released(teller: Teller, event: Any) -> Sentence:
    return _("The answer for later was sent at once by %(who)s"), {"who": teller.who(event)}


def _taken_back(teller: Teller, event: Any) -> Sentence:
    return _("The answer for later was taken back by %(who)s"), {"who": teller.who(event)}


def _outage(teller: Teller, event: Any) -> Sentence:
    address = reverse("announcements:one", args=[int(event.details["announcement"])])
    link = SafeString(f'<a class="told-link" href="{address}">{markup.text(_("the outage"))}</a>')
    return _("An outage was written from this ticket by %(who)s: %(link)s"), {"who": teller.who(event), "link": link}


def _rated(teller: Teller, event: Any) -> Sentence:
    scores = {"good": pgettext("rating", "Good"), "fair": pgettext("rating", "Fair"), "bad": pgettext("rating", "Bad")}
    values = {"who": teller.who(event), "score": scores.get(event.details["score"], event.details["score"])}
    if event.details.get("before"):
        return _("The rating was changed by %(who)s: %(score)s"), values
    return _("The help was rated by %(who)s: %(score)s"), values


TOLD: Mapping[str, Callable[[Teller, Any], Sentence]] = {
    "reply.planned": _planned,
    "reply.held": _held,
    "reply.released": _released,
    "reply.taken_back": _taken_back,
    "ticket.forwarded": _forwarded,
    "person.named": _named,
    "mail.sent": _mail,
    "message.reread": _reread,
    "outage.begun": _outage,
    "ticket.rated": _rated,
}
