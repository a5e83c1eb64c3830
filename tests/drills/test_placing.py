"""Placing a ticket where there are 100,000, with 300 agents of 40 skills: how long it takes, and its plan."""

from __future__ import annotations

import random
import statistics
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from derman.people.models import Membership, Person, PersonSkill, Role, Skill
from derman.routing.choosing import Wish, choose
from derman.routing.weights import Weights
from derman.tickets.models import Ticket
from tests.cast import asks

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]
TICKETS, IN_WORK, AGENTS, SKILLS, PLACED = 100_000, 10_000, 300, 40, 200

_COPIES = """
INSERT INTO tickets_ticket ({columns})
SELECT {values} FROM tickets_ticket t CROSS JOIN generate_series(1, %(count)s) n WHERE t.number = %(number)s
"""


def _fill(ticket: Ticket, agents: list[int]) -> None:
    fields = [field for field in Ticket._meta.concrete_fields if not field.primary_key]
    made = {
        "assignee_id": "(%(agents)s::bigint[])[1 + n %% cardinality(%(agents)s::bigint[])]",
        "status": f"CASE WHEN n <= {IN_WORK} THEN 'open' ELSE 'closed' END",
        "priority": "1 + n %% 4",
    }
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(made.get(field.column, f't."{field.column}"') for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            _COPIES.format(columns=columns, values=values),
            {"count": TICKETS, "number": ticket.pk, "agents": agents},
        )
        cursor.execute("VACUUM ANALYZE")


def test_placing_one_of_a_hundred_thousand(network, mert):
    chance = random.Random(7)
    ticket = asks(mert)
    skills = Skill.objects.bulk_create([Skill(name=f"Skill {number}") for number in range(SKILLS)])
    people = Person.objects.bulk_create([Person(name=f"Agent {one}", role=Role.AGENT) for one in range(AGENTS)])
    Membership.objects.bulk_create([Membership(person=one, team=network) for one in people])
    PersonSkill.objects.bulk_create(
        [PersonSkill(person=one, skill=skill, level=2) for one in people for skill in chance.sample(skills, 6)]
    )
    _fill(ticket, [one.pk for one in people])
    weights = Weights()
    choose(Wish(team=network.pk), weights)
    took = []
    for _number in range(PLACED):
        wish = Wish(team=network.pk, skill=chance.choice(skills).pk, needed=True, capacity=80)
        began = time.perf_counter()
        assert choose(wish, weights) is not None
        took.append(time.perf_counter() - began)
    with CaptureQueriesContext(connection) as asked:
        choose(wish, weights)
    assert len(asked) == 2, "who could have it, and the turn"
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {asked[0]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    print(f"\nchoosing: median {statistics.median(took) * 1000:.1f} ms, worst {max(took) * 1000:.1f} ms\n{plan}")
    assert "ticket_load" in plan
