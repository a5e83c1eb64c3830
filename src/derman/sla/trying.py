"""What a policy would have done: the last quarter by the policies as they are, and as they would be; nothing changes.

Each ticket is taken as it stands now (its priority, its team), with the moments of its answers and pauses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from derman.kernel import clock, sql
from derman.kernel.recalling import recalling
from derman.people.models import Person
from derman.sla.book import About, Chapter, chapter_for, draft, the_book
from derman.sla.errors import NotAllowed, PolicyNotFound
from derman.sla.given import Given, checked
from derman.sla.models import Policy, Target
from derman.sla.reckoning import spent
from derman.tickets.access import visible_to
from derman.tickets.models import IN_BIN, Status

QUARTER = timedelta(days=91)
MOST = 2_000  # tickets that are reckoned; of more, every so manyth
SHOWN = 200  # of those that come out differently

KEPT, LATE = "kept", "late"

_TICKETS = """
WITH RECURSIVE above (id, top, parent) AS (
    SELECT id, id, parent_id FROM tickets_category
    UNION ALL SELECT above.id, c.id, c.parent_id FROM tickets_category c JOIN above ON above.parent = c.id)
SELECT t.number, t.subject, t.priority, t.kind, t.team_id, t.created_at, t.first_response_at, t.resolved_at,
    p.organisation_id, (SELECT service_id FROM tickets_servicerequest s WHERE s.ticket_id = t.number LIMIT 1),
    ARRAY(SELECT top FROM above WHERE above.id = t.category_id)
