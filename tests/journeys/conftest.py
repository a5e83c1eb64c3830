"""A browser, and a desk that runs, for the journeys."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.journeys.the_desk import PASSWORD, RunningDesk, link_in, mail_from, running_desk

expect.set_options(timeout=20_000)  # a busy machine is not a broken desk
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser the journeys are left out, and the last lines of the run say so; CI never leaves them out.

    A journey that fails is walked once more, since a machine that stands still for half a minute is not a broken desk;
    the last lines of the run name each of them, and a fault that comes and goes is looked for where it was seen.
    """
    for item in items:
        if "journeys" not in str(item.path):
            continue
        if CHROMIUM or os.environ.get("CI"):
            item.add_marker(pytest.mark.flaky(reruns=1))
        else:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def desk() -> Iterator[RunningDesk]:
    """One desk for all journeys of a worker, whatever it runs between them: Aylin administers, Elif and Derya help."""
    folder = Path(tempfile.mkdtemp(prefix="derman-journey-"))
    folder.chmod(0o755)
    try:
        with running_desk(folder / "data") as running:
            yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Ended with the last journey: while it runs, so does an event loop in which Django reads no database."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def told(line: ConsoleMessage) -> str:
    """The address that a line of the console speaks of."""
    return str(line.location["url"])


class Screen:
    """A person before a screen."""

    def __init__(self, page: Page, desk: RunningDesk) -> None:
        self.page = page
        self.desk = desk
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console", lambda line: self.errors.append(f"{line.text} {told(line)}") if line.type == "error" else None
        )
        page.on("dialog", lambda dialog: (self.errors.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def open(self, path: str) -> Page:
        self.page.goto(self.desk.url + path)
        return self.page

    def sign_in(self, login: str, password: str = PASSWORD) -> Page:
        self.open("/accounts/login/")
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", password)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(lambda url: "/accounts/login" not in url)
        return self.page

    def sign_in_by_link(self, name: str, address: str) -> Page:
        """Somebody who has written a mail, and to whom the desk has answered, asks for a link and is in by it."""
        self.desk.send(mail_from(name, address, "Merhaba", "Merhaba."), address)
        self.desk.post.wait_for(address)
        self.open("/requests/")
        self.page.fill("input[name=login]", address)
        self.page.get_by_role("button", name=re.compile("bağlantı|link", re.IGNORECASE)).click()
        self.page.goto(link_in(self.desk.post.wait_for(address, beyond=1)))
        self.page.locator("main button.btn--main, form button.btn--main").first.click()
        self.page.wait_for_url(lambda url: "/accounts/" not in url)
        return self.page


@pytest.fixture
def screen(chromium: Browser, desk: RunningDesk, request: pytest.FixtureRequest) -> Iterator[Screen]:
    """A fresh browser window; `parametrize` it indirectly with context options like viewport or color_scheme."""
    options = {"viewport": {"width": 1440, "height": 900}, **getattr(request, "param", {})}
    context = chromium.new_context(**options)
    context.set_default_timeout(30_000)
    made = Screen(context.new_page(), desk)
    yield made
    context.close()
    assert made.errors == []
