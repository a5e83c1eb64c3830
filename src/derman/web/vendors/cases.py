"""What of a ticket is with a vendor: a lane of its own, in which agents write, note, end and withdraw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.tickets import actions as tickets
from derman.tickets.errors import TicketError, TicketNotFound
from derman.vendors import actions, queries
from derman.vendors.errors import NotAllowed, VendorError, VendorNotFound, WrongInput
from derman.web.signed_in import agent_of
from derman.web.templatetags.beside import where
from derman.web.toasts import toast
from derman.web.vendors import reading, screens
from derman.web.vendors.guarding import desk_page
from derman.web.workspace import leaving
from derman.web.workspace.vending import due_words, line_of
from derman.web.workspace.views.vendors import numbers

FIELDS = ("text", "number", "date", "cost")


def _context(request: HttpRequest, number: int, pk: int) -> dict[str, Any]:
    actor = agent_of(request)
    row = queries.find_case(actor, number, pk)
    return {
        "row": row,
        "number": number,
        "line": line_of(row),
        "due": due_words(row),
        "said": screens.said(queries.said_in(row), actor, "/"),
        "is_guest": row.way == "guest",
        "is_withdrawn": row.state == "withdrawn",
        "can_ask_again": row.state in ("said", "done"),
    }


def _page(
    request: HttpRequest, number: int, pk: int, *, wrong: VendorError | None = None, status: int = 200
) -> HttpResponse:
    context = _context(request, number, pk)
    row = context["row"]
    form = {
        "text": "",
        "number": row.their_number,
        "date": row.their_date.isoformat() if row.their_date is not None else "",
        "cost": str(row.cost) if row.cost is not None else "",
    }
    if wrong is not None:
        form |= {name: request.POST[name] for name in FIELDS if name in request.POST}
    said = where(wrong, FIELDS) if wrong is not None else {"wrong": "", "wrong_at": {}}
    free = queries.files_to_choose(row.ticket) if not context["is_withdrawn"] else []
    return render(request, "vendors/case.html", {**context, "form": form, "free": free, **said}, status=status)


def _to(number: int, pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("vendors:case", args=[number, pk]))


def _tried(request: HttpRequest, number: int, pk: int, work: Callable[[], Any]) -> HttpResponse | None:
    """Do it; the page with what is wrong, and what was typed, where it cannot be done."""
    try:
        work()
    except (VendorNotFound, NotAllowed, TicketNotFound):
        raise
    except VendorError as error:
        return _page(request, number, pk, wrong=error, status=422)
    except TicketError as error:
        return _page(request, number, pk, wrong=WrongInput(str(error), field=error.field), status=422)
    return None


@require_safe
@desk_page
def case(request: HttpRequest, number: int, case: int) -> HttpResponse:
    """The conversation with the vendor, its clock, its number and day."""
    return _page(request, number, case)


@require_safe
@desk_page
def live(request: HttpRequest, number: int, case: int) -> HttpResponse:
    """The same without its forms, after a signal."""
    return render(request, "vendors/lane.html", _context(request, number, case))


@require_POST
@desk_page
def write(request: HttpRequest, number: int, case: int) -> HttpResponse:
    """Write on to the vendor, with chosen files of the conversation."""
    post, actor = request.POST, agent_of(request)

    written: list[Any] = []

    def work() -> None:
        text, files = post.get("text", "").replace("\r\n", "\n"), numbers(post.getlist("file"))
        written.append(actions.write_to_vendor(actor=actor, ticket=number, case=case, text=text, files=files))

    wrong = _tried(request, number, case, work)
    if wrong is None:
        event = tickets.last_act(actor=actor, ticket=number)
        undo = reverse("workspace:undo", args=[number, event.act]) if event is not None else ""
        said = leaving.said_of_vendors(written[0])
        toast(request, said.text, undo=undo, more=said.more)
    return wrong or _to(number, case)


@require_POST
@desk_page
def details(request: HttpRequest, number: int, case: int) -> HttpResponse:
    """Their number, their day, what it cost."""
    post = request.POST

    def work() -> None:
        day = reading.day(post.get("date", ""))
        actions.note_details(
            actor=agent_of(request),
            ticket=number,
            case=case,
            number=post.get("number", ""),
            day=day,
            forget_day=day is None,
            cost=reading.amount(post.get("cost", "")),
        )

    wrong = _tried(request, number, case, work)
    if wrong is None:
        toast(request, _("Saved."))
    return wrong or _to(number, case)


@require_POST
@desk_page
def move(request: HttpRequest, number: int, case: int) -> HttpResponse:
    """`act`: end, again, withdraw, or link (a new one in place of the old)."""
    moves: dict[str, tuple[Callable[..., Any], str]] = {
        "end": (actions.end, _("Done with this vendor.")),
        "again": (actions.ask_again, _("It is with the vendor again.")),
        "withdraw": (actions.withdraw, _("Withdrawn: the guest page is closed.")),
        "link": (actions.renew_link, _("A new link is on its way; the old one opens nothing any more.")),
    }
    if (wanted := moves.get(request.POST.get("act", ""))) is None:
        raise VendorNotFound(_("There is no such thing to do here."))
    verb, text = wanted
    wrong = _tried(request, number, case, lambda: verb(actor=agent_of(request), ticket=number, case=case))
    if wrong is None:
        toast(request, text)
    return wrong or _to(number, case)
