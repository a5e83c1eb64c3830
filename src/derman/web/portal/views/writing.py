"""Answering on one's own request, and saying whether it is solved."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from derman.tickets import actions, queries
from derman.tickets.errors import TicketNotFound, WrongInput
from derman.tickets.incoming import Incoming, Proof
from derman.web.portal.given_files import given_with
from derman.web.portal.screens import message_url
from derman.web.portal.views.requests import show
from derman.web.signed_in import agent_of
from derman.web.signed_in_only import signed_in_only
from derman.web.toasts import toast


def _back(number: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("portal:request", args=[number]))


@require_POST
@signed_in_only
def reply(request: HttpRequest, number: int) -> HttpResponse:
    """Send an answer with files. One to a request closed long ago opens a new one, which is shown then."""
    person = agent_of(request)
    try:
        subject = queries.find_own(person, number).subject
        given = given_with(request)
        text = request.POST.get("text", "").replace("\r\n", "\n")
        if given.wrong:
            return show(request, number, status=422, text=text, files=given.lines, files_wrong=given.wrong)
        incoming = Incoming(
            channel="portal",
            sender=person,
            subject=subject,
            text=text,
            files=given.incoming,
            answers=number,
            proof=Proof.SIGNED_IN,
        )
        try:
            received = actions.reply_own(actor=person, ticket=number, incoming=incoming)
        except WrongInput as error:
            return show(request, number, status=422, text=text, files=given.lines, text_wrong=str(error))
    except TicketNotFound as error:
        raise Http404(str(error)) from None
    if received.opened:
        said = _("That request was closed long ago. We opened a new one: #%(number)s.")
        toast(request, said % {"number": received.ticket.pk})
    else:
        toast(request, _("Your answer is with us."))
    return HttpResponseRedirect(message_url(received.ticket.pk, received.message.pk))


@require_POST
@signed_in_only
def solved(request: HttpRequest, number: int) -> HttpResponse:
    """The help is no longer needed."""
    try:
        actions.resolve_own(actor=agent_of(request), ticket=number)
    except TicketNotFound as error:
        raise Http404(str(error)) from None
    toast(request, _("Good to hear. Thank you for telling us."))
    return _back(number)


@require_POST
@signed_in_only
def not_solved(request: HttpRequest, number: int) -> HttpResponse:
    """It is not solved after all."""
    try:
        actions.reopen_own(actor=agent_of(request), ticket=number)
    except TicketNotFound as error:
        raise Http404(str(error)) from None
    toast(request, _("We look at it again. Tell us what is still wrong, it helps."))
    return _back(number)
