"""What the desk does by itself: its rules, whether they run, and what they did."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from derman.automation import actions, queries, standing
from derman.automation.beginning import begin
from derman.automation.errors import RuleError, RuleNotFound
from derman.web.settings.doors import asker, for_leads
from derman.web.settings.pages import refused, saved, show
from derman.web.settings.rule_page import choices, organisations_in
from derman.web.settings.rule_reading import because_read, read


@require_safe
@for_leads
def rules(request: HttpRequest) -> HttpResponse:
    """All of them, in the order in which they run."""
    person = asker(request)
    found = queries.rules(person)
    gone, given = queries.pointing_nowhere(found), choices(person, organisations_in(row.conditions for row in found))
    rows = [
        (row, standing.what(row.standing) if row.standing else read(actions.given_of(row), given), row.pk in gone)
        for row in found
    ]
    stands = any(row.standing for row in found)
    return show(request, "rules.html", {"rows": rows, "are_on": queries.are_on(), "stands": stands}, here="rules")


@require_safe
@for_leads
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """What one of them did, the latest first. `?before=` is the key of a further page."""
    person = asker(request)
    rule = queries.rule(person, pk)
    if rule is None:
        raise Http404
    before = request.GET.get("before", "")
    number = int(before) if before.isdecimal() and before.isascii() and len(before) < 19 else 0
    rows = queries.runs(person, pk, before=number, size=queries.PAGE + 1)
    shown = rows[: queries.PAGE]
    following = shown[-1].pk if len(rows) > queries.PAGE else ""
    told = [(row, because_read(row.because)) for row in shown]
    what = standing.what(rule.standing) if rule.standing else ""
    context = {"rule": rule, "rows": told, "next": following, "what": what}
    return show(request, "rule_log.html", context, here="rules")


@require_POST
@for_leads
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """One on or off."""
    on = request.POST.get("on") == "yes"
    try:
        rule = actions.switch(actor=asker(request), rule=pk, on=on)
    except RuleNotFound:
        raise Http404 from None
    except RuleError as error:
        return refused(request, error, "rules")
    text = _("The rule “%(name)s” is on.") if on else _("The rule “%(name)s” is off.")
    return saved(request, text % {"name": rule.name}, "rules")


@require_POST
@for_leads
def switch_all(request: HttpRequest) -> HttpResponse:
    """All at once."""
    on = request.POST.get("on") == "yes"
    actions.switch_all(actor=asker(request), on=on)
    return saved(request, _("The rules run again.") if on else _("All rules are stopped."), "rules")


@require_POST
@for_leads
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Up or down."""
    try:
        actions.move(actor=asker(request), rule=pk, step=-1 if request.POST.get("to") == "up" else 1)
    except RuleNotFound:
        raise Http404 from None
    return redirect("settings:rules")


@require_POST
@for_leads
def add_first(request: HttpRequest) -> HttpResponse:
    """Those that a desk can begin with, switched off."""
    try:
        made = len(begin(actor=asker(request)))
    except RuleError as error:
        return refused(request, error, "rules")
    if not made:
        return saved(request, _("All of them are there already."), "rules")
    text = ngettext(
        "%(count)s rule was added. Look at it, and at its switch.",
        "%(count)s rules were added. Look at them, and switch on what you want.",
        made,
    )
    return saved(request, text % {"count": made}, "rules")
