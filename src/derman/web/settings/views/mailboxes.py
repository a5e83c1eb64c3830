"""The addresses of the desk, and whether they can send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.channels.mail import actions, queries
from derman.channels.mail.appearance.queries import has_own_frame
from derman.channels.mail.certificate import protection
from derman.channels.mail.domains.queries import signing_of
from derman.channels.mail.errors import MailError, MailNotFound
from derman.channels.mail.fetching import queries as fetching
from derman.people import queries as people
from derman.web.settings.doors import asker, for_administrators, held, one_at_a_time
from derman.web.settings.forms.mail import MailboxForm
from derman.web.settings.pages import blame, refused, saved, show, show_form

if TYPE_CHECKING:
    from derman.channels.mail.models import Mailbox
    from derman.people.models import Team

page = require_http_methods(["GET", "HEAD", "POST"])
LATEST = 6


def find_mailbox(request: HttpRequest, pk: int) -> Mailbox:
    """Raises Http404."""
    try:
        return queries.mailbox(asker(request), pk)
    except MailNotFound:
        raise Http404 from None


@require_safe
@for_administrators
def mailboxes(request: HttpRequest) -> HttpResponse:
    """The addresses, the default one first."""
    found = queries.mailboxes(asker(request))
    arrivals = fetching.arrivals(asker(request))
    context = {
        "mailboxes": [(mailbox, arrivals.get(mailbox.pk)) for mailbox in found],
        "sends_by": queries.sends_by(),
        "listener": protection(),
    }
    return show(request, "mailboxes.html", context, here="mailboxes")


@page
@for_administrators
def add(request: HttpRequest) -> HttpResponse:
    """A new mailbox."""
    return _edit(request, None)


@page
@for_administrators
@one_at_a_time("mailbox")
def mailbox(request: HttpRequest, pk: int) -> HttpResponse:
    """One mailbox."""
    return _edit(request, find_mailbox(request, pk))


def _edit(request: HttpRequest, found: Mailbox | None) -> HttpResponse:
    teams = list(people.teams(asker(request)))
    form = MailboxForm(found, request.POST if request.method == "POST" else None, teams=teams)
    kept = _save(request, form, found, teams) if request.method == "POST" else None
    if kept is not None:
        return saved(request, _("The mailbox %(address)s is saved.") % {"address": kept.address}, "mailbox", kept.pk)
    return _show(request, form, found)


def _save(request: HttpRequest, form: MailboxForm, found: Mailbox | None, teams: list[Team]) -> Mailbox | None:
    """The mailbox as saved; None where the form says what is wrong."""
    if not form.is_valid():
        return None
    try:
        return actions.save_mailbox(actor=asker(request), mailbox=found, **form.as_arguments(teams))
    except MailError as error:
        blame(form, error)
        return None


def _show(
    request: HttpRequest, form: MailboxForm, found: Mailbox | None, test: actions.TestResult | None = None
) -> HttpResponse:
    person = asker(request)
    context = {
        "mailbox": found,
        "test": test,
        "sends_by": queries.sends_by(),
        "latest": queries.ledger(person, mailbox=found.pk, size=LATEST).rows if found else [],
        "today": queries.came_today(person, found.pk) if found else 0,
        "to": person.email,
        "grant": fetching.grant_of(person, found) if found and found.by_provider else None,
        "has_own_look": has_own_frame(found) if found else False,
        "signing": signing_of(person, found) if found else None,
        "state": fetching.arrival_state(fetching.source_of(person, found)) if found else None,
    }
    return show_form(request, "mailbox.html", form, context, here="mailboxes")


@require_POST
@for_administrators
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what was changed and send the administrator a mail; the page says in plain words how it went."""
    found = find_mailbox(request, pk)
    teams = list(people.teams(asker(request)))
    if "address" in request.POST:
        # the mail itself is sent with nobody kept waiting
        with held(request, "mailbox", pk):
            found = find_mailbox(request, pk)
            form = MailboxForm(found, request.POST, teams=teams)
            kept = _save(request, form, found, teams)
        if kept is None:
            return _show(request, form, found)
        found = kept
    try:
        result = actions.send_test(actor=asker(request), mailbox=found)
    except MailError as error:
        result = actions.TestResult(False, str(error))
    return _show(request, MailboxForm(found, teams=teams), found, result)


@require_POST
@for_administrators
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a mailbox away; its tickets and mails stay."""
    found = find_mailbox(request, pk)
    try:
        actions.remove_mailbox(actor=asker(request), mailbox=found)
    except MailError as error:
        return refused(request, error, "mailbox", pk)
    return saved(
        request, _("%(address)s is no longer an address of the desk.") % {"address": found.address}, "mailboxes"
    )
