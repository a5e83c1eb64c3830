"""The guest page of a vendor: what was chosen for them, their answers, their number and day. By the link alone."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.kernel import files
from derman.tickets.errors import TicketError
from derman.tickets.incoming import IncomingFile
from derman.vendors import actions, queries
from derman.vendors.errors import RoomClosed, VendorError, WrongInput
from derman.web.portal.given_files import MOST
from derman.web.served_files import Answer, served
from derman.web.templatetags.beside import where
from derman.web.toasts import toast
from derman.web.vendors import reading
from derman.web.vendors.screens import said
from derman.web.workspace.vending import due_words

FIELDS = ("text", "number", "date", "upload")


def _private(answer: HttpResponse) -> HttpResponse:
    """Nothing of it is kept by caches or search engines, and no other site learns the link."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def _closed(request: HttpRequest, error: RoomClosed) -> HttpResponse:
    status = 410 if error.was_there else 404
    return _private(render(request, "vendors/closed.html", {"why": str(error)}, status=status))


def _show(request: HttpRequest, token: str, *, wrong: VendorError | None = None, status: int = 200) -> HttpResponse:
    case = queries.case_of(token)
    place = reverse("portal:vendor_room", args=[token])
    form = {
        "text": "",
        "number": case.their_number,
        "date": case.their_date.isoformat() if case.their_date is not None else "",
    }
    if wrong is not None:
        form |= {name: request.POST[name] for name in form if name in request.POST}
    context: dict[str, Any] = {
        "case": case,
        "number": str(case.ticket_id),
        "subject": case.ticket.subject,
        "due": due_words(case),
        "said": said(queries.said_in(case, to_vendor=True), None, place),
        "form": form,
        "is_open": case.state == "open",
        "place": place,
        **(where(wrong, FIELDS) if wrong is not None else {"wrong": "", "wrong_at": {}}),
    }
    return _private(render(request, "vendors/room.html", context, status=status))


@require_safe
def room(request: HttpRequest, token: str) -> HttpResponse:
    """What they were sent, and what they wrote."""
    try:
        return _show(request, token)
    except RoomClosed as error:
        return _closed(request, error)


@require_POST
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """An answer with files, their number, their day, or that it is solved (`solved`)."""
    post = request.POST
    try:
        queries.case_of(token)  # before anything is read
        actions.answer(
            token=token,
            text=post.get("text", "").replace("\r\n", "\n"),
            number=post.get("number", ""),
            day=reading.day(post.get("date", "")),
            solved=post.get("solved") == "yes",
            files=_files(request),
        )
    except RoomClosed as error:
        return _closed(request, error)
    except VendorError as error:
        return _show(request, token, wrong=error, status=422)
    except TicketError as error:
        return _show(request, token, wrong=WrongInput(str(error), field=error.field), status=422)
    toast(request, _("Thank you. Your answer is with us."))
    return _private(HttpResponseRedirect(reverse("portal:vendor_room", args=[token])))


def _files(request: HttpRequest) -> list[IncomingFile]:
    sent = request.FILES.getlist("upload")
    if len(sent) > MOST:
        raise WrongInput(_("At most %(most)d files at once.") % {"most": MOST}, field="upload")
    for file in sent:
        if file.size is None or file.size > files.LIMIT:
            raise WrongInput(_("%(name)s: too large") % {"name": file.name}, field="upload")
    return [IncomingFile(name=file.name or "file", content=file.read()) for file in sent]


@require_safe
def file(request: HttpRequest, token: str, key: str) -> Answer:
    """A file that they were sent, or sent themselves."""
    try:
        found = queries.file_of(queries.case_of(token), key)
    except RoomClosed as error:
        raise Http404(str(error)) from None
    if found is None:
        raise Http404
    try:
        content = files.open_file(found.file)
    except FileNotFoundError:
        raise Http404 from None
    return served(request, content, files.headers_for(found.file, found.name))
