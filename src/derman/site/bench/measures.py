"""What is measured: pages, writing, load, mail and memory, through real connections to real processes."""

from __future__ import annotations

import itertools
import smtplib
import statistics
import threading
import time
import uuid
from collections.abc import Callable, Iterable
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote

from django.db import connection

from derman.people.models import Person, Role
from derman.site.bench import processes
from derman.site.bench.client import Client, first_page
from derman.site.bench.processes import Desk
from derman.tickets.access import visible_to
from derman.tickets.models import UNRESOLVED, Ticket

type Figures = dict[str, Any]

WARM_UP = 5
CLIENTS = 4
SERVERS = 8  # mail servers that bring mail at once
_REQUESTER = "bench@derman.invalid"


class NothingToMeasure(Exception):
    """The desk has no agent or no tickets; the message says what to do."""


def agent() -> Person:
    """The agent with the most tickets in work: what is slow for somebody is slow for them."""
    busy = (
        Ticket.objects.filter(status__in=UNRESOLVED, assignee__is_active=True)
        .exclude(assignee__role=Role.REQUESTER)
        .values_list("assignee", flat=True)[:2000]
    )
    counted = list(busy)
    if not counted:
        raise NothingToMeasure("There are no tickets in work. Fill the desk first: derman bench seed --tickets 1000")
    return Person.objects.get(pk=statistics.mode(counted))


def spread(times: Iterable[float]) -> Figures:
    """Median and 95th percentile, in milliseconds."""
    ordered = sorted(times)
    place = min(len(ordered) - 1, int(len(ordered) * 0.95))
    return {"median_ms": round(statistics.median(ordered), 1), "p95_ms": round(ordered[place], 1)}


class Watch:
    """Times requests, and counts what they cost: the processor's time says more than the clock's on a busy machine."""

    def __init__(self, web: int) -> None:
        self.web = web

    def timed(self, rounds: int, ask: Callable[[int], float]) -> Figures:
        for turn in range(WARM_UP):
            ask(turn)
        before = self.spent()
        figures = spread(ask(WARM_UP + turn) for turn in range(rounds))
        return figures | self.cost(before, rounds)

    def spent(self) -> tuple[float, float]:
        return processes.cpu_seconds(self.web), processes.cpu_of_postgres()

    def cost(self, before: tuple[float, float], requests: int) -> Figures:
        web, postgres = self.spent()
        return {
            "web_cpu_ms": round((web - before[0]) * 1000 / requests, 1),
            "postgres_cpu_ms": round((postgres - before[1]) * 1000 / requests, 1),
        }


def words(*, least: int, most: int, limit: int) -> list[str]:
    """Words that occur in so many tickets."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM search_word WHERE tickets BETWEEN %s AND %s AND length(word) BETWEEN 4 AND 20"
            " ORDER BY md5(word) LIMIT %s",
            [least, most, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def common_words(limit: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM search_word WHERE length(word) >= 4 ORDER BY tickets DESC LIMIT %s", [limit])
        return [row[0] for row in cursor.fetchall()]


def pages(desk: Desk, person: Person, watch: Watch, rounds: int) -> Figures:
    """Median and p95 of every page, one client."""
    client = Client(desk.port, person)
    numbers = list(visible_to(person).order_by("-number").values_list("pk", flat=True)[: 20 * rounds : 17]) or [0]
    in_work = list(
        visible_to(person).filter(status__in=UNRESOLVED).order_by("-number").values_list("pk", flat=True)[:rounds]
    )
    rare = words(least=2, most=9, limit=25) or ["turnike"]
    common = common_words(8) or ["merhaba"]

    def searching(choices: list[str]) -> Callable[[int], float]:
        return lambda turn: client.get(f"/desk/search/?q={quote(choices[turn % len(choices)])}").ms

    def reply(turn: int) -> float:
        number = in_work[turn % len(in_work)]
        return client.post(f"/desk/tickets/{number}/messages/", text=f"We look into it ({turn}).", mode="reply").ms

    def open_one(turn: int) -> float:
        mark = uuid.uuid4().hex[:8]
        return client.post(
            "/desk/tickets/new/",
            email=_REQUESTER,
            name="Bench",
            subject=f"Measured {mark}",
            text="Opened to measure how long it takes.",
            channel="phone",
            kind="incident",
            priority="low",
            category="",
        ).ms

    return {
        "base_page": watch.timed(rounds, lambda turn: client.get("/health/live").ms),
        "queue": watch.timed(rounds, lambda turn: client.get("/desk/").ms),
        # a page of lines on a small desk as on a large one, where somebody's own may be a few
        "queue_full": watch.timed(rounds, lambda turn: client.get("/desk/?view=all").ms),
        "ticket": watch.timed(rounds, lambda turn: client.get(f"/desk/tickets/{numbers[turn % len(numbers)]}/").ms),
        "search_rare": watch.timed(rounds, searching(rare)),
        "search_common": watch.timed(rounds, searching(common)),
        "reply": watch.timed(rounds, reply),
        "open": watch.timed(rounds, open_one),
    }


def load(desk: Desk, person: Person, watch: Watch, requests: int) -> Figures:
    """Queue pages from several clients at once: how many a second, and what each costs."""
    clients = [Client(desk.port, person) for _ in range(CLIENTS)]
    for client in clients:
        client.get("/desk/")
    before = watch.spent()
    started = time.monotonic()

    def work(client: Client) -> None:
        for _ in range(requests // CLIENTS):
            client.get("/desk/")

    threads = [threading.Thread(target=work, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - started
    done = requests // CLIENTS * CLIENTS
    return {"requests_per_s": round(done / took, 1)} | watch.cost(before, done)


def cold(desk: Desk, person: Person) -> Figures:
    """The first page of an agent with nothing in the browser's cache."""
    return dict(first_page(Client(desk.port, person), "/desk/"))


