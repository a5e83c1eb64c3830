"""The ticket's part of the screen: conversation, composer, details."""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from derman.channels.mail.recipients import Unreachable, unreachable
from derman.kernel import html, sql
from derman.people.access import Lens, lens_of
from derman.surveys.queries import of_ticket as ticket_rating
from derman.tickets import queries
from derman.tickets.access import may_delete
from derman.tickets.devices import facts_of
from derman.tickets.queries import Conversation
from derman.web import markup
from derman.web.devices import facts
from derman.web.portal.rating import rating_line
from derman.web.signed_in import Agent
from derman.web.workspace import causes, identifying, joining, tracking, vending, words, working
from derman.web.workspace.aside import asides_panel
from derman.web.workspace.asked import asked_of
from derman.web.workspace.forwards import forwardable
from derman.web.workspace.given_words import given_words
from derman.web.workspace.later import choices_of, planned_of
from derman.web.workspace.promised import promised_to
from derman.web.workspace.timeline import timeline_of


def ticket_screen(reader: Agent, number: int, *, lens: Lens | None = None, back: str = "/desk/") -> dict[str, Any]:
    """Everything beside the queue. 16 statements at most, 2 more where an answer waits. Raises TicketNotFound."""
    lens = lens or lens_of(reader)
    with sql.kept_plans():
        return _screen(reader, number, lens, back)


def _screen(reader: Agent, number: int, lens: Lens, back: str) -> dict[str, Any]:
    found = queries.conversation(reader, number, lens=lens)
    return {
        **head_of(reader, found.ticket),
        "timeline": timeline_of(reader, found),
        "planned": planned_of(reader, found.ticket),
        "forwardable": forwardable(found),
        "mornings": choices_of(found.ticket),
        "unreachable": unreachable_of(found),
        "draft": draft_of(reader, found.ticket),
        **details_of(reader, found, lens),
        "back_url": back,
    }


def head_of(reader: Agent, ticket: Any) -> dict[str, Any]:
    """The line on top, and what can be done from there."""
    requester = ticket.requester
    name = requester.name or requester.email
    return {
        "number": str(ticket.pk),
        "subject": ticket.subject,
        "seq": ticket.seq,
        "url": f"/desk/tickets/{ticket.pk}/",
        "read_url": reverse("workspace:read", args=[ticket.pk]),
        "status_chip": words.status_chip(ticket),
        "tier_chip": words.chip(f"L{ticket.tier}"),
        "kind_chip": words.chip(ticket.get_kind_display()) if ticket.kind == "request" else "",
        "can_take": ticket.assignee_id is None and ticket.is_unresolved,
        "is_open": ticket.is_unresolved,
        "is_waiting": ticket.status == "waiting",
        "is_spam": ticket.status == "spam",
        "can_delete": may_delete(reader),
        "merged_into": str(ticket.merged_into_id or ""),
        "reply_to": _("to %(name)s") % {"name": requester.email or name},
        "placeholder_reply": _("Write to %(name)s; / for a saved reply, # for an article…") % {"name": name},
        "then": "waiting",
    }


def unreachable_of(found: Conversation) -> list[Unreachable]:
    """Those to whom an answer would go and whose address takes no mail. 1 statement."""
    ticket = found.ticket
    usual = str(ticket.origin.get("address") or ticket.requester.email)
    addresses = [usual, *(follower.person.email for follower in found.followers)]
    return list(unreachable([address for address in addresses if address]).values())


def draft_of(reader: Agent, ticket: Any) -> dict[str, Any]:
    """What was typed and not sent. 1 statement, 2 where files wait with it."""
    drafts = queries.draft_of(reader, ticket)
    draft = drafts.get(True) or drafts.get(False)
    is_reply = draft is None or draft.public
    return {
        "mode": "reply" if is_reply else "note",
        "is_reply": is_reply,
        "html": draft.html if draft else "",
        "text": html.to_text(draft.html) if draft else "",
        "writer": draft.writer if draft else "",
        "to": draft.to if draft else "",
        "cc": draft.cc if draft else "",
        "bcc": draft.bcc if draft else "",
        "left_out": [str(person) for person in draft.left_out] if draft else [],
        "is_addressed": bool(draft and (draft.to or draft.cc or draft.bcc)),
        "mentions": "",
        "files": [
            {"id": file.key, "name": file.name, "size": filesizeformat(file.file.size)}
            for file in (queries.files_of_draft(reader, draft) if draft else [])
        ],
    }


