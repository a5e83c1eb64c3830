"""Given tickets into the database, by COPY: tickets, messages and a timeline that agrees with them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from django.db import connection, transaction

from derman.people.models import Role, Team, Tier
from derman.search.indexing import index_all
from derman.site.bench import lines
from derman.site.bench.given import GivenPerson, GivenTicket
from derman.site.bench.made_up import TEAMS, MadeUp
from derman.site.bench.people import People
from derman.site.bench.rows import Rows
from derman.tickets.models import Category

BATCH = 4_000
type Say = Callable[[str], None]


def seed(*, tickets: int, seed_: int, messages: int = 4, say: Say = print) -> int:
    """Add made-up tickets to the desk; returns how many."""
    made = MadeUp(seed_, tickets)
    teams = {name: _team(name, tier, closed=closed) for name, tier, closed in TEAMS}
    people = People()
    people.add([*made.agents, *made.requesters], role_of=lambda person: Role.AGENT if person.staff else Role.REQUESTER)
    for name, members in made.members.items():
        people.join(teams[name], members)
    return _write(made.tickets(messages), tickets, people, teams, say)


def seed_lines(path: Path, *, say: Say = print) -> int:
    """Add the tickets of a file of JSON lines, with their numbers. Raises lines.BadLine."""
    staff: dict[str, GivenPerson] = {}
    others: dict[str, GivenPerson] = {}
    in_team: dict[str, dict[str, GivenPerson]] = {}
    count = 0
    for ticket in lines.read(path):
        count += 1
        for author in (message.author for message in ticket.messages):
            (staff if author.staff else others).setdefault(author.email, author)
        others.setdefault(ticket.requester.email, ticket.requester)
        if ticket.team:
            in_team.setdefault(ticket.team, {})
        if ticket.assignee is not None:
            staff.setdefault(ticket.assignee.email, ticket.assignee)
            if ticket.team:
                in_team[ticket.team][ticket.assignee.email] = ticket.assignee
    teams = {name: _team(name, Tier.L1, closed=False) for name in in_team}
    people = People()
    people.add(list(staff.values()), role_of=lambda person: Role.AGENT)
    people.add([person for mail, person in others.items() if mail not in staff], role_of=lambda person: Role.REQUESTER)
    for name, members in in_team.items():
        people.join(teams[name], members.values())
    return _write(lines.read(path), count, people, teams, say)


def _team(name: str, tier: int, *, closed: bool) -> Team:
    default = not closed and not Team.objects.filter(is_default=True).exists()
    made = {"tier": tier, "closed": closed, "is_default": default}
    return Team.objects.get_or_create(name=name[:80], defaults=made)[0]


def _write(given: Iterable[GivenTicket], count: int, people: People, teams: dict[str, Team], say: Say) -> int:
    started = time.monotonic()
    done = 0
    batch: list[GivenTicket] = []
    categories = list(Category.objects.filter(parent=None).order_by("position", "id").values_list("pk", flat=True))
    rows = Rows(people, {name: (team.pk, team.tier) for name, team in teams.items()}, categories)

    def flush() -> None:
        nonlocal done
        with transaction.atomic():
            _without_checks()
            rows.write(batch)
        done += len(batch)
        batch.clear()
        say(f"tickets {done:,} of {count:,}, {time.monotonic() - started:.0f} s")

    for ticket in given:
        batch.append(ticket)
        if len(batch) == BATCH:
            flush()
    if batch:
        flush()
    with connection.cursor() as cursor:
        for table in ("tickets_ticket", "tickets_message", "tickets_event", "people_person"):
            cursor.execute(f"ANALYZE {table}")
    index_all(progress=lambda at, of: say(f"search {at:,} of {of:,}, {time.monotonic() - started:.0f} s"))
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            # what a desk that has run for a while has behind it
            cursor.execute("VACUUM tickets_ticket, tickets_message, search_document")
    say(f"{done:,} tickets in {time.monotonic() - started:.0f} s")
    return done


def _without_checks() -> None:
    """Spare the check of each foreign key where the server lets us: every row refers to one that was just read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            cursor.execute("SET LOCAL session_replication_role = replica")
