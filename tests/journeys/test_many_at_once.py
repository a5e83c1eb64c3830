"""Many tickets at once, and what else is done to one, by keyboard alone; axe looks at each step."""

from __future__ import annotations

import re
import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.the_desk import mail_from


def serious(page) -> list[tuple[str, str]]:
    """What axe finds that keeps people out."""
    found = Axe().run(page).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"][:160]) for rule in found if rule["impact"] in ("serious", "critical")]


def test_many_are_chosen_changed_and_taken_back_without_a_mouse(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/?view=all")
    mark = f"Toplu {time.time_ns()}"
    for number in range(3):
        desk.send(
            mail_from("Ozan Toprak", "ozan@musteri.example", f"{mark} {number}", "Metin."), "ozan@musteri.example"
        )
        expect(page.locator("#list").get_by_text(f"{mark} {number}")).to_be_visible()

    # not by J from the top: what was pinned before stands there
    page.locator("#list .ticket > a", has_text=f"{mark} 2").focus()
    page.keyboard.press("s")
    expect(page.locator("[data-picked]")).to_have_text("1 chosen")
    expect(page.locator("#rows .chooses input").first).to_have_css("opacity", "1")
    page.keyboard.press("Shift+J")
    page.keyboard.press("Shift+J")
    expect(page.locator("[data-picked]")).to_have_text("3 chosen")
    assert serious(page) == []

    page.keyboard.press("b")
    expect(page.locator("#many-title")).to_have_text("Change 3 tickets")
    expect(page.locator("#many-assignee")).to_be_focused()
    assert serious(page) == []
    page.locator("#many-priority").press("h")  # High
    expect(page.locator("#many-foreseen")).to_contain_text("3 tickets will change.")
    page.locator("#many-add").focus()
    page.keyboard.type("toplu")
    page.keyboard.press("Enter")
    expect(page.locator("#many-body")).to_contain_text("3 tickets changed.")
    expect(page.locator("#list .ticket", has_text=mark).first).to_contain_text("High")
    assert serious(page) == []

    back = page.get_by_role("button", name="Take all of it back")
    back.press("Enter")
    expect(page.locator("#many-body")).to_contain_text("3 tickets are as before.")
    page.keyboard.press("Escape")
    expect(page.locator("dialog#many")).to_be_hidden()
    expect(page.locator("#list .ticket", has_text=mark).first).not_to_contain_text("High")


def test_a_ticket_is_pinned_watched_copied_and_deleted_without_a_mouse(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/?view=all")
    subjects = [f"Tek {name} {time.time_ns()}" for name in ("bir", "iki")]
    for subject in subjects:
        desk.send(mail_from("Ozan Toprak", "ozan@musteri.example", subject, "Metin."), "ozan@musteri.example")
        expect(page.locator("#list").get_by_text(subject)).to_be_visible()
    page.locator("#list .ticket a", has_text=subjects[0]).press("Enter")
    expect(page.locator("#desk-ticket h1")).to_have_text(subjects[0])
    address = page.url

    page.keyboard.press("o")
    expect(page.locator("#list .ticket").first).to_contain_text(subjects[0])
    expect(page.locator("#list .ticket").first).to_contain_text("Pinned")
    page.keyboard.press("l")
    expect(page.get_by_role("button", name="Stop watching")).to_be_visible()
    assert serious(page) == []
    page.keyboard.press("o")
    expect(page.locator("#list .ticket", has_text=subjects[0])).not_to_contain_text("Pinned")

    page.keyboard.press("Control+k")
    page.keyboard.type("Copy into a new ticket")
    page.keyboard.press("Enter")
    expect(page.locator("#copy-text")).to_be_focused()
    expect(page.locator("#copy-text")).to_have_value(re.compile("Metin"))
    assert serious(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".toast", has_text="is a copy of")).to_be_visible()
    expect(page.locator("#desk-ticket .timeline")).to_contain_text("Copied from")

    page.goto(address)
    page.keyboard.press("Control+k")
    page.keyboard.type("Delete this ticket")
    page.keyboard.press("Enter")
    expect(page.locator(".toast", has_text="was deleted")).to_be_visible()
    expect(page.locator("#list").get_by_text(subjects[0]).first).to_be_hidden()
    page.goto(f"{desk.url}/desk/bin/")
    assert serious(page) == []
    page.get_by_role("button", name="Bring #").first.press("Enter")
    expect(page.locator("#desk-ticket h1")).to_have_text(subjects[0])
    assert page.url.split("?")[0] == address.split("?")[0]
