"""The search: which words mean the same at this desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from derman.search import actions, queries
from derman.search.errors import SearchError
from derman.web.settings.doors import asker, for_administrators, one_at_a_time
from derman.web.settings.forms.search import SynonymsForm
from derman.web.settings.pages import blame, saved, show_form


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
@one_at_a_time("synonyms")
def synonyms(request: HttpRequest) -> HttpResponse:
    """The groups of synonyms, as one text."""
    initial = {"groups": queries.synonyms()}
    form = SynonymsForm(initial=initial)
    if request.method == "POST":
        form = SynonymsForm(request.POST, initial=initial)
        if form.is_valid():
            try:
                actions.save_synonyms(actor=asker(request), text=form.cleaned_data["groups"])
                return saved(request, _("The synonyms are saved. They hold from the next search on."), "synonyms")
            except SearchError as error:
                blame(form, error)
    return show_form(request, "synonyms.html", form, here="synonyms")
