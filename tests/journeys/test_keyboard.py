"""The workspace with the keyboard alone, in Turkish, and on a phone."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.the_desk import mail_from


def three_mails(desk) -> list[str]:
    subjects = [f"Klavye {index} {time.time_ns()}" for index in range(3)]
    for subject in subjects:
        desk.send(mail_from("Ozan Toprak", "ozan@musteri.example", subject, "Metin."), "ozan@musteri.example")
    return subjects


def test_an_agent_works_without_a_mouse(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/?view=all")
    subjects = three_mails(desk)
    expect(page.locator("#list").get_by_text(subjects[-1])).to_be_visible()

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/tickets/*/**")
    opened = page.url

    page.keyboard.press("n")
    page.keyboard.type("Only we see this.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg--note").get_by_text("Only we see this.")).to_be_visible()
    expect(page.locator("#composer .saved")).to_be_empty()
    page.locator("h1").first.focus()

    page.keyboard.press("d")
    page.keyboard.type("soon")
    page.keyboard.press("Enter")
    expect(page.locator("#time-spent-wrong")).to_be_visible()
    expect(page.locator("#time-spent")).to_have_value("soon")
    screen.errors.clear()  # the browser's console names every 400
    page.keyboard.press("Escape")

    page.keyboard.press("e")
    # that of the note may still be there
    resolved = page.locator(".toast", has_text="resolved").get_by_role("button")
    resolved.press("Enter")
    expect(resolved).to_be_hidden()
    page.goto(opened)
    expect(page.locator(".msg--note").get_by_text("Only we see this.")).to_be_visible()

    page.locator("body").press("?")
    expect(page.locator("dialog[open], [popover]:popover-open").first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.locator(".palette:visible")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type(subjects[0][:9])
    expect(page.locator("#list").get_by_text(subjects[0])).to_be_visible()


def test_one_key_press_sends_resolves_and_opens_the_next(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/?view=unassigned")
    subjects = three_mails(desk)
    expect(page.locator("#list").get_by_text(subjects[-1])).to_be_visible()
    page.keyboard.press("x")
    page.wait_for_url("**/desk/tickets/*/**")
    first = page.url
    page.keyboard.press("r")
    page.locator(".composer .ProseMirror").wait_for()
    page.keyboard.type("It works again.")
    page.keyboard.press("Control+Shift+Enter")
    page.wait_for_url(lambda url: "/desk/tickets/" in url and url != first)

    expect(page.locator(".toast", has_text="answered and resolved")).to_be_visible()
    # the next ticket alone took the place of the one before, within the same desk
    expect(page.locator(".rail")).to_have_count(1)
    expect(page.locator(".composer")).to_have_count(1)
    expect(page.locator("#desk-ticket .num").first).to_contain_text(page.url.rstrip("/").rpartition("/")[2])
    sent, toast = page.locator("[data-send]").bounding_box(), page.locator("#toasts").bounding_box()
    assert sent["x"] + sent["width"] <= toast["x"] or sent["y"] + sent["height"] <= toast["y"]


def test_what_was_found_stays_when_a_mail_comes_and_the_view_comes_back(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/?view=all")
    wanted = three_mails(desk)[0]
    lines = page.locator("#rows .ticket")
    expect(page.locator("#list").get_by_text(wanted)).to_be_visible()
    page.fill("#q", wanted)
    expect(lines).to_have_count(1)

    with page.expect_response("**/desk/search/**") as again:
        other = three_mails(desk)[-1]
    assert again.value.ok
    page.wait_for_timeout(500)
    expect(lines).to_have_count(1)

    page.fill("#q", "")
    # nobody has taken them: in the view of one's own they are not
    expect(page.locator("#list").get_by_text(other)).to_be_visible()


def test_keys_pressed_while_a_ticket_comes_are_for_that_ticket(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/?view=all")
    first, *_others, last = three_mails(desk)
    page.locator("#list").get_by_text(first).click()
    expect(page.locator("#desk-ticket h1")).to_contain_text(first)
    held: list[Any] = []
    coming = re.compile(r"/desk/tickets/\d+/(\?.*)?$")
    page.route(coming, lambda route: held.append(route))
    with page.expect_request(coming):
        page.locator("#list").get_by_text(last).click()
    page.keyboard.type("rCome by")
    expect(page.locator("#desk-ticket h1")).to_contain_text(first)
    held[0].continue_()
    expect(page.locator("#desk-ticket h1")).to_contain_text(last)
    page.keyboard.type(" at noon")
    expect(page.locator(".composer .rich")).to_have_text("Come by at noon")


def test_no_letter_is_lost_while_the_editor_comes(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/?view=all")
    subject = three_mails(desk)[-1]
    page.locator("#list").get_by_text(subject).click()
    page.wait_for_url("**/desk/tickets/*/**")
    # every one of these letters is a key of the page too: one that strays would be a command
    text = "rename the jackets " * 12
    page.keyboard.press("n")
    page.keyboard.type(text, delay=4)
    expect(page.locator(".composer .rich")).to_have_text(text.strip())


def test_what_left_before_the_editor_came_is_taken_back_by_key(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/?view=all")
    subject = three_mails(desk)[-1]
    page.locator("#list").get_by_text(subject).click()
    expect(page.locator("#desk-ticket h1")).to_contain_text(subject)
    held: list[Any] = []
    page.route("**/tiptap*.js", lambda route: held.append(route))
    with page.expect_request("**/tiptap*.js"):
        page.keyboard.press("r")
    page.keyboard.type("Too early")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg--agent")).to_be_visible()  # a live signal may show it before the answer is there
    expect(page.locator(".composer [name=text]")).to_have_value("")
    held[0].continue_()
    expect(page.locator(".composer.rich-on")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.locator(".msg--agent")).to_have_count(0)
    expect(page.locator(".composer .rich")).to_have_text("Too early")


def test_the_editor_that_comes_late_leaves_one_where_one_went(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/?view=all")
    page.locator("#list").get_by_text(three_mails(desk)[-1]).click()
    page.wait_for_url("**/desk/tickets/*/**")
    held: list[Any] = []
    page.route("**/tiptap*.js", lambda route: held.append(route))
    with page.expect_request("**/tiptap*.js"):
        page.keyboard.press("r")
    page.evaluate("document.getElementById('menu-side-link').showPopover()")
    expect(page.locator("#link-other")).to_be_focused()
    held[0].continue_()
    expect(page.locator(".composer.rich-on, .composer .rich-on")).to_be_visible()
    expect(page.locator("#link-other")).to_be_focused()


def test_what_the_menu_chose_holds_for_one_time(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/?view=all")
    subject = three_mails(desk)[-1]
    page.locator("#list").get_by_text(subject).click()
    page.wait_for_url("**/desk/tickets/*/**")
    page.locator(".composer__send [popovertarget]").click()
    page.locator("#menu-send [data-then=resolved]:not([data-next])").click()
    expect(page.locator(".composer .wrong")).to_be_visible()  # nothing is written yet
    assert page.locator(".composer [name=then]").input_value() == "waiting"
    # what is wrong in a menu is seen there: the press that sends would close it
    page.evaluate("document.getElementById('menu-side-link').showPopover()")
    page.locator("#menu-side-link [type=submit]").press("Enter")
    expect(page.locator("#menu-side-link .wrong")).to_be_visible()
    expect(page.locator("#link-other")).to_be_focused()
    page.evaluate("document.getElementById('menu-side-priority').showPopover()")
    page.fill("#menu-side-priority [data-filters]", "zzzz")
    expect(page.locator("#menu-side-priority [data-none-fits]")).to_be_visible()


def test_a_draft_is_kept_as_one_types(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/?view=all")
    subject = three_mails(desk)[-1]
    page.locator("#list").get_by_text(subject).click()
    page.wait_for_url("**/desk/tickets/*/**")
    page.keyboard.press("r")
    page.keyboard.type("Not finished yet")
    expect(page.locator(".composer .saved")).not_to_be_empty()
    page.reload()
    expect(page.locator(".composer textarea[name=text]")).to_have_value("Not finished yet")

    page.keyboard.press("r")
    page.keyboard.type(", but soon")
    expect(page.locator(".composer [contenteditable=true]")).to_have_text("Not finished yet, but soon")


@pytest.mark.parametrize("screen", [{"viewport": {"width": 390, "height": 844}}], indirect=True)
def test_on_a_phone_the_list_and_the_ticket_are_pages_of_their_own(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/?view=all")
    subject = three_mails(desk)[-1]
    row = page.locator("#list").get_by_text(subject)
    expect(row).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    row.click()
    expect(page.locator(".timeline")).to_be_visible()
    expect(page.locator("#list .ticket").first).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    # keys of the list turn to it
    opened = page.url
    page.keyboard.press("v")
    expect(page.locator("#menu-views")).to_be_visible()
    page.goto(opened)
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    # what does not fit is taken in whole, and told of
    page.evaluate("document.getElementById('q').maxLength = 9")
    page.keyboard.insert_text(subject)
    expect(page.locator("#q")).to_have_value(subject)
    expect(page.locator("#q-wrong")).to_contain_text("9")


@pytest.mark.parametrize(
    "screen",
    [{"locale": "tr-TR"}, {"locale": "tr-TR", "viewport": {"width": 390, "height": 844}}],
    indirect=True,
    ids=["wide", "phone"],
)
def test_the_views_stand_in_one_line_and_the_keys_reach_each(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/?view=spam")
    line = page.locator("#views")
    tops = "links => new Set(links.map(link => link.offsetTop)).size"
    assert line.locator("a").evaluate_all(tops) == 1
    expect(line.locator("[aria-current]")).to_be_in_viewport(ratio=0.9)
    # behind it may stand what people keep
    expect(line).to_have_attribute("data-goes-on", re.compile("^before"))

    page.keyboard.press("v")
    expect(page.locator("#menu-views [aria-current]")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/?view=mine")
    expect(line.locator("[aria-current]")).to_be_in_viewport(ratio=0.9)
    expect(line).to_have_attribute("data-goes-on", "after")


def test_a_line_that_is_pressed_stays_the_same_line_while_the_list_is_got_anew(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/?view=all")
    subjects = three_mails(desk)
    expect(page.locator("#list").get_by_text(subjects[-1])).to_be_visible()
    line = page.locator("#rows li", has_text=subjects[-1])
    line.evaluate("line => { for (const part of line.querySelectorAll('*')) part.stays = true }")
    more = three_mails(desk)
    expect(page.locator("#list").get_by_text(more[-1])).to_be_visible()
    replaced = line.evaluate(
        "line => [...line.querySelectorAll('*')].filter((part) => !part.stays).map((p) => p.outerHTML)"
    )
    assert replaced == []