def _own_of(reader: Agent, ticket: Any) -> list[dict[str, Any]]:
    """The desk's own fields. 1 statement, 1 more where one names a device."""
    found = queries.standing_in(ticket)
    named = facts_of(reader, [{"type": one.field.type, "value": one.value} for one in found if one.value is not None])
    return [
        {
            "label": one.field.label,
            "words": one.words,
            "asked": one.asked,
            "link": one.value if one.field.type == "link" else "",
            "device": facts(named.get(one.value)) if one.field.type == "asset" else {},
            "needed": one.asked and bool(one.field.required) and one.value is None,
        }
        for one in found
    ]


def details_of(reader: Agent, found: Conversation, lens: Lens) -> dict[str, Any]:
    """The panel at the side. 5 statements, 3 more for words said aside, 1 for each panel that names a device."""
    ticket = found.ticket
    requester = ticket.requester
    about = [requester.title, str(requester.organisation or "")]
    return {
        "fields": fields_of(reader, ticket),
        "tags": ticket.tags,
        "own": _own_of(reader, ticket),
        "promised": promised_to(ticket),
        "given_words": given_words(reader, ticket.pk),
        "problems": causes.problems_of(reader, ticket),
        "vendors": vending.vendors_of(reader, found),
        "issues": tracking.issues_of(reader, found.ticket),
        "identity": identifying.standing_of(reader, ticket),
        "asides": asides_panel(reader, ticket),
        "asked": asked_of(reader, ticket),
        "worked": working.time_of(reader, ticket),
        "rating": rating_line(ticket_rating(ticket.pk)) if not ticket.is_unresolved else None,
        "requester": {
            "face": markup.avatar(requester.pk, requester.initials),
            "name": requester.name or requester.email,
            "about": " · ".join(part for part in about if part),
            "address": requester.email,
            "phone": requester.phone,
        },
        "others": [_other(other) for other in queries.glance(reader, ticket, lens=lens)],
        "followers": [
            {
                "pk": str(follower.person_id),
                "face": markup.avatar(follower.person_id, follower.person.initials, "avatar--sm"),
                "name": follower.person.name or follower.person.email,
                "address": follower.person.email if follower.person.name else "",
            }
            for follower in found.followers
        ],
        "watchers": [
            {
                "pk": str(person.pk),
                "face": markup.avatar(person.pk, person.initials, "avatar--sm"),
                "name": _("%(name)s (you)") % {"name": person.name} if person.pk == reader.pk else person.name,
            }
            for person in found.watchers
        ],
        "is_watching": reader.pk in ticket.watchers,
        "links": joining.links_of(found),
        "link_kinds": joining.KINDS.items(),
        "parts": joining.parts_of(found),
        "opened": markup.time_short(ticket.created_at, ""),
        "channel_words": words.CHANNELS.get(ticket.channel, ""),
    }


def _other(ticket: Any) -> dict[str, Any]:
    return {
        "url": f"/desk/tickets/{ticket.pk}/",
        "number": str(ticket.pk),
        "subject": ticket.subject,
        "status_chip": words.status_chip(ticket),
        "time": markup.time_ago(ticket.updated_at),
    }


def _nothing(text: str) -> SafeString:
    return SafeString(f'<span class="muted">{markup.text(text)}</span>')


def _person(person: Any, reader: Agent) -> SafeString:
    if person is None:
        return _nothing(_("nobody"))
    name = _("%(name)s (you)") % {"name": person.name} if person.pk == reader.pk else person.name
    return SafeString(
        f'{markup.avatar(person.pk, person.initials, "avatar--sm")}<span class="clip">{markup.text(name)}</span>'
    )


def _priority(ticket: Any) -> SafeString:
    shown = words.priority_chip(ticket)
    if ticket.impact and ticket.urgency:
        both = f"{words.DEGREES[ticket.impact]} × {words.DEGREES[ticket.urgency]}"
        return SafeString(f'{shown}<span class="tiny muted">{markup.text(both)}</span>')
    return shown


def fields_of(reader: Agent, ticket: Any) -> list[dict[str, Any]]:
    """Label, value and key of each field that a menu changes."""
    category = ticket.category
    return [
        {"name": "assignee", "label": _("Assignee"), "value": _person(ticket.assignee, reader)},
        {
            "name": "team",
            "label": _("Team"),
            "value": ticket.team.name if ticket.team else _nothing(_("no team")),
            "key": "m",
            "command": _("Hand to a team"),
        },
        {
            "name": "priority",
            "label": _("Priority"),
            "value": _priority(ticket),
            "key": "p",
            "command": _("Set the priority"),
        },
        {
            "name": "category",
            "label": _("Category"),
            "value": words.category_path(category) if category else _nothing(_("none")),
            "key": "g",
            "command": _("Set the category"),
        },
        {"name": "kind", "label": _("Kind"), "value": ticket.get_kind_display(), "command": _("Set the kind")},
    ]
