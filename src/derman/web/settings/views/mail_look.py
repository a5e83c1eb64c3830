"""How mails look: the frame around them, and the signatures below answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.channels.mail import queries as mail
from derman.channels.mail.appearance import actions, queries
from derman.channels.mail.errors import MailError
from derman.web.language import desk_of
from derman.web.settings.doors import asker, for_administrators, for_agents, one_at_a_time
from derman.web.settings.forms.mail_look import FrameForm, SignatureForm
from derman.web.settings.forms.zones import languages
from derman.web.settings.pages import blame, refused, saved, show, show_form, status_of
from derman.web.settings.views.mailboxes import find_mailbox

page = require_http_methods(["GET", "HEAD", "POST"])


@page
@for_administrators
@one_at_a_time("mail_look")
def frame(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Logo, colour and footer, of all mails or of one mailbox's, with a preview of what is saved."""
    desk, box = desk_of(request), find_mailbox(request, pk) if pk is not None else None
    form = FrameForm(queries.frame(box), desk.accent, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_frame(actor=asker(request), mailbox=box, **form.as_arguments())
            said = _("The look of mails is saved.")
            return saved(request, said, "mailbox_look", box.pk) if box else saved(request, said, "mail_look")
        except MailError as error:
            blame(form, error)
    own = queries.with_own_frame()
    context = {
        "previews": languages(),
        "mailbox": box,
        "has_own": box is not None and box.pk in own,
        "others": [] if box else [other for other in mail.mailboxes(asker(request)) if other.pk in own],
    }
    return show_form(request, "mail_look.html", form, context, here="mailboxes" if box else "mail_look")


@require_POST
@for_administrators
def as_all_others(request: HttpRequest, pk: int) -> HttpResponse:
    """The mails of a mailbox look like the desk's again."""
    box = find_mailbox(request, pk)
    actions.drop_frame(actor=asker(request), mailbox=box)
    return saved(request, _("Mails from %(address)s look like all others.") % {"address": box.address}, "mailbox", pk)


@require_safe
@for_administrators
def preview(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A sample mail as it leaves, for the frames of the page above."""
    box = find_mailbox(request, pk) if pk is not None else None
    known = dict(languages())
    language = request.GET.get("language", "")
    language = language if language in known else desk_of(request).language
    made = queries.sample(desk_of(request), language, dark=request.GET.get("theme") == "dark", mailbox=box)
    answer = HttpResponse(made)
    # a mail brings its own style; it may run and load nothing
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'"
    )
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


@page
@for_agents
@one_at_a_time("signatures")
def signatures(request: HttpRequest) -> HttpResponse:
    """One's own signature, and those of the teams that one leads; each has its own form."""
    person, sent = asker(request), request.POST.get("team", "") if request.method == "POST" else None
    shelf, status = [], 200
    for shown in queries.signatures(person):
        key = str(shown.team.pk) if shown.team else ""
        form = SignatureForm(shown.texts, key or "own", request.POST if sent == key else None)
        if sent == key and form.is_valid():
            try:
                owner = {"team": shown.team} if shown.team else {"person": person}
                actions.save_signature(actor=person, texts=form.given_texts(), **owner)
                return saved(request, _("The signature is saved."), "signatures")
            except MailError as error:
                blame(form, error)
        status = max(status, status_of(form))
        shelf.append((shown, key, form))
    if sent is not None and status == 200:
        return refused(request, MailError(_("This signature is not yours to change.")), "signatures")
    desk = desk_of(request)
    context = {
        "signatures": shelf,
        "as_sent": queries.signature_as_sent(person, desk, person.language or desk.language),
    }
    return show(request, "signatures.html", context, here="signatures", status=status)
