"""What becomes news when something happens to a ticket. *Now*, in the transaction of the change: 1 statement each,
and none where it concerns nobody. A mail leaves later, by `jobs.tell`, so that a burst is one mail and what is undone
is none.
"""

from __future__ import annotations

from derman.identity.facts import CheckFailed
from derman.kernel import clock, sql
from derman.kernel.recalling import recall
from derman.knowledge.facts import ReviewAsked
from derman.knowledge.queries import reviewers
from derman.majors.facts import MajorDeclared, MajorRoleGiven, MajorUpdateDue
from derman.sla.facts import PromiseDue
from derman.tickets import actions
from derman.tickets.facts import AsideHeard, MessageAdded, TicketChanged
from derman.trackers.facts import IssueNews

# people who do not work at the desk are told nothing, and nobody of what they did themselves
_ASSIGNED = """
INSERT INTO notify_notice (person_id, ticket_id, kind, actor_id, message_id, at)
SELECT person.id, %(ticket)s, 'assigned', %(actor)s, NULL, %(at)s FROM people_person person
WHERE person.id = %(assignee)s AND person.is_active AND person.role <> 'requester' RETURNING id
"""
# rare wishes first: most desks have few who want to hear of every ticket
_TEAM = """
INSERT INTO notify_notice (person_id, ticket_id, kind, actor_id, message_id, at)
SELECT person.id, %(ticket)s, 'team', %(actor)s, NULL, %(at)s FROM notify_choices choice
JOIN people_membership member ON member.person_id = choice.person_id AND member.team_id = %(team)s
JOIN people_person person ON person.id = choice.person_id
WHERE choice.team AND person.is_active AND person.role <> 'requester' AND person.id IS DISTINCT FROM %(actor)s
AND person.id IS DISTINCT FROM %(assignee)s RETURNING id
"""
_WROTE = """
INSERT INTO notify_notice (person_id, ticket_id, kind, actor_id, message_id, at)
SELECT person.id, message.ticket_id, 'wrote', message.author_id, message.id, %(at)s FROM tickets_message message
JOIN people_person person ON person.id = %(assignee)s
WHERE message.id = %(message)s AND person.is_active AND person.role <> 'requester'
AND message.author_id IS DISTINCT FROM person.id
ON CONFLICT DO NOTHING RETURNING id
"""
_MENTIONED = """
INSERT INTO notify_notice (person_id, ticket_id, kind, actor_id, message_id, at)
SELECT person.id, message.ticket_id, 'mentioned', message.author_id, message.id, %(at)s
FROM tickets_message message JOIN people_person person ON person.id = ANY(message.mentions)
WHERE message.id = %(message)s AND person.is_active AND person.role <> 'requester'
AND message.author_id IS DISTINCT FROM person.id
ON CONFLICT DO NOTHING RETURNING id
"""

# whoever is told the same for another reason hears it once
_WATCHED = """
INSERT INTO notify_notice (person_id, ticket_id, kind, actor_id, message_id, at)
SELECT person.id, message.ticket_id, 'watched', message.author_id, message.id, %(at)s FROM tickets_message message
JOIN people_person person ON person.id = ANY(%(watchers)s)
WHERE message.id = %(message)s AND person.is_active AND person.role <> 'requester'
AND message.author_id IS DISTINCT FROM person.id AND person.id IS DISTINCT FROM %(told)s
AND person.id <> ALL(message.mentions)
ON CONFLICT DO NOTHING RETURNING id
"""
_MOVED = """
INSERT INTO notify_notice (person_id, ticket_id, kind, actor_id, message_id, at)
SELECT person.id, %(ticket)s, 'watched', %(actor)s, NULL, %(at)s FROM people_person person
WHERE person.id = ANY(%(watchers)s) AND person.is_active AND person.role <> 'requester'
AND person.id IS DISTINCT FROM %(actor)s RETURNING id
"""
# what becomes news for watchers beside what is said
_NEWS = frozenset({"status.changed", "priority.changed", "ticket.merged"})


def note_watched_message(fact: MessageAdded) -> None:
    """Somebody wrote, to whomever: those who watch hear of it. Machines make no news. No statement without watchers."""
    ticket = actions.ticket_at_hand(fact.ticket)
    if fact.automatic or not ticket.watchers:
        return
    told = None if fact.staff else ticket.assignee_id
    values = {"message": fact.message, "watchers": list(ticket.watchers), "told": told, "at": clock.now()}
    sql.rows(_WATCHED, values)


def note_watched_change(fact: TicketChanged) -> None:
    """A ticket stands elsewhere or is more urgent, and nobody wrote with it: those who watch hear of it."""
    kinds = {*fact.kinds, *fact.undone}
    if not _NEWS.intersection(kinds) or any(kind.startswith("message.") for kind in fact.kinds):
        return
    ticket = actions.ticket_at_hand(fact.ticket)
    if ticket.watchers:
        values = {"ticket": ticket.pk, "actor": fact.actor, "watchers": list(ticket.watchers), "at": clock.now()}
        sql.rows(_MOVED, values)


def note_message(fact: MessageAdded) -> None:
    """A requester wrote: their agent hears of it. A note: whoever is mentioned in it. Machines make no news."""
    if fact.staff and not fact.public:
        if actions.message_at_hand(fact.ticket, fact.message).mentions:
            sql.rows(_MENTIONED, {"message": fact.message, "at": clock.now()})
    elif not fact.staff and not fact.automatic:
        assignee = actions.ticket_at_hand(fact.ticket).assignee_id
        if assignee is not None:
            sql.rows(_WROTE, {"message": fact.message, "assignee": assignee, "at": clock.now()})


