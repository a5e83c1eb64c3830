"""PostgreSQL is away for a minute: everything says so, goes on by itself afterwards, and has lost nothing."""

from __future__ import annotations

import contextlib
import http.client
import http.cookiejar
import json
import os
import re
import shutil
import smtplib
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from derman.site import postgres
from tests.drills.test_kill import SMALL, KilledDesk, Sender, _filed, _kill
from tests.journeys.the_desk import DERMAN, PASSWORD

AWAY = 12.0 if SMALL else 60.0  # seconds
BACK = 30.0  # seconds in which everything must work again
ADMIN = "aylin@ege.example"
PATHS = ("/desk/", "/requests/", "/api/v1/tickets", "/health/ready", "/health/live")

pytestmark = pytest.mark.drill


class Refused(Sender):
    """A mail server that counts with which code it was put off."""

    def __init__(self, number: int, port: int, stopping: threading.Event) -> None:
        super().__init__(number, port, stopping)
        self.codes: Counter[int] = Counter()

    def _deliver(self, raw: bytes) -> bool:
        self.tries += 1
        try:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=20) as server:
                server.sendmail("sender@ege.example", ["help@ege.example"], raw)
            return True
        except smtplib.SMTPResponseException as error:
            self.codes[error.smtp_code] += 1
        except (OSError, smtplib.SMTPException):
            self.codes[0] += 1
        return False


class Browser:
    """Somebody who is signed in and looks."""

    def __init__(self, desk: KilledDesk) -> None:
        self.base = f"http://127.0.0.1:{desk.environment['DERMAN_PORT']}"
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        _status, page, _headers = self.get("/accounts/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        form = {"csrfmiddlewaretoken": token[1], "login": ADMIN, "password": PASSWORD}
        self.get("/accounts/login/", urllib.parse.urlencode(form).encode())
        assert self.get("/desk/")[0] == 200

    def get(
        self, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, str, http.client.HTTPMessage]:
        """Status, text and headers of an address."""
        request = urllib.request.Request(self.base + path, body, headers or {})  # noqa: S310 the desk's own address
        try:
            with self._opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode(), answer.headers
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), error.headers


class Live(threading.Thread):
    """An open screen: its stream of signals, and whether it was ever cut."""

    def __init__(self, base: str, token: str) -> None:
        super().__init__(daemon=True)
        self.request = urllib.request.Request(  # noqa: S310 the desk's own address
            f"{base}/api/v1/live", headers={"Authorization": f"Bearer {token}"}
        )
        self.heard: list[tuple[float, str]] = []
        self.cut = False

    def run(self) -> None:
        with contextlib.suppress(OSError), urllib.request.urlopen(self.request, timeout=120) as stream:  # noqa: S310
            for line in stream:
                if line.startswith(b"data: "):
                    self.heard.append((time.monotonic(), json.loads(line[6:])["what"]))
        self.cut = True

    def heard_since(self, moment: float) -> set[str]:
        """What changed after `moment`."""
        return {what for when, what in self.heard if when > moment}


@contextlib.contextmanager
def _own(folder: Path) -> Iterator[tuple[KilledDesk, Callable[[], None]]]:
    """A desk with the database in its data folder, and what takes it away: whatever starts is killed again."""
    desk = KilledDesk(folder)

    def take_away() -> None:
        end = time.monotonic() + AWAY
        while time.monotonic() < end:
            with contextlib.suppress(OSError, ValueError, IndexError):
                _kill(int((folder / "postgres" / "postmaster.pid").read_text().split()[0]))
            time.sleep(0.05)

    yield desk, take_away


@contextlib.contextmanager
def _given(folder: Path) -> Iterator[tuple[KilledDesk, Callable[[], None]]]:
    """A desk with a database of somebody else's, and what takes that away: it is stopped and started."""
    server = folder / "elsewhere"
    desk = KilledDesk(folder / "desk", database_url=postgres.start(server))

    def take_away() -> None:
        postgres.stop(server)
        time.sleep(AWAY)
        postgres.start(server)

    try:
        yield desk, take_away
    finally:
        desk.stop()
        postgres.stop(server)


