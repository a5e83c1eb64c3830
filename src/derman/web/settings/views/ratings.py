"""What people thought of the help, and how they are asked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from derman.surveys import actions, queries
from derman.surveys.errors import SurveyError
from derman.web.portal.rating import rating_line, scores
from derman.web.settings.doors import asker, for_administrators, for_leads, one_at_a_time
from derman.web.settings.forms.ratings import RatingsForm
from derman.web.settings.pages import blame, saved, show, show_form
from derman.web.teaching import typed


@require_safe
@for_leads
def ratings(request: HttpRequest) -> HttpResponse:
    """The latest ratings, and how many of each there were."""
    score = request.GET.get("score", "")
    before = typed.number(request.GET.get("before", ""))
    found = queries.ratings(asker(request), score=score, before=before)
    rows = found.rows[: queries.PAGE]
    context = {
        "rows": [{"row": row, "said": rating_line(row)} for row in rows],
        "counts": [(code, words, found.counts[code]) for code, words in scores()],
        "all": found.all,
        "since": found.since,
        "score": score,
        "next": rows[-1].pk if len(found.rows) > queries.PAGE else None,
    }
    return show(request, "ratings.html", context, here="ratings")


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
@one_at_a_time("ratings")
def practice(request: HttpRequest) -> HttpResponse:
    """Whether and when people are asked."""
    kept = queries.practice()
    initial = {name: getattr(kept, name) for name in ("on", "in_answers", "by_mail", "after_hours", "every_days")}
    form = RatingsForm(initial=initial)
    if request.method == "POST":
        form = RatingsForm(request.POST, initial=initial)
        if form.is_valid():
            try:
                actions.change_practice(actor=asker(request), **form.cleaned_data)
                return saved(request, _("How people are asked is saved."), "rating_practice")
            except SurveyError as error:
                blame(form, error)
    return show_form(request, "rating_practice.html", form, here="rating_practice")
