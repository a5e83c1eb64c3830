"""Problems at the desk: all of them, a new one, and one with all that is known of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.majors.access import may_declare
from derman.majors.queries import rules as major_rules
from derman.problems import actions, queries
from derman.problems.errors import NotAllowed, Overtaken, ProblemError, ProblemNotFound
from derman.search.likeness import alike
from derman.tickets.queries import find as find_ticket
from derman.trackers.queries import of_problem
from derman.web.announcements.forms import moment
from derman.web.problems import forms, screens
from derman.web.problems.guarding import desk_page, to
from derman.web.problems.radar import surges
from derman.web.signed_in import agent_of
from derman.web.teaching import typed
from derman.web.templatetags.beside import where
from derman.web.toasts import toast
from derman.web.trackers.screens import line_of as issue_line

TABS = ("open", "known", "mine", "closed")


@require_safe
@desk_page
def index(request: HttpRequest) -> HttpResponse:
    """Problems, the latest first; `tab` narrows them, `q` looks for one by its title or number."""
    tab = request.GET.get("tab", "open")
    tab = tab if tab in TABS else "open"
    words = request.GET.get("q", "")[:100]
    which = "all" if words.strip() else tab
    before = typed.number(request.GET.get("before", ""))
    found = queries.some(agent_of(request), which=which, words=words, before=before)
    rows, following = typed.page_of(found, queries.PAGE)
    context = {
        "rows": [screens.line_of(row) for row in rows],
        "next": following if len(found) > queries.PAGE else None,
        "tab": tab,
        "tabs": [
            ("open", pgettext("problems", "Open")),
            ("known", _("Known errors")),
            ("mine", _("Mine")),
            ("closed", pgettext("problems", "Closed")),
        ],
        "words": words,
        "surges": surges(agent_of(request)) if tab == "open" and not words and before is None else [],
        "past": before is not None,
    }
    context["may_declare"] = bool(context["surges"]) and may_declare(agent_of(request), major_rules())
    return render(request, "problems/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def add(request: HttpRequest) -> HttpResponse:
    """A new one; `?ticket=` the problem behind that ticket."""
    actor = agent_of(request)
    number = typed.number(request.POST.get("ticket") or request.GET.get("ticket", ""))
    ticket = find_ticket(actor, number) if number is not None else None
    said, status = {"wrong": "", "wrong_at": {}}, 200
    if request.method == "POST":
        try:
            return _added(request, [ticket.pk] if ticket is not None else [])
        except (ProblemNotFound, NotAllowed):
            raise
        except ProblemError as error:
            said, status = where(error, forms.FIELDS["details"]), 422
    first: dict[str, Any] = {"owner": actor.pk}
    if ticket is not None:
        first |= {"title": ticket.subject[:200], "team": ticket.team_id, "priority": ticket.priority}
    context = {
        "form": forms.shown(None, request.POST if status == 422 else None, "details", **first),
        "ticket": ticket,
        "adding": True,
        **said,
        **forms.choices(actor),
    }
    return render(request, "problems/add.html", context, status=status)


def _added(request: HttpRequest, tickets: list[int]) -> HttpResponse:
    made = actions.begin(actor=agent_of(request), tickets=tickets, **forms.details_of(request.POST))
    toast(request, _("The problem is written down."))
    return to(request, "one", made.pk)


@require_safe
@desk_page
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One, with its incidents and those that are like them."""
    return page(request, pk)


def page(
    request: HttpRequest, pk: int, *, wrong: ProblemError | None = None, form: str = "", status: int = 200
) -> HttpResponse:
    """`wrong` is what is wrong with `form` (see forms.FIELDS), which was sent."""
    actor = agent_of(request)
    found = queries.opened(actor, pk)
    row = found.row
    like = alike(f"{row.title} {row.description[:400]} {' '.join(row.known_titles.values())}") if row.is_open else []
    context = {
        "found": found,
        "row": row,
        "line": screens.line_of(row),
        "incidents": screens.incident_lines(found.incidents),
        "suggested": queries.tickets_like(actor, row, like) if like else [],
        "workarounds": [(code, screens.rich(text)) for code, text in row.workarounds.items()],
        "told": screens.told(found),
        "issues": [issue_line(one) for one in of_problem(actor, pk)],
        "decision": screens.DECISIONS.get(row.decision, ""),
        "form": forms.shown(row, request.POST if wrong is not None else None, form),
        "sent": form,
        **(where(wrong, forms.FIELDS[form]) if wrong is not None and form else {"wrong": wrong or "", "wrong_at": {}}),
        **forms.choices(actor),
    }
    return render(request, "problems/one.html", context, status=status)


def tried(request: HttpRequest, pk: int, form: str, work: Callable[[], Any]) -> HttpResponse | None:
    """Do it; the page with what is wrong where it cannot be done."""
    try:
        with transaction.atomic():
            work()
    except (ProblemNotFound, NotAllowed):
        raise
    except Overtaken as error:
        words = f"{error} " + _("What you typed is still here: saving it again replaces theirs.")
        return page(request, pk, wrong=Overtaken(words), form=form, status=409)
    except ProblemError as error:
        return page(request, pk, wrong=error, form=form, status=422)
    return None


def _described(request: HttpRequest, pk: int, form: str, given: actions.Details) -> HttpResponse:
    revision = typed.number(request.POST.get("revision", ""))

    def work() -> None:
        actions.describe(actor=agent_of(request), problem=pk, revision=revision, **given)

    wrong = tried(request, pk, form, work)
    if wrong is None:
        toast(request, _("Saved."))
    return wrong or to(request, "one", pk, anchor=f"#{form}")


@require_POST
@desk_page
def details(request: HttpRequest, pk: int) -> HttpResponse:
    """What it is, and who has it."""
    return _described(request, pk, "details", forms.details_of(request.POST))


@require_POST
@desk_page
def known_error(request: HttpRequest, pk: int) -> HttpResponse:
    """What people see, and what helps until it is mended."""
    return _described(request, pk, "known_error", forms.known_error_of(request.POST))


@require_POST
@desk_page
def analysis(request: HttpRequest, pk: int) -> HttpResponse:
    """Five whys and the cause."""
    return _described(request, pk, "analysis", forms.analysis_of(request.POST))


@require_POST
@desk_page
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """What is done about it, and the change by which that happens."""
    return _described(request, pk, "decision", forms.decision_of(request.POST))


@require_POST
@desk_page
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody found out, and when it happened."""

    def work() -> None:
        text, at = request.POST.get("note", ""), moment(request.POST, "at")
        actions.note(actor=agent_of(request), problem=pk, text=text, at=at)

    return tried(request, pk, "note", work) or to(request, "one", pk, anchor="#timeline")
