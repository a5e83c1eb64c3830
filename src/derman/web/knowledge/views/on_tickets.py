"""Articles on a ticket: those to put into a message, and one written from what was said."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.knowledge.contents import excerpt
from derman.knowledge.errors import ArticleNotFound, KnowledgeError
from derman.lessons import actions, queries
from derman.search.queries import articles
from derman.tickets import queries as tickets
from derman.tickets.errors import TicketNotFound
from derman.web.knowledge.views.doors import refused, to
from derman.web.signed_in import agent_of, agents_only
from derman.web.toasts import toast


def _is_public(request: HttpRequest) -> bool:
    """Into a note goes what agents may read; into everything else what the requester may."""
    return (request.POST if request.method == "POST" else request.GET).get("mode") != "note"


@require_safe
@agents_only
def offered(request: HttpRequest, number: int) -> JsonResponse:
    """Those that have the words of `?q=`, in the requester's language where there is one."""
    agent = agent_of(request)
    try:
        ticket = tickets.find(agent, number)
    except TicketNotFound:
        raise Http404 from None
    words, public = request.GET.get("q", "").strip(), _is_public(request)
    found = None
    if words:
        reader = queries.reader_for(agent, ticket, public=public)
        hits = articles(reader, words, lang=queries.language_for(ticket), limit=queries.OFFERED)
        found = [hit.of for hit in hits]
    offers = queries.offered(agent, ticket, found=found, public=public)
    shown = [
        {
            "id": one.pk,
            "title": one.live.title,
            "excerpt": excerpt(one.live.text, 120),
            "category": one.article.category.name if one.article.category is not None else "",
            "language": one.lang,
        }
        for one in offers
        if one.live is not None
    ]
    return JsonResponse({"articles": shown}, headers={"Cache-Control": "no-store"})


@require_POST
@agents_only
def use(request: HttpRequest, number: int, pk: int) -> JsonResponse:
    """One as it goes into the message; its use is counted."""
    try:
        given = actions.use(actor=agent_of(request), ticket=number, translation=pk, public=_is_public(request))
    except (ArticleNotFound, TicketNotFound):
        raise Http404 from None
    return JsonResponse({"title": given.title, "address": given.address, "text": given.text})


@require_POST
@agents_only
def write_from(request: HttpRequest, number: int) -> HttpResponse:
    """Begin an article with question and answer of a ticket."""
    try:
        made = actions.write_from(actor=agent_of(request), ticket=number)
    except TicketNotFound:
        raise Http404 from None
    except KnowledgeError as error:
        return refused(request, error, "articles")
    toast(request, _("Question and answer are taken over. Remove what looks personal, then say it for everybody."))
    return to("article", made.pk)
