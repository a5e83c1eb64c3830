"""What came and what leaves: the ledger, the quarantine, the outbox."""

from __future__ import annotations

from collections.abc import Container
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from derman.channels.mail import actions, queries
from derman.channels.mail.errors import MailError, MailNotFound
from derman.channels.mail.reading import read_mail
from derman.web.served_files import as_mail
from derman.web.settings.doors import asker, for_administrators, for_leads
from derman.web.settings.pages import refused, saved, show

INCOMING = {
    "": pgettext_lazy("mails", "All"),
    "filed": pgettext_lazy("mails", "Filed"),
    "quarantined": _lazy("Quarantine"),
    "ignored": pgettext_lazy("mails", "Ignored"),
    "stored": _lazy("Waits to be filed"),
}
OUTGOING = {
    "": pgettext_lazy("mails", "All"),
    "waiting": pgettext_lazy("mails", "Waiting"),
    "sent": pgettext_lazy("mails", "Sent"),
    "failed": pgettext_lazy("mails", "Failed"),
    "cancelled": pgettext_lazy("mails", "Cancelled"),
}
SOURCE_SHOWN = 64 * 1024  # bytes; the rest is in the file
READ_AT_MOST = 30 * 1024 * 1024  # bytes; of larger mails only the source is shown


def _behind(request: HttpRequest) -> int:
    key = request.GET.get("before", "")
    return int(key) if key.isdecimal() and len(key) < 19 else 0


def _state(request: HttpRequest, known: Container[str]) -> str:
    state = request.GET.get("state", "")
    return state if state in known else ""


@require_safe
@for_leads
def ledger(request: HttpRequest) -> HttpResponse:
    """Every mail that was ever accepted, and what became of it."""
    person, state = asker(request), _state(request, INCOMING)
    number = request.GET.get("mailbox", "")
    mailbox = int(number) if number.isdecimal() and len(number) < 10 else None
    wanted = " ".join(request.GET.get("q", "").split())[:300]
    found = queries.ledger(person, state=state, mailbox=mailbox, wanted=wanted, before=_behind(request))
    boxes = {box.pk: box.address for box in queries.mailboxes(person)}
    keep = "".join([f"state={state}&" if state else "", f"mailbox={mailbox}&" if mailbox else ""])
    if wanted:
        keep += urlencode({"q": wanted}) + "&"
    context = {
        "rows": found.rows,
        "next": found.next,
        "state": state,
        "states": list(INCOMING.items()),
        "mailbox": mailbox,
        "address": boxes.get(mailbox or 0, ""),
        "keep": keep,
        "wanted": wanted,
    }
    return show(request, "ledger.html", context, here="ledger")


@require_safe
@for_leads
def quarantine(request: HttpRequest) -> HttpResponse:
    """Mails that wait for a person."""
    found = queries.quarantine(asker(request), before=_behind(request))
    return show(request, "quarantine.html", {"rows": found.rows, "next": found.next}, here="quarantine")


@require_safe
@for_administrators
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail as text: nothing of it is run, loaded or opened."""
    try:
        row = queries.ledger_mail(asker(request), pk)
    except MailNotFound:
        raise Http404 from None
    context: dict[str, object] = {"row": row}
    try:
        raw = queries.raw_mail(asker(request), pk)
    except MailNotFound as error:
        context["missing"] = str(error)
    else:
        context["source"] = raw[:SOURCE_SHOWN].decode("utf-8", "replace")
        context["cut"] = len(raw) > SOURCE_SHOWN
        context["read"] = read_mail(raw, []) if len(raw) <= READ_AT_MOST else None
    here = "quarantine" if row.state == "quarantined" else "ledger"
    return show(request, "mail.html", context, here=here)


@require_safe
@for_administrators
def mail_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail as it came, to be saved."""
    try:
        raw = queries.raw_mail(asker(request), pk)
    except MailNotFound:
        raise Http404 from None
    return as_mail(raw, f"mail-{pk}.eml")


@require_POST
@for_administrators
def file_again(request: HttpRequest, pk: int) -> HttpResponse:
    """File a mail from quarantine once more."""
    try:
        actions.release(actor=asker(request), mail=pk)
    except MailError as error:
        return refused(request, error, "quarantine")
    return saved(request, _("The mail is filed again now; the ledger says what became of it."), "quarantine")


@require_POST
@for_administrators
def ignore(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide that a mail in quarantine needs nothing."""
    try:
        actions.ignore(actor=asker(request), mail=pk)
    except MailError as error:
        return refused(request, error, "quarantine")
    return saved(request, _("The mail is ignored. It stays in the ledger."), "quarantine")


@require_safe
@for_leads
def outbox(request: HttpRequest) -> HttpResponse:
    """Mails that wait, left or could not be sent; leads read those of their teams, administrators decide."""
    state = _state(request, OUTGOING)
    found = queries.outbox(asker(request), state=state, before=_behind(request))
    context = {
        "rows": found.rows,
        "next": found.next,
        "state": state,
        "states": list(OUTGOING.items()),
        "keep": f"state={state}&" if state else "",
        "kept_back": not queries.sends_by() and not any(box.host for box in queries.mailboxes(asker(request))),
    }
    return show(request, "outbox.html", context, here="outbox")


@require_POST
@for_administrators
def decide_outgoing(request: HttpRequest, pk: int, decision: str) -> HttpResponse:
    """Send a mail again, or keep it from leaving."""
    act, said = {
        "retry": (actions.retry_mail, _("The mail is sent as soon as possible.")),
        "cancel": (actions.cancel_mail, _("The mail does not leave.")),
    }[decision]
    try:
        act(actor=asker(request), mail=pk)
    except MailError as error:
        return refused(request, error, "outbox")
    return saved(request, said, "outbox")
