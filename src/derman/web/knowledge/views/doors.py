"""How the pages of the knowledge base at the desk are entered and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from derman.knowledge.errors import ArticleNotFound, KnowledgeError
from derman.knowledge.queries import desk
from derman.web.signed_in import agent_of
from derman.web.toasts import toast

if TYPE_CHECKING:
    from derman.knowledge.models import Translation


def found(request: HttpRequest, pk: int) -> Translation:
    """The translation of an address; 404 for what the agent may not work on."""
    try:
        return desk.one(agent_of(request), pk)
    except ArticleNotFound:
        raise Http404 from None


def to(name: str, *arguments: object) -> HttpResponse:
    """To a page of the knowledge base."""
    return HttpResponseRedirect(reverse(f"desk_knowledge:{name}", args=arguments))


def moved(request: HttpRequest, name: str, *arguments: object) -> HttpResponse:
    """The same, also where the button of a toast asks."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse(f"desk_knowledge:{name}", args=arguments)})
    return to(name, *arguments)


def refused(request: HttpRequest, error: KnowledgeError, name: str, *arguments: object) -> HttpResponse:
    """Say why a button did nothing. 404 for what the agent may not see."""
    if isinstance(error, ArticleNotFound):
        raise Http404 from None
    toast(request, str(error), wrong=True)
    return moved(request, name, *arguments)
