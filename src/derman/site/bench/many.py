"""`derman bench many`: each verb over many tickets at once, in a real worker, and its way back.

The clock of a busy machine says little: beside it stand the processor's times of the worker and of PostgreSQL.
"""

from __future__ import annotations

import json
import sys
import time
from argparse import Namespace
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import override

from derman.kernel import clock
from derman.people.models import Person, Role, Team
from derman.site.bench import measures, processes
from derman.site.bench.processes import Desk, NotStarted, part
from derman.tickets import actions, queries
from derman.tickets.access import visible_to
from derman.tickets.actions.many import Named, Wanted
from derman.tickets.models import UNRESOLVED, OwnField, Run

WANTED_S = 5  # for a thousand tickets
PATIENCE = 600
FIELDS = ("bench_many_1", "bench_many_2")
type Figures = dict[str, Any]


def run(options: Namespace) -> int:
    """Change, measure, take back, and print. Two fields of the desk's own, notes and answers stay."""
    try:
        figures = _measure(options)
    except (measures.NothingToMeasure, NotStarted) as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps(figures))
        return 0
    columns = ("changed", "done_s", "worker_cpu_s", "postgres_cpu_s", "undone", "back_s", "back_cpu_s")
    print(f"{'verb':20}" + "".join(f"{name:>15}" for name in columns))
    for verb, one in figures.items():
        print(f"{verb:20}" + "".join(f"{one[name]:>15}" for name in columns))
    print(f"wanted: done_s ≤ {WANTED_S} for 1,000 tickets")
    return 0


def verbs() -> Mapping[str, Wanted]:
    """What agents do to many tickets at once, by name."""
    teams = list(Team.objects.filter(closed=False).order_by("pk").values_list("pk", flat=True))
    agent = measures.agent()
    then = (clock.now() + timedelta(days=3)).isoformat()
    task = {"title": "Call {{requester.name}}", "team": teams[0], "days": 3}
    macro: Named = {"id": 0, "version": 1, "name": "Bench", "did": ["task"]}
    return {
        "priority": {"priority": "critical"},
        "tags": {"add_tags": ["bench", "many"]},
        "assignee": {"assignee": agent.pk},
        "team": {"team": teams[-1]},
        "resolved": {"status": "resolved"},
        "snoozed": {"status": "waiting", "waiting_for": "date", "waiting_until": then},
        "spam": {"status": "spam"},
        "several values": {"priority": "low", "team": teams[-1], "add_tags": ["many"], "status": "resolved"},
        "own fields": {"fields": {FIELDS[0]: "3rd floor", FIELDS[1]: "12"}},
        "deleted": {"delete": True},
        "tasks": {"tasks": [task, task], "macro": macro},
        "note": {"note": "Seen by the bench."},
        "answer": {"reply": "It works again."},
        "answer, resolved": {"reply": "It works again.", "status": "resolved"},
        "macro": {
            "replies": {"en": "Hello {{requester.first_name}}", "tr": "Merhaba {{requester.first_name}}"},
            "status": "waiting", "tasks": [task], "watch": [agent.pk], "add_tags": ["macro"], "macro": macro,
        },
    }  # fmt: skip


def prepared(count: int) -> tuple[Person, list[int]]:
    """Who may do all of it, and the tickets in work. Raises NothingToMeasure."""
    with override("en"):
        for key, asks in zip(FIELDS, ("text", "number"), strict=True):
            if not OwnField.objects.filter(key=key).exists():
                actions.save_field(actor=None, labels={"en": key}, asks=asks, key=key)
    able = Person.objects.filter(is_active=True, role__in=(Role.LEAD, Role.ADMINISTRATOR)).order_by("pk")
    who = able.last()
    if who is None:
        raise measures.NothingToMeasure("Nobody may delete tickets. Set the desk up first: derman setup")
    seen = visible_to(who).filter(status__in=UNRESOLVED, merged_into=None, later="")
    numbers = list(seen.order_by("-pk").values_list("pk", flat=True)[:count])
    if not numbers:
        raise measures.NothingToMeasure("There are no tickets in work. Fill the desk first: derman bench seed")
    return who, numbers


def _measure(options: Namespace) -> Figures:
    who, numbers = prepared(options.tickets)
    figures: Figures = {}
    with part("worker", Desk(options.port)) as worker:
        _watched(actions.change_many(actor=who, numbers=numbers[:1], wanted={"add_tags": ["bench"]}), worker)  # started
        for verb, wanted in verbs().items():
            print(f"{verb} …", file=sys.stderr, flush=True)
            begun = actions.change_many(actor=who, numbers=numbers, wanted=wanted)
            done = _watched(begun, worker)
            changed = queries.run_of(who, begun.pk).count("changed")
            actions.take_back_run(actor=who, run=begun.pk)
            back = _watched(begun, worker)
            figures[verb] = {
                "changed": changed,
                "done_s": done[0],
                "worker_cpu_s": done[1],
                "postgres_cpu_s": done[2],
                "undone": queries.run_of(who, begun.pk).count("undone"),
                "back_s": back[0],
                "back_cpu_s": round(back[1] + back[2], 2),
            }
    return figures


def _watched(run: Run, worker: int) -> tuple[float, float, float]:
    """How long a run took from when it was asked for, and what the worker and PostgreSQL spent. Raises NotStarted."""
    started, before = time.perf_counter(), (processes.cpu_seconds(worker), processes.cpu_of_postgres())
    while time.perf_counter() - started < PATIENCE:
        run.refresh_from_db(fields=["state", "ended_at"])
        if run.ended_at is not None:
            took = time.perf_counter() - started
            spent = processes.cpu_seconds(worker) - before[0], processes.cpu_of_postgres() - before[1]
            return round(took, 2), round(spent[0], 2), round(spent[1], 2)
        time.sleep(0.02)
    raise NotStarted("The worker did not end the change within ten minutes.")
