"""Two tickets about one thing, joined and parted by keyboard."""

from __future__ import annotations

import time

from playwright.sync_api import expect

from tests.journeys.the_desk import mail_from


def test_two_tickets_become_one_and_two_again(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/?view=all")
    asker = f"zeynep{time.time_ns()}@musteri.example"
    first, second = (f"Tarayıcı {name} {time.time_ns()}" for name in ("bir", "iki"))
    desk.send(mail_from("Zeynep Ak", asker, first, f"{first} bozuk."), asker)
    numbered = desk.post.wait_for(asker)  # the auto-reply, to which she answers later
    desk.send(mail_from("Zeynep Ak", asker, second, f"{second} bozuk."), asker)
    page.locator("#list").get_by_text(second).click()
    page.wait_for_url("**/desk/tickets/*/**")
    number = page.locator("#desk-ticket .num").first.inner_text()
    page.locator("#list").get_by_text(first).click()
    expect(page.locator("#desk-ticket h1")).to_have_text(first)
    gone = page.url

    page.keyboard.press("y")
    expect(page.get_by_placeholder("Number of the other ticket").first).to_be_focused()
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    expect(page.locator("#desk-ticket h1")).to_have_text(second)
    expect(page.locator(".timeline .msg")).to_have_count(2)

    # an answer to the one that is gone comes where the conversation goes on
    reply_to = str(numbered["Reply-To"]).split("<")[-1].strip(">")
    desk.send(mail_from("Zeynep Ak", asker, f"Re: {first}", "Hâlâ bozuk."), asker, to=reply_to)
    expect(page.locator(".timeline .msg", has_text="Hâlâ bozuk.")).to_be_visible()

    page.goto(gone)
    expect(page.locator(".composer")).to_have_count(0)
    page.keyboard.press("Control+k")
    page.keyboard.type("Take the two tickets apart")
    page.keyboard.press("Enter")
    expect(page.locator(".toast", has_text="two tickets again")).to_be_visible()
    expect(page.locator(".timeline .msg")).to_have_count(2)  # what was meant for it came along
    expect(page.locator(".timeline .msg").last).to_contain_text("Hâlâ bozuk.")
    expect(page.locator(".composer")).to_be_visible()


def test_a_tag_is_typed_and_entered(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/?view=all")
    subject = f"Etiket {time.time_ns()}"
    desk.send(mail_from("Ozan Toprak", "ozan@musteri.example", subject, "Metin."), "ozan@musteri.example")
    page.locator("#list").get_by_text(subject).click()
    page.wait_for_url("**/desk/tickets/*/**")
    page.keyboard.press("Control+k")
    page.keyboard.type("Add a tag")
    page.keyboard.press("Enter")
    expect(page.get_by_placeholder("Find").last).to_be_focused()
    page.keyboard.type("vip")
    page.keyboard.press("Enter")
    expect(page.locator(".tags .chip", has_text="vip")).to_be_visible()
