"""Answers, notes, drafts and files."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from derman.channels.mail.recipients import unreachable
from derman.kernel import files, html
from derman.people import queries as people
from derman.tickets import actions, queries
from derman.tickets.actions.messages import file_address
from derman.tickets.addressed import Addressees
from derman.tickets.errors import DraftElsewhere, TicketError, TicketNotFound, WrongInput
from derman.tickets.incoming import IncomingFile
from derman.web import moments
from derman.web.signed_in import Agent, agent_of, agents_only
from derman.web.toasts import toast_part
from derman.web.workspace import answers, later, leaving
from derman.web.workspace.typed import address_in, addresses_in

_KEY = re.compile(r"[A-Za-z0-9_-]{20,64}")
THEN = ("open", "waiting", "resolved")


def _body(request: HttpRequest) -> tuple[str, str]:
    """Plain text and HTML as typed; where there is HTML, it is the text."""
    markup = request.POST.get("html", "")
    text = request.POST.get("text", "").replace("\r\n", "\n")
    return ("", markup) if markup.strip() else (text, "")


def _attached(request: HttpRequest, markup: str) -> list[IncomingFile]:
    keys = [key for key in request.POST.getlist("files") if _KEY.fullmatch(key)]
    return [IncomingFile(upload=key, inline=file_address(key) in markup) for key in dict.fromkeys(keys)]


def _mentions(agent: Agent, request: HttpRequest) -> list[int]:
    wanted = {int(part) for part in request.POST.get("mentions", "").split(",") if part.isdigit() and len(part) < 19}
    return [person.pk for person in people.agents(agent).filter(pk__in=wanted)] if wanted else []


def _typed(request: HttpRequest, field: str) -> list[str]:
    return addresses_in(request.POST.get(field, ""))


def _left_out(request: HttpRequest) -> list[int]:
    return [int(part) for part in request.POST.getlist("left_out") if part.isdecimal() and len(part) < 19]


def _addressees(request: HttpRequest) -> Addressees:
    """Who is in copy stays so; what is typed comes beside."""
    to, bcc = _typed(request, "also_to"), _typed(request, "bcc")
    return Addressees(to=to, bcc=bcc, left_out=_left_out(request), keep=True)


def _doubtful(request: HttpRequest) -> HttpResponse | None:
    """Ask first where a typed address is known to take no mail; the ticket's own are warned of before."""
    if "sure" in request.POST or not answers.is_part(request):
        return None
    typed = [address for field in ("also_to", "cc", "bcc") for address in _typed(request, field)]
    found = unreachable(typed)
    if not found:
        return None
    said = [_("%(address)s takes no mail.") % {"address": address} for address in found]
    return HttpResponse(status=409, headers={"X-Doubt": quote(" ".join(said))})


@require_POST
@agents_only
@answers.says_what_is_wrong
def message(request: HttpRequest, number: int) -> HttpResponse:
    """Send an answer or keep a note; then stay, or resolve and go on to the next ticket."""
    agent = agent_of(request)
    try:
        return _written(request, agent, number)
    except TicketError as error:
        # a browser without script gets the page anew: what was typed waits in it
        if not answers.is_part(request) and not isinstance(error, TicketNotFound):
            _keep(request, agent, number)
        raise


def _written(request: HttpRequest, agent: Agent, number: int) -> HttpResponse:
    text, markup = _body(request)
    attached = _attached(request, markup)
    if request.POST.get("mode") == "note":
        mentions = _mentions(agent, request)
        actions.note(actor=agent, ticket=number, text=text, html_body=markup, attached=attached, mentions=mentions)
        return answers.done(request, number, _("Note kept."))
    if request.POST.get("mode") == "forward":
        return _forward(request, agent, number, text, markup, attached)
    if (doubt := _doubtful(request)) is not None:
        return doubt
    then = request.POST.get("then", "")
    remind = request.POST.get("remind", "")
    written: dict[str, Any] = {
        "text": text,
        "html_body": markup,
        "attached": attached,
        "cc": _typed(request, "cc") or None,
        "addressees": _addressees(request),
        "then": then if then in THEN else "",
        "remind_days": int(remind) if remind.isdecimal() and len(remind) < 5 else None,
    }
    if code := request.POST.get("later", ""):
        send_at = later.moment_of(queries.find(agent, number), code, request.POST.get("later_at", ""))
        actions.reply_later(actor=agent, ticket=number, send_at=send_at, **written)
        return answers.done(request, number, _("The answer leaves later: %(date)s.") % {"date": moments.full(send_at)})
    message = actions.reply(actor=agent, ticket=number, **written)
    if request.POST.get("next"):
        undo = answers.undo_address(request, number)
        following = actions.take_next(actor=agent)
        said = leaving.said_of_last(message, number)
        return answers.on_to(request, following.pk if following else None, said.text, undo=undo, more=said.more)
    said = leaving.said_of(message, resolved=then == "resolved")
    return answers.done(request, number, said.text, more=said.more)


