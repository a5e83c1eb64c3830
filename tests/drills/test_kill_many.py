"""Kill -9 in the middle of a change of many tickets, and of the way back: each ticket is changed once, and both end."""

from __future__ import annotations

import json
import os
import subprocess
import time
import urllib.request
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from derman.site import postgres
from tests.drills.test_kill import SMALL, KilledDesk, desk
from tests.journeys.the_desk import DERMAN

__all__ = ["desk"]  # the fixture
TICKETS = 500 if SMALL else 2_000
KILLS = 2 if SMALL else 5  # in each direction
pytestmark = pytest.mark.drill


def _run(desk: KilledDesk, *words: str, given: str = "") -> str:
    done = subprocess.run(
        [*DERMAN, *words], env=desk.environment, input=given, text=True, capture_output=True, check=True
    )
    return done.stdout.strip()


class Caller:
    """A program with a token, patient while the desk is down."""

    def __init__(self, desk: KilledDesk, token: str) -> None:
        self.base = f"http://127.0.0.1:{desk.environment['DERMAN_PORT']}/api/v1"
        self.token = token

    def __call__(self, path: str, body: Any = None) -> Any:
        deadline = time.monotonic() + 60
        while True:
            data = json.dumps(body).encode() if body is not None else None
            request = urllib.request.Request(  # noqa: S310 the desk's own address
                self.base + path, data, {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
            )
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                    return json.load(answer)
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)


def _until(call: Callable[[], Any], holds: Callable[[Any], bool]) -> Any:
    deadline = time.monotonic() + 240
    while not holds(found := call()):
        assert time.monotonic() < deadline, found
        time.sleep(0.05)
    return found


def _killed_on_the_way(desk: KilledDesk, ask: Caller, run: int, done: Callable[[Any], int]) -> Any:
    """Kill something each time that a further part is done; what the run came to."""
    killed = 0
    for count in range(KILLS):
        share = (count + 1) * TICKETS // (KILLS + 2)
        found = _until(lambda: ask(f"/bulk/{run}"), lambda got: done(got) >= share or got["ended_at"])  # noqa: B023
        if found["ended_at"]:
            break
        desk.kill(count)
        killed += 1
    assert killed, "it had ended before anything was killed"
    return _until(lambda: ask(f"/bulk/{run}"), lambda got: got["ended_at"])


def test_a_change_of_many_goes_on_after_each_kill(desk: KilledDesk) -> None:
    _run(
        desk, "setup", "--email", "aylin@ege.example", "--name", "Aylin Su", "--password-stdin", given="a good long one"
    )
    _run(desk, "bench", "seed", "--tickets", str(TICKETS), "--seed", "1", "--messages-per-ticket", "1")
    ask = Caller(desk, _run(desk, "token", "create", "--email", "aylin@ege.example").splitlines()[-1])
    with psycopg.connect(postgres.start(desk.folder / "postgres")) as database:
        numbers = [number for (number,) in database.execute("SELECT number FROM tickets_ticket LIMIT %s", [TICKETS])]
    begun = ask("/bulk", {"numbers": numbers, "change": {"add_tags": ["drill"]}})
    run, total = begun["id"], begun["total"]  # without those of closed teams
    assert total > TICKETS * 0.9
    made = _killed_on_the_way(desk, ask, run, lambda got: got["changed"])
    print("made", {name: made[name] for name in ("state", "changed", "refused", "waiting")}, os.getloadavg())
    assert (made["state"], made["changed"]) == ("done", total)
    with psycopg.connect(postgres.start(desk.folder / "postgres")) as database:
        twice = database.execute(
            "SELECT count(*), count(DISTINCT ticket_id) FROM tickets_event WHERE kind = 'tags.changed'"
        ).fetchone()
    assert twice == (total, total)
    ask(f"/bulk/{run}/undo", {})
    back = _killed_on_the_way(desk, ask, run, lambda got: got["undone"])
    print("taken back", {name: back[name] for name in ("state", "undone", "kept")})
    assert (back["state"], back["undone"], back["kept"]) == ("undone", total, 0)
    with psycopg.connect(postgres.start(desk.folder / "postgres")) as database:
        left = database.execute("SELECT count(*) FROM tickets_ticket WHERE 'drill' = ANY(tags)").fetchone()
        undone = database.execute("SELECT count(*) FROM tickets_event WHERE kind = 'ticket.undone'").fetchone()
    assert (left, undone) == ((0,), (total,))
