"""Checking who is calling, beside the ticket."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from derman.identity import actions
from derman.tickets import queries
from derman.web.signed_in import agent_of, agents_only
from derman.web.workspace import answers, identifying


@require_safe
@agents_only
@answers.says_what_is_wrong
def offered(request: HttpRequest, number: int) -> HttpResponse:
    """What can be done now: begin, answer, or lift."""
    agent = agent_of(request)
    context = identifying.menu_of(agent, queries.find(agent, number))
    return render(request, "workspace/identity_menu.html", {"ticket_url": answers.ticket_url(number), **context})


@require_POST
@agents_only
@answers.says_what_is_wrong
def begin(request: HttpRequest, number: int) -> HttpResponse:
    """Begin by `way`: call_back, manager, or code, with the id of a registered `address`."""
    way, _colon, key = request.POST.get("way", "").partition(":")
    address = int(key) if key.isascii() and key.isdigit() and len(key) < 19 else None
    actions.begin(actor=agent_of(request), ticket=number, method=way, address=address)
    said = {
        "code": _("The code is on its way. Ask the caller to read it out."),
        "call_back": _("Hang up, call the registered number, and note what was said."),
    }.get(way, _("The manager is asked by mail."))
    return answers.done(request, number, said)


@require_POST
@agents_only
@answers.says_what_is_wrong
def code(request: HttpRequest, number: int) -> HttpResponse:
    """The `code` that the caller said."""
    said = actions.say_code(actor=agent_of(request), ticket=number, code=request.POST.get("code", "")[:50])
    return answers.done(request, number, identifying.said_of_code(said.right, said.left))


@require_POST
@agents_only
@answers.says_what_is_wrong
def call(request: HttpRequest, number: int) -> HttpResponse:
    """What the call back brought: `outcome` confirmed, denied or not_reached."""
    outcome = request.POST.get("outcome", "")
    actions.note_call(actor=agent_of(request), ticket=number, outcome=outcome)
    said = {
        "confirmed": _("Proven: it is the requester who calls. It holds for this ticket for 60 minutes."),
        "denied": _("Not proven. Credentials are locked, and the leads are told."),
    }.get(outcome, _("Noted: nobody was reached."))
    return answers.done(request, number, said)


@require_POST
@agents_only
@answers.says_what_is_wrong
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Break the check off."""
    actions.withdraw(actor=agent_of(request), ticket=number)
    return answers.done(request, number, _("The check is broken off."))


@require_POST
@agents_only
@answers.says_what_is_wrong
def lift(request: HttpRequest, number: int) -> HttpResponse:
    """A lead lifts the lock, for a `reason`."""
    actions.lift(actor=agent_of(request), ticket=number, reason=request.POST.get("reason", ""))
    return answers.done(request, number, _("Lifted: the requester can be checked again."))


@require_safe
@agents_only
@never_cache
@answers.says_what_is_wrong
def secrets(request: HttpRequest, number: int) -> HttpResponse:
    """The form by which a secret is handed over, with one made, and those that wait to be opened."""
    agent = agent_of(request)
    context = identifying.secrets_of(agent, queries.find(agent, number))
    return render(request, "workspace/secret_menu.html", {"ticket_url": answers.ticket_url(number), **context})


@require_POST
@agents_only
@answers.says_what_is_wrong
def hand_secret(request: HttpRequest, number: int) -> HttpResponse:
    """Send a link to `secret` to `address` (an id); `label` says what it is."""
    post = request.POST
    key = post.get("address", "")
    actions.hand_over_secret(
        actor=agent_of(request),
        ticket=number,
        secret=post.get("secret", ""),
        label=post.get("label", ""),
        address=int(key) if key.isascii() and key.isdigit() and len(key) < 19 else None,
    )
    return answers.done(request, number, _("The link is on its way. It shows the secret once, within 24 hours."))


@require_POST
@agents_only
@answers.says_what_is_wrong
def withdraw_secret(request: HttpRequest, number: int, secret: int) -> HttpResponse:
    """The link opens nothing any more."""
    actions.withdraw_secret(actor=agent_of(request), ticket=number, secret=secret)
    return answers.done(request, number, _("Withdrawn: the link opens nothing any more."))


@require_safe
@agents_only
@answers.says_what_is_wrong
def account(request: HttpRequest, number: int) -> HttpResponse:
    """What can be done to the requester's account."""
    agent = agent_of(request)
    context = identifying.account_of(agent, queries.find(agent, number))
    return render(request, "workspace/account_menu.html", {"ticket_url": answers.ticket_url(number), **context})


@require_POST
@agents_only
@answers.says_what_is_wrong
def touch_account(request: HttpRequest, number: int) -> HttpResponse:
    """Have `action` (an id) done by its web service."""
    key = request.POST.get("action", "")
    chosen = int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0
    actions.ask_account_action(actor=agent_of(request), ticket=number, action=chosen)
    return answers.done(request, number, _("Asked for. What becomes of it stands on the timeline in a moment."))
