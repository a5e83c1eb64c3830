"""Guided fixes: solved on a phone, handed to the desk with what was tried, and the editor's pages under axe."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.test_portal import PHONE
from tests.journeys.the_desk import PASSWORD


@pytest.fixture(autouse=True)
def starting_set(desk, chromium) -> Iterator[None]:
    """The administrator presses the button that adds the ten fixes, once."""
    window = chromium.new_context()
    page = window.new_page()
    page.goto(f"{desk.url}/accounts/login/")
    page.fill("input[name=login]", "aylin@ege.example")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    page.goto(f"{desk.url}/desk/runbooks/")
    add = page.locator("form[action$='starting-set/'] button")
    if add.count():
        add.click()
        page.wait_for_load_state()
    window.close()
    yield


def sound(page: Page) -> None:
    """axe finds nothing serious here, and nothing is wider than the screen."""
    found = [one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")]
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"][:3]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def choose(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).click()


@pytest.mark.parametrize("screen", [PHONE], indirect=True)
def test_somebody_locked_out_solves_it_on_a_phone_in_turkish(screen):
    page = screen.open("/")  # who is locked out cannot sign in: the first page has it all the same
    sound(page)
    page.get_by_role("link", name="Oturum açamıyorum, hesabım kilitli").click()
    choose(page, "Başla")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ekranda ne yazıyor?")
    sound(page)
    choose(page, "Hesap kilitli ya da çok fazla deneme")
    choose(page, "Evet, birkaç kez denedim")
    expect(page.get_by_role("heading", level=1)).to_have_text("15 dakika hiç denemeyin")
    sound(page)
    page.locator(".fix__answers button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Şimdi oturum açabiliyor musunuz?")
    page.locator(".fix__answers button").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Güzel, yeniden içeridesiniz")
    sound(page)


@pytest.mark.parametrize("screen", [PHONE], indirect=True)
def test_what_was_tried_comes_with_the_ticket(screen, desk, chromium):
    address = f"nil{time.time_ns()}@musteri.example"
    page = screen.sign_in_by_link("Nil Ak", address)

    page.goto(f"{desk.url}/fix/locked-out/")
    page.locator("form button.fix__button").click()
    page.locator(".fix__answers button").first.click()
    page.locator(".fix__answers button").last.click()  # no, I did not try at all
    expect(page.locator("textarea[name=text]")).to_be_visible()
    sound(page)
    page.fill("textarea[name=text]", "Dün bir bağlantıya tıkladım.")
    page.locator(".fix__ask button").click()
    page.wait_for_url(re.compile(r"/requests/\d+/"))
    number = re.search(r"/requests/(\d+)/", page.url)[1]

    window = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="tr-TR")
    desk_page = window.new_page()
    desk_page.goto(f"{desk.url}/accounts/login/")
    desk_page.fill("input[name=login]", "aylin@ege.example")
    desk_page.fill("input[name=password]", PASSWORD)
    desk_page.press("input[name=password]", "Enter")
    desk_page.wait_for_url(lambda url: "/accounts/login" not in url)
    desk_page.goto(f"{desk.url}/desk/tickets/{number}/")
    timeline = desk_page.locator("#timeline")
    expect(timeline.get_by_text("Dün bir bağlantıya tıkladım.").first).to_be_visible()
    expect(timeline).to_contain_text(re.compile("Account locked|Hesap kilitli"))
    expect(timeline).to_contain_text(re.compile("did not try at all|hiç denemedim"))
    window.close()


def test_an_agent_walks_one_beside_the_ticket_by_keyboard_alone(screen, desk):
    token = desk.derman("token", "create", "--email", "aylin@ege.example").strip()
    asked = {"subject": "Locked", "text": "I am locked out.", "requester": {"email": "nil@ege.example", "name": "Nil"}}
    number = desk.api(token, "/tickets", asked)["number"]
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/tickets/{number}/")
    page.keyboard.press("w")
    expect(page.locator("#menu-guide").get_by_role("textbox")).to_be_focused()
    page.keyboard.type("locked")
    page.keyboard.press("Enter")
    guide = page.locator("#guide")
    expect(guide.locator(".guide__answers button").first).to_be_visible()
    expect(guide).to_contain_text("Step 1")
    page.keyboard.press("1")
    expect(guide).to_contain_text("Step 2")
    page.keyboard.press("1")
    expect(guide).to_contain_text("Step 3")
    # a step back and on again is no second answer on the timeline
    guide.get_by_role("link", name="Back").focus()
    page.keyboard.press("Enter")
    expect(guide).to_contain_text("Step 2")
    expect(guide.locator("[aria-current=true]")).to_have_count(1)
    page.keyboard.press("1")
    expect(guide).to_contain_text("Step 3")
    page.keyboard.press("1")
    expect(guide).to_contain_text("Step 4")
    page.keyboard.press("1")
    expect(guide.get_by_role("button", name="Resolve")).to_be_visible()
    timeline = page.locator("#timeline")
    expect(timeline).to_contain_text("Account locked")
    sound(page)
    page.keyboard.press("1")
    expect(page.locator(".ticket__head, main").first).to_contain_text("Resolved")
    events = desk.api(token, f"/tickets/{number}/events")["items"]
    assert events[-1]["kind"] in ("status.changed", "ticket.resolved")


def test_the_pages_of_the_editor_are_sound(screen, desk, subtests):
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/runbooks/")
    sound(page)
    editor = page.locator("a[href^='/desk/runbooks/']", has_text=re.compile("locked", re.IGNORECASE)).first
    path = editor.get_attribute("href")
    for part in ("", "?step=nothing", "preview/", "figures/", "versions/", "versions/1/"):
        with subtests.test(page=part):
            page.goto(f"{desk.url}{path}{part}")
            sound(page)
