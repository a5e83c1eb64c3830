"""The review afterwards, its actions, and the report to print."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.majors import actions, queries
from derman.majors.errors import MajorError, MajorNotFound, NotAllowed, Overtaken, WrongInput
from derman.problems.errors import ProblemError, ProblemNotFound
from derman.tickets.errors import TicketError
from derman.web.majors import forms, screens
from derman.web.majors.guarding import desk_page, to
from derman.web.signed_in import agent_of
from derman.web.teaching import typed
from derman.web.templatetags.beside import where
from derman.web.toasts import toast


def _page(
    request: HttpRequest, pk: int, *, wrong: Exception | None = None, form: str = "", status: int = 200
) -> HttpResponse:
    actor, post = agent_of(request), request.POST
    found = queries.opened(actor, pk)
    row = found.row
    names = ("went_well", "went_badly", "cause")
    kept = {name: post.get(name, "") if form == "review" else getattr(row, name) for name in names}
    new = {name: post.get(name, "") if form == "action" else "" for name in ("title", "owner", "due_on")}
    context = {
        "found": found,
        "row": row,
        "line": screens.line_of(row),
        "form": kept,
        "new": new,
        "typed_problem": post.get("problem", "") if form == "problem" else "",
        "actions": [screens.action_line(one, actor, leads=found.may_lead) for one in found.actions],
        "told": screens.told(found),
        **(where(wrong, forms.FIELDS[form]) if wrong is not None and form else {"wrong": wrong or "", "wrong_at": {}}),
        **forms.choices(actor),
    }
    return render(request, "majors/review.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """What went well, what did not, why; by POST it is kept, with `finish` it is done."""
    if request.method != "POST":
        queries.find(agent_of(request), pk)
        return _page(request, pk)
    post = request.POST
    try:
        actions.write_review(
            actor=agent_of(request),
            major=pk,
            revision=typed.number(post.get("revision", "")),
            went_well=post.get("went_well", ""),
            went_badly=post.get("went_badly", ""),
            cause=post.get("cause", ""),
        )
    except (MajorNotFound, NotAllowed):
        raise
    except Overtaken as error:
        words = f"{error} " + _("What you typed is still here: saving it again replaces theirs.")
        return _page(request, pk, wrong=Overtaken(words), form="review", status=409)
    except MajorError as error:
        return _page(request, pk, wrong=error, form="review", status=422)
    toast(request, _("Saved."))
    return to(request, "review", pk)


@require_POST
@desk_page
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """The review is done."""
    try:
        actions.finish_review(actor=agent_of(request), major=pk)
    except WrongInput as error:
        return _page(request, pk, wrong=error, form="finish", status=422)
    toast(request, _("Reviewed."))
    return to(request, "review", pk)


@require_POST
@desk_page
def problem(request: HttpRequest, pk: int) -> HttpResponse:
    """The cause is a problem: one by its number, or a `new` one."""
    number = typed.number(request.POST.get("problem", "").strip().lstrip("pP#"))
    try:
        if number is None and "new" not in request.POST:
            raise WrongInput(_("Write the number of the problem."), field="problem")
        actions.link_problem(actor=agent_of(request), major=pk, problem=number)
    except ProblemNotFound:
        error = WrongInput(_("There is no such problem."), field="problem")
        return _page(request, pk, wrong=error, form="problem", status=422)
    except (WrongInput, ProblemError, TicketError) as error:
        return _page(request, pk, wrong=WrongInput(str(error), field="problem"), form="problem", status=422)
    toast(request, _("Linked; the timeline was copied to the problem."))
    return to(request, "review", pk, anchor="#cause")


@require_POST
@desk_page
def add_action(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be done, by whom and until when."""
    post = request.POST
    try:
        actions.add_action(
            actor=agent_of(request),
            major=pk,
            title=post.get("title", ""),
            owner=typed.number(post.get("owner", "")),
            due_on=_day(post.get("due_on", "")),
        )
    except (MajorNotFound, NotAllowed):
        raise
    except MajorError as error:
        return _page(request, pk, wrong=error, form="action", status=422)
    return to(request, "review", pk, anchor="#actions")


def _day(given: str) -> date | None:
    try:
        return typed.day(given)
    except ValueError:
        raise WrongInput(_("This is not a full date."), field="due_on") from None


@require_POST
@desk_page
def change_action(request: HttpRequest, pk: int, action: int) -> HttpResponse:
    """`done` or `open` again, `drop` or `keep`."""
    post = request.POST
    actions.change_action(
        actor=agent_of(request),
        major=pk,
        action=action,
        done="done" in post if "done" in post or "open" in post else None,
        dropped="drop" in post if "drop" in post or "keep" in post else None,
    )
    return to(request, "review", pk, anchor="#actions")


@require_safe
@desk_page
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it on paper."""
    actor = agent_of(request)
    found = queries.opened(actor, pk)
    context = {
        "found": found,
        "row": found.row,
        "line": screens.line_of(found.row),
        "impact": screens.rich(found.row.announcement.text),
        "seats": [seat for seat in screens.seats_of(found) if seat["person"] is not None],
        "updates": list(reversed(screens.updates_of(found))),
        "told": list(reversed(screens.told(found))),
        "actions": [screens.action_line(one, actor, leads=False) for one in found.actions if one.dropped_at is None],
        "late": sum(one.was_late for one in found.updates),
    }
    return render(request, "majors/report.html", context)
