"""What can be done with articles on a ticket: put one into a message, write one from what was said."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from derman.kernel import html
from derman.knowledge import actions as knowledge
from derman.knowledge.access import visible_to
from derman.knowledge.errors import ArticleNotFound
from derman.knowledge.models import Translation
from derman.knowledge.personal import called, marked
from derman.lessons.models import Lesson, Use
from derman.lessons.queries import language_for
from derman.people.models import Person
from derman.people.queries import names_known
from derman.tickets.queries import conversation, find

MOST_MESSAGES = 20


@dataclass(frozen=True, slots=True)
class Inserted:
    """An article as it goes into a message: its title, where it is read, and its words."""

    title: str
    address: str
    text: str


def use(*, actor: Person, ticket: int, translation: int, public: bool) -> Inserted:
    """An article for a message on a ticket; its use is counted. Into a reply goes what the requester may read.

    Raises TicketNotFound, ArticleNotFound.
    """
    held = find(actor, ticket)
    seen = visible_to(held.requester if public else actor).filter(pk=translation).select_related("live")
    found = seen.first() if translation < 2**63 else None
    if found is None or found.live is None:
        raise ArticleNotFound(_("There is no such article."))
    Use.objects.get_or_create(translation=found, ticket_id=held.pk, defaults={"agent": actor})
    return Inserted(found.live.title, f"{settings.DERMAN_PORTAL_URL}/kb/{found.slug}/", found.live.text)


def write_from(*, actor: Person, ticket: int) -> Translation:
    """Begin an article, for agents at first, with the question and the answers of a ticket.

    What looks personal is marked, and an article with marks is not published. Raises TicketNotFound, NotAllowed.
    """
    found = conversation(actor, ticket)
    people = [found.ticket.requester, found.ticket.assignee, *(message.author for message in found.messages)]
    names = {person.name for person in people if person is not None}
    said = [message for message in found.messages if message.public and not message.automatic]
    questions = [message for message in said if not message.staff][:1]
    answers = [message for message in said if message.staff][-MOST_MESSAGES:]
    words = {message.pk: message.text or html.to_text(message.html) for message in (*questions, *answers)}
    names.update(names_known({name for text in words.values() for name in called(text)}))
    lang = found.ticket.language if found.ticket.language in dict(settings.LANGUAGES) else language_for(found.ticket)
    lang = lang if lang in dict(settings.LANGUAGES) else "en"
    with override(lang):
        parts = []
        for heading, messages in ((_("What happens"), questions), (_("What helps"), answers)):
            if messages:
                parts.append(f"<h2>{heading}</h2>")
            parts += [marked(html.from_text(words[one.pk]), names) for one in messages]
    with transaction.atomic():
        made = knowledge.start(
            actor=actor,
            lang=lang,
            title=found.ticket.subject[:200] or _("New article"),
            body="".join(parts),
            details=knowledge.Details(audience="agents"),
        )
        Lesson.objects.create(translation=made, ticket_id=found.ticket.pk)
    return made
