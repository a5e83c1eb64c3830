"""Searches of the portal, handed to who keeps what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from derman.insight import actions
from derman.insight.actions import Offered
from derman.web.portal import articles

if TYPE_CHECKING:
    from derman.search.queries import AnswerHit


def offered(found: Sequence[AnswerHit]) -> list[Offered]:
    """What was shown."""
    addresses = [answer.url for answer in articles.answers_of(list(found))]
    return [Offered(hit.kind, url, hit.title.text) for hit, url in zip(found, addresses, strict=True)]


def note(request: HttpRequest, answer: HttpResponse, words: str, found: Sequence[AnswerHit]) -> HttpResponse:
    """The answer to a search, once it is kept that somebody searched."""
    person = getattr(request.user, "_wrapped", request.user) if request.user.is_authenticated else None
    browser = articles.known_browser(request)
    kept = actions.note_search(
        person=person,
        browser=browser,
        place="library",
        words=words,
        lang=get_language() or "en",
        shown=offered(found),
    )
    if kept is not None:
        articles.remember(request, answer, browser)
    return answer
