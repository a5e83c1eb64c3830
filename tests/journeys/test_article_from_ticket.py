"""An article is written from a ticket, reviewed by a second person, published, and found at once."""

from __future__ import annotations

import re
import time

from playwright.sync_api import expect

from tests.journeys.the_desk import PASSWORD, link_in

# as Word writes it to the clipboard: lists are paragraphs with their bullets as text
FROM_WORD = "".join(
    f"<p class=MsoListParagraph style='mso-list:l{number} level1 lfo1'><span style='mso-list:Ignore'>{bullet}"
    f"<span>&nbsp; </span></span>{words}<o:p></o:p></p>"
    for number, bullet, words in ((0, "·", "A thing"), (1, "1.", "One step"), (1, "2.", "Another"))
)
PASTE = """(html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(paste);
}"""


def test_an_article_is_written_from_a_ticket_reviewed_published_and_found(screen, desk, chromium):
    word = f"plotter{time.time_ns() % 10**8}"
    token = desk.derman("token", "create", "--email", "aylin@ege.example").strip()
    writer = f"{word}.writer@ege.example"
    desk.api(token, "/people", {"email": writer, "name": "Ece Er", "role": "agent", "language": "en"})
    asked = {
        "subject": f"The {word} draws no lines",
        "text": "It has been empty since this morning.",
        "requester": {"email": f"{word}@ege.example", "name": "Nil Ak"},
    }
    number = desk.api(token, "/tickets", asked)["number"]
    desk.api(token, f"/tickets/{number}/messages", {"text": "Clean the pen, then choose Calibrate.", "public": True})
    page = screen.open("/accounts/login/")
    page.fill("input[name=login]", writer)
    page.get_by_role("button", name=re.compile("link", re.IGNORECASE)).click()
    page.goto(link_in(desk.post.wait_for(writer)))
    page.locator("main button.btn--main, form button.btn--main").first.click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    page.goto(f"{desk.url}/desk/tickets/{number}/")
    page.locator("form[action*='/desk/knowledge/from/'] button").dispatch_event("click")
    page.wait_for_url("**/desk/knowledge/**")
    expect(page.locator("input[name=title]")).to_have_value(asked["subject"])
    editor = page.locator("[contenteditable=true]").first
    expect(editor).to_contain_text("choose Calibrate")
    while page.locator("mark[data-personal]").count():
        page.locator("mark[data-personal]").first.dblclick()
        page.keyboard.press("Delete")
    # the key saves, and what is selected stays
    page.get_by_text("choose Calibrate").first.click(click_count=3)
    page.keyboard.press("Control+Enter")
    expect(editor).to_contain_text("Clean the pen, then choose Calibrate.")
    assert page.locator("[contenteditable=true] p > br:not(.ProseMirror-trailingBreak)").count() == 0
    page.get_by_role("button", name="Send for review").click()
    expect(page.get_by_text("In review").first).to_be_visible()

    window = chromium.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    reviewer = window.new_page()
    reviewer.goto(f"{desk.url}/accounts/login/")
    reviewer.fill("input[name=login]", "aylin@ege.example")
    reviewer.fill("input[name=password]", PASSWORD)
    reviewer.press("input[name=password]", "Enter")
    reviewer.wait_for_url(lambda url: "/accounts/login" not in url)
    reviewer.goto(f"{desk.url}/accounts/notifications/")
    expect(reviewer.get_by_text("asks for a review").first).to_be_visible()
    reviewer.get_by_role("link", name=asked["subject"]).click()
    assert page.request.get(f"{desk.url}/kb/?q={word}").text().count("Calibrate") == 0
    reviewer.get_by_role("button", name="Publish", exact=True).click()
    expect(reviewer.get_by_role("button", name="Withdraw")).to_be_visible()
    begun = time.perf_counter()
    page.goto(f"{desk.url}/kb/?q={word}")
    expect(page.locator("main a", has_text=word).first).to_be_visible()
    assert time.perf_counter() - begun < 5  # one search; the index is right with the publishing itself

    # who writes on in what is published has a draft, and its button beside it; what comes from Word is plain
    written = reviewer.locator("[contenteditable=true]").first
    written.press("Control+Home")
    reviewer.locator("[data-tool=tip]").click()
    reviewer.keyboard.type("Nice. ")
    expect(written.locator("[data-callout=tip]")).to_contain_text("Nice.")
    written.press("Control+End")
    reviewer.keyboard.press("Enter")
    noise: list[str] = []
    reviewer.on("console", lambda line: noise.append(line.text) if line.type == "error" else None)
    reviewer.evaluate(PASTE, FROM_WORD)
    expect(written.locator("ol > li")).to_have_text(["One step", "Another"])
    expect(written.locator("ul > li")).to_have_text(["A thing"])
    assert noise == []  # a style that the policy forbids would be reported
    expect(reviewer.get_by_role("button", name="Publish", exact=True)).to_be_visible()
    reviewer.keyboard.press("Control+s")
    reviewer.get_by_role("button", name="Publish", exact=True).click()
    expect(reviewer.get_by_role("button", name="Withdraw")).to_be_visible()
    page.reload()
    expect(page.get_by_role("link", name=word).first).to_be_visible()
    window.close()
