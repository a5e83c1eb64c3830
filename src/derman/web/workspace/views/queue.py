"""The queue and the search: the list, alone or beside nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.kernel.folding import fold
from derman.people import queries as people
from derman.people.access import lens_of
from derman.tickets import actions
from derman.web import markup
from derman.web.signed_in import agent_of, agents_only
from derman.web.workspace import answers, lists


@require_safe
@agents_only
def queue(request: HttpRequest) -> HttpResponse:
    """A view of the desk's tickets; as a part, the list alone."""
    view = lists.view_of(request.GET.get("view", ""))
    context = {"queue": lists.queue_of(agent_of(request), view, key=request.GET.get("after", "")), "ticket": None}
    if request.headers.get("HX-Target", "").endswith("#list"):
        return render(request, "workspace/queue.html", context)
    return render(request, "workspace/desk.html", context)


@require_safe
@agents_only
@answers.says_what_is_wrong
def lines(request: HttpRequest) -> HttpResponse:
    """The lines of a view as they are now, or its next page, with the counts of all views."""
    view = lists.view_of(request.GET.get("view", ""))
    after = request.GET.get("after", "")
    wanted = request.GET.get("rows", "")
    agent = agent_of(request)
    lens = lens_of(agent)
    found = lists.rows_of(agent, view, key=after, size=int(wanted) if wanted.isdigit() else 0, lens=lens)
    answer: str = render_to_string("workspace/rows.html", {"queue": found}, request)
    if not after:
        counts = {"queue": {"views": lists.views_of(agent, view, lens=lens), "view": view}}
        for place, in_menu in (("#views", False), ("#menu-views", True)):
            parts = render_to_string("workspace/views.html", {**counts, "in_menu": in_menu}, request)
            answer += f'<hx-partial hx-target="{place}" hx-swap="innerMorph">{parts}</hx-partial>'
    return HttpResponse(answer)


@require_POST
@agents_only
@answers.says_what_is_wrong
def take_next(request: HttpRequest) -> HttpResponse:
    """Take the most urgent free ticket and open it."""
    ticket = actions.take_next(actor=agent_of(request))
    if ticket is None:
        return answers.on_to(request, None, _("No free ticket waits for you. Well done."))
    undo = answers.undo_address(request, ticket.pk)
    return answers.on_to(request, ticket.pk, _("You have #%(number)s now.") % {"number": ticket.pk}, undo=undo)


@require_safe
@agents_only
def colleagues(request: HttpRequest) -> HttpResponse:
    """Agents whose name begins with what was typed after “@”, as JSON for the composer."""

    wanted = fold(request.GET.get("q", "")[:80])
    found = [person for person in people.agents(agent_of(request)) if _begins(fold(person.name), wanted)][:8]
    return JsonResponse(
        {
            "people": [
                {"id": person.pk, "name": person.name, "initials": person.initials, "tone": markup.tone(person.pk)}
                for person in found
            ]
        }
    )


def _begins(name: str, wanted: str) -> bool:
    return any(part.startswith(wanted) for part in (name, *name.split()))
