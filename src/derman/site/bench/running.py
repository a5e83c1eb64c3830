"""`derman bench run`: measure the desk, and on request a small one beside it, and print the figures."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import time
from typing import Any

from django.db import connection

from derman.channels.mail.actions import save_mailbox
from derman.channels.mail.models import IncomingMail, IncomingState, Mailbox
from derman.people.models import Person
from derman.site.bench import measures, processes
from derman.site.bench.client import WrongAnswer
from derman.site.bench.processes import Desk, NotStarted, address_of, part, wait_for_web
from derman.tickets.models import Message, Ticket

_BASE = "derman_bench_base"
_COMMAND = "from derman.site.cli import main; main()"
type Figures = dict[str, Any]

# figure → limit, as the project has set itself
LIMITS = {
    "queue.median_ms": 30,
    "queue_full.median_ms": 30,
    "ticket.median_ms": 30,
    "search_rare.median_ms": 30,
    "search_common.median_ms": 30,
    "reply.median_ms": 20,
    "open.median_ms": 20,
    "load.web_cpu_ms": 25,
    "load.postgres_cpu_ms": 3,
    "visible.median_ms": 300,
    "visible.p95_ms": 500,
    "cold.bytes": 150 * 1024,
    "cold.requests": 12,
    "portal.median_ms": 40,
    "portal.bytes": 90 * 1024,
    "memory.sum": 320,
}
LEAST = {"load.requests_per_s": 60, "mail.accepted_per_s": 300, "mail.filed_per_s": 100}


def run(options: argparse.Namespace) -> int:
    """Measure and print. The desk gets some tickets and replies by it, from bench@derman.invalid."""
    try:
        figures: Figures = {"desk": _measure(options)}
        if options.base:
            figures["base"] = _base(options)
    except (measures.NothingToMeasure, NotStarted, WrongAnswer) as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps(figures))
    else:
        _print(figures)
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _measure(options: argparse.Namespace) -> Figures:
    desk = Desk(options.port)
    person = measures.agent()
    server = processes.postgres()
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE relname = 'tickets_message'")
        messages = max(cursor.fetchone()[0], 0)
    figures: Figures = {"tickets": Ticket.objects.count(), "messages": messages or Message.objects.count()}
    with contextlib.ExitStack() as stack:
        web = stack.enter_context(part("web", desk))
        wait_for_web(desk, web)
        watch = measures.Watch(web)
        _say("pages …")
        figures |= measures.pages(desk, person, watch, options.rounds)
        _say("four clients …")
        figures["load"] = measures.load(desk, person, watch, 5 * options.rounds)
        figures["cold"] = measures.cold(desk, person)
        figures["portal"] = measures.portal(desk, watch, options.rounds)
        if not options.no_mail:
            figures |= _mail(desk, person, options.rounds, stack)
    if not options.no_mail:
        figures["memory"] = _memory(desk, person, options.rounds, server)
    return figures


def _memory(desk: Desk, person: Person, rounds: int, server: int | None) -> Figures:
    """Of the whole desk as `derman run` starts it, whose parts share what they loaded, after some use."""
    _say("memory …")
    with part("run", desk) as parent:
        wait_for_web(desk, parent)
        measures.visible(desk, person, _mailbox(), max(5, rounds // 4))
        _settle()
        return measures.memory(parent, server)


def _mail(desk: Desk, person: Person, rounds: int, stack: contextlib.ExitStack) -> Figures:
    recipient = _mailbox()

    def waiting() -> int:
        return IncomingMail.objects.filter(state=IncomingState.STORED).count()

    _say("mail …")
    smtp = stack.enter_context(part("smtp", desk))
    mails = 10 * rounds // measures.SERVERS * measures.SERVERS
    mail = measures.accepting(desk, recipient, mails)
    mail["smtp_cpu_ms"] = round(processes.cpu_seconds(smtp) * 1000 / mails, 1)
    before = processes.cpu_of_postgres()
    worker = stack.enter_context(part("worker", desk))
    mail |= measures.filing(waiting)
    # with all that follows from a mail: auto-reply, index
    mail["worker_cpu_ms"] = round(processes.cpu_seconds(worker) * 1000 / mails, 1)
    mail["postgres_cpu_ms"] = round((processes.cpu_of_postgres() - before) * 1000 / mails, 1)
    # what followed from those mails must be done before the desk is at rest
    _settle()
    return {"mail": mail, "visible": measures.visible(desk, person, recipient, max(5, rounds // 2))}


def _settle() -> None:
    """Wait until no job waits to be started now."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
                " AND (scheduled_at IS NULL OR scheduled_at <= now())"
            )
            if cursor.fetchone()[0] == 0:
                break
        time.sleep(0.5)
    time.sleep(1)


def _mailbox() -> str:
    box = Mailbox.objects.filter(active=True).order_by("-is_default", "pk").first()
    if box is None:
        box = save_mailbox(actor=None, address="bench@ege.example", is_default=True)
    return box.address


def _base(options: argparse.Namespace) -> Figures:
    """The same on a scratch desk of 1,000 tickets, on the same server and in the same hour."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {_BASE} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {_BASE}")
    environment = os.environ | {"DATABASE_URL": address_of(connection.settings_dict, _BASE)}
    try:
        _derman(environment, "bench", "seed", "--tickets", "1000", "--seed", "1")
        words = ["bench", "run", "--json", "--rounds", str(options.rounds), "--port", str(options.port + 2)]
        printed = _derman(environment, *words, *(["--no-mail"] if options.no_mail else []))
        return dict(json.loads(printed)["desk"])
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {_BASE} WITH (FORCE)")


def _derman(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, *words], env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise NotStarted("The scratch desk could not be measured.")
    return done.stdout


def _flat(figures: Figures) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in figures.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{part}": figure for part, figure in value.items()}
        else:
            flat[name] = value
    return flat


def _print(figures: Figures) -> None:
    desk, base = _flat(figures["desk"]), _flat(figures.get("base", {}))
    print(f"{'figure':26}{'desk':>12}" + (f"{'base':>12}{'ratio':>8}" if base else "") + f"{'wanted':>12}")
    for name, value in desk.items():
        line = f"{name:26}{_number(value):>12}"
        if base:
            other = base.get(name)
            ratio = f"{value / other:.2f}" if value and other else ""
            line += f"{_number(other):>12}{ratio:>8}"
        if name in LIMITS:
            wanted = f"≤ {LIMITS[name]:,}"
        else:
            wanted = f"≥ {LEAST[name]:,}" if name in LEAST else ""
        print(f"{line}{wanted:>12}".rstrip())


def _number(value: object) -> str:
    return "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)