def portal(desk: Desk, watch: Watch, rounds: int) -> Figures:
    """The portal's first page of somebody who is not signed in, and what a browser loads for it the first time."""
    visitor = Client(desk.port, None)
    return watch.timed(rounds, lambda turn: visitor.get("/").ms) | first_page(Client(desk.port, None), "/")


def memory(parent: int, server: int | None) -> Figures:
    """PSS of every process at rest, in MiB: the desk's parts with their `parent`, and PostgreSQL."""
    parts = [parent, *processes.children(parent)]
    figures = {"desk": round(sum(processes.proportional_mib(pid) for pid in parts), 1)}
    if server is not None:
        all_of_it = [server, *processes.children(server)]
        figures["postgres"] = round(sum(processes.proportional_mib(pid) for pid in all_of_it), 1)
    return figures | {"sum": round(sum(figures.values()), 1)}


_count = itertools.count()


def _mail(recipient: str, mark: str) -> bytes:
    place = next(_count)
    mail = EmailMessage()
    mail["From"] = f"Bench {place} <bench.{mark}.{place}@derman.invalid>"
    mail["To"] = recipient
    mail["Subject"] = f"Measured {mark} {place}"
    mail["Message-ID"] = f"<{mark}.{place}@derman.invalid>"
    mail.set_content("Merhaba,\n\nYazıcı çalışmıyor, ekranda ORA-00942 yazıyor.\n\nTeşekkürler\nBench\n")
    return mail.as_bytes()


def _connect(desk: Desk) -> smtplib.SMTP:
    deadline = time.monotonic() + 30
    while True:
        try:
            return smtplib.SMTP("127.0.0.1", desk.smtp_port, timeout=30)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def accepting(desk: Desk, recipient: str, mails: int) -> Figures:
    """Mails accepted a second over eight connections, each stored durably before its 250."""
    mark = uuid.uuid4().hex[:8]
    connections = [_connect(desk) for _ in range(SERVERS)]
    letters = [[_mail(recipient, mark) for _ in range(mails // SERVERS)] for _ in connections]

    def work(smtp: smtplib.SMTP, some: list[bytes]) -> None:
        for letter in some:
            smtp.sendmail("bench@derman.invalid", [recipient], letter)

    started = time.monotonic()
    threads = [threading.Thread(target=work, args=pair) for pair in zip(connections, letters, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - started
    for smtp in connections:
        smtp.quit()
    return {"accepted_per_s": round(sum(map(len, letters)) / took, 1)}


def filing(waiting: Callable[[], int]) -> Figures:
    """Mails filed a second by one worker that has just been started on a full ledger."""
    at_first = waiting()
    while (left := waiting()) == at_first and left:
        time.sleep(0.02)
    started, begun = time.monotonic(), left
    while (left := waiting()) and time.monotonic() - started < 300:
        time.sleep(0.02)
    took = time.monotonic() - started
    return {"filed_per_s": round((begun - left) / took, 1) if took else None}


def visible(desk: Desk, person: Person, recipient: str, rounds: int) -> Figures:
    """From the 250 of a mail until its ticket's page was read, on a desk at rest."""
    client = Client(desk.port, person)
    smtp = _connect(desk)
    times = []
    for turn in range(rounds):
        newest = Ticket.objects.order_by("-number").values_list("pk", flat=True).first() or 0
        smtp.sendmail("bench@derman.invalid", [recipient], _mail(recipient, uuid.uuid4().hex[:8]))
        started = time.perf_counter()
        while not (number := Ticket.objects.filter(pk__gt=newest).values_list("pk", flat=True).first()):
            if time.perf_counter() - started > 20:
                return {"median_ms": None, "p95_ms": None}
            time.sleep(0.002)
        client.get(f"/desk/tickets/{number}/")
        if turn:
            times.append((time.perf_counter() - started) * 1000)
        time.sleep(0.3)
    smtp.quit()
    return spread(times)