FROM tickets_ticket t JOIN people_person p ON p.id = t.requester_id
WHERE t.number = ANY(%s) AND t.merged_into_id IS NULL ORDER BY t.number DESC
"""
_STOOD = """
SELECT ticket_id, at, details -> 'after' ->> 'status', details -> 'after' ->> 'waiting_for' FROM tickets_event
WHERE ticket_id = ANY(%s) AND kind = 'status.changed' ORDER BY ticket_id, seq
"""
_SAID = """
SELECT ticket_id, created_at, staff FROM tickets_message WHERE ticket_id = ANY(%s) AND public AND NOT automatic
AND forward_id IS NULL AND withdrawn_at IS NULL ORDER BY ticket_id, created_at
"""


@dataclass(slots=True)
class Count:
    """How many promises of one kind were kept, and how many were late."""

    kept: int = 0
    late: int = 0

    def add(self, outcome: str | None) -> None:
        """One more; none where nothing was promised, or it runs still and is not late."""
        self.kept += outcome == KEPT
        self.late += outcome == LATE

    @property
    def of(self) -> int:
        """Both together."""
        return self.kept + self.late

    @property
    def percent(self) -> int | None:
        """Kept, of both."""
        return round(100 * self.kept / self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class Differs:
    """A promise of a ticket that would have come out differently: kept, late, or (none) not promised or running."""

    number: int
    subject: str
    target: str
    before: str | None
    after: str | None


@dataclass(slots=True)
class Trial:
    """What came of it."""

    since: datetime
    tickets: int = 0  # that were reckoned
    of: int = 0  # so many there were
    before: dict[str, Count] = field(default_factory=lambda: {target: Count() for target in Target.values})
    after: dict[str, Count] = field(default_factory=lambda: {target: Count() for target in Target.values})
    differing: int = 0
    shown: list[Differs] = field(default_factory=list)


@dataclass(slots=True)
class _Past:
    number: int
    subject: str
    priority: int
    about: About
    opened: datetime
    answered: datetime | None
    resolved: datetime | None
    stood: list[tuple[datetime, str, str]] = field(default_factory=list)  # since when, status, waiting for whom
    said: list[tuple[datetime, bool]] = field(default_factory=list)


def try_policy(*, actor: Person, given: Given, policy: int | None = None) -> Trial:
    """Last quarter's tickets that a lead may see, as if `given` were in use in the place of `policy` (None: the last).

    A fixed number of statements, whatever there is. Raises NotAllowed, WrongInput, PolicyNotFound.
    """
    if not actor.is_lead:
        raise NotAllowed(_("Only a lead or an administrator can do this."))
    now = clock.now()
    trial = Trial(since=now - QUARTER)
    long_ago = trial.since - QUARTER
    with recalling():
        position = {row: place for place, row in enumerate(Policy.objects.values_list("pk", flat=True))}
        if policy is not None and policy not in position:
            raise PolicyNotFound(_("There is no such policy."))
        new = draft(checked(given), policy=policy or 0, since=long_ago)
        present = list(the_book())
        others = [chapter for chapter in present if chapter.policy != policy]
        place = position.get(policy or 0, len(position))
        before_it = sum(position[chapter.policy] < place for chapter in others)
        thought = [*others[:before_it], *([new] if given.active else []), *others[before_it:]]
        for past in _past(actor, trial):
            _compare(past, _chapter(present, past), _chapter(thought, past), now, trial)
    return trial


def _past(actor: Person, trial: Trial) -> Iterator[_Past]:
    """5 statements."""
    seen = visible_to(actor).filter(created_at__gte=trial.since).exclude(status__in=[Status.SPAM, IN_BIN])
    numbers = list(seen.order_by("-number").values_list("pk", flat=True))
    trial.of = len(numbers)
    numbers = numbers[:: max(1, -(-len(numbers) // MOST))]
    found = {}
    for number, subject, priority, kind, team, opened, answered, resolved, *where in sql.rows(_TICKETS, [numbers]):
        about = About(kind, where[0], where[1], team, frozenset(where[2]))
        found[number] = _Past(number, subject, priority, about, opened, answered, resolved)
    for number, at, status, waiting_for in sql.rows(_STOOD, [list(found)]):
        found[number].stood.append((at, status, waiting_for or ""))
    for number, at, staff in sql.rows(_SAID, [list(found)]):
        found[number].said.append((at, staff))
    trial.tickets = len(found)
    yield from found.values()


def _chapter(book: Sequence[Chapter], past: _Past) -> Chapter | None:
    """By the policies of a book, also for what was opened before there were any."""
    return chapter_for(book, past.about, max([past.opened, *(chapter.since for chapter in book)]))


def _compare(past: _Past, before: Chapter | None, after: Chapter | None, now: datetime, trial: Trial) -> None:
    rounds = list(_rounds(past))
    were = _outcomes(past, before, rounds, now)
    would = were if after is before else _outcomes(past, after, rounds, now)
    for place, (target, _begins, _ends) in enumerate(rounds):
        trial.before[target].add(were[place])
        trial.after[target].add(would[place])
        if were[place] != would[place]:
            trial.differing += 1
            if len(trial.shown) < SHOWN:
                trial.shown.append(Differs(past.number, past.subject, target, were[place], would[place]))


def _rounds(past: _Past) -> Iterator[tuple[str, datetime, datetime | None]]:
    """What could be promised on a ticket: what, since when, and until when where it is over."""
    yield Target.FIRST_RESPONSE, past.opened, past.answered or past.resolved
    yield Target.RESOLUTION, past.opened, past.resolved
    if past.answered is None:
        return
    asked: datetime | None = None
    told: datetime | None = None
    for at, staff in past.said:
        if at < past.answered:
            continue
        if staff:
            if asked is not None:
                yield Target.NEXT_REPLY, asked, at
            if told is not None:
                yield Target.UPDATE, told, at
            asked, told = None, at
        elif asked is None:
            asked = at
    if asked is not None:
        yield Target.NEXT_REPLY, asked, past.resolved
    if told is not None and (past.resolved is None or past.resolved > told):
        yield Target.UPDATE, told, past.resolved


def _outcomes(
    past: _Past, chapter: Chapter | None, rounds: Sequence[tuple[str, datetime, datetime | None]], now: datetime
) -> list[str | None]:
    if chapter is None:
        return [None] * len(rounds)
    promises: Mapping[str, object] = chapter.promises(past.priority)
    return [
        _outcome(past, chapter, target, begins, ends, now) if target in promises else None
        for target, begins, ends in rounds
    ]


def _outcome(
    past: _Past, chapter: Chapter, target: str, begins: datetime, ends: datetime | None, now: datetime
) -> str | None:
    promise = chapter.promises(past.priority)[target]
    marks = [begins]
    for at, status, waiting_for in past.stood:
        paused = status in (Status.RESOLVED, Status.CLOSED) or (
            status == Status.WAITING and waiting_for in chapter.pauses
        )
        if (len(marks) % 2 == 1) == paused:
            marks.append(max(at, begins))
    used = spent(marks, chapter.time_of(promise.always), ends or now)
    if used > timedelta(seconds=promise.seconds):
        return LATE
    return KEPT if ends is not None else None
