"""What is kept of searches: what was looked for, shown, opened, said, and whether a ticket followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from derman.desk.queries import the_desk
from derman.insight.access import pseudonym, pseudonyms
from derman.insight.models import Place, Search, Shown
from derman.kernel import clock
from derman.kernel.folding import fold
from derman.people.models import Person
from derman.tickets import actions as tickets
from derman.tickets.actions import Received
from derman.tickets.incoming import Incoming, Proof
from derman.tickets.models import Ticket

KEPT = timedelta(days=90)
FOLLOWS = timedelta(days=1)  # a ticket that comes later is about something else
TYPING = timedelta(minutes=2)  # words that go on within this are the same search
WRITING = timedelta(minutes=30)  # the same, for somebody who writes a request
SHORTEST = 3
MOST_TRIED = 8  # searches that a ticket tells of
MOST_TOLD = 12  # answers that a ticket tells of


@dataclass(frozen=True, slots=True)
class Offered:
    """An answer that was shown: an article, a runbook or a service, by its path in the portal."""

    kind: str
    address: str
    title: str


def note_search(
    *, person: Any, browser: str, place: str, words: str, lang: str, shown: Sequence[Offered]
) -> Search | None:
    """Keep that somebody searched. None where nothing is kept: switched off, too short, of the desk itself.

    What goes on from the search before, as one types, is that search. 5 statements at most.
    """
    words = " ".join(words.replace("\0", "").split())[:200]
    searcher = pseudonym(person.pk if isinstance(person, Person) else None, browser)
    if len(words) < SHORTEST or not searcher or (isinstance(person, Person) and person.is_staff_member):
        return None
    if not the_desk().keeps_searches:
        return None
    moment, folded = clock.now(), fold(words)[:400]
    span = WRITING if place == Place.ASKING else TYPING
    with transaction.atomic():
        rows = Search.objects.select_for_update().filter(searcher=searcher, last_at__gt=moment - span, place=place)
        before = rows.filter(ticket=None, solved_at=None).order_by("-last_at").first()
        if before is not None and (place == Place.ASKING or _goes_on(before.folded, folded)):
            before.words, before.folded, before.found, before.last_at = words, folded, len(shown), moment
            before.save(update_fields=["words", "folded", "found", "last_at"])
            kept = before
        else:
            kept = Search.objects.create(
                searcher=searcher,
                signed_in=isinstance(person, Person),
                place=place,
                words=words,
                folded=folded,
                lang=lang[:8],
                found=len(shown),
                at=moment,
                last_at=moment,
            )
        answers = [Shown(search=kept, kind=one.kind, address=one.address[:200], title=one.title[:200]) for one in shown]
        Shown.objects.bulk_create(answers, ignore_conflicts=True)
    return kept


def _goes_on(before: str, now: str) -> bool:
    return now.startswith(before) or before.startswith(now)


def opened(*, person: Any, browser: str, address: str) -> None:
    """They opened an answer that a search of the last day had shown. 1 statement."""
    _of(person, browser, address).filter(opened_at=None).update(opened_at=clock.now())


def said(*, person: Any, browser: str, address: str, helpful: bool) -> None:
    """They said whether an answer helped. 1 statement."""
    _of(person, browser, address).update(helpful=helpful)


def _of(person: Any, browser: str, address: str) -> Any:
    own = Search.objects.filter(searcher__in=pseudonyms(person, browser), last_at__gt=clock.now() - FOLLOWS)
    return Shown.objects.filter(search__in=own.order_by().values("pk"), address=address[:200])


def solved(*, person: Person, browser: str) -> bool:
    """Whoever was writing a request says that they found the answer; twice is once. Was there a search to count?"""
    rows = Search.objects.filter(searcher__in=pseudonyms(person, browser), place=Place.ASKING, ticket=None)
    with transaction.atomic():
        found = rows.select_for_update().filter(last_at__gt=clock.now() - FOLLOWS).order_by("-last_at").first()
        if found is None:
            return False
        if found.solved_at is None:
            found.solved_at = clock.now()
            found.save(update_fields=["solved_at"])
    return True


def ask(
    *, actor: Person, browser: str, subject: str, incoming: Incoming, own: Mapping[str, Any] | None = None
) -> Received:
    """Open a ticket in the portal; with it goes what was searched, shown and opened in the last day.

    Of whoever only says who they are, that is what this browser did, and nothing that the person did elsewhere.
    `own`: see tickets.actions.open_ticket. Raises tickets.WrongInput.
    """
    known = actor if incoming.proof != Proof.NONE else None
    with transaction.atomic():
        opened_ = tickets.open_ticket(actor=actor, requester=actor, subject=subject, incoming=incoming, own=own)
        mine = Search.objects.filter(searcher__in=pseudonyms(known, browser), ticket=None)
        recent = mine.select_for_update().filter(last_at__gt=clock.now() - FOLLOWS).order_by("-last_at", "-pk")
        searches = list(recent)
        if searches:
            Search.objects.filter(pk__in=[one.pk for one in searches]).update(ticket=opened_.ticket.pk)
            told = searches[:MOST_TRIED]
            rows = Shown.objects.filter(search__in=told).order_by("-opened_at", "pk")
            answers = {one.address: one for one in rows}
            read = [one for one in answers.values() if one.opened_at is not None]
            rest = [one for one in answers.values() if one.opened_at is None]
            tickets.note_tried(
                actor=actor,
                ticket=opened_.ticket.pk,
                # the same words in another spelling tell an agent nothing new
                searched=list({fold(one.words): one.words for one in reversed(told)}.values()),
                opened=[[one.kind, one.address, one.title] for one in read[:MOST_TOLD]],
                shown=[[one.kind, one.address, one.title] for one in rest[:MOST_TOLD]],
            )
    return opened_


def follow_tickets() -> int:
    """Note of searches which ticket of the same person followed, whatever way it came; safe to run twice.

    Returns how many searches it noted something of.
    """
    since = clock.now() - FOLLOWS - FOLLOWS
    waiting = set(Search.objects.filter(at__gt=since, ticket=None, signed_in=True).values_list("searcher", flat=True))
    if not waiting:
        return 0
    # what was opened since was changed since: that is what there is an index of
    tickets_ = Ticket.objects.filter(updated_at__gt=since, created_at__gt=since).order_by("created_at", "number")
    noted = 0
    for requester, number, created_at in tickets_.values_list("requester", "number", "created_at").iterator():
        searcher = pseudonym(requester)
        if searcher in waiting:
            own = Search.objects.filter(searcher=searcher, ticket=None, at__lte=created_at)
            noted += own.filter(last_at__gt=created_at - FOLLOWS).update(ticket=number)
    return noted


def forget_old() -> None:
    """Delete what was searched more than 90 days ago."""
    Search.objects.filter(at__lt=clock.now() - KEPT).delete()
