"""Merging, taking apart, splitting and linking tickets."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from derman.people.access import lens_of
from derman.tickets import actions, queries
from derman.tickets.errors import WrongInput
from derman.web.signed_in import agent_of, agents_only
from derman.web.workspace import answers, joining
from derman.web.workspace.forwards import choosable

_NUMBER = re.compile(r"\s*#?([0-9]{1,18})\s*")


def _number(written: str) -> int:
    """A ticket as people write it: 48213 or #48213, or its address."""
    found = _NUMBER.fullmatch(written) or re.search(r"/tickets/([0-9]{1,18})(?:/|$)", written)
    if found is None:
        raise WrongInput(_("Say which ticket, by its number."))
    return int(found[1])


@require_safe
@agents_only
@answers.says_what_is_wrong
def offered(request: HttpRequest, number: int) -> HttpResponse:
    """The menu of what a ticket may be merged into."""
    agent = agent_of(request)
    ticket = queries.find(agent, number)
    context = {"ticket_url": answers.ticket_url(number), "choices": joining.mergeable(agent, ticket)}
    return render(request, "workspace/merge.html", context)


@require_POST
@agents_only
@answers.says_what_is_wrong
def merge(request: HttpRequest, number: int) -> HttpResponse:
    """Let the conversation go on in another ticket (`merge`), and go there."""
    agent = agent_of(request)
    into = _number(request.POST.get("merge") or request.POST.get("typed", ""))
    _gone, kept = actions.merge(actor=agent, ticket=number, into=into, inform="inform" in request.POST)
    said = _("#%(number)s was merged into #%(other)s.") % {"number": number, "other": kept.pk}
    return answers.on_to(request, kept.pk, said, undo=answers.undo_address(request, kept.pk))


@require_POST
@agents_only
@answers.says_what_is_wrong
def unmerge(request: HttpRequest, number: int) -> HttpResponse:
    """A merged ticket is one of its own again."""
    _gone, kept = actions.unmerge(actor=agent_of(request), ticket=number)
    said = _("#%(number)s and #%(other)s are two tickets again.") % {"number": number, "other": kept.pk}
    return answers.on_to(request, number, said)


@require_safe
@agents_only
@answers.says_what_is_wrong
def splittable(request: HttpRequest, number: int) -> HttpResponse:
    """The form in which messages are chosen that become a ticket of their own."""
    agent = agent_of(request)
    found = queries.conversation(agent, number, lens=lens_of(agent))
    return render(
        request, "workspace/split.html", {"ticket_url": answers.ticket_url(number), "choices": choosable(found)}
    )


@require_POST
@agents_only
@answers.says_what_is_wrong
def split(request: HttpRequest, number: int) -> HttpResponse:
    """Open a ticket with the chosen messages (`messages`, `subject`), and go there."""
    agent = agent_of(request)
    chosen = [int(pk) for pk in request.POST.getlist("messages") if pk.isdigit() and len(pk) < 19]
    new = actions.split(actor=agent, ticket=number, messages=chosen, subject=request.POST.get("subject", ""))
    said = _("#%(number)s was split from #%(other)s.") % {"number": new.pk, "other": number}
    return answers.on_to(request, new.pk, said)


@require_POST
@agents_only
@answers.says_what_is_wrong
def link(request: HttpRequest, number: int) -> HttpResponse:
    """Link to another ticket (`other`, `kind`), or take the link away (`unlink`)."""
    agent = agent_of(request)
    if "unlink" in request.POST:
        actions.unlink(actor=agent, ticket=number, other=_number(request.POST["unlink"]))
        return answers.done(request, number, _("No longer linked."))
    other = _number(request.POST.get("other", ""))
    actions.link(actor=agent, ticket=number, other=other, kind=request.POST.get("kind", ""))
    return answers.done(request, number, _("Linked to #%(number)s.") % {"number": other})


@require_safe
@agents_only
@answers.says_what_is_wrong
def copyable(request: HttpRequest, number: int) -> HttpResponse:
    """The form of a copy, or with `follow_up` of what carries the ticket on."""
    agent = agent_of(request)
    found = queries.conversation(agent, number, lens=lens_of(agent))
    context = {"ticket_url": answers.ticket_url(number), "follow_up": "follow_up" in request.GET}
    return render(request, "workspace/copy.html", {**context, "copy": joining.copyable(found)})


@require_POST
@agents_only
@answers.says_what_is_wrong
def copy(request: HttpRequest, number: int) -> HttpResponse:
    """Open a ticket like this one (`subject`, `text`), or one that carries it on (`follow_up`), and go there."""
    post, follow_up = request.POST, "follow_up" in request.POST
    text = post.get("text", "").replace("\r\n", "\n")
    new = actions.copy(
        actor=agent_of(request), ticket=number, subject=post.get("subject", ""), text=text, follow_up=follow_up
    )
    said = _("#%(number)s carries on #%(other)s.") if follow_up else _("#%(number)s is a copy of #%(other)s.")
    values = {"number": new.pk, "other": number}
    return answers.on_to(request, new.pk, said % values, undo=answers.undo_address(request, number))
