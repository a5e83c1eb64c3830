"""Two agents in two browsers on one ticket at the same time: nothing is overwritten, and each is told."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Screen
from tests.journeys.test_portal import link_in
from tests.journeys.the_desk import RunningDesk


@pytest.fixture
def second(chromium: Browser, desk: RunningDesk) -> Iterator[Screen]:
    """Another agent, signed in at a screen of their own."""
    token = desk.derman("token", "create", "--email", "aylin@ege.example").strip()
    address = f"second{time.time_ns()}@ege.example"
    desk.api(token, "/people", {"email": address, "name": "Elif Er", "role": "agent", "language": "en"})
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(30_000)
    made = Screen(context.new_page(), desk)
    page = made.open("/accounts/login/")
    page.fill("input[name=login]", address)
    page.get_by_role("button", name=re.compile("link", re.IGNORECASE)).click()
    page.goto(link_in(desk.post.wait_for(address)))
    page.locator("main button.btn--main, form button.btn--main").first.click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    yield made
    context.close()


def opens_menu(page: Page, key: str) -> None:
    page.keyboard.press(key)
    expect(page.locator(".menu:popover-open *:focus")).to_be_visible()


def takes(page: Page, words: str) -> None:
    """Of the open menu, what has these words in it."""
    at = page.locator(".menu:popover-open *:focus")
    if at.get_attribute("data-filters") is not None:
        page.keyboard.type(words)
    else:
        for _item in range(20):
            if words in at.inner_text().casefold():
                break
            page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def writes(page: Page, words: str) -> None:
    page.keyboard.press("r")
    expect(page.locator(".composer .rich")).to_be_focused()
    page.keyboard.type(words)


def test_two_agents_on_one_ticket_overwrite_nothing_and_are_told(screen: Screen, second: Screen, desk: RunningDesk):
    token = desk.derman("token", "create", "--email", "aylin@ege.example").strip()
    ozan = {"email": "ozan@musteri.example", "name": "Ozan Toprak"}
    opened = {"subject": f"Two at once {time.time_ns()}", "text": "Metin.", "requester": ozan}
    number = desk.api(token, "/tickets", opened)["number"]
    aylin, elif_ = screen.sign_in("aylin@ege.example"), second.page
    for page in (aylin, elif_):
        page.goto(f"{desk.url}/desk/tickets/{number}/")
        expect(page.locator("#desk-ticket h1")).to_contain_text("Two at once")

    # the same field: whoever comes second has the menu open since before, and is told
    opens_menu(elif_, "p")
    opens_menu(aylin, "p")
    takes(aylin, "high")
    expect(aylin.locator("#details")).to_contain_text("High")
    takes(elif_, "low")
    expect(elif_.locator(".toast", has_text=re.compile("Aylin.* has changed this meanwhile"))).to_be_visible()
    expect(elif_.locator("#details")).to_contain_text("High")
    assert desk.api(token, f"/tickets/{number}")["priority"] == "high"
    elif_.keyboard.press("Escape")
    # having seen it, they may decide otherwise; and that is seen on the other screen without a reload
    opens_menu(elif_, "p")
    takes(elif_, "low")
    expect(aylin.locator("#details")).to_contain_text("Low")

    # different fields: both hold, on both screens
    opens_menu(aylin, "p")
    elif_.keyboard.press("t")
    expect(elif_.locator("#details")).to_contain_text("(you)")
    takes(aylin, "critical")
    for page in (aylin, elif_):
        expect(page.locator("#details")).to_contain_text("Critical")
        expect(page.locator("#details")).to_contain_text("Elif Er")

    # two answers: each sees the other's come while they write, and loses no letter
    writes(elif_, "Elif looks into it")
    writes(aylin, "Aylin looks into it")
    aylin.keyboard.press("Control+Enter")
    expect(elif_.locator("#timeline .msg--agent")).to_contain_text("Aylin looks into it")
    expect(elif_.locator(".composer .rich")).to_have_text("Elif looks into it")
    elif_.keyboard.type(" too")
    elif_.keyboard.press("Control+Enter")
    for page in (aylin, elif_):
        said = page.locator("#timeline .msg--agent")
        expect(said).to_have_count(2)
        expect(said.first).to_contain_text("Aylin looks into it")
        expect(said.last).to_contain_text("Elif looks into it too")
    unexpected = [line for line in screen.errors + second.errors if "409" not in line]
    assert not unexpected
