"""A view or what was searched, to take along as a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from derman.search.errors import SearchError
from derman.tickets import queries
from derman.tickets.errors import WrongInput
from derman.views import queries as views
from derman.views.errors import ViewError, ViewNotFound
from derman.views.exporting import CSV, MOST, XLSX, as_csv, as_workbook
from derman.views.exporting import export as take_along
from derman.web.signed_in import Agent, agent_of, agents_only
from derman.web.workspace import answers, saved, words


@require_safe
@agents_only
@answers.says_what_is_wrong
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """All that a view has, or that a typed query finds: `form` says whether as csv or xlsx."""
    agent, form = agent_of(request), request.GET.get("form", "csv")
    view, query = request.GET.get("view", ""), " ".join(request.GET.get("q", "").split())
    if form not in ("csv", "xlsx"):
        raise WrongInput(_("A table is taken along as csv or as xlsx."))
    try:
        name, numbers, codes = _wanted(agent, view, query)
        table = take_along(actor=agent, numbers=numbers, codes=codes, form=form, query=name)
    except ViewNotFound:
        raise Http404 from None
    except (ViewError, SearchError) as error:
        raise WrongInput(str(error)) from None
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    file = f"tickets-{timezone.localdate().isoformat()}.{form}"
    if form == "csv":
        headers["Content-Disposition"] = f'attachment; filename="{file}"'
        return StreamingHttpResponse(as_csv(table), content_type=CSV, headers=headers)
    return FileResponse(as_workbook(table), as_attachment=True, filename=file, content_type=XLSX, headers=headers)


def _wanted(agent: Agent, view: str, query: str) -> tuple[str, list[int], Sequence[str]]:
    """What it is called in the audit log, its tickets, and the columns that somebody chose for it."""
    if query:
        return query, views.all_numbers(agent, query, most=MOST), ()
    if saved.is_kept(view):
        kept = views.view(agent, int(view))
        return kept.query, views.all_numbers(agent, kept.query, most=MOST, order=kept.order), kept.columns
    if view not in words.VIEWS:
        raise Http404
    return view, queries.numbers_in(agent, view, most=MOST), ()
