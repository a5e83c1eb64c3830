"""The verbs of a ticket as buttons and menus: take, resolve, reopen, and setting one thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from derman.people import queries as people
from derman.people.actions import find_or_add_requester
from derman.people.addresses import BadAddress
from derman.tickets import actions, queries
from derman.tickets.errors import WrongInput
from derman.web.signed_in import Agent, agent_of, agents_only
from derman.web.workspace import answers
from derman.web.workspace.mornings import monday, morning
from derman.web.workspace.typed import address_in


@require_POST
@agents_only
@answers.says_what_is_wrong
def take(request: HttpRequest, number: int) -> HttpResponse:
    """Make the ticket one's own."""
    actions.take(actor=agent_of(request), ticket=number)
    return answers.done(request, number, _("You have #%(number)s now.") % {"number": number})


@require_POST
@agents_only
@answers.says_what_is_wrong
def resolve(request: HttpRequest, number: int) -> HttpResponse:
    """The request is met; with `parts`, those of its parts too, with one answer (`text`) to all if there is one."""
    agent = agent_of(request)
    if request.POST.get("parts") == "yes":
        text = request.POST.get("text", "").replace("\r\n", "\n")
        _whole, parts = actions.resolve_with_parts(actor=agent, ticket=number, text=text)
        said = ngettext(
            "#%(number)s and %(count)s part resolved.", "#%(number)s and %(count)s parts resolved.", len(parts)
        )
        return answers.done(request, number, said % {"number": number, "count": len(parts)})
    actions.resolve(actor=agent, ticket=number)
    return answers.done(request, number, _("#%(number)s resolved.") % {"number": number})


@require_POST
@agents_only
@answers.says_what_is_wrong
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Back into work."""
    actions.reopen(actor=agent_of(request), ticket=number)
    return answers.done(request, number, _("#%(number)s is back in work.") % {"number": number})


@require_POST
@agents_only
@answers.says_what_is_wrong
def pin(request: HttpRequest, number: int) -> HttpResponse:
    """To the top of one's own lists, or no longer."""
    kept = actions.pin(actor=agent_of(request), ticket=number)
    said = _("#%(number)s stands at the top of your lists.") if kept else _("#%(number)s is no longer pinned.")
    return answers.done(request, number, said % {"number": number})


def _number(value: str) -> int:
    if not value.isdigit() or len(value) > 18:
        raise WrongInput(_("This choice is no longer there. Open the menu again."))
    return int(value)


def _gone() -> WrongInput:
    return WrongInput(_("This choice is no longer there. Open the menu again."))


def _assignee(agent: Agent, number: int, value: str) -> None:
    person = people.agents(agent).filter(pk=_number(value)).first() if value else None
    if value and person is None:
        raise _gone()
    actions.assign(actor=agent, ticket=number, assignee=person)


def _team(agent: Agent, number: int, value: str) -> None:
    team = people.teams(agent).filter(pk=_number(value)).first()
    if team is None:
        raise _gone()
    actions.hand_over(actor=agent, ticket=number, team=team)


def _category(agent: Agent, number: int, value: str) -> None:
    wanted = _number(value) if value else None
    category = next((row for row, _depth in queries.categories() if row.pk == wanted), None)
    if value and category is None:
        raise _gone()
    actions.set_category(actor=agent, ticket=number, category=category)


def _matrix(agent: Agent, number: int, value: str) -> None:
    impact, _comma, urgency = value.partition(",")
    actions.set_priority(actor=agent, ticket=number, impact=_number(impact), urgency=_number(urgency))


def _tag(agent: Agent, number: int, value: str) -> None:
    actions.set_tags(actor=agent, ticket=number, tags=[*queries.find(agent, number).tags, *value.split(",")])


def _untag(agent: Agent, number: int, value: str) -> None:
    actions.set_tags(actor=agent, ticket=number, tags=[tag for tag in queries.find(agent, number).tags if tag != value])


def _in_copy(agent: Agent, number: int) -> set[int]:
    return {follower.person_id for follower in queries.conversation(agent, number).followers}


def _follower(agent: Agent, number: int, value: str) -> None:
    try:
        person = find_or_add_requester(email=address_in(value))
    except BadAddress:
        raise WrongInput(_("“%(address)s” is not an e-mail address.") % {"address": value[:80]}) from None
    actions.set_followers(actor=agent, ticket=number, followers=_in_copy(agent, number) | {person.pk})


def _unfollow(agent: Agent, number: int, value: str) -> None:
    actions.set_followers(actor=agent, ticket=number, followers=_in_copy(agent, number) - {_number(value)})


