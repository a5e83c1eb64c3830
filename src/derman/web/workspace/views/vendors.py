"""Handing a ticket to a vendor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.people.access import lens_of
from derman.tickets import queries
from derman.tickets.errors import WrongInput
from derman.vendors import actions
from derman.vendors.errors import VendorError, VendorNotFound
from derman.web.signed_in import agent_of, agents_only
from derman.web.teaching import typed
from derman.web.workspace import answers, vending

MOST = 60  # messages or files that are named at once


def says_so(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What is wrong with a vendor, as what is wrong with a ticket is said."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *arguments, **named)
        except VendorNotFound as error:
            raise Http404(str(error)) from None
        except VendorError as error:
            raise WrongInput(str(error), field=error.field) from None

    return guarded


def numbers(given: Sequence[str]) -> list[int]:
    """What was ticked, as ids."""
    return [number for text in given[:MOST] if (number := typed.number(text)) is not None]


@require_safe
@agents_only
@answers.says_what_is_wrong
def offered(request: HttpRequest, number: int) -> HttpResponse:
    """The form that hands the ticket over."""
    agent = agent_of(request)
    found = queries.conversation(agent, number, lens=lens_of(agent))
    context = {"ticket_url": answers.ticket_url(number), "is_merged": found.ticket.merged_into_id is not None}
    return render(request, "workspace/vendor_menu.html", {**context, **vending.form_of(agent, found)})


@require_POST
@agents_only
@answers.says_what_is_wrong
@says_so
def hand(request: HttpRequest, number: int) -> HttpResponse:
    """Hand it to the contact `to` (vendor:contact) by the `way`, with `text`, `message`s and `file`s."""
    agent, post = agent_of(request), request.POST
    queries.find(agent, number)
    vendor, _colon, contact = post.get("to", "").partition(":")
    chosen = typed.number(vendor)
    if chosen is None:
        raise WrongInput(_("Choose a vendor."), field="to")
    actions.hand_to_vendor(
        actor=agent,
        ticket=number,
        vendor=chosen,
        contact=typed.number(contact),
        way=post.get("way", ""),
        text=post.get("text", "").replace("\r\n", "\n"),
        messages=numbers(post.getlist("message")),
        files=numbers(post.getlist("file")),
    )
    return answers.done(request, number, _("Handed to the vendor."), composer=True)
