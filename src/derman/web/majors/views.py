"""Major incidents at the desk: all of them, declaring one, and its room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from derman.announcements.errors import WrongInput as WrongMoment
from derman.kernel import clock
from derman.majors import actions, queries
from derman.majors.access import may_declare
from derman.majors.errors import MajorError, MajorNotFound, NotAllowed, Overtaken, WrongInput
from derman.majors.words import drafts
from derman.problems.queries import find as find_problem
from derman.radar import actions as radar
from derman.radar.queries import one as find_surge
from derman.tickets.errors import TicketError
from derman.tickets.queries import find as find_ticket
from derman.web.announcements.forms import moment
from derman.web.majors import forms, screens
from derman.web.majors.guarding import desk_page, to
from derman.web.signed_in import agent_of
from derman.web.teaching import typed
from derman.web.templatetags.beside import where
from derman.web.toasts import toast

TABS = ("open", "review", "past")
PARTS = ("head", "tickets", "timeline")


@require_safe
@desk_page
def index(request: HttpRequest) -> HttpResponse:
    """The latest first; `tab` narrows them."""
    actor = agent_of(request)
    tab = request.GET.get("tab", "open")
    tab = tab if tab in TABS else "open"
    before = typed.number(request.GET.get("before", ""))
    found = queries.some(actor, which=tab, before=before)
    rows, following = typed.page_of(found, queries.PAGE)
    context = {
        "rows": [screens.line_of(row) for row in rows],
        "next": following if len(found) > queries.PAGE else None,
        "tab": tab,
        "tabs": [
            ("open", pgettext("major incidents", "Going on")),
            ("review", _("To be reviewed")),
            ("past", pgettext("major incidents", "Past")),
        ],
        "may_declare": may_declare(actor, queries.rules()),
        "past": before is not None,
    }
    return render(request, "majors/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def declare(request: HttpRequest) -> HttpResponse:
    """A new one, from nothing, or from `?ticket=`, `?problem=` or `?surge=`."""
    actor, post = agent_of(request), request.POST
    rules = queries.rules()
    if not may_declare(actor, rules):
        raise PermissionDenied(_("Leads declare a major incident; an administrator can let every agent do so."))
    source = _source(request)
    said, status = {"wrong": "", "wrong_at": {}}, 200
    if request.method == "POST":
        try:
            with transaction.atomic():
                made = _declared(request, source)
            undo = reverse("majors:withdraw", args=[made.pk])
            toast(request, _("The major incident is declared. People see it now."), undo=undo)
            return to(request, "one", made.pk)
        except (MajorNotFound, NotAllowed):
            raise
        except (MajorError, TicketError, WrongMoment) as error:
            said, status = where(error, forms.FIELDS["declare"]), 422
    context = {
        "form": forms.declaring(post if status == 422 else None, lead=actor.pk, every=rules.update_every),
        "source": source,
        **said,
        **forms.choices(actor),
    }
    return render(request, "majors/declare.html", context, status=status)


def _source(request: HttpRequest) -> dict[str, Any]:
    """What it is declared from, if the reader may see that."""
    actor = agent_of(request)
    for name, find in (("ticket", find_ticket), ("problem", find_problem), ("surge", find_surge)):
        number = typed.number(request.POST.get(name) or request.GET.get(name, ""))
        if number is not None:
            return {"name": name, "number": number, "row": find(actor, number)}
    return {"name": "", "number": None, "row": None}


def _declared(request: HttpRequest, source: dict[str, Any]) -> Any:
    post, actor = request.POST, agent_of(request)
    every = typed.number(post.get("update_every", ""))
    if every is None:
        raise WrongInput(_("From 5 minutes to a day (1440)."), field="update_every")
    given: dict[str, Any] = {
        "said": forms.said_of(post),
        "lead": typed.number(post.get("lead", "")),
        "roles": forms.roles_of(post),
        "update_every": every,
        "began_at": moment(post, "began_at"),
    }
    if source["name"] == "surge":
        return radar.declare_major(actor=actor, surge=source["number"], **given)
    tickets = [source["number"]] if source["name"] == "ticket" else []
    problem = source["number"] if source["name"] == "problem" else None
    return actions.declare(actor=actor, tickets=tickets, problem=problem, **given)


@require_safe
@desk_page
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Its room."""
    return page(request, pk)


def _context(request: HttpRequest, pk: int) -> dict[str, Any]:
    found = queries.opened(agent_of(request), pk)
    row = found.row
    return {
        "found": found,
        "row": row,
        "line": screens.line_of(row),
        "steps": screens.steps_of(row),
        "seats": screens.seats_of(found),
        "joined": [screens.joined_line(one) for one in found.joined],
        "likely": [screens.likely_line(one) for one in found.likely],
        "updates": screens.updates_of(found),
        "told": screens.told(found),
    }


@require_safe
@desk_page
def live_part(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """A part of the room that is drawn anew when something happened."""
    if part not in PARTS:
        raise Http404
    return render(request, f"majors/{part}.html", _context(request, pk))


def page(
    request: HttpRequest, pk: int, *, wrong: Exception | None = None, form: str = "", status: int = 200
) -> HttpResponse:
    """`wrong` is what is wrong with `form` (see forms.FIELDS), which was sent."""
    actor, post = agent_of(request), request.POST
    context = _context(request, pk)
    row = context["row"]
    state = post.get("state", "") if form == "update" else row.state
    sent = post if wrong is not None else None
    reach = queries.reach(actor, row) if row.is_open and context["found"].may_lead else None
    context |= {
        "state": state,
        "texts": typed.fields(drafts(row, state), sent if form == "update" else None, "text"),
        "next_in": post.get("next_in", "") if form == "update" else str(row.update_every),
        "drafts": [(code, list(drafts(row, code).items())) for code in screens.STEPS[:4]],
        "words": forms.described(row, sent if form == "describe" else None),
        "reach": reach,
        "reach_words": [(screens.LANGUAGES[code], n) for code, n in reach.by_language.items()] if reach else [],
        "typed": {name: post.get(name, "") for name in ("note", "at", "ticket")} if wrong is not None else {},
        "sent": form,
        "now": clock.now(),
        **(where(wrong, forms.FIELDS[form]) if wrong is not None and form else {"wrong": wrong or "", "wrong_at": {}}),
        **forms.choices(actor),
    }
    return render(request, "majors/one.html", context, status=status)


def tried(request: HttpRequest, pk: int, form: str, work: Callable[[], Any]) -> HttpResponse | None:
    """Do it; the room with what is wrong where it cannot be done."""
    try:
        with transaction.atomic():
            work()
    except (MajorNotFound, NotAllowed):
        raise
    except Overtaken as error:
        words = f"{error} " + _("What you typed is still here: saving it again replaces theirs.")
        return page(request, pk, wrong=Overtaken(words), form=form, status=409)
    except (MajorError, WrongMoment) as error:
        return page(request, pk, wrong=error, form=form, status=422)
    return None
