"""The verbs of an agent, one after the other, by keys alone: on one desk, one ticket, one page."""

from __future__ import annotations

import time
from urllib.parse import urlparse

from playwright.sync_api import Locator, Page, expect


def said(page: Page, words: str) -> Locator:
    return page.locator(".toast", has_text=words).last


def choose(page: Page, key: str, words: str) -> None:
    """Open a menu by its key, and take what has the words in it: narrow a long one, walk through a short one."""
    page.keyboard.press(key)
    at = page.locator(".menu:popover-open *:focus")
    expect(at).to_be_visible()
    if at.get_attribute("data-filters") is not None:
        page.keyboard.type(words)
    else:
        for _item in range(20):
            if words in at.inner_text().casefold():
                break
            page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".menu:popover-open")).to_have_count(0)


def command(page: Page, words: str) -> None:
    """Find a command by its name and run it."""
    page.keyboard.press("Control+k")
    expect(page.locator("#palette[open] input")).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.locator("#palette[open]")).to_have_count(0)


def test_the_verbs_by_keys_alone(screen, desk):
    token = desk.derman("token", "create", "--email", "aylin@ege.example").strip()
    ozan = {"email": "ozan@musteri.example", "name": "Ozan Toprak"}
    word = f"q{time.time_ns()}"
    one, other = (
        desk.api(token, "/tickets", {"subject": f"{word} {name}", "text": "Metin.", "requester": ozan})["number"]
        for name in ("monitor", "again")
    )
    desk.api(token, "/people", {"email": f"{word}@ege.example", "name": f"Zeynep {word}", "role": "agent"})
    desk.api(token, "/macros", {"name": f"Call {word}", "steps": [{"do": "tag", "to": "called"}]})
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/tickets/{one}/")
    details, timeline, title = page.locator("#details"), page.locator("#timeline"), page.locator("#desk-ticket h1")
    expect(title).to_contain_text("monitor")

    page.keyboard.press("t")
    expect(details).to_contain_text("(you)")
    page.keyboard.press("Control+z")
    expect(timeline).to_contain_text("Taken back")
    choose(page, "a", "ayl")
    expect(timeline).to_contain_text("Taken by")
    choose(page, "p", "high")
    expect(details).to_contain_text("High")
    page.keyboard.press("l")
    expect(details).to_contain_text("Stop watching")
    page.keyboard.press("o")
    expect(said(page, "top of your lists")).to_be_visible()
    page.keyboard.press("d")
    page.keyboard.type("1h 20")
    page.keyboard.press("Enter")
    expect(details).to_contain_text("1 h 20 min")
    command(page, "add a task")
    expect(page.locator("#task-title")).to_be_focused()
    page.keyboard.type("Look at the cable")
    page.keyboard.press("Enter")
    expect(details).to_contain_text("Look at the cable")
    command(page, "add a tag")
    expect(page.locator("#menu-side-tags [data-filters]")).to_be_focused()
    page.keyboard.type(word)
    page.keyboard.press("Enter")
    expect(details.locator(".tags")).to_contain_text(word)
    command(page, "link to another")
    expect(page.locator("#link-other")).to_be_focused()
    page.keyboard.type(str(other))
    page.keyboard.press("Enter")
    expect(timeline).to_contain_text(f"#{other}")
    page.keyboard.press(";")
    expect(page.locator("#menu-aside [data-filters]")).to_be_focused()
    page.keyboard.type(word)
    page.keyboard.press("Enter")
    for _field in ("the topic", "the words"):
        page.keyboard.press("Tab")
    page.keyboard.type("Do you know this monitor?")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".aside__line")).to_contain_text("Do you know this monitor?")
    page.keyboard.press("Escape")
    page.keyboard.press(".")
    expect(page.locator(".menu:popover-open button:focus")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#talk-head")).to_contain_text("Waiting")
    page.keyboard.press(",")
    expect(page.locator("#menu-macro [data-filters]")).to_be_focused()
    page.keyboard.type(word)
    page.keyboard.press("Enter")
    expect(page.locator("#menu-macro form.macro button[type=submit]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(details.locator(".tags")).to_contain_text("called")
    page.keyboard.press("y")
    expect(page.locator(".menu:popover-open [data-filters]")).to_be_focused()
    page.keyboard.type(str(other))
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: urlparse(url).path == f"/desk/tickets/{other}/")
    expect(said(page, "merged")).to_be_visible()
    page.goto(f"{desk.url}/desk/tickets/{one}/")
    apart = page.get_by_role("button", name="Take apart")
    apart.press("Enter")
    expect(page.locator("#composer")).to_be_visible()
    page.keyboard.press("e")
    expect(said(page, "resolved")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.locator("#desk-ticket [data-key=e]").first).to_contain_text("Resolve")
