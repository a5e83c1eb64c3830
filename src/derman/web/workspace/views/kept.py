"""Views that people keep: write one, change it, take it away and bring it back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.search.errors import QueryError
from derman.views import actions, queries
from derman.views.errors import NotAllowed, ViewError, ViewNotFound
from derman.web.signed_in import agent_of, agents_only
from derman.web.toasts import toast
from derman.web.workspace import rows, saved
from derman.web.workspace.forms import KeptView

FRESH = 60  # seconds for which a browser does not ask again
page = require_http_methods(["GET", "HEAD", "POST"])


@page
@agents_only
def view(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The form of a view, or of a new one whose query was typed in the search; what is wrong stands beside it."""
    agent = agent_of(request)
    try:
        kept = queries.view(agent, pk) if pk is not None else None
    except ViewNotFound:
        raise Http404 from None
    form = KeptView(request.POST or None, agent=agent, initial=_beginning(request, kept))
    may_change = kept is None or kept.pk in queries.changeable(agent)
    if request.method == "POST" and may_change and form.is_valid():
        given = form.cleaned_data
        audience = int(given["audience"]) if given["audience"].isdigit() else given["audience"]
        try:
            changed = actions.save(
                actor=agent,
                view_id=pk,
                name=given["name"],
                query=given["query"],
                order=given["order"],
                layout=given["layout"],
                group=given["group"],
                columns=given["columns"],
                audience=audience,
            )
        except QueryError as error:
            place = given["query"][error.start : error.end]
            form.add_error("query", f"{error} ({place})" if place and f"“{place}”" not in str(error) else str(error))
        except ViewError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            toast(request, _("The view “%(name)s” is kept.") % {"name": changed.name})
            page = "workspace:queue" if changed.layout == "list" else "workspace:sheet"
            return HttpResponseRedirect(f"{reverse(page)}?view={changed.pk}")
    context = {"form": form, "kept": kept, "may_change": may_change}
    return render(request, "workspace/view.html", context, status=422 if form.errors else 200)


def _beginning(request: HttpRequest, kept: Any) -> dict[str, Any]:
    if kept is None:
        return {"query": request.GET.get("query", "")[:500], "order": "updated", "audience": "me", "layout": "list"}
    audience = "me" if kept.owner_id else str(kept.team_id or "desk")
    query = queries.shown(kept.query, saved.language())
    beginning = {"name": kept.name, "query": query, "order": kept.order, "audience": audience}
    return {**beginning, "layout": kept.layout, "group": kept.group, "columns": kept.columns}


@require_POST
@agents_only
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it away; the toast brings it back."""
    try:
        gone = actions.remove(actor=agent_of(request), view_id=pk)
    except ViewNotFound:
        raise Http404 from None
    except NotAllowed as error:
        toast(request, str(error), wrong=True)
        return HttpResponseRedirect(reverse("workspace:view", args=[pk]))
    said = _("The view “%(name)s” is removed.") % {"name": gone.name}
    toast(request, said, undo=reverse("workspace:view_restore", args=[pk]))
    return HttpResponseRedirect(reverse("workspace:queue"))


@require_POST
@agents_only
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring back what was taken away."""
    to = reverse("workspace:queue")
    try:
        back = actions.restore(actor=agent_of(request), view_id=pk)
    except ViewError as error:
        toast(request, str(error), wrong=True)
    else:
        to += f"?view={back.pk}"
        toast(request, _("The view “%(name)s” is back.") % {"name": back.name})
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    return HttpResponseRedirect(to)


@require_safe
@agents_only
def counts(request: HttpRequest) -> HttpResponse:
    """The counts of the tabs of kept views, in their places: asked for behind the page, once a minute at most."""
    found = queries.counts(agent_of(request))
    places = (
        (f"{menu}count-{pk}", rows.count_text(n) if n else "") for pk, n in found.items() for menu in ("", "menu-")
    )
    part = '<hx-partial hx-target="#{}" hx-swap="textContent">{}</hx-partial>'
    return HttpResponse(
        format_html_join("", part, places), headers={"Cache-Control": f"private, max-age={FRESH}", "Vary": "Cookie"}
    )