def _watch(agent: Agent, number: int, value: str) -> None:
    who = None if value == "me" else people.agents(agent).filter(pk=_number(value)).first()
    if who is None and value != "me":
        raise _gone()
    actions.watch(actor=agent, ticket=number, who=who)


def _unwatch(agent: Agent, number: int, value: str) -> None:
    actions.unwatch(actor=agent, ticket=number, who=None if value == "me" else _number(value))


def _wait(agent: Agent, number: int, value: str) -> None:
    if value == "no":
        actions.reopen(actor=agent, ticket=number)
    elif value in ("tomorrow", "monday"):
        until = morning(1) if value == "tomorrow" else monday()
        actions.wait(actor=agent, ticket=number, waiting_for="date", until=until)
    else:
        actions.wait(actor=agent, ticket=number, waiting_for=value)


def _remind(agent: Agent, number: int, value: str) -> None:
    actions.remind(actor=agent, ticket=number, days=_number(value))


def _spam(agent: Agent, number: int, value: str) -> None:
    (actions.mark_as_spam if value == "yes" else actions.reopen)(actor=agent, ticket=number)


def _set_priority(agent: Agent, number: int, value: str) -> None:
    actions.set_priority(actor=agent, ticket=number, priority=value)


def _set_kind(agent: Agent, number: int, value: str) -> None:
    actions.set_kind(actor=agent, ticket=number, kind=value)


def _set_subject(agent: Agent, number: int, value: str) -> None:
    actions.set_subject(actor=agent, ticket=number, subject=value)


def _links(agent: Agent, number: int, _value: str) -> None:
    actions.withdraw_links(actor=agent, ticket=number)


# what a form may send → what is done with it, what is said then
CHANGES: dict[str, tuple[Callable[[Agent, int, str], None], Any]] = {
    "assignee": (_assignee, gettext_lazy("Assignee changed.")),
    "team": (_team, gettext_lazy("Handed to the team.")),
    "priority": (_set_priority, gettext_lazy("Priority set.")),
    "matrix": (_matrix, gettext_lazy("Priority set.")),
    "category": (_category, gettext_lazy("Category set.")),
    "kind": (_set_kind, gettext_lazy("Kind set.")),
    "tag": (_tag, gettext_lazy("Tag added.")),
    "untag": (_untag, gettext_lazy("Tag removed.")),
    "follower": (_follower, gettext_lazy("In copy from now on.")),
    "unfollow": (_unfollow, gettext_lazy("No longer in copy.")),
    "watch": (_watch, gettext_lazy("Watching from now on.")),
    "unwatch": (_unwatch, gettext_lazy("No longer watching.")),
    "subject": (_set_subject, gettext_lazy("Subject changed.")),
    "wait": (_wait, gettext_lazy("Waiting.")),
    "remind": (_remind, gettext_lazy("Comes back unless they reply.")),
    "spam": (_spam, gettext_lazy("Moved.")),
    "links": (_links, gettext_lazy("Links in earlier mails open it no longer.")),
}


# what a form may send → the events of which none may have come since it was shown: what is set, and not added to
SETS = {
    "assignee": ("assignee.changed",),
    "team": ("team.changed",),
    "priority": ("priority.changed",),
    "matrix": ("priority.changed",),
    "category": ("category.changed",),
    "kind": ("kind.changed",),
    "subject": ("subject.changed",),
    "status": ("status.changed",),
}


@contextmanager
def unseen_by_nobody(request: HttpRequest, agent: Agent, number: int, name: str) -> Iterator[None]:
    """Around a change: it overwrites nothing that somebody else did since the menu was opened (`seen`).

    A program that sends no `seen` has seen nothing, and is held to nothing. Raises Overtaken.
    """
    seen, kinds = request.POST.get("seen", ""), SETS.get(name)
    if kinds is None or not (seen.isascii() and seen.isdigit() and len(seen) < 10):
        yield
        return
    with transaction.atomic():
        actions.expect_unchanged(actor=agent, ticket=number, seen=int(seen), kinds=kinds)
        yield


@require_POST
@agents_only
@answers.says_what_is_wrong
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Set one thing about a ticket, as the menus send it."""
    for name, (act, said) in CHANGES.items():
        if name in request.POST:
            agent = agent_of(request)
            with unseen_by_nobody(request, agent, number, name):
                act(agent, number, request.POST[name])
            text = _("Back in work.") if (name, request.POST[name]) in (("wait", "no"), ("spam", "no")) else str(said)
            return answers.done(request, number, f"#{number}: {text}", sets=name in SETS)
    raise WrongInput(_("Nothing was chosen."))
