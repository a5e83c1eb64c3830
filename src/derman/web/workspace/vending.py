"""What of a ticket is with vendors: beside it, the form that hands it over, and its sentences on the timeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from derman.kernel import clock
from derman.tickets.queries import Conversation
from derman.vendors import queries
from derman.web import markup, moments
from derman.web.signed_in import Agent
from derman.web.workspace.forwards import choosable
from derman.web.workspace.told import Sentence
from derman.web.workspace.words import chip

if TYPE_CHECKING:
    from derman.web.workspace.sentences import Teller

ICONS: Mapping[str, str] = {
    "vendor.asked": "building",
    "vendor.reminded": "bell",
    "vendor.said": "building",
    "vendor.ended": "check",
    "vendor.again": "undo",
}
UNDONE: Mapping[str, Any] = {"vendor.asked": gettext_lazy("hand-over to a vendor")}
_TONES = {"open": "info", "said": "good", "done": "", "withdrawn": ""}


def vendors_of(reader: Agent, found: Conversation) -> list[dict[str, Any]]:
    """What stands beside a ticket. 1 statement, none where nothing ever went outside."""
    if not any(message.forward_id for message in found.messages):
        return []
    return [line_of(case) for case in queries.of_ticket(reader, found.ticket.pk)]


def line_of(case: Any) -> dict[str, Any]:
    """One case: where it stands, and whether it is late."""
    late = case.due_at is not None and case.due_at <= clock.now()
    return {
        "url": reverse("vendors:case", args=[case.ticket_id, case.pk]),
        "name": case.vendor.name,
        "vendor_url": reverse("vendors:one", args=[case.vendor_id]),
        "chip": chip(_("Late"), "urgent", "warn") if late else chip(case.get_state_display(), _TONES[case.state]),
        "due": due_words(case),
        "late_answer": bool(case.answered_at and case.response_due and case.answered_at > case.response_due),
        "number": case.their_number,
        "date": date_format(case.their_date, "j F Y") if case.their_date is not None else "",
        "way": case.get_way_display(),
        "is_open": case.is_open,
    }


def due_words(case: Any) -> str:
    """What is due next from the vendor, and when; empty where nothing is."""
    due = case.due_at
    if due is None:
        return ""
    first = case.answered_at is None and case.response_due is not None
    when = {"moment": moments.short(due)}
    if due <= clock.now():
        return (_("The answer was due: %(moment)s") if first else _("The solution was due: %(moment)s")) % when
    return (_("Answer due: %(moment)s") if first else _("Solution due: %(moment)s")) % when


def form_of(reader: Agent, found: Conversation) -> dict[str, Any]:
    """What the form that hands over offers: vendors, those who look after its category first, messages, files."""
    vendors = queries.for_ticket(reader, found.ticket)
    choices = choosable(found, public=True)
    return {
        "vendors": [
            {
                "name": one.name,
                "contacts": [{"pk": f"{one.pk}:{who.pk}", "name": _person(who)} for who in one.contacts.all()],
            }
            for one in vendors
        ],
        "text": _("We need your help with: %(subject)s") % {"subject": found.ticket.subject},
        "choices": choices,
        "files": [
            {"pk": str(file.pk), "name": file.name, "size": filesizeformat(file.size)}
            for file in queries.files_to_choose(found.ticket)
        ],
        "can_keep": reader.is_lead,
    }


def _person(contact: Any) -> str:
    return f"{contact.name} · {contact.email}" if contact.name else str(contact.email)


def named_in(events: Sequence[Any]) -> dict[int, str]:
    """The names of the vendors that these events mention. 1 statement, none for none."""
    return queries.names_of({event.details["vendor"] for event in events if event.kind.startswith("vendor.")})


def _vendor(teller: Teller, event: Any) -> SafeString:
    pk = int(event.details["vendor"])
    name = teller.names["vendor"].get(pk) or _("a vendor that was removed")
    case = reverse("vendors:case", args=[event.ticket_id, event.details["case"]])
    return SafeString(f'<a class="told-link" href="{case}">{markup.text(name)}</a>')


def _asked(teller: Teller, event: Any) -> Sentence:
    told = {
        "guest": _("Handed to the vendor %(vendor)s by %(who)s, by a guest page"),
        "mail": _("Handed to the vendor %(vendor)s by %(who)s, by e-mail"),
    }
    return told[event.details["way"]], {"vendor": _vendor(teller, event), "who": teller.who(event)}


def _reminded(teller: Teller, event: Any) -> Sentence:
    told = {
        "before": _("The desk reminded %(vendor)s: the time is almost over"),
        "answer_late": _("The desk reminded %(vendor)s: the answer is late"),
        "solution_late": _("The desk reminded %(vendor)s: the solution is late"),
    }
    return told[event.details["why"]], {"vendor": _vendor(teller, event)}


def _said(teller: Teller, event: Any) -> Sentence:
    details, values = event.details, {"vendor": _vendor(teller, event), "who": teller.who(event)}
    if details["solved"]:
        return _("%(vendor)s says that it is solved · %(who)s"), values
    values["number"] = details["number"]
    if details["date"]:
        values["date"] = date_format(date.fromisoformat(details["date"]), "j F Y")
    if details["number"] and details["date"]:
        return _("%(vendor)s: number %(number)s, solved by %(date)s · %(who)s"), values
    if details["date"]:
        return _("%(vendor)s: solved by %(date)s · %(who)s"), values
    if details["number"]:
        return _("%(vendor)s: number %(number)s · %(who)s"), values
    return _("%(vendor)s: number and day were taken away · %(who)s"), values


def _ended(teller: Teller, event: Any) -> Sentence:
    told = {
        "done": _("Done with the vendor %(vendor)s · %(who)s"),
        "withdrawn": _("Withdrawn from the vendor %(vendor)s by %(who)s"),
        "resolved": _("Done with the vendor %(vendor)s: the ticket is resolved"),
    }
    return told[event.details["why"]], {"vendor": _vendor(teller, event), "who": teller.who(event)}


def _again(teller: Teller, event: Any) -> Sentence:
    told = {
        "hand": _("Not solved after all: with the vendor %(vendor)s again · %(who)s"),
        "reopened": _("With the vendor %(vendor)s again: the ticket was reopened"),
        "undone": _("With the vendor %(vendor)s again: the solution was taken back"),
    }
    return told[event.details["why"]], {"vendor": _vendor(teller, event), "who": teller.who(event)}


SENTENCES: Mapping[str, Callable[[Teller, Any], Sentence]] = {
    "vendor.asked": _asked,
    "vendor.reminded": _reminded,
    "vendor.said": _said,
    "vendor.ended": _ended,
    "vendor.again": _again,
}
