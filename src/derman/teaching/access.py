"""Who may see which paths, news and tips, and whose progress. Default deny; every door asks here."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from derman.kernel import clock
from derman.people.access import teams_visible_to
from derman.people.models import Membership, Person
from derman.teaching.models import Assignment, Audience, Learner, LearningPath, News, Tip


def visible_to(person: Any) -> QuerySet[LearningPath]:
    """The published paths that `person` is to learn or has learned; nothing for whoever is not signed in."""
    if not isinstance(person, Person) or not person.is_active:
        return LearningPath.objects.none()
    own = Learner.objects.filter(Q(ended_at=None) | Q(finished_at__isnull=False), person=person).values("path")
    return LearningPath.objects.filter(pk__in=own, published_at__isnull=False, removed_at=None)


def seen_at_desk(person: Any) -> QuerySet[LearningPath]:
    """All paths, drafts too, for people of the desk; nothing for others."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return LearningPath.objects.none()
    return LearningPath.objects.all()


def may_write(person: Any) -> bool:
    """Whoever may write articles may write paths, news and tips."""
    return isinstance(person, Person) and person.is_staff_member


def may_assign(person: Any) -> bool:
    """Leads and administrators say who is to learn, and see who has."""
    return isinstance(person, Person) and person.is_lead


def assignments_visible_to(person: Any) -> QuerySet[Assignment]:
    """For leads: those in force, but of teams that they may not know of."""
    if not may_assign(person):
        return Assignment.objects.none()
    return Assignment.objects.filter(
        Q(team=None) | Q(team__in=teams_visible_to(person).values("pk")), withdrawn_at=None
    )


def learners_visible_to(person: Any) -> QuerySet[Learner]:
    """Administrators see everybody's progress, leads that of their teams and reports, others nobody's."""
    if not may_assign(person):
        return Learner.objects.none()
    in_force = Q(ended_at=None) | Q(finished_at__isnull=False)
    found = Learner.objects.filter(in_force, path__removed_at=None, person__is_active=True)
    if person.is_administrator:
        return found
    own = Membership.objects.filter(person=person).values("team")
    mine = Membership.objects.filter(team__in=own).values("person")
    return found.filter(Q(person__in=mine) | Q(person__manager=person) | Q(person=person))


def audience_of(reader: Any) -> Q:
    """The news and tips whose audience `reader` belongs to; None or a stranger belongs to everyone alone."""
    if not isinstance(reader, Person) or not reader.is_active:
        return Q(audience=Audience.EVERYONE)
    if not reader.is_staff_member:
        return Q(audience__in=(Audience.EVERYONE, Audience.SIGNED_IN))
    own = Membership.objects.filter(person=reader).values("team")
    open_to = (Audience.EVERYONE, Audience.SIGNED_IN, Audience.AGENTS)
    return Q(audience__in=open_to) | Q(audience=Audience.TEAM, team__in=own)


# the same in hand-written statements, with the parameters that `audiences_for` gives
AUDIENCE = (
    "(t.audience = ANY(%(audiences)s) OR t.audience = 'team' AND %(staff)s AND t.team_id IN"
    " (SELECT m.team_id FROM people_membership m WHERE m.person_id = %(reader)s))"
)


def audiences_for(reader: Any) -> dict[str, Any]:
    """The parameters of AUDIENCE."""
    audiences, known = [str(Audience.EVERYONE)], isinstance(reader, Person) and reader.is_active
    if known:
        audiences.append(str(Audience.SIGNED_IN))
    if known and reader.is_staff_member:
        audiences.append(str(Audience.AGENTS))
    return {
        "audiences": audiences,
        "staff": str(Audience.AGENTS) in audiences,
        "reader": reader.pk if known else 0,
    }


def news_visible_to(reader: Any) -> QuerySet[News]:
    """What has been published for an audience that `reader` belongs to. Whether it is over, the caller asks."""
    return News.objects.filter(audience_of(reader), published_at__lte=clock.now(), removed_at=None)


def news_at_desk(person: Any) -> QuerySet[News]:
    """What `person` may write on: all but what is for teams they are not in, unless they wrote it."""
    if not may_write(person):
        return News.objects.none()
    return News.objects.filter(audience_of(person) | Q(written_by=person))


def tips_at_desk(person: Any) -> QuerySet[Tip]:
    """What `person` may write on: all but what is for teams they are not in, unless they wrote it."""
    if not may_write(person):
        return Tip.objects.none()
    return Tip.objects.filter(audience_of(person) | Q(written_by=person))
