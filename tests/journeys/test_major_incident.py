"""A major incident from beginning to end in the browser: declared, told of, over, reviewed; and one that was none."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.journeys.test_vendors import sound


def _press(page, button) -> None:
    """A button that leads to another page, which is there afterwards."""
    with page.expect_navigation():
        button.click()


def _declare(page, desk, title: str, ticket: int | None = None) -> None:
    page.goto(f"{desk.url}/desk/majors/declare/" + (f"?ticket={ticket}" if ticket else ""))
    for code, words in (("en", title), ("tr", f"{title} TR")):
        page.fill(f"[name=title_{code}]", words)
        page.fill(f"[name=impact_{code}]", f"{words}: nobody can work.")
    _press(page, page.locator("form.mi-declare button[type=submit]"))
    expect(page.locator("h1")).to_contain_text(title)


def test_a_major_incident_is_declared_told_of_resolved_and_reviewed(screen, desk):
    mark = time.time_ns()
    title, token = (
        f"Warehouse scanner {mark}",
        desk.derman("token", "create", "--email", "aylin@ege.example").split()[-1],
    )

    def asked(who: str) -> int:
        asks = {"subject": f"Scanner {mark} is dead", "text": "x", "requester": {"email": f"{who}{mark}@ege.example"}}
        return int(desk.api(token, "/tickets", asks)["number"])

    first, second = asked("one"), asked("two")
    page = screen.sign_in("aylin@ege.example")
    _declare(page, desk, title, first)
    room = page.url.split("#")[0]
    sound(page)
    expect(page.locator("#tickets")).to_contain_text(f"#{first}")
    lead = page.locator("#roles [name=lead] option:checked").get_attribute("value")
    page.locator("#roles [name=scribe]").select_option(value=lead)
    _press(page, page.locator("#roles form").first.locator("button[type=submit]"))
    expect(page.locator("#timeline")).to_be_visible()
    assert page.locator("#roles [name=scribe] option:checked").get_attribute("value") == lead

    # what looks like it, as the radar would offer it, is joined with one key, and without loading the page anew
    desk.age(
        "INSERT INTO majors_likely (major_id, ticket_id, words, state, at)"
        " SELECT max(id), %s, '[\"scanner\"]', 'offered', now() FROM majors_majorincident ON CONFLICT DO NOTHING",
        second,
    )
    page.goto(room)
    page.keyboard.press("j")
    expect(page.locator(".pr-linked").get_by_text(f"#{second}").first).to_be_visible()
    expect(page.locator(".mi-likely")).to_have_count(0)

    page.fill("#update [name=text_en]", f"Two servers are away {mark}.")
    page.fill("#update [name=text_tr]", f"İki sunucu yok {mark}.")
    _press(page, page.locator("#update button[type=submit]"))
    expect(page.locator("body")).to_contain_text(f"Two servers are away {mark}.")
    # the minute in which it can be taken back is over
    desk.age("UPDATE majors_joined SET at = at - interval '5 minutes'")
    desk.age("UPDATE majors_update SET at = at - interval '5 minutes'")
    for who in ("one", "two"):
        desk.post.wait_for(f"{who}{mark}@ege.example", timeout=150)

    page.goto(f"{desk.url}/")
    expect(page.locator("body")).to_contain_text(title)  # the banner of the portal

    page.goto(f"{room}resolve/")
    page.fill("[name=text_en]", f"It is over {mark}.")
    page.fill("[name=text_tr]", f"Bitti {mark}.")
    _press(page, page.locator("button[name=tell]"))
    assert page.url.split("#")[0] == room

    page.goto(f"{room}review/")
    sound(page)
    page.fill("[name=went_well]", "Everybody knew who leads.")
    page.fill("[name=cause]", "A disk was full.")
    _press(page, page.locator("form:has([name=went_well]) button[type=submit]"))
    page.fill("[name=title]", f"An alarm {mark}")
    page.locator("[name=owner]").select_option(value=lead)
    page.fill("[name=due_on]", (datetime.now(UTC) + timedelta(days=3)).date().isoformat())
    _press(page, page.locator("form:has([name=due_on]) button[type=submit]"))
    expect(page.locator("#actions")).to_contain_text(f"An alarm {mark}")
    expect(page.locator("[name=went_well]")).to_have_value("Everybody knew who leads.")
    _press(page, page.locator("form[action$='/review/finish/'] button"))
    expect(page.locator("form[action$='/review/finish/']")).to_have_count(0)


def test_one_that_was_declared_by_mistake_is_withdrawn_and_leaves_the_portal(screen, desk):
    title = f"False alarm {time.time_ns()}"
    page = screen.sign_in("aylin@ege.example")
    _declare(page, desk, title)
    room = page.url.split("#")[0]
    page.goto(f"{desk.url}/")
    expect(page.locator("body")).to_contain_text(title)
    page.goto(f"{room}withdraw/")
    sound(page)
    _press(page, page.locator("main form[action$='/withdraw/'] button[type=submit]"))
    assert page.url.split("#")[0] == room
    page.goto(f"{desk.url}/")
    expect(page.locator("body")).not_to_contain_text(title)
    page.goto(f"{room}review/")
    expect(page.locator("main")).not_to_contain_text(title + " TR")
    expect(page.locator("form:has([name=went_well])")).to_have_count(0)
