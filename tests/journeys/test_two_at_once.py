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

TOLD = re.compile(r"Aylin.* has changed this meanwhile")


@pytest.fixture
def token(desk: RunningDesk) -> str:
    return desk.derman("token", "create", "--email", "aylin@ege.example").strip()


@pytest.fixture
def second(chromium: Browser, desk: RunningDesk, token: str) -> Iterator[Screen]:
    """Another agent, signed in at a screen of their own."""
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
    # the answers that tell of the other's change are refusals, which the console counts as failed
    assert [line for line in made.errors if not line.startswith("Failed to load resource")] == []


@pytest.fixture
def tag() -> str:
    return f"two{time.time_ns()}"


@pytest.fixture
def number(desk: RunningDesk, token: str, tag: str) -> int:
    ozan = {"email": "ozan@musteri.example", "name": "Ozan Toprak"}
    opened = {"subject": f"Two at once {tag}", "text": "Metin.", "requester": ozan, "tags": [tag]}
    return int(desk.api(token, "/tickets", opened)["number"])


def opens_menu(page: Page, key: str) -> None:
    page.keyboard.press(key)
    expect(page.locator(".menu:popover-open *:focus")).to_be_visible()


def takes(page: Page, words: str) -> None:
    """Of the open menu, what has these words in it."""
    at = page.locator(".menu:popover-open *:focus")
    for _item in range(20):
        if words in at.inner_text().casefold():
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".menu:popover-open")).to_have_count(0)


def writes(page: Page, words: str) -> None:
    page.keyboard.press("r")
    expect(page.locator(".composer .rich")).to_be_focused()
    page.keyboard.type(words)


def both_open(pages: tuple[Page, Page], desk: RunningDesk, number: int) -> None:
    for page in pages:
        page.goto(f"{desk.url}/desk/tickets/{number}/")
        expect(page.locator("#desk-ticket h1")).to_contain_text("Two at once")
        expect(page.locator("html[data-stream=open]")).to_have_count(1)  # whatever the other does is heard


def test_two_agents_set_things_of_one_ticket_and_overwrite_nothing(screen, second, desk, token, number):
    aylin, elif_ = screen.sign_in("aylin@ege.example"), second.page
    both_open((aylin, elif_), desk, number)

    # the same thing: whoever comes second has the menu open since before, and is told
    opens_menu(elif_, "p")
    opens_menu(aylin, "p")
    takes(aylin, "high")
    expect(aylin.locator("#details")).to_contain_text("High")
    takes(elif_, "low")
    expect(elif_.locator(".toast", has_text=TOLD)).to_be_visible()
    expect(elif_.locator("#details")).to_contain_text("High")
    assert desk.api(token, f"/tickets/{number}")["priority"] == "high"
    # having seen it, they may decide otherwise; and that is seen on the other screen without a reload
    opens_menu(elif_, "p")
    takes(elif_, "low")
    expect(aylin.locator("#details")).to_contain_text("Low")

    # different things: both hold, on both screens
    opens_menu(aylin, "p")
    elif_.keyboard.press("t")
    expect(elif_.locator("#details")).to_contain_text("(you)")
    takes(aylin, "critical")
    for page in (aylin, elif_):
        expect(page.locator("#details")).to_contain_text("Critical")
        expect(page.locator("#details")).to_contain_text("Elif Er")


def test_two_agents_answer_one_ticket_and_lose_no_letter(screen, second, desk, number):
    aylin, elif_ = screen.sign_in("aylin@ege.example"), second.page
    both_open((aylin, elif_), desk, number)
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


def test_a_card_that_somebody_else_moved_meanwhile_is_told_and_stands_where_they_put_it(
    screen, second, desk, token, number, tag
):
    aylin, elif_ = screen.sign_in("aylin@ege.example"), second.page
    for page in (aylin, elif_):
        page.goto(f"{desk.url}/desk/table/?q=tag:{tag}&layout=board&group=priority")
        expect(page.locator("html[data-stream=open]")).to_have_count(1)

    def lane(page: Page, priority: str):
        return page.locator(f".lane[data-to={priority}]")

    card = f"#b{number}"
    # Elif holds the card while Aylin moves it by its keys: what one holds is not taken out of the hand
    held = {"dataTransfer": elif_.evaluate_handle("new DataTransfer()")}
    elif_.locator(card).dispatch_event("dragstart", held)
    aylin.locator(f"{card} a").focus()
    aylin.keyboard.press("Alt+ArrowLeft")
    expect(aylin.locator(".toast", has_text=f"#{number}")).to_be_visible()
    lane(elif_, "low").dispatch_event("dragover", held)
    lane(elif_, "low").dispatch_event("drop", held)
    elif_.locator(card).dispatch_event("dragend", held)
    expect(elif_.locator(".toast", has_text=TOLD)).to_be_visible()
    expect(lane(elif_, "high").locator(card)).to_be_visible()
    assert desk.api(token, f"/tickets/{number}")["priority"] == "high"
    # now they see it, and move it on
    elif_.locator(f"{card} a").focus()
    elif_.keyboard.press("Alt+ArrowLeft")
    expect(lane(aylin, "critical").locator(card)).to_be_visible()
    assert desk.api(token, f"/tickets/{number}")["priority"] == "critical"
