"""`derman bench craft`: a desk with many rules, fields and views, measured together.

The clock of a busy machine says little: beside it stand the processor's times of the web process and of PostgreSQL.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import sys
import time
import uuid
from argparse import Namespace
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.db import transaction

from derman.automation.book import the_book
from derman.automation.jobs import follow_some
from derman.automation.models import Happening, Ran, Rule
from derman.automation.stamping import changed
from derman.kernel import sql
from derman.people.models import Person
from derman.search.errors import SearchError
from derman.site.bench import habits, measures, processes
from derman.site.bench.client import Client, WrongAnswer
from derman.site.bench.processes import Desk, NotStarted, part, wait_for_web
from derman.tickets.access import visible_to
from derman.tickets.models import UNRESOLVED, Event, OwnField, Ticket
from derman.views import queries as views
from derman.views.models import SavedView

FACTS = 500
# figure → limit, as the project has set itself
LIMITS = {
    "rules.sum_ms": 2,
    "views.median_ms": 40,
    "views.p95_ms": 40,
    "typing.median_ms": 50,
    "verb.median_ms": 60,
}
type Figures = dict[str, Any]


def run(options: Namespace) -> int:
    """Fill, measure and print. Whatever rules do meanwhile is rolled back; views, fields and rules stay."""
    try:
        habits.fill(rules=options.rules, fields=options.fields, views=options.views, say=_say)
        figures = _measure(options)
    except (measures.NothingToMeasure, NotStarted, WrongAnswer) as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps(figures))
        return 0
    print(f"{'figure':26}{'desk':>12}{'wanted':>12}")
    for name, value in _flat(figures).items():
        wanted = f"≤ {LIMITS[name]}" if name in LIMITS else ""
        print(f"{name:26}{value:>12}{wanted:>12}".rstrip())
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _flat(figures: Figures) -> Figures:
    flat: Figures = {}
    for name, value in figures.items():
        flat |= {f"{name}.{one}": figure for one, figure in value.items()} if isinstance(value, dict) else {name: value}
    return flat


def _measure(options: Namespace) -> Figures:
    person = measures.agent()
    figures: Figures = {
        "tickets": Ticket.objects.count(),
        "unresolved": Ticket.objects.filter(status__in=UNRESOLVED).count(),
        "rules_on": Rule.objects.filter(active=True, removed_at=None).count(),
        "fields": OwnField.objects.filter(active=True).count(),
        "views_kept": SavedView.objects.filter(removed_at=None).count(),
    }
    _say("rules …")
    figures["rules"] = rules()
    kept = list(SavedView.objects.filter(name__startswith=habits.NAMED, removed_at=None).order_by("position"))
    _say("queries of views …")
    figures["queries"] = queries(person, kept)
    desk = Desk(options.port)
    with contextlib.ExitStack() as stack:
        web = stack.enter_context(part("web", desk))
        wait_for_web(desk, web)
        figures |= _pages(desk, person, measures.Watch(web), kept, options.rounds)
    return figures


def rules() -> Figures:
    """What the rules cost for each thing that happens: asked where none of them holds, and what a run adds.

    All of it is rolled back.
    """
    newest = list(Ticket.objects.order_by("-pk").values_list("pk", flat=True)[: 2 * FACTS])
    heard = list(Event.objects.filter(ticket__in=newest, kind__in=("ticket.opened", "message.received"))[:FACTS])
    if not heard:
        return {}
    with transaction.atomic():
        busy = _followed(heard)
        never = {"key": "tag", "sign": ":", "values": ["never on any ticket"], "negated": False}
        for rule in Rule.objects.filter(active=True, removed_at=None):
            rule.conditions = {"all": [rule.conditions, never]}
            rule.save(update_fields=["conditions"])
        changed()
        idle = _followed(heard)
        transaction.set_rollback(True)
    more = busy.sum_ms - idle.sum_ms
    return {
        "facts": len(heard),
        "ran": busy.ran,
        "worker_cpu_ms": round(idle.worker_ms, 2),
        "postgres_cpu_ms": round(idle.postgres_ms, 2),
        "sum_ms": round(idle.sum_ms, 2),
        "each_run_ms": round(more * len(heard) / busy.ran, 1) if busy.ran else 0,
    }


@dataclass(frozen=True, slots=True)
class Followed:
    """How often rules ran, and what each thing that happened cost of the processor."""

    ran: int
    worker_ms: float
    postgres_ms: float

    @property
    def sum_ms(self) -> float:
        return self.worker_ms + self.postgres_ms


def _followed(heard: list[Event]) -> Followed:
    Happening.objects.all().delete()
    Happening.objects.bulk_create(
        Happening(ticket=event.ticket_id, act=event.act, kinds=[event.kind], root=uuid.uuid4(), chain=[])
        for event in heard
    )
    the_book()  # it is read once, and not for each
    ((backend,),) = sql.rows("SELECT pg_backend_pid()")
    before = Ran.objects.count()
    worker, postgres = time.process_time(), processes.cpu_seconds(backend)
    while follow_some():
        pass
    worker, postgres = time.process_time() - worker, processes.cpu_seconds(backend) - postgres
    each = 1000 / len(heard)
    return Followed(Ran.objects.count() - before, worker * each, postgres * each)


def queries(person: Person, kept: list[SavedView]) -> Figures:
    """What is asked of the database for one page of each view; the slowest are told on standard error."""
    took: list[tuple[float, str]] = []
    refused = 0
    for one in kept:
        best = float("inf")
        for _turn in range(3):
            started = time.perf_counter()
            try:
                views.numbers(person, one.query, order=one.order)
            except SearchError as error:
                refused += 1
                _say(f"{one.query} ({one.order}): {error}")
                break
            best = min(best, (time.perf_counter() - started) * 1000)
        if best != float("inf"):
            took.append((best, f"{one.query} ({one.order})"))
    for ms, query in sorted(took, reverse=True)[:12]:
        _say(f"{ms:8.1f} ms  {query}")
    return measures.spread(ms for ms, _query in took) | {"refused": refused}


def _pages(desk: Desk, person: Person, watch: measures.Watch, kept: list[SavedView], rounds: int) -> Figures:
    client = Client(desk.port, person)
    numbers = list(visible_to(person).filter(status__in=UNRESOLVED).order_by("-pk").values_list("pk", flat=True)[:200])
    if not numbers or not kept:
        raise measures.NothingToMeasure("There are no tickets in work that an agent sees, or no views.")
    words = measures.words(least=2, most=5_000, limit=40) or ["turnike"]
    turns = itertools.count()

    def typed(turn: int) -> float:
        """The first three letters of a word, as the search box asks for them."""
        return client.htmx(f"/desk/search/?q={quote(words[turn % len(words)][:3])}").ms

    def verb(_turn: int) -> float:
        """Another priority: the answer draws what changed."""
        turn = next(turns)
        priority = ("high", "low", "normal")[turn // len(numbers) % 3]
        return client.act(f"/desk/tickets/{numbers[turn % len(numbers)]}/change/", priority=priority).ms

    def view(turn: int) -> float:
        return client.get(f"/desk/?view={kept[turn % len(kept)].pk}").ms

    _say("pages …")
    return {
        "base_page": watch.timed(rounds, lambda turn: client.get("/health/live").ms),
        "ticket": watch.timed(rounds, lambda turn: client.get(f"/desk/tickets/{numbers[turn % len(numbers)]}/").ms),
        "views": watch.timed(max(rounds, len(kept)), view),
        "typing": watch.timed(rounds, typed),
        "verb": watch.timed(rounds, verb),
    }
