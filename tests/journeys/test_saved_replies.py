"""An agent answers with saved replies, by keyboard, and is warned before something half-done leaves."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.the_desk import RunningDesk, mail_from

# what is done a frame later comes after what a fast writer types meanwhile
LATE_FRAMES = "window.requestAnimationFrame = (call) => setTimeout(() => call(performance.now()), 600);"


def write_one(page: Page, desk: RunningDesk, name: str, **fields: str) -> None:
    page.goto(f"{desk.url}/desk/settings/replies/add/")
    page.fill("[name=name]", name)
    for field, value in fields.items():
        page.fill(f"[name={field}]", value)
    page.keyboard.press("Control+s")
    expect(page.locator("table").get_by_text(name, exact=True)).to_be_visible()


def open_ticket(page: Page, desk: RunningDesk, text: str = "Yazıcım bugün de çalışmıyor, yardım lütfen.") -> str:
    subject = f"Yazıcı {time.time_ns()}"
    page.goto(f"{desk.url}/desk/?view=all")
    desk.send(mail_from("Ozan Toprak", "ozan@musteri.example", subject, text), "ozan@musteri.example")
    page.locator("#list").get_by_text(subject).click()
    page.wait_for_url("**/desk/tickets/*/**")
    return subject


def test_a_slash_finds_a_saved_reply_and_enter_writes_it(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    mark = str(time.time_ns())
    write_one(
        page, desk, f"YAZICI ayarı {mark}", folder="Donanım",
        text_en="Dear {{requester.name}}",
        text_tr="Sayın {{requester.name}},\n\n“{{ticket.subject}}” için <kapatıp> açın: {{ticket.link}}.",
    )  # fmt: skip
    write_one(page, desk, f"Başka {mark}", text_en="Another one")
    subject = open_ticket(page, desk)
    rich = page.locator(".composer .rich")
    page.keyboard.press("r")
    expect(rich).to_be_focused()

    # in the middle of a line a slash is a slash; on an empty one it opens the list, and Escape closes it
    page.keyboard.type("and/or")
    expect(rich).to_have_text("and/or")
    page.keyboard.press("Enter")
    page.keyboard.press("/")
    search = page.locator("#menu-replies input")
    expect(search).to_be_focused()
    expect(page.locator("#menu-replies").get_by_text(f"Başka {mark}")).to_be_visible()
    page.keyboard.press("Escape")
    expect(search).to_be_hidden()
    expect(rich).to_be_focused()

    # words that were no search stay what they were: text
    page.keyboard.type("/etc")
    expect(search).to_have_value("etc")
    page.keyboard.press("Escape")
    expect(rich).to_contain_text("/etc")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")

    page.keyboard.press("/")
    expect(search).to_be_focused()
    page.keyboard.type(f"yazici DONANIM {mark}")
    page.keyboard.press("Enter")
    number = page.url.split("/tickets/")[1].split("/")[0]
    link = f"{desk.url}/requests/{number}/"
    expect(rich.locator("p")).to_have_text(["Sayın Ozan Toprak,", f"“{subject}” için <kapatıp> açın: {link}."])
    expect(rich.locator("a")).to_have_attribute("href", link)
    expect(rich).to_be_focused()
    page.keyboard.type(" Kolay gelsin.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".timeline").get_by_text("Kolay gelsin.")).to_be_visible()
    page.goto(f"{desk.url}/desk/settings/replies/")
    expect(page.locator("tr", has_text=f"YAZICI ayarı {mark}").locator("td.num")).to_have_text("1×")


def test_the_button_and_the_arrows_write_into_plain_text(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    mark = str(time.time_ns())
    write_one(page, desk, f"Plain {mark}", text_en="First line\nsecond line")
    page.evaluate("localStorage.setItem('derman-plain', '1')")
    open_ticket(page, desk)
    text = page.locator(".composer textarea[name=text]")
    page.keyboard.press("r")
    page.keyboard.type("Hello\n")
    page.locator("[popovertarget=menu-replies]").click()
    page.keyboard.type(mark)
    expect(page.locator("#menu-replies [data-reply]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(text).to_have_value("Hello\nFirst line\nsecond line")
    expect(text).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("/")
    expect(page.locator("#menu-replies input")).to_be_focused()
    page.keyboard.press("/")
    expect(text).to_have_value("Hello\nFirst line\nsecond line\n/")


@pytest.mark.parametrize("words", ["The form is Attached.", "FORM EKTE, iyi çalışmalar", "Form ilişikte."])
def test_a_promised_file_that_is_not_there_is_asked_about(screen, desk, words):
    page = screen.sign_in("aylin@ege.example")
    open_ticket(page, desk)
    page.keyboard.press("r")
    expect(page.locator(".composer .rich")).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    doubt = page.locator(".doubt")
    expect(doubt).to_be_visible()
    expect(page.locator(".timeline").get_by_text(words)).to_have_count(0)
    # whoever writes on is not asked until they send
    page.locator(".composer .rich").focus()
    page.keyboard.type(" Bye.")
    expect(doubt).to_be_hidden()
    page.keyboard.press("Control+Enter")
    expect(doubt.locator("[data-anyway]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".timeline").get_by_text("Bye.")).to_be_visible()


def test_a_promised_file_that_hangs_on_the_message_is_not_asked_about(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    open_ticket(page, desk)
    page.keyboard.press("r")
    expect(page.locator(".composer .rich")).to_be_focused()
    page.keyboard.type("Form ekte.")
    page.set_input_files(
        ".composer input[type=file]", {"name": "form.txt", "mimeType": "text/plain", "buffer": b"form"}
    )
    expect(page.locator(".composer__files input[name=files]")).to_have_count(1)
    page.locator("[data-send]").click()
    expect(page.locator(".timeline").get_by_text("Form ekte.")).to_be_visible()


def test_a_place_that_could_not_be_filled_is_shown_before_sending(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    mark = str(time.time_ns())
    write_one(page, desk, f"Name {mark}", text_en="Dear {{requester.name}}, yes.")
    subject = f"No name {mark}"
    page.goto(f"{desk.url}/desk/?view=all")
    desk.send(
        mail_from("", f"n{mark}@musteri.example", subject, "Please help me with this."), f"n{mark}@musteri.example"
    )
    page.add_init_script(LATE_FRAMES)
    page.reload()
    page.locator("#list").get_by_text(subject).click()
    page.wait_for_url("**/desk/tickets/*/**")
    page.keyboard.press("r")
    page.keyboard.press("/")
    page.keyboard.type(mark)
    page.keyboard.press("Enter")
    expect(page.locator(".composer .wrong")).to_contain_text("{{requester.name}}")
    page.keyboard.press("Control+Shift+Enter")
    expect(page.locator(".doubt")).to_contain_text("{{requester.name}}")
    page.locator("[data-anyway]").click()
    # what was asked for is done: sent, resolved, and on to the next one
    expect(page.locator(".toast", has_text="answered and resolved")).to_be_visible()