def _derman(desk: KilledDesk, *words: str, given: str = "") -> str:
    done = subprocess.run(
        [*DERMAN, *words], env=desk.environment, input=given, text=True, capture_output=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture(params=[_own, _given], ids=["own", "given"])
def away(request: pytest.FixtureRequest) -> Iterator[tuple[KilledDesk, Callable[[], None]]]:
    if request.param is _own and os.environ.get("DERMAN_DRILL_SIZE") == "small":
        pytest.skip("the desk's own PostgreSQL is taken away at full size")
    folder = Path(tempfile.mkdtemp(prefix="derman-away-"))
    folder.chmod(0o755)
    try:
        with request.param(folder) as (desk, take_away):
            try:
                desk.start()
                _derman(desk, "setup", "--email", ADMIN, "--name", "Aylin Su", "--password-stdin", given=PASSWORD)
                yield desk, take_away
            finally:
                desk.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _soon(holds: Callable[[], bool], until: float) -> bool:
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.1)
    return False


def _look(browser: Browser, token: str, until: threading.Event, seen: dict[str, Counter[int]]) -> None:
    """Go on looking at everything; what is said while the database is away must say so."""
    bearer = {"Authorization": f"Bearer {token}"}
    while not until.is_set():
        for path in PATHS:
            status, text, answered = browser.get(path, headers=bearer if path.startswith("/api/") else {})
            seen[path][status] += 1
            if status != 503 or path == "/health/ready":
                continue
            assert answered["Retry-After"], path
            if path.startswith("/api/"):
                assert answered["Content-Type"] == "application/problem+json"
            else:
                assert "the database is away" in text, text[:500]
        time.sleep(0.3)


def test_a_desk_without_its_database_for_a_minute(away: tuple[KilledDesk, Callable[[], None]]) -> None:
    desk, take_away = away
    browser = Browser(desk)
    token = _derman(desk, "token", "create", "--email", ADMIN).splitlines()[-1]
    live = Live(browser.base, token)
    live.start()
    parts = set(desk.parts())
    stopping, looked = threading.Event(), threading.Event()
    sender = Refused(1, desk.smtp_port, stopping)
    sender.start()
    seen: dict[str, Counter[int]] = {path: Counter() for path in PATHS}
    failures: list[BaseException] = []

    def look() -> None:
        try:
            _look(browser, token, looked, seen)
        except BaseException as error:
            failures.append(error)

    looking = threading.Thread(target=look)
    try:
        time.sleep(2)
        looking.start()
        take_away()
        gone_until = time.monotonic()
        looked.set()
        looking.join(30)
        well = _soon(lambda: browser.get("/health/ready")[0] == 200, gone_until + BACK)
        took = time.monotonic() - gone_until
        page = browser.get("/desk/")[0]
        accepted = len(sender.accepted)
        flows = _soon(lambda: len(sender.accepted) > accepted, gone_until + BACK)
        told = _soon(lambda: {"desk", "ticket"} <= live.heard_since(gone_until - 1), gone_until + BACK)
    finally:
        looked.set()
        stopping.set()
        sender.join(60)
    print(f"\naway for {AWAY:.0f} s, well again after {took:.1f} s; by SMTP {dict(sender.codes)}, by HTTP {seen}")
    assert not failures, failures
    assert well and page == 200 and flows and told and not live.cut
    assert sender.codes[451] and set(sender.codes) == {451}
    assert seen["/health/live"].keys() == {200}
    for path in PATHS[:-1]:
        assert seen[path][503] > AWAY / 4 and seen[path].keys() <= {200, 503}, (path, seen[path])
    assert set(desk.parts()) == parts, "a part had to be started again"
    _nothing_is_lost(desk, set(sender.accepted))


def _nothing_is_lost(desk: KilledDesk, accepted: set[str]) -> None:
    database = desk.environment.get("DATABASE_URL") or postgres.start(desk.folder / "postgres")
    assert _soon(lambda: not _filed(database)[0], time.monotonic() + 60)
    _waiting, filed, others = _filed(database)
    assert sorted(accepted - filed.keys()) == [], others
    assert {mark: times for mark, times in filed.items() if times != 1} == {}
