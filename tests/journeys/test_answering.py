"""An agent answers: later, with a reminder, to somebody outside, with files and pictures; all of it by keyboard."""

from __future__ import annotations

import time
from email import message_from_bytes, policy

from playwright.sync_api import Page, expect

from tests.journeys.test_saved_replies import open_ticket
from tests.journeys.the_desk import RunningDesk, mail_from

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c6300010000050001"
    "0d0a2db40000000049454e44ae426082"
)


def writes(page: Page, text: str) -> None:
    page.keyboard.press("r")
    expect(page.locator(".composer .rich")).to_be_focused()
    page.keyboard.type(text)


def command(page: Page, words: str) -> None:
    """What the palette does, as somebody without a mouse finds it."""
    page.keyboard.press("Control+k")
    page.keyboard.type(words)  # at once: no letter may be lost, whatever else the page does
    expect(page.locator("dialog[open] input")).to_have_value(words)
    page.keyboard.press("Enter")


def test_an_answer_leaves_tomorrow_or_now_or_not_at_all(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    open_ticket(page, desk)
    writes(page, "Good morning!")
    command(page, "Send tomorrow at 9:00")
    waits = page.locator(".msg--later")
    expect(waits).to_contain_text("Good morning!")
    expect(waits).to_contain_text("09:00")
    expect(page.locator(".composer .rich")).to_have_count(0)
    assert not [mail for mail in desk.post.received if b"Good morning!" in mail.content]

    command(page, "Take back the answer that waits")
    expect(waits).to_have_count(0)
    expect(page.locator(".composer .rich")).to_have_text("Good morning!")
    page.locator(".composer .rich").focus()
    page.keyboard.press("Escape")
    command(page, "Send tomorrow at 9:00")
    expect(waits).to_be_visible()
    command(page, "Send the answer that waits now")
    expect(waits).to_have_count(0)
    expect(page.locator(".msg--agent")).to_contain_text("Good morning!")


def test_the_answer_to_a_press_counts_though_a_signal_took_the_button_away(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    open_ticket(page, desk)
    writes(page, "Good afternoon!")
    command(page, "Send tomorrow at 9:00")
    waits = page.locator(".msg--later")
    expect(waits).to_be_visible()

    def late(route):
        answer = route.fetch()
        expect(waits).to_have_count(0)  # the signal came first, and the button is no more
        route.fulfill(response=answer)

    page.route("**/take-back/", late)
    command(page, "Take back the answer that waits")
    expect(page.locator(".composer .rich")).to_have_text("Good afternoon!")
    expect(page.locator(".toast", has_text="Taken back")).to_be_visible()


def test_when_the_requester_writes_before_the_answer_is_held(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    subject = open_ticket(page, desk)
    writes(page, "See you on Monday.")
    command(page, "Send on Monday at 9:00")
    expect(page.locator(".msg--later")).to_be_visible()
    answered = desk.post.wait_for("ozan@musteri.example")
    for mail in desk.post.received:  # the auto-reply of this very ticket
        parsed = message_from_bytes(mail.content, policy=policy.default)
        if subject in str(parsed["Subject"]):
            answered = parsed
    reply_to = str(answered["Reply-To"]).split("<")[-1].strip(">")
    mail = mail_from("Ozan Toprak", "ozan@musteri.example", f"Re: {subject}", "It is worse now.")
    desk.send(mail, "ozan@musteri.example", to=reply_to)
    if subject in str(answered["Subject"]):
        expect(page.locator(".msg--later")).to_contain_text("Held back")
        expect(page.locator(".timeline")).to_contain_text("the requester wrote meanwhile")


def test_a_ticket_comes_back_unless_they_reply(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    open_ticket(page, desk)
    writes(page, "Did that help?")
    command(page, "Send, and bring back in 3 days")
    expect(page.locator(".timeline")).to_contain_text("Comes back on")
    expect(page.locator("#talk-head")).to_contain_text("Waiting until a date")


def test_a_message_is_forwarded_and_the_answer_comes_to_the_ticket(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    subject = open_ticket(page, desk)
    vendor = f"help{time.time_ns()}@vendor.example"
    page.keyboard.press("f")
    expect(page.locator("#forward-to")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".composer .wrong")).to_contain_text("address")
    page.keyboard.type(vendor)
    page.keyboard.press("Enter")
    expect(page.locator(".composer .rich")).to_be_focused()
    page.keyboard.type("Do you know this printer?")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".timeline")).to_contain_text(f"forwarded to {vendor}")
    expect(page.locator(".composer")).to_have_attribute("data-mode", "reply")

    mail = desk.post.wait_for(vendor)
    text = mail.get_body(("plain",))
    assert text is not None and "Do you know this printer?" in text.get_content()
    assert "Yazıcım bugün" in text.get_content()
    back = str(mail["Reply-To"]).split("<")[-1].strip(">")
    desk.send(mail_from("Vendor", vendor, f"Re: Fwd: {subject}", "Yes: replace the belt."), vendor, to=back)
    answer = page.locator(".msg", has_text="replace the belt")
    expect(answer).to_contain_text("Outside")
    expect(answer).to_contain_text("the requester does not see this")


def test_a_file_of_the_ticket_goes_along_again(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    open_ticket(page, desk)
    writes(page, "Here it is.")
    given = {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"plan"}
    page.set_input_files(".composer input[type=file]", given)
    expect(page.locator(".composer__files input[name=files]")).to_have_count(1)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg--agent .file")).to_contain_text("plan.txt")
    writes(page, "And again.")
    command(page, "Attach a file of this ticket again")
    page.locator("#menu-files [data-again]").press("Enter")
    expect(page.locator(".composer__files input[name=files]")).to_have_count(1)
    page.locator(".composer .rich").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg--agent .file")).to_have_count(2)


def test_a_pasted_and_a_dropped_picture_stand_in_the_text(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    open_ticket(page, desk)
    page.set_viewport_size({"width": 1440, "height": 520})  # so that the timeline is longer than what is seen of it
    writes(page, "Look: ")
    give = """([kind, target, bytes]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], `${kind}.png`, { type: "image/png" }));
        const how = { bubbles: true, cancelable: true };
        const event = kind === "paste" ? new ClipboardEvent(kind, { ...how, clipboardData: data })
          : new DragEvent(kind, { ...how, dataTransfer: data });
        document.querySelector(target).dispatchEvent(event);
    }"""
    page.evaluate(give, ["paste", ".composer .rich", list(PNG)])
    expect(page.locator(".composer .rich img:not(.ProseMirror-separator)")).to_have_count(1)
    page.evaluate(give, ["drop", ".timeline", list(PNG)])
    expect(page.locator(".composer .rich img:not(.ProseMirror-separator)")).to_have_count(2)
    page.locator(".composer .rich").focus()

    command(page, "More recipients")
    page.keyboard.press("Tab")
    page.keyboard.type("nobody")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#cc-wrong")).to_contain_text("nobody")
    expect(page.locator("#cc")).to_be_focused()
    expect(page.locator(".toast")).to_have_count(0)
    screen.errors.clear()  # the browser's console names every 400
    page.keyboard.type("@ege.example")
    expect(page.locator("#cc-wrong")).to_have_count(0)

    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg--agent .body img")).to_have_count(2)
    expect(page.locator(".msg--agent")).to_contain_text("nobody@ege.example")
    expect(page.locator(".msg--agent .body")).to_be_in_viewport()


def test_sending_by_key_leaves_the_text_as_it_is_wherever_the_caret_stands(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    open_ticket(page, desk)
    writes(page, "Hello wonderful world")
    for _letter in " world":
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Control+Shift+ArrowLeft")
    assert page.evaluate("getSelection().toString()") == "wonderful"
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg--agent .body")).to_have_text("Hello wonderful world")
    assert page.locator(".msg--agent .body br").count() == 0


def test_what_is_typed_survives_a_crash_and_another_device(screen, desk, chromium):
    page = screen.sign_in("aylin@ege.example")
    open_ticket(page, desk)
    writes(page, "Half a sente")
    expect(page.locator(".composer .saved")).to_have_text("Draft saved")
    other = chromium.new_context(storage_state=page.context.storage_state()).new_page()
    address = page.url
    page.close(run_before_unload=False)
    other.goto(address)
    expect(other.locator(".composer .rich")).to_have_text("Half a sente")
    other.context.close()


def test_words_for_an_attachment_are_known_in_their_forms(screen, desk):
    page = screen.sign_in("aylin@ege.example")
    open_ticket(page, desk)
    for words, asks in (
        ("Belge ektedir.", True),
        ("E-postanın EKİNDE bulabilirsiniz.", True),
        ("Dosyayı ekledim.", True),
        ("Formu iliştiriyorum.", True),
        ("I am attaching the form.", True),
        ("I attach the log.", True),
        ("Gönderdiğiniz formu doldurup ekte iletiyorum.", True),
    ):
        writes(page, words)
        page.keyboard.press("Control+Enter")
        expect(page.locator(".doubt")).to_be_visible(visible=asks)
        page.locator(".composer .rich").focus()
        page.keyboard.press("Control+a")
        page.keyboard.press("Delete")
        page.keyboard.press("Escape")
    for words in ("Sizi gruba ekledim.", "The attachment you sent cannot be opened.", "Ekteki dosyanızı aldık."):
        writes(page, words)
        page.keyboard.press("Control+Enter")
        expect(page.locator(".msg--agent").last).to_contain_text(words)


def test_a_conversation_is_taken_along(screen, desk: RunningDesk):
    page = screen.sign_in("aylin@ege.example")
    open_ticket(page, desk)
    page.keyboard.press("n")
    expect(page.locator(".composer .rich")).to_be_focused()
    page.keyboard.type("He is difficult.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg--note")).to_contain_text("difficult")
    command(page, "Print or download the conversation")
    page.wait_for_url("**/print/")
    expect(page.locator("main")).to_contain_text("Yazıcım bugün")
    expect(page.locator("main")).not_to_contain_text("difficult")
    page.get_by_role("link", name="With notes").click()
    expect(page.locator("main")).to_contain_text("difficult")
    with page.expect_download() as waited:
        page.get_by_role("link", name="As a PDF").click()
    assert waited.value.path().read_bytes().startswith(b"%PDF-")
    with page.expect_download() as waited:
        page.get_by_role("link", name=".eml").click()
    assert b"difficult" in waited.value.path().read_bytes()


def test_a_page_left_open_does_not_overwrite_what_was_typed_on_the_phone(screen, desk, chromium):
    page = screen.sign_in("aylin@ege.example")
    open_ticket(page, desk)
    writes(page, "Half a sente")
    expect(page.locator(".composer .saved")).to_have_text("Draft saved")
    phone = chromium.new_context(storage_state=page.context.storage_state()).new_page()
    phone.goto(page.url)
    expect(phone.locator(".composer .rich")).to_have_text("Half a sente")
    phone.locator(".composer .rich").focus()
    phone.keyboard.press("Control+End")
    phone.keyboard.type("nce is whole now.")
    expect(phone.locator(".composer .saved")).to_have_text("Draft saved")
    phone.context.close()

    page.keyboard.type("x")
    expect(page.locator(".elsewhere")).to_be_visible()
    screen.errors.clear()  # the browser's console names every 409
    page.get_by_role("button", name="Show that text").click()
    expect(page.locator(".composer .rich")).to_have_text("Half a sentence is whole now.")
    expect(page.locator(".elsewhere")).to_be_hidden()
    page.locator(".composer .rich").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Really.")
    expect(page.locator(".composer .saved")).to_have_text("Draft saved")
    expect(page.locator(".elsewhere")).to_be_hidden()
