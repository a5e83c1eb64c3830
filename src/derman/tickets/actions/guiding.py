"""Runbooks on a ticket: an agent walks one beside the conversation, and what a requester walked before they wrote.

Each step and its result stands on the timeline, so that nobody asks again.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from derman.people.models import Person, Team
from derman.runbooks import actions as runbooks
from derman.runbooks import queries
from derman.runbooks import tree as trees
from derman.runbooks.errors import RunbookError
from derman.runbooks.models import Walk
from derman.tickets import events
from derman.tickets.actions.changing import Change, changing
from derman.tickets.actions.forwarding import Received
from derman.tickets.actions.locking import locked
from derman.tickets.actions.receive import receive
from derman.tickets.errors import TooLateToUndo, WrongInput
from derman.tickets.incoming import Incoming, Proof

LONGEST_TEXT = 20_000


def begin_runbook(*, actor: Person, ticket: int, runbook: str, lang: str = "") -> Walk:
    """Begin to walk a runbook beside a ticket. Raises TicketNotFound, NotAllowed, runbooks.RunbookNotFound."""
    with changing(ticket, actor) as change:
        walk = runbooks.begin_beside(runbook=runbook, actor=actor, ticket=ticket, lang=lang)
        change.record(events.RunbookBegun(walk=walk.pk, runbook=walk.runbook_id, version=walk.version_id))
    return walk


def begin_runbook_within(change: Change, runbook: int) -> None:
    """Within a change: have a runbook stand begun beside the ticket, where it does not yet. Raises WrongInput."""
    try:
        walk = runbooks.begin_by_desk(runbook=runbook, ticket=change.ticket.pk)
    except RunbookError as error:
        raise WrongInput(str(error), field="runbook") from None
    if walk is not None:
        change.record(events.RunbookBegun(walk=walk.pk, runbook=walk.runbook_id, version=walk.version_id))


def take_back_begun(change: Change, details: dict[str, Any]) -> None:
    """Take back that a runbook was begun. Raises TooLateToUndo where somebody has answered a step."""
    if not runbooks.take_back_begun(walk=details["walk"], ticket=change.ticket.pk):
        raise TooLateToUndo(_("Somebody has gone on with the guided fix since then."))


def take_back_step(change: Change, details: dict[str, Any]) -> None:
    """Take back that a step was answered. Raises TooLateToUndo where somebody has gone on since then."""
    done, before = details["walk"], details.get("before")
    same = {"ticket": change.ticket.pk, "answer": details["answer"]}
    if not before or not runbooks.take_back_answer(walk=done, before=before, **same):
        raise TooLateToUndo(_("Somebody has gone on with the guided fix since then."))


def answer_runbook(*, actor: Person, ticket: int, walk: str, place: int, answer: str) -> runbooks.Answered:
    """Answer a step of a walk beside a ticket; the same answer twice is one. An earlier answer may be changed.

    Raises TicketNotFound, NotAllowed, runbooks.RunbookNotFound, runbooks.WrongInput.
    """
    with changing(ticket, actor) as change:
        done = runbooks.answer_beside(key=walk, ticket=ticket, place=place, answer=answer)
        held = done.walk
        if done.changed:
            same = {"walk": held.pk, "runbook": held.runbook_id, "version": held.version_id}
            change.record(events.RunbookStepped(**same, step=done.step, answer=done.answer, before=done.before))
            if done.result:
                change.record(events.RunbookEnded(**same, step=held.step, result=done.result))
    return done


def ask_after_walk(*, actor: Person, walk: str, text: str, browser: str = "", language: str = "") -> Received:
    """Open a ticket from one's own walk, with everything that was tried; a second time gives the first ticket.

    Raises runbooks.RunbookNotFound, WrongInput (field `text`).
    """
    if len(text) > LONGEST_TEXT:
        raise WrongInput(_("This is too long: %(most)d characters at most.") % {"most": LONGEST_TEXT}, field="text")
    with transaction.atomic():
        held = runbooks.asked_for_help(key=walk, person=actor, browser=browser)
        if held.ticket is not None:
            ticket = locked(held.ticket, actor)
            return Received(ticket=ticket, message=ticket.messages.all()[0], opened=False)
        tree = trees.read(held.version.tree)
        way = [(one.step, one.answer) for one in held.way.all()]
        lang = language or held.lang
        received = receive(
            Incoming(
                channel="portal",
                sender=actor,
                subject=trees.said(tree.titles, lang)[0],
                text=_written(tree, way, text, lang),
                proof=Proof.SIGNED_IN,
                team_hint=_team_of(tree.steps.get(held.step)),
                language=lang,
            )
        )
        runbooks.ended_in(held, ticket=received.ticket.pk)
        same = {"walk": held.pk, "runbook": held.runbook_id, "version": held.version_id}
        with changing(received.ticket.pk, actor, as_requester=True, touch=False) as change:
            change.record(events.RunbookWalked(**same, way=[[step, answer] for step, answer in way if answer]))
    return received


def note_tried(
    *, actor: Person, ticket: int, searched: list[str], opened: list[list[str]], shown: list[list[str]]
) -> None:
    """Write on one's own new ticket what was searched, opened and shown before. Raises TicketNotFound."""
    with changing(ticket, actor, as_requester=True, touch=False) as change:
        change.record(events.TriedBefore(searched=searched, opened=opened, shown=shown))


def _written(tree: trees.Tree, way: list[tuple[str, str]], text: str, lang: str) -> str:
    """What they wrote, and below it what they tried, in their language."""
    lines = [f"{place}. {one.title} → {one.answer}" for place, one in enumerate(queries.tried(tree, way, lang), 1)]
    with override(lang):
        heading = _("Already tried with the guided fix “%(title)s”:") % {"title": trees.said(tree.titles, lang)[0]}
    own = text.replace("\0", "").replace("\r\n", "\n").strip()[:100_000]
    return "\n\n".join(part for part in (own, "\n".join([heading, *lines]) if lines else heading) if part)


def _team_of(step: trees.Step | None) -> int | None:
    """The team to which an outcome hands on: by name, or the first open one of its tier."""
    if step is None or step.result != trees.Result.ESCALATE:
        return None
    if step.team is not None and Team.objects.filter(pk=step.team).exists():
        return step.team
    found = Team.objects.filter(tier=step.tier or 0).order_by("closed", "-is_default", "name").first()
    return found.pk if found is not None else None
