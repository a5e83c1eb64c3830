"""One's own request by the link of a mail, without an account: to read, to answer, to say whether it is solved."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.kernel import files
from derman.tickets import actions, queries
from derman.tickets.errors import TicketNotFound, WrongInput
from derman.tickets.incoming import Incoming, IncomingFile, Proof
from derman.web.portal.given_files import MOST
from derman.web.portal.screens import request_of
from derman.web.served_files import Answer, served
from derman.web.toasts import toast

if TYPE_CHECKING:
    from derman.people.models import Person
    from derman.tickets.models import Ticket

type Page = Callable[[HttpRequest, str, Person, Ticket], HttpResponse]


def by_link(page: Page) -> Callable[[HttpRequest, str], HttpResponse]:
    """Lets in by the link alone, whoever is signed in; nothing of it is kept by caches or search engines."""

    @wraps(page)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        try:
            person, ticket = queries.guest_of(token)
            answer = page(request, token, person, ticket)
        except TicketNotFound as error:
            answer = render(request, "portal/link_gone.html", {"why": str(error)}, status=404)
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer

    return opened


def _show(
    request: HttpRequest, token: str, person: Person, ticket: Ticket, *, status: int = 200, **typed: Any
) -> HttpResponse:
    found = queries.own_conversation(person, ticket.pk)
    context = {"ticket": request_of(person, found, link=token), **typed}
    return render(request, "portal/request.html", context, status=status)


@require_safe
@by_link
def one(request: HttpRequest, token: str, person: Person, ticket: Ticket) -> HttpResponse:
    """The request: what was said, how it stands, and a box to answer."""
    return _show(request, token, person, ticket)


@require_POST
@by_link
def reply(request: HttpRequest, token: str, person: Person, ticket: Ticket) -> HttpResponse:
    """Send an answer with files."""
    text = request.POST.get("text", "").replace("\r\n", "\n")
    sent = request.FILES.getlist("upload")[:MOST]
    wrong = [
        _("%(name)s: too large") % {"name": file.name} for file in sent if file.size is None or file.size > files.LIMIT
    ]
    if wrong:
        return _show(request, token, person, ticket, status=422, text=text, files_wrong=wrong)
    incoming = Incoming(
        channel="portal",
        sender=person,
        subject=ticket.subject,
        text=text,
        files=[IncomingFile(name=file.name or "file", content=file.read()) for file in sent],
        answers=ticket.pk,
        proof=Proof.TOKEN,
    )
    try:
        received = actions.reply_own(actor=person, ticket=ticket.pk, incoming=incoming)
    except WrongInput as error:
        return _show(request, token, person, ticket, status=422, text=text, text_wrong=str(error))
    if received.opened:
        said = _("That request was closed long ago. We opened a new one: #%(number)s.")
        toast(request, said % {"number": received.ticket.pk})
        token = queries.guest_token(received.ticket.pk, person.pk)
    else:
        toast(request, _("Your answer is with us."))
    return HttpResponseRedirect(f"/r/{token}/#m{received.message.pk}")


@require_POST
@by_link
def solved(request: HttpRequest, token: str, person: Person, ticket: Ticket) -> HttpResponse:
    """The help is no longer needed."""
    actions.resolve_own(actor=person, ticket=ticket.pk)
    toast(request, _("Good to hear. Thank you for telling us."))
    return HttpResponseRedirect(f"/r/{token}/")


@require_POST
@by_link
def not_solved(request: HttpRequest, token: str, person: Person, ticket: Ticket) -> HttpResponse:
    """It is not solved after all."""
    actions.reopen_own(actor=person, ticket=ticket.pk)
    toast(request, _("We look at it again. Tell us what is still wrong, it helps."))
    return HttpResponseRedirect(f"/r/{token}/")


@require_safe
def file(request: HttpRequest, token: str, key: str) -> Answer:
    """A file of the request's public messages."""
    try:
        _person, ticket = queries.guest_of(token)
    except TicketNotFound as error:
        raise Http404(str(error)) from None
    found = queries.guest_file(ticket, key)
    if found is None:
        raise Http404
    try:
        content = files.open_file(found.file)
    except FileNotFoundError:
        raise Http404 from None
    return served(request, content, files.headers_for(found.file, found.name))
