"""Whether others believe the mails of a mailbox: its domain's records, and signing by the desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.channels.mail.domains import actions, queries
from derman.channels.mail.errors import MailError
from derman.web.settings.doors import asker, for_administrators
from derman.web.settings.pages import refused, saved
from derman.web.settings.views.mailboxes import find_mailbox


@require_safe
@for_administrators
def records(request: HttpRequest, pk: int) -> HttpResponse:
    """What DNS says and what it should; asked by a button, because it takes seconds."""
    box = find_mailbox(request, pk)
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(resolve_url("settings:mailbox", pk))
    context = {"records": queries.records_of(asker(request), box)}
    return render(request, "settings/parts/records.html", context)


@require_POST
@for_administrators
def decide_key(request: HttpRequest, pk: int, decision: str) -> HttpResponse:
    """Make a key, begin to sign by it, or stop."""
    act, said = {
        "make": (actions.make_key, _("The key is made. Publish its record, then begin to sign.")),
        "begin": (actions.begin_signing, _("The record is published. Mails of this domain are signed from now on.")),
        "stop": (actions.stop_signing, _("The desk signs no longer, and its keys for this domain are gone.")),
    }[decision]
    box = find_mailbox(request, pk)
    try:
        act(actor=asker(request), mailbox=box)
    except MailError as error:
        return refused(request, error, "mailbox", pk)
    return saved(request, said, "mailbox", pk)
