"""The problems behind a ticket: beside it, in the menu that links one, and on its timeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from derman.channels.mail.fates import deliveries_of
from derman.problems import queries
from derman.problems.words import language_of
from derman.search.likeness import alike
from derman.web.problems.screens import problem_url, rich, status_chip
from derman.web.signed_in import Agent
from derman.web.workspace.told import Sentence

if TYPE_CHECKING:
    from derman.web.workspace.sentences import Teller

ICONS: Mapping[str, str] = {"problem.linked": "layers", "problem.unlinked": "layers", "problem.told": "layers"}


def problems_of(reader: Agent, ticket: Any) -> list[dict[str, Any]]:
    """What stands beside a ticket. 1 statement, 2 where a workaround was sent."""
    shown: list[dict[str, Any]] = []
    can_send = ticket.merged_into_id is None
    found = queries.of_ticket(reader, ticket.pk)
    went = deliveries_of([one.sent.pk for one in found if one.sent is not None])
    for one in found:
        row = one.problem
        sent = one.sent is not None and one.sent.withdrawn_at is None
        shown.append(
            {
                "pk": str(row.pk),
                "number": f"P{row.pk}",
                "url": problem_url(row.pk),
                "title": row.known_title,
                "status": status_chip(row),
                "workaround": rich(row.workaround) if row.workarounds and row.is_open else "",
                "lang": row.lang,
                "sent": sent,
                "waits": sent and one.sent_id in went and went[one.sent_id].kept,
                "can_send": can_send and bool(row.workarounds) and row.is_open,
            }
        )
    # the key sends the first that was not sent yet
    first = next((one for one in shown if one["can_send"] and not one["sent"]), None)
    if first is not None:
        first["key"] = "-"
    return shown


def choices_of(reader: Agent, ticket: Any) -> list[dict[str, Any]]:
    """The problems that may be behind a ticket, the likeliest first. 8 statements at most."""
    like = alike(f"{ticket.subject} {ticket.excerpt}", but=ticket.pk)
    found = queries.for_ticket(reader, ticket, like)
    return [
        {"pk": str(one.pk), "number": f"P{one.pk}", "title": one.title, "status": status_chip(one)} for one in found
    ]


def sent_in(ticket: Any) -> str:
    """In which language its requester gets a workaround."""
    return {"tr": _("in Turkish"), "en": _("in English")}.get(language_of(ticket), "")


def _link(problem: int) -> SafeString:
    address = reverse("problems:one", args=[int(problem)])
    return SafeString(f'<a class="told-link" href="{address}">P{int(problem)}</a>')


def _linked(teller: Teller, event: Any) -> Sentence:
    values = {"who": teller.who(event), "problem": _link(event.details["problem"])}
    told = {
        "like": _("Linked to the problem %(problem)s by %(who)s, because it is like its other tickets"),
        "surge": _("Linked to the problem %(problem)s by %(who)s, because the radar saw it among others"),
    }
    return told.get(event.details.get("way", ""), _("Linked to the problem %(problem)s by %(who)s")), values


def _unlinked(teller: Teller, event: Any) -> Sentence:
    values = {"who": teller.who(event), "problem": _link(event.details["problem"])}
    return _("No longer linked to the problem %(problem)s · %(who)s"), values


def _told(_teller: Teller, event: Any) -> Sentence:
    return _("The problem %(problem)s is closed: the requester was told"), {
        "problem": _link(event.details["problem"]),
    }


SENTENCES: Mapping[str, Callable[[Teller, Any], Sentence]] = {
    "problem.linked": _linked,
    "problem.unlinked": _unlinked,
    "problem.told": _told,
}
