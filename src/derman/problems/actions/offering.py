"""The workaround of a known error: offered to requesters, sent as a reply, and put into the knowledge base."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from derman.kernel import clock, html
from derman.kernel.texts import in_language
from derman.knowledge import actions as knowledge
from derman.knowledge.models import Article, Translation
from derman.people.models import Person
from derman.problems.actions.locking import happened, locked, save
from derman.problems.errors import ProblemNotFound, WrongInput
from derman.problems.models import Incident, Problem
from derman.problems.words import as_html, language_of
from derman.tickets import actions as tickets
from derman.tickets.models import Message


def offer(*, actor: Person, problem: int) -> Problem:
    """From now on every requester of a linked ticket sees the workaround. Raises ProblemNotFound, WrongInput."""
    with transaction.atomic():
        row = locked(actor, problem)
        if not row.workarounds:
            raise WrongInput(_("Write the workaround first."), field="workarounds")
        if row.offered_at is None:
            row.offered_at = clock.now()
            happened(row, "offered", actor)
            save(row, "offered_at")
    return row


def withdraw_offer(*, actor: Person, problem: int) -> Problem:
    """Requesters see it no longer. Raises ProblemNotFound."""
    with transaction.atomic():
        row = locked(actor, problem)
        if row.offered_at is not None:
            row.offered_at = None
            happened(row, "offer_ended", actor)
            save(row, "offered_at")
    return row


def send_workaround(*, actor: Person, problem: int, ticket: int) -> Message:
    """Answer a linked ticket with the workaround, in its requester's language; the reply can be taken back.

    Raises ProblemNotFound, WrongInput, tickets.TicketNotFound, tickets.NotAllowed, tickets.Overtaken.
    """
    with transaction.atomic():
        row = locked(actor, problem)
        linked = Incident.objects.select_related("ticket__requester").filter(problem=row, ticket=ticket).first()
        if linked is None:
            raise ProblemNotFound(_("This ticket is not linked to the problem."))
        words = in_language(row.workarounds, language_of(linked.ticket))
        if not words:
            raise WrongInput(_("Write the workaround first."), field="workarounds")
        message = tickets.reply(actor=actor, ticket=ticket, html_body=as_html(words))
        linked.sent = message
        linked.save(update_fields=["sent"])
    return message


def write_article(*, actor: Person, problem: int) -> Translation:
    """Begin an article with the known error, a draft for agents in every language in which it was written.

    Where there is one already, gives that. Raises ProblemNotFound, WrongInput.
    """
    with transaction.atomic():
        row = locked(actor, problem)
        kept = Translation.objects.filter(article=row.article_id, article__removed_at=None).order_by("pk").first()
        if kept is not None:
            return kept
        if not row.workarounds:
            raise WrongInput(_("Write the workaround first."), field="workarounds")
        first: Translation | None = None
        for lang in row.workarounds:
            title = (row.known_titles.get(lang) or row.known_title)[:200]
            body = _article(row, lang)
            if first is None:
                details = knowledge.Details(audience="agents")
                first = knowledge.start(actor=actor, lang=lang, title=title, body=body, details=details)
            else:
                knowledge.translate(actor=actor, article=first.article_id, lang=lang, title=title, body=body)
        assert first is not None, "there is a workaround in one language at least"
        row.article = Article.objects.get(pk=first.article_id)
        happened(row, "article", actor, translation=first.pk)
        save(row, "article")
    return first


def _article(row: Problem, lang: str) -> str:
    with override(lang):
        parts = [f"<h2>{_('What happens')}</h2>", html.from_text(row.known_titles.get(lang) or row.known_title)]
        parts += [f"<h2>{_('What helps until it is mended')}</h2>", as_html(row.workarounds[lang])]
    return "".join(parts)
