"""Time spent on a ticket: write it down, take it away. And a promise that is late, or nearly: say that it was seen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from derman.sla import actions as sla
from derman.sla.errors import NothingDue
from derman.tickets import actions
from derman.tickets.errors import WrongInput
from derman.web.signed_in import agent_of, agents_only
from derman.web.workspace import answers, working


@require_POST
@agents_only
@answers.says_what_is_wrong
def time(request: HttpRequest, number: int) -> HttpResponse:
    """Write down `time` as people write it (with `note` and `billable`), or take an entry away (`remove`)."""
    agent = agent_of(request)
    if "remove" in request.POST:
        given = request.POST["remove"]
        if not given.isdigit() or len(given) > 18:
            raise WrongInput(_("This entry does not exist any more."))
        actions.remove_time(actor=agent, ticket=number, entry=int(given))
        return answers.done(request, number, _("Time taken away."))
    row = actions.add_time(
        actor=agent,
        ticket=number,
        written=request.POST.get("time", ""),
        billable="billable" in request.POST,
        note=request.POST.get("note", ""),
    )
    return answers.done(request, number, _("Time written down: %(time)s.") % {"time": working.duration(row.minutes)})


@require_POST
@agents_only
@answers.says_what_is_wrong
def promises(request: HttpRequest, number: int) -> HttpResponse:
    """The agent has seen what is due soon or late: nobody else is told."""
    try:
        sla.acknowledge(actor=agent_of(request), ticket=number)
    except NothingDue as error:
        raise WrongInput(str(error)) from None
    return answers.done(request, number, _("Seen: nobody else is told."))
