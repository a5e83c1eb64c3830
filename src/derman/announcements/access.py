"""Who may see which announcements, write on them, and know whom an outage affects. Default deny; every door asks."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from derman.announcements.models import STAYS, Affected, Announcement, Audience, Kind
from derman.kernel import clock, secrets
from derman.people.access import people_visible_to
from derman.people.models import Membership, Person


def audience_of(reader: Any) -> Q:
    """The announcements whose audience `reader` belongs to; None or a stranger belongs to everyone alone."""
    if not isinstance(reader, Person) or not reader.is_active:
        return Q(audience=Audience.EVERYONE)
    if not reader.is_staff_member:
        return Q(audience__in=(Audience.EVERYONE, Audience.SIGNED_IN))
    own = Membership.objects.filter(person=reader).values("team")
    open_to = (Audience.EVERYONE, Audience.SIGNED_IN, Audience.AGENTS)
    return Q(audience__in=open_to) | Q(audience=Audience.TEAM, team__in=own)


def visible_to(reader: Any) -> QuerySet[Announcement]:
    """What has been published for an audience that `reader` belongs to, also what is past."""
    return Announcement.objects.filter(audience_of(reader), published_at__lte=clock.now(), removed_at=None)


def shown() -> Q:
    """Of those, what is not past."""
    now = clock.now()
    return (Q(until=None) | Q(until__gt=now)) & (Q(over_at=None) | Q(over_at__gt=now - STAYS))


# the same two in hand-written statements, with the parameters that `shown_to` gives
SHOWN = (
    "t.published_at <= %(now)s AND t.removed_at IS NULL AND (t.until IS NULL OR t.until > %(now)s)"
    " AND (t.over_at IS NULL OR t.over_at > %(over_since)s) AND (t.audience = ANY(%(audiences)s) OR"
    " t.audience = 'team' AND %(staff)s AND t.team_id IN"
    " (SELECT m.team_id FROM people_membership m WHERE m.person_id = %(reader)s))"
)


def shown_to(reader: Any) -> dict[str, Any]:
    """The parameters of SHOWN."""
    audiences, known = [str(Audience.EVERYONE)], isinstance(reader, Person) and reader.is_active
    if known:
        audiences.append(str(Audience.SIGNED_IN))
    if known and reader.is_staff_member:
        audiences.append(str(Audience.AGENTS))
    now = clock.now()
    return {
        "now": now,
        "over_since": now - STAYS,
        "audiences": audiences,
        "staff": str(Audience.AGENTS) in audiences,
        "reader": reader.pk if known else 0,
    }


def seen_at_desk(person: Any) -> QuerySet[Announcement]:
    """All, drafts and deleted ones too, but those for teams that `person` is not in, unless they wrote them."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return Announcement.objects.none()
    return Announcement.objects.filter(audience_of(person) | Q(written_by=person))


def may_write(person: Any, row: Announcement) -> bool:
    """Leads and administrators write on everything that they see, agents on the outages that they began."""
    if not isinstance(person, Person) or not person.is_staff_member:
        return False
    return person.is_lead or (row.kind == Kind.OUTAGE and row.written_by_id == person.pk)


def may_begin(person: Any, kind: str) -> bool:
    """Agents may begin an outage, leads and administrators a notice too."""
    return isinstance(person, Person) and (person.is_lead or (person.is_staff_member and kind == Kind.OUTAGE))


def pseudonym(browser: str) -> str:
    """Of a browser in which nobody is signed in, by its cookie; empty where there is none."""
    return secrets.signature("affected", f"browser:{browser}") if browser else ""


def affected_visible_to(person: Any) -> QuerySet[Affected]:
    """Whom an outage affects, for people of the desk: of outages and people that they may see."""
    outages = seen_at_desk(person).values("pk")
    return Affected.objects.filter(announcement__in=outages, person__in=people_visible_to(person).values("pk"))
