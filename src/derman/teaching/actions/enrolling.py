"""From assignments to learners: whoever comes to a team learns what the team is to learn; who leaves need not."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from derman.desk.queries import the_desk
from derman.kernel import clock
from derman.knowledge.access import visible_to as articles_visible_to
from derman.people.models import Membership, Person, Role
from derman.teaching.models import AssignedTo, Assignment, Learner, LearningPath, Progress, Step

LATER_DAYS = 7  # so long has whoever comes after the others, where these have a date
AGAIN = timedelta(days=1)  # who was away from it longer begins anew


def people_of(assignment: Assignment) -> QuerySet[Person]:
    """Whom an assignment concerns now."""
    active = Person.objects.filter(is_active=True)
    match assignment.to:
        case AssignedTo.PERSON:
            return active.filter(pk__in=[assignment.person_id])
        case AssignedTo.TEAM:
            return active.filter(pk__in=Membership.objects.filter(team=assignment.team_id).values("person"))
    assert assignment.came_since is not None
    first = datetime.combine(assignment.came_since, datetime.min.time(), ZoneInfo(the_desk().zone))
    new = active.filter(created_at__gte=first)
    if assignment.organisation_id is not None:
        return new.filter(organisation=assignment.organisation_id)
    return new.exclude(role=Role.REQUESTER)


def due_of(assignment: Assignment, since: datetime) -> date | None:
    """Until when somebody is to learn who has it `since` then."""
    zone = ZoneInfo(the_desk().zone)
    assigned = timezone.localdate(assignment.assigned_at, zone)
    began = max(timezone.localdate(since, zone), assigned)
    if assignment.due_days is not None:
        return began + timedelta(days=assignment.due_days)
    if assignment.due_on is None or began == assigned:
        return assignment.due_on
    return max(assignment.due_on, began + timedelta(days=LATER_DAYS))


def enrol(path: int) -> None:
    """Make the learners of a path what its assignments say. Safe to run twice, and at the same time."""
    with transaction.atomic():
        held = LearningPath.objects.select_for_update().filter(pk=path, removed_at=None).first()
        if held is None or held.published_at is None:
            return
        now = clock.now()
        known = {row.person_id: row for row in Learner.objects.filter(path=held)}
        due: dict[int, list[date | None]] = {}
        begins: dict[int, datetime] = {}
        for assignment in held.assignments.filter(withdrawn_at=None):
            for person in people_of(assignment).values_list("pk", flat=True):
                row = known.get(person)
                begins[person] = now if row is None or _anew(row, now) else row.since
                due.setdefault(person, []).append(due_of(assignment, begins[person]))
        _write(held, known, {person: _earliest(days) for person, days in due.items()}, begins, now)


def _anew(row: Learner, now: datetime) -> bool:
    return row.finished_at is None and row.ended_at is not None and now - row.ended_at > AGAIN


def _earliest(days: list[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _write(
    path: LearningPath,
    known: dict[int, Learner],
    wanted: dict[int, date | None],
    begins: dict[int, datetime],
    now: datetime,
) -> None:
    new = [
        Learner(path=path, person_id=person, due_on=day, since=now)
        for person, day in wanted.items()
        if person not in known
    ]
    Learner.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    changed = []
    for person, row in known.items():
        before = (row.ended_at, row.due_on, row.since)
        if person in wanted:
            if _anew(row, now):
                row.told_at = None
            row.since, row.ended_at, row.due_on = begins[person], None, wanted[person]
        elif row.ended_at is None:
            row.ended_at = now
        if before != (row.ended_at, row.due_on, row.since):
            changed.append(row)
    Learner.objects.bulk_update(changed, ["ended_at", "due_on", "since", "told_at"], batch_size=500)


def counting(path: LearningPath, person: Person) -> list[Step]:
    """The steps that `person` can take: an article that they may not read does not count. 2 statements."""
    steps = list(path.steps.filter(removed_at=None))
    wanted = [step.article_id for step in steps if step.article_id is not None]
    open_to = set(articles_visible_to(person).filter(article__in=wanted).values_list("article", flat=True))
    return [step for step in steps if step.is_check or step.article_id in open_to]


def finish_if_done(path: LearningPath, learner: Learner, person: Person) -> bool:
    """Somebody who has taken all that counts has finished, for good. The learner's row is locked by the caller."""
    if learner.finished_at is not None:
        return True
    steps = counting(path, person)
    done = Progress.objects.filter(step__in=steps, person=person, done_at__isnull=False).count()
    if not steps or done < len(steps):
        return False
    learner.finished_at = clock.now()
    learner.save(update_fields=["finished_at"])
    return True
