"""Requests made ready for the templates of the portal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from derman.kernel import files, html
from derman.problems.queries import offered_on
from derman.problems.words import as_html as known_html
from derman.tickets import queries
from derman.tickets.actions.messages import file_address
from derman.web import markup
from derman.web.portal import words
from derman.web.portal.progress import progress_of
from derman.web.portal.rating import rating_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from derman.people.models import Person
    from derman.tickets.models import Attachment, Message, Ticket
    from derman.tickets.queries import Conversation, OwnPage


def message_url(number: int, message: int) -> str:
    """The page of a request, at one of its messages."""
    return f"{reverse('portal:request', args=[number])}#m{message}"


def line_of(ticket: Ticket, approvers: Sequence[str] = (), contact: str = "") -> dict[str, Any]:
    """One request in a list; `approvers` and `contact` as in `words.state_of`."""
    return {
        "number": str(ticket.number),
        "url": reverse("portal:request", args=[ticket.number]),
        "subject": ticket.subject,
        "state": words.state_of(ticket, approvers, contact),
        "when": ticket.updated_at,
        "promised": words.promised(ticket),
    }


def lines_of(page: OwnPage) -> list[dict[str, Any]]:
    """The requests of a page."""
    return [line_of(row.ticket, row.approvers, row.contact) for row in page.rows]


def request_of(reader: Person, found: Conversation, *, link: str = "") -> dict[str, Any]:
    """One request with what was said; for a guest, who came by the link `link`, with addresses that open by it."""
    ticket = found.ticket
    page = reverse("portal:guest", args=[link]) if link else reverse("portal:request", args=[ticket.number])
    asked = progress_of(ticket)
    line = line_of(ticket, asked["waiting_for"], queries.contact_of(ticket))
    state = line["state"]
    return {
        **line,
        "page": page,
        "link": link,
        "id": ticket.number,
        "is_mine": ticket.requester_id == reader.pk,
        "asked_by": ticket.requester.name or ticket.requester.email,
        "category": ticket.category.name if ticket.category is not None else "",
        "created_at": ticket.created_at,
        "steps": list(zip(words.step_names(state), state.steps, range(1, words.STEPS + 1), strict=True)),
        "is_open": ticket.is_unresolved,
        "is_resolved": ticket.status == "resolved",
        "asked": asked,
        "known": [
            {"title": one.known_title, "words": markup.cleaned(known_html(one.workaround)), "lang": one.lang}
            for one in offered_on(reader, ticket.pk)
        ],
        "fields": [
            {"label": one.field.label, "words": one.words, "link": one.value if one.field.type == "link" else ""}
            for one in queries.visible_values(ticket)
        ],
        "rating": rating_of(reader, ticket),
        "copies": ", ".join(copy.person.name or copy.person.email for copy in found.followers),
        "messages": [
            _said(reader, message, found.files[message.pk], page if link else "/") for message in found.messages
        ],
    }


def _said(reader: Person, message: Message, files: list[Attachment], place: str) -> dict[str, Any]:
    """One message; its files lie below `place`."""
    author = message.author
    mine = author is not None and author.pk == reader.pk and not message.staff
    attached = [file_line(file, place) for file in files]
    text = message.html or html.from_text(message.text)
    if place != "/":
        text = text.replace('"/files/', f'"{place}files/')
    return {
        "id": str(message.pk),
        "from_desk": message.staff or author is None,
        "face": markup.avatar(author.pk, author.initials) if author else markup.avatar(None, "◦", "avatar--none"),
        "author": _("You") if mine else _name_of(author),
        "when": message.created_at,
        # both were cleaned when they were stored; plain text is escaped here
        "body": markup.cleaned(text),
        "quoted": markup.cleaned(message.quoted),
        "pictures": [file for file in attached if file["is_picture"] and file["url"] not in text],
        "files": [file for file in attached if not file["is_picture"]],
    }


def _name_of(author: Person | None) -> str:
    return author.name or author.email if author is not None else pgettext("author", "The desk")


def file_line(attachment: Attachment, place: str = "/") -> dict[str, Any]:
    """A file as pages and the composer's script show it; its address lies below `place`."""
    return {
        "id": attachment.key,
        "name": attachment.name,
        "url": place + file_address(attachment.key).lstrip("/"),
        "size": attachment.file.size,
        "size_text": filesizeformat(attachment.file.size),
        "is_picture": attachment.file.media_type in files.PICTURES,
    }
