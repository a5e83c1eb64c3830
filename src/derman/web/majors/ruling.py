"""How the desk handles major incidents: a page of the settings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from derman.majors import actions, queries
from derman.majors.errors import WrongInput
from derman.web.majors.guarding import desk_page, to
from derman.web.signed_in import agent_of
from derman.web.teaching import typed
from derman.web.templatetags.beside import where
from derman.web.toasts import toast

DECLARERS = {
    "leads": gettext_lazy("Leads and administrators"),
    "agents": gettext_lazy("Every agent"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def rules(request: HttpRequest) -> HttpResponse:
    """Who declares one, and how often people hear of it; administrators change it, everybody may read it."""
    actor, post = agent_of(request), request.POST
    row = queries.rules()
    form = {"declared_by": row.declared_by, "update_every": str(row.update_every)}
    said, status = {"wrong": "", "wrong_at": {}}, 200
    if request.method == "POST":
        form = {name: post.get(name, "") for name in form}
        try:
            minutes = typed.number(form["update_every"]) or 0
            actions.rule(actor=actor, declared_by=form["declared_by"], update_every=minutes)
            toast(request, _("Saved."))
            return to(request, "rules")
        except WrongInput as error:
            said, status = where(error, tuple(form)), 422
    context = {"form": form, "declarers": list(DECLARERS.items()), "can_change": actor.is_administrator, **said}
    return render(request, "majors/rules.html", context, status=status)
