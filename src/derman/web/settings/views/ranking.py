"""How much each thing counts in “What now?”."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from derman.views.ranking import set_weights, weights_now
from derman.web.settings.doors import asker, for_leads, one_at_a_time
from derman.web.settings.forms.ranking import RankingForm
from derman.web.settings.pages import saved, show_form


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
@one_at_a_time("ranking")
def ranking(request: HttpRequest) -> HttpResponse:
    """Four weights, for everybody at the desk."""
    form = RankingForm(initial=asdict(weights_now()))
    if request.method == "POST":
        form = RankingForm(request.POST, initial=form.initial)
        if form.is_valid():
            set_weights(actor=asker(request), **form.cleaned_data)
            return saved(request, _("What counts is saved."), "ranking")
    return show_form(request, "ranking.html", form, here="ranking")
