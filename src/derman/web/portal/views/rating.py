"""How the help was: said on the page of a request, by the link of a mail that opened it, or by the mail that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from derman.surveys import actions, queries
from derman.surveys.errors import NotFound, SurveyError
from derman.web.portal.rating import rating_of, scores
from derman.web.portal.views.guests import by_link as guests_only
from derman.web.signed_in import agent_of
from derman.web.signed_in_only import signed_in_only
from derman.web.toasts import toast

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.tickets.models import Ticket


def _rated(request: HttpRequest, person: Person, number: int) -> bool:
    """Keep what was sent; a toast says what became of it. Raises NotFound."""
    post = request.POST
    try:
        actions.rate(person=person, ticket=number, score=post.get("score", ""), comment=post.get("comment", ""))
    except NotFound:
        raise
    except SurveyError as error:
        toast(request, str(error), wrong=True)
        return False
    toast(request, _("Thank you. You can change it for some days."))
    return True


@require_POST
@signed_in_only
def rate(request: HttpRequest, number: int) -> HttpResponse:
    """On the page of one's own request."""
    try:
        _rated(request, agent_of(request), number)
    except NotFound as error:
        raise Http404(str(error)) from None
    return HttpResponseRedirect(reverse("portal:request", args=[number]))


@require_POST
@guests_only
def rate_as_guest(request: HttpRequest, token: str, person: Person, ticket: Ticket) -> HttpResponse:
    """The same by the link of a mail, without an account."""
    try:
        _rated(request, person, ticket.pk)
    except NotFound as error:
        raise Http404(str(error)) from None
    return HttpResponseRedirect(reverse("portal:guest", args=[token]))


@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the links of mails: `?score=` is chosen already, and kept once a person touches the page.

    What looks at links before people do opens the page too, and may run its script, but touches nothing.
    """
    try:
        person, ticket = queries.opened_by(token)
        if request.method == "POST" and _rated(request, person, ticket.pk):
            return HttpResponseRedirect(reverse("portal:rate_link", args=[token]))
        rating = rating_of(person, ticket)
        if rating is None:
            raise NotFound(_("This request can be rated once it is solved, for some days."))
        wanted = request.POST.get("score") or request.GET.get("score", "")
        if wanted in dict(scores()) and rating["open"]:
            rating["score"] = wanted
            said_already = rating["said"] is not None and rating["said"].score == wanted
            rating["chosen"] = "" if said_already else dict(scores())[wanted]
        context = {"rating": rating, "subject": ticket.subject, "number": str(ticket.pk)}
        answer = render(request, "portal/rating/page.html", context)
    except NotFound as error:
        answer = render(request, "portal/link_gone.html", {"why": str(error)}, status=404)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