_ASIDE = """
INSERT INTO notify_notice (person_id, ticket_id, kind, actor_id, word_id, at)
SELECT person.id, %(ticket)s, 'aside', said.author_id, said.id, %(at)s FROM tickets_asideword said
JOIN tickets_aside aside ON aside.id = said.aside_id JOIN people_person person ON person.id = ANY(aside.people)
WHERE said.id = %(word)s AND person.is_active AND person.role <> 'requester'
AND person.id <> said.author_id RETURNING id
"""


def note_aside(fact: AsideHeard) -> None:
    """Somebody said something aside: whoever else is named there hears of it. 1 statement."""
    sql.rows(_ASIDE, {"ticket": fact.ticket, "word": fact.word, "at": clock.now()})


def note_change(fact: TicketChanged) -> None:
    """A ticket was given to somebody, or came to a team."""
    if not {"assignee.changed", "team.changed"}.intersection(fact.kinds):
        return
    ticket = actions.ticket_at_hand(fact.ticket)
    values = {
        "ticket": ticket.pk,
        "actor": fact.actor,
        "assignee": ticket.assignee_id,
        "team": ticket.team_id,
        "at": clock.now(),
    }
    if "assignee.changed" in fact.kinds and ticket.assignee_id not in (None, fact.actor):
        sql.rows(_ASSIGNED, values)
    if "team.changed" in fact.kinds and ticket.team_id is not None and recall("team wishes", _anybody_wishes):
        sql.rows(_TEAM, values)


_PROMISE = """
INSERT INTO notify_notice (person_id, ticket_id, kind, at)
SELECT person.id, %(ticket)s, CASE WHEN person.id = ANY(%(paged)s) THEN 'paged' ELSE %(kind)s END, %(at)s
FROM people_person person
WHERE person.id = ANY(%(persons)s) AND person.is_active AND person.role <> 'requester' RETURNING id
"""


def note_promise(fact: PromiseDue) -> None:
    """A promise will be due soon, or is late; whoever is on call is paged. 1 statement."""
    values = {"ticket": fact.ticket, "persons": fact.persons, "paged": fact.paged, "at": clock.now()}
    sql.rows(_PROMISE, {**values, "kind": "late" if fact.late else "due"})


_IDENTITY = """
INSERT INTO notify_notice (person_id, ticket_id, kind, at)
SELECT person.id, %(ticket)s, 'identity', %(at)s FROM people_person person
WHERE person.role IN ('lead', 'administrator') AND person.is_active RETURNING id
"""


def note_failed_check(fact: CheckFailed) -> None:
    """Somebody could not be proven: every lead hears of it, as far as they may see the ticket. 1 statement."""
    sql.rows(_IDENTITY, {"ticket": fact.ticket, "at": clock.now()})


_MAKER = """
INSERT INTO notify_notice (person_id, ticket_id, problem_id, kind, at)
SELECT person.id, %(ticket)s, %(problem)s, 'maker', %(at)s FROM people_person person
WHERE person.id = ANY(%(persons)s) AND person.is_active AND person.role <> 'requester' RETURNING id
"""
_MAJOR = """
INSERT INTO notify_notice (person_id, major_id, kind, actor_id, at)
SELECT person.id, %(major)s, %(kind)s, %(actor)s, %(at)s FROM people_person person
WHERE person.id = ANY(%(persons)s) AND person.is_active AND person.role <> 'requester' RETURNING id
"""


def note_issue(fact: IssueNews) -> None:
    """The makers of a software wrote, or moved an issue: whoever has the ticket or problem hears of it. 1 statement."""
    values = {"ticket": fact.ticket, "problem": fact.problem, "persons": fact.persons, "at": clock.now()}
    sql.rows(_MAKER, values)


def note_major(fact: MajorDeclared) -> None:
    """Whoever has a part in a new major incident hears of it. 1 statement."""
    values = {"major": fact.major, "kind": "major", "actor": fact.actor, "persons": list(fact.persons)}
    sql.rows(_MAJOR, {**values, "at": clock.now()})


def note_major_role(fact: MajorRoleGiven) -> None:
    """Somebody gets a part in one. 1 statement."""
    values = {"major": fact.major, "kind": "major", "actor": fact.actor, "persons": [fact.person]}
    sql.rows(_MAJOR, {**values, "at": clock.now()})


def note_major_update(fact: MajorUpdateDue) -> None:
    """People are to hear of a major incident soon, or should have heard. 1 statement."""
    kind = "major_late" if fact.late else "major_due"
    values = {"major": fact.major, "kind": kind, "actor": None, "persons": list(fact.persons)}
    sql.rows(_MAJOR, {**values, "at": clock.now()})


_REVIEW = """
INSERT INTO notify_notice (person_id, translation_id, kind, actor_id, at)
SELECT reviewer, %(translation)s, 'review', %(actor)s, %(at)s FROM unnest(%(reviewers)s::bigint[]) AS reviewer
ON CONFLICT DO NOTHING RETURNING id
"""


def note_review(fact: ReviewAsked) -> None:
    """An article waits for a second person: whoever may publish it hears of it. 2 statements."""
    people = reviewers(fact.translation, asked_by=fact.asked_by)
    if people:
        values = {"translation": fact.translation, "actor": fact.asked_by, "at": clock.now(), "reviewers": people}
        sql.rows(_REVIEW, values)


def _anybody_wishes() -> bool:
    return bool(sql.rows("SELECT 1 FROM notify_choices WHERE team LIMIT 1"))
