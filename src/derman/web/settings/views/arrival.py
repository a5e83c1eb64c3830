"""How mail for a mailbox arrives: handed over, or fetched from another server."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from derman.channels.mail.certificate import protection
from derman.channels.mail.errors import MailError
from derman.channels.mail.fetching import actions, oauth, queries
from derman.web.settings.doors import asker, for_administrators, held, one_at_a_time
from derman.web.settings.forms.arrival import ArrivalForm, ProviderForm
from derman.web.settings.handing_over import handing_over
from derman.web.settings.pages import blame, refused, saved, show_form
from derman.web.settings.views.mailboxes import find_mailbox

if TYPE_CHECKING:
    from derman.channels.mail.models import Mailbox

page = require_http_methods(["GET", "HEAD", "POST"])
SIGN_IN_TIME = 15 * 60  # seconds that an administrator may spend with the provider
_SALT = "settings.arrival.sign_in"
_KEPT = "mailbox_sign_in"  # in the session: what only this browser knows


@page
@for_administrators
@one_at_a_time("arrival")
def arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """The settings, and how it goes."""
    box = find_mailbox(request, pk)
    form = _form(request, box, bound=request.method == "POST")
    if request.method == "POST" and _save(request, form, box):
        return saved(request, _("How mail for %(address)s arrives is saved.") % {"address": box.address}, "arrival", pk)
    return _show(request, form, box)


def _form(request: HttpRequest, box: Mailbox, *, bound: bool) -> ArrivalForm:
    person = asker(request)
    source, grant = queries.source_of(person, box), queries.grant_of(person, box)
    return ArrivalForm(source, grant, box.address, request.POST if bound else None)


def _save(request: HttpRequest, form: ArrivalForm, box: Mailbox) -> bool:
    """Is it saved? If not, the form says what is wrong."""
    if not form.is_valid():
        return False
    try:
        actions.save_arrival(actor=asker(request), mailbox=box, **form.as_arguments())
    except MailError as error:
        blame(form, error)
        return False
    return True


def _show(
    request: HttpRequest, form: ArrivalForm, box: Mailbox, result: actions.CheckResult | None = None
) -> HttpResponse:
    person = asker(request)
    source, grant = queries.source_of(person, box), queries.grant_of(person, box)
    by_provider = source is not None and source.sign_in != "password" and grant is not None
    context = {
        "mailbox": box,
        "state": queries.arrival_state(source),
        "result": result,
        "grant": grant if by_provider else None,
        "provider": queries.provider_name(grant) if by_provider and grant else "",
        "redirect": _redirect(),
        "lines": handing_over(box.address),
        "listener": protection(),
    }
    return show_form(request, "arrival.html", form, context, here="mailboxes")


@require_POST
@for_administrators
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what was changed and try the connection; the page says in plain words how it went."""
    box = find_mailbox(request, pk)
    if "arrival" in request.POST:
        # the other server is asked with nobody kept waiting
        with held(request, "arrival", pk):
            form = _form(request, box, bound=True)
            kept = _save(request, form, box)
        if not kept:
            return _show(request, form, box)
    result = actions.check_connection(actor=asker(request), mailbox=box)
    return _show(request, _form(request, box, bound=False), box, result)


@page
@for_administrators
@one_at_a_time("arrival")
def provider(request: HttpRequest, pk: int) -> HttpResponse:
    """The provider by whose permission the desk sends, and fetches where that is chosen."""
    box, person = find_mailbox(request, pk), asker(request)
    grant = queries.grant_of(person, box)
    form = ProviderForm(grant, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_grant(actor=person, mailbox=box, **form.as_arguments())
            return saved(request, _("The provider is saved. Now sign in there."), "provider", pk)
        except MailError as error:
            blame(form, error)
    context = {
        "mailbox": box,
        "grant": grant,
        "provider": queries.provider_name(grant) if grant else "",
        "redirect": _redirect(),
    }
    return show_form(request, "provider.html", form, context, here="mailboxes")


def _redirect() -> str:
    """Where providers send people back to; it must be registered with them."""
    return f"{settings.DERMAN_URL}{reverse('settings:signed_in')}"


@require_safe
@for_administrators
def sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Off to the provider."""
    box, person = find_mailbox(request, pk), asker(request)
    verifier = oauth.new_verifier()
    nonce = oauth.new_verifier()
    state = signing.dumps({"mailbox": box.pk, "person": person.pk, "nonce": nonce}, salt=_SALT)
    try:
        there = actions.sign_in_address(actor=person, mailbox=box, redirect=_redirect(), state=state, verifier=verifier)
    except MailError as error:
        return refused(request, error, "arrival", pk)
    request.session[_KEPT] = {
        "to": "provider" if "provider" in request.GET else "arrival",
        "nonce": nonce,
        "verifier": verifier,
        "until": time.time() + SIGN_IN_TIME,
    }
    return HttpResponseRedirect(there)


@require_safe
@for_administrators
def signed_in(request: HttpRequest) -> HttpResponse:
    """Back from the provider, with a code or a refusal. Only what this browser began counts, and once."""
    kept = request.session.pop(_KEPT, None)
    try:
        state = signing.loads(request.GET.get("state", ""), salt=_SALT, max_age=SIGN_IN_TIME)
        begun_here = (
            kept is not None
            and constant_time_compare(kept["nonce"], state["nonce"])
            and state["person"] == asker(request).pk
        )
    except (signing.BadSignature, KeyError, TypeError):
        begun_here = False
    if not begun_here or kept is None or kept["until"] < time.time():
        return refused(
            request, MailError(_("This sign-in was not begun here, or is too old. Begin anew.")), "mailboxes"
        )
    box = find_mailbox(request, state["mailbox"])
    if "code" not in request.GET:
        words = request.GET.get("error_description") or request.GET.get("error", "")
        error = MailError(_("The provider did not agree: %(words)s") % {"words": words[:300]})
        return refused(request, error, kept.get("to", "arrival"), box.pk)
    try:
        actions.finish_sign_in(
            actor=asker(request),
            mailbox=box,
            code=request.GET["code"],
            redirect=_redirect(),
            verifier=kept["verifier"],
        )
    except MailError as error:
        return refused(request, error, kept.get("to", "arrival"), box.pk)
    return saved(request, _("The desk may use this mailbox now."), kept.get("to", "arrival"), box.pk)
