"""What people decide about their news."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from derman.kernel import clock, sql
from derman.notify.errors import NotAllowed
from derman.notify.models import Choices, NoticeKind
from derman.people.models import Person


def choose(*, actor: Person, **wanted: bool) -> Choices:
    """Say of what one wants a mail, by kind (as in NoticeKind); others stay as they are.

    Raises NotAllowed for people who are not of the desk.
    """
    if not actor.is_staff_member:
        raise NotAllowed(_("Only agents are notified of tickets."))
    known = {kind: bool(wish) for kind, wish in wanted.items() if kind in NoticeKind.values}
    row, _made = Choices.objects.update_or_create(person=actor, defaults=known)
    return row


_RULE = """
INSERT INTO notify_notice (person_id, ticket_id, kind, at)
SELECT person.id, %(ticket)s, %(kind)s, %(at)s FROM people_person person
WHERE person.id = ANY(%(persons)s) AND person.is_active AND person.role <> 'requester' RETURNING id
"""


def note_rule(ticket: int, persons: Collection[int], *, went_wrong: bool) -> None:
    """A rule tells these agents (ids) of a ticket; or, where it `went_wrong`, that it was switched off. 1 statement."""
    kind = "rule_off" if went_wrong else "rule"
    sql.rows(_RULE, {"ticket": ticket, "persons": list(persons), "kind": kind, "at": clock.now()})


_SURGE = """
INSERT INTO notify_notice (person_id, ticket_id, kind, at)
SELECT person.id, %(ticket)s, 'surge', %(at)s FROM people_person person
WHERE person.is_active AND (person.role IN ('lead', 'administrator') OR person.role = 'agent' AND EXISTS (
    SELECT 1 FROM people_membership member JOIN people_team team ON team.id = member.team_id
    WHERE member.person_id = person.id AND team.tier = 3
)) RETURNING id
"""


def note_surge(ticket: int) -> None:
    """The radar saw a surge, the latest of it this ticket: leads and the experts of L3 hear of it. 1 statement."""
    sql.rows(_SURGE, {"ticket": ticket, "at": clock.now()})
