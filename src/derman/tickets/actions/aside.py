"""Asking colleagues aside: a conversation of named agents beside that of the ticket."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from derman.people.models import Person
from derman.people.queries import assignable
from derman.tickets import events
from derman.tickets.access import asides_visible_to
from derman.tickets.actions.changing import Change, changing
from derman.tickets.aside import Aside, AsideWord
from derman.tickets.errors import TooLateToUndo, WrongInput
from derman.tickets.facts import AsideHeard

MOST, MOST_PEOPLE, MOST_WORDS, LONGEST = 50, 30, 500, 20_000


def begin_aside(*, actor: Person, ticket: int, people: Collection[int], text: str, topic: str = "") -> Aside:
    """Ask colleagues (ids) aside; they hear of it. Raises TicketNotFound, WrongInput with the field."""
    words = _words(text)
    with changing(ticket, actor, touch=False) as change:
        if change.ticket.asides >= MOST:
            raise WrongInput(_("A ticket can have 50 side conversations."), field="text")
        named = _named(change, {*people} - {actor.pk})
        if not named:
            raise WrongInput(_("Choose at least one colleague."), field="people")
        row = Aside.objects.create(
            ticket=change.ticket,
            topic=" ".join(topic.replace("\0", "").split())[:120],
            people=sorted({*named, actor.pk}),
            begun_by=actor,
            created_at=change.at,
        )
        word = AsideWord.objects.create(aside=row, author=actor, text=words, created_at=change.at)
        change.set(asides=change.ticket.asides + 1)
        change.record(events.AsideBegun(aside=row.pk, word=word.pk, people=named))
        change.later(AsideHeard(ticket=change.ticket.pk, word=word.pk))
    return row


def say_aside(*, actor: Person, ticket: int, aside: int, text: str) -> AsideWord:
    """Say something in one of them; whoever of the team joins in is named from now on. Raises WrongInput."""
    words = _words(text)
    with changing(ticket, actor, touch=False) as change:
        row = _found(change, actor, aside)
        if row.words.count() >= MOST_WORDS:
            raise WrongInput(_("This side conversation is full. Begin another one."), field="text")
        if actor.pk not in row.people:
            _put(change, row, {*row.people, actor.pk})
        word = AsideWord.objects.create(aside=row, author=actor, text=words, created_at=change.at)
        change.record(events.AsideSaid(aside=row.pk, word=word.pk))
        change.later(AsideHeard(ticket=change.ticket.pk, word=word.pk))
    return word


def bring_aside(*, actor: Person, ticket: int, aside: int, who: int) -> Aside:
    """Bring a colleague into one of them, who reads all that was said there. Raises WrongInput (`people`)."""
    with changing(ticket, actor, touch=False) as change:
        row = _found(change, actor, aside)
        _put(change, row, {*row.people, *_named(change, {who})})
    return row


def leave_aside(*, actor: Person, ticket: int, aside: int) -> Aside:
    """Hear of one of them no longer. Raises WrongInput."""
    with changing(ticket, actor, touch=False) as change:
        row = _found(change, actor, aside)
        _put(change, row, {*row.people} - {actor.pk})
    return row


def _words(text: str) -> str:
    words = text.replace("\0", "").strip()
    if not words:
        raise WrongInput(_("Write something first."), field="text")
    if len(words) > LONGEST:
        raise WrongInput(_("This text is too long for a side conversation. Write a note and attach it."), field="text")
    return words


def _found(change: Change, actor: Person, aside: int) -> Aside:
    rows = asides_visible_to(actor).filter(pk=aside, ticket=change.ticket) if aside < 2**63 else Aside.objects.none()
    row = Aside.objects.select_for_update().filter(pk__in=rows.values("pk")).first()
    if row is None:
        raise WrongInput(_("This side conversation is not there, or not yours to read."), field="aside")
    return row


def _named(change: Change, people: Collection[int]) -> list[int]:
    """Those who may see the ticket, and nobody else. Raises WrongInput."""
    if len(people) > MOST_PEOPLE:
        raise WrongInput(_("At most 30 colleagues take part in a side conversation."), field="people")
    assert change.actor is not None, "the desk asks nobody aside"
    found = assignable(change.actor, change.ticket.team_id).filter(pk__in=people).values_list("pk", flat=True)
    named = sorted(found)
    if len(named) != len(people):
        raise WrongInput(_("One of these people may not see this ticket."), field="people")
    return named


def _put(change: Change, row: Aside, people: Collection[int]) -> None:
    before, after = list(row.people), sorted(people)
    if before == after:
        return
    if len(after) > MOST_PEOPLE + 1:
        raise WrongInput(_("At most 30 colleagues take part in a side conversation."), field="people")
    row.people = after
    row.save(update_fields=["people"])
    change.record(events.AsidePeopleChanged(aside=row.pk, before=before, after=after))


def unsay(change: Change, details: dict[str, Any]) -> None:
    """Take back what was said aside; with the first words goes the conversation, unless somebody answered."""
    word = AsideWord.objects.select_for_update().select_related("aside").get(pk=details["word"])
    others = AsideWord.objects.filter(aside=word.aside, withdrawn_at=None).exclude(pk=word.pk)
    if "people" in details and others.exists():
        raise TooLateToUndo(_("Somebody answered aside since then."))
    word.withdrawn_at = change.at
    word.save(update_fields=["withdrawn_at"])
    if "people" in details:
        Aside.objects.filter(pk=word.aside_id).update(withdrawn_at=change.at)


def take_back(change: Change, details: dict[str, Any]) -> None:
    """Those who took part before take part again. Raises TooLateToUndo."""
    row = Aside.objects.select_for_update().filter(pk=details["aside"], ticket=change.ticket).first()
    if row is None or row.people != details["after"]:
        raise TooLateToUndo(_("This has been changed again since then."))
    row.people = details["before"]
    row.save(update_fields=["people"])
