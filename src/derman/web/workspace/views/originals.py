"""The original of a message that came by mail: to look at, to save, to read anew."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.channels.mail import originals
from derman.channels.mail.errors import MailError, MailNotFound
from derman.web.served_files import as_mail
from derman.web.signed_in import agent_of, agents_only
from derman.web.toasts import toast

SOURCE_SHOWN = 64 * 1024  # bytes; the rest is in the file


@require_safe
@agents_only
def original(request: HttpRequest, number: int, message: int) -> HttpResponse:
    """The mail as text, with what the desk found out about its sender."""
    agent = agent_of(request)
    context: dict[str, object] = {}
    try:
        context["mail"] = originals.original_of(agent, number, message)
    except MailNotFound:
        raise Http404 from None
    try:
        raw = originals.raw_of(agent, number, message)
    except MailNotFound as error:
        context["missing"] = str(error)
    else:
        context["source"] = raw[:SOURCE_SHOWN].decode("utf-8", "replace")
        context["cut"] = len(raw) > SOURCE_SHOWN
    return render(request, "workspace/original.html", context)


@require_safe
@agents_only
def original_file(request: HttpRequest, number: int, message: int) -> HttpResponse:
    """The mail as it came, to be saved."""
    try:
        raw = originals.raw_of(agent_of(request), number, message)
    except MailNotFound:
        raise Http404 from None
    return as_mail(raw, f"mail-{number}-{message}.eml")


@require_POST
@agents_only
def read_again(request: HttpRequest, number: int, message: int) -> HttpResponse:
    """Read the mail with today's reader."""

    def act() -> str:
        differs = originals.read_again(actor=agent_of(request), ticket=number, message=message)
        return _("The message shows what was found now.") if differs else _("Nothing differs: it is read the same.")

    return _act(request, number, message, act)


@require_POST
@agents_only
def put_back(request: HttpRequest, number: int, message: int) -> HttpResponse:
    """Put the earlier text back."""

    def act() -> str:
        originals.put_earlier_back(actor=agent_of(request), ticket=number, message=message)
        return _("The message shows its earlier text again.")

    return _act(request, number, message, act)


def _act(request: HttpRequest, number: int, message: int, act: Callable[[], str]) -> HttpResponse:
    try:
        toast(request, act())
    except MailNotFound:
        raise Http404 from None
    except MailError as error:
        toast(request, str(error), wrong=True)
    return HttpResponseRedirect(reverse("workspace:original", args=[number, message]))