def _forward(
    request: HttpRequest, agent: Agent, number: int, text: str, markup: str, attached: list[IncomingFile]
) -> HttpResponse:
    chosen = request.POST.get("forwarded", "")
    if chosen and (not chosen.isdecimal() or len(chosen) > 18):
        raise WrongInput(_("This choice is no longer there. Open the menu again."))
    message = actions.forward(
        actor=agent,
        ticket=number,
        to=address_in(request.POST.get("to", "")),
        text=text,
        html_body=markup,
        attached=attached,
        message=int(chosen) if chosen else None,
        with_files="with_files" in request.POST,
        answers="answers" in request.POST,
    )
    said = leaving.said_of_forward(message)
    return answers.done(request, number, said.text, more=said.more)


@require_POST
@agents_only
@answers.says_what_is_wrong
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what is typed: one text for each ticket, as reply or as note."""
    try:
        _keep(request, agent_of(request), number)
    except DraftElsewhere:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


def _keep(request: HttpRequest, agent: Agent, number: int) -> None:
    text, markup = _body(request)
    # words to somebody outside wait among the notes: nothing of them may come to the requester by mistake
    public = request.POST.get("mode", "reply") == "reply"
    written = markup or html.from_text(text)
    keys = [key for key in request.POST.getlist("files") if _KEY.fullmatch(key)]
    actions.save_draft(
        actor=agent,
        ticket=number,
        public=public,
        html_body=written,
        to=request.POST.get("also_to", ""),
        cc=request.POST.get("cc", ""),
        bcc=request.POST.get("bcc", ""),
        left_out=_left_out(request),
        files=keys,
        writer=request.POST.get("writer", "")[:36],
        after=request.POST.getlist("after"),
    )
    actions.save_draft(actor=agent, ticket=number, public=not public, html_body="")


@require_POST
@agents_only
@answers.says_what_is_wrong
def upload(request: HttpRequest, number: int) -> HttpResponse:
    """Store a file that will be sent with the next message."""
    agent = agent_of(request)
    queries.find(agent, number)
    given = request.FILES.get("file")
    if not isinstance(given, UploadedFile) or given.size is None:
        raise WrongInput(_("No file came with this request."), field="file")
    if given.size > files.LIMIT:
        limit = filesizeformat(files.LIMIT)
        return JsonResponse({"error": _("too large; at most %(limit)s") % {"limit": limit}}, status=413)
    try:
        stored = actions.upload(actor=agent, name=given.name or "", content=given.read())
    except files.DiskFull:
        return JsonResponse({"error": _("the disk of the desk is full")}, status=507)
    return _waiting(stored)


@agents_only
@answers.says_what_is_wrong
def again(request: HttpRequest, number: int) -> HttpResponse:
    """The files of the ticket; and, posted, one of them once more for the next message."""
    agent = agent_of(request)
    if request.method == "POST":
        return _waiting(actions.reuse(actor=agent, ticket=number, file=request.POST.get("file", "")))
    found = queries.files_of(agent, number)
    shown = [{"key": file.key, "name": file.name, "size": filesizeformat(file.file.size)} for file in found]
    return render(request, "workspace/files_again.html", {"files": shown})


def _waiting(stored: Any) -> JsonResponse:
    """A file that waits, as the composer's script shows it."""
    return JsonResponse(
        {
            "id": stored.key,
            "name": stored.name,
            "url": file_address(stored.key),
            "size_text": filesizeformat(stored.file.size),
            "is_picture": stored.file.media_type in files.PICTURES,
        },
        status=201,
    )


@require_POST
@agents_only
@answers.says_what_is_wrong
def undo(request: HttpRequest, number: int, act: UUID) -> HttpResponse:
    """Take back what an agent did; the text of an answer comes back into the composer."""
    agent = agent_of(request)
    actions.undo(actor=agent, ticket=number, act=act)
    said = _("#%(number)s: taken back.") % {"number": number}
    if not answers.is_part(request):
        return answers.on_to(request, number, said)
    on_screen = request.headers.get("HX-Current-URL", "").split("?")[0].endswith(answers.ticket_url(number))
    parts = answers.parts_of(request, number, composer=True) if on_screen else ""
    return HttpResponse(parts + toast_part(said))
