"""Saved replies for the composer: which there are, and one filled in for the ticket."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.replies import actions
from derman.replies import queries as replies
from derman.replies.errors import ReplyNotFound
from derman.tickets import queries
from derman.web.signed_in import agent_of, agents_only
from derman.web.workspace import answers

EXCERPT = 140  # signs of the text that the list shows


@require_safe
@agents_only
@answers.says_what_is_wrong
def offered(request: HttpRequest, number: int) -> JsonResponse:
    """Those that have the words of `?q=`. Their texts are shown in the language in which they would be used."""
    agent = agent_of(request)
    ticket = queries.find(agent, number)
    language_of = replies.languages_for(ticket)
    names = dict(settings.LANGUAGES)
    shown = []
    for reply in replies.offered(agent, request.GET.get("q", "")):
        language = language_of(reply)
        shown.append(
            {
                "id": reply.pk,
                "name": reply.name,
                "folder": reply.folder,
                "whose": _whose(reply),
                "excerpt": " ".join(reply.texts.get(language, "").split())[:EXCERPT],
                "language": language,
                "language_name": names.get(language, language),
            }
        )
    return JsonResponse({"replies": shown}, headers={"Cache-Control": "no-store"})


def _whose(reply: Any) -> str:
    if reply.owner_id:
        return _("Only you")
    return str(reply.team.name) if reply.team else ""


@require_POST
@agents_only
@answers.says_what_is_wrong
def use(request: HttpRequest, number: int, pk: int) -> JsonResponse:
    """One as it goes into the message; its use is counted."""
    agent = agent_of(request)
    ticket = queries.find(agent, number)
    try:
        filled = actions.use(actor=agent, reply=pk, ticket=ticket)
    except ReplyNotFound as error:
        raise Http404(str(error)) from None
    attached = [
        {"id": file.key, "name": file.name, "size_text": filesizeformat(file.file.size)} for file in filled.files
    ]
    shown = {"text": filled.text, "language": filled.language, "missing": filled.missing, "files": attached}
    return JsonResponse(shown)
