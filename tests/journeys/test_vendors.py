"""A server fails: it is handed to a vendor by a guest page, who answers late, and the agent sees it come."""

from __future__ import annotations

import re
import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.test_portal import PHONE

LINK = re.compile(r"https?://\S+/vendor/\S+?/(?=\s|$)")


def sound(page: Page) -> None:
    """axe finds nothing serious here, and nothing is wider than the screen."""
    found = [one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")]
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"][:3]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_server_failure_goes_to_a_vendor_who_answers_late(screen, desk, chromium, tmp_path):
    mark = time.time_ns()
    address = f"destek{mark}@arda.example"
    token = desk.derman("token", "create", "--email", "aylin@ege.example").split()[-1]
    vendor = desk.api(token, "/vendors", {"name": f"Arda {mark}", "contacts": [{"name": "Can", "email": address}]})
    contract = {"number": "AS-7", "hours": "always", "response_minutes": 1}
    desk.api(token, f"/vendors/{vendor['id']}/contracts", contract)
    asks = {"subject": f"Server {mark}", "text": "The ERP is away.", "requester": {"email": f"m{mark}@ege.example"}}
    number = desk.api(token, "/tickets", asks)["number"]
    desk.api(token, f"/tickets/{number}/messages", {"text": "He is difficult.", "public": False})

    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/tickets/{number}/")
    page.keyboard.press("+")
    form = page.locator("#menu-side-vendor form")
    form.locator("[name=to]").select_option(value=f"{vendor['id']}:{vendor['contacts'][0]['id']}")
    form.locator("[name=text]").fill("Please look at the server.")
    form.locator("[name=message]").first.check()
    form.locator("button[type=submit]").click()
    expect(page.locator("#details, .side").get_by_text(f"Arda {mark}").first).to_be_visible()

    link = LINK.search(desk.post.wait_for(address).get_body(("plain",)).get_content())
    assert link is not None
    context = chromium.new_context(**PHONE)
    stranger = context.new_page()
    stranger.goto(link[0])
    expect(stranger.locator("body")).to_contain_text("Please look at the server.")
    expect(stranger.locator("body")).to_contain_text("The ERP is away.")
    expect(stranger.locator("body")).not_to_contain_text("difficult")
    sound(stranger)
    # the minute that the contract gives them is over
    desk.age(
        "UPDATE vendors_case SET sent_at = sent_at - interval '2 minutes',"
        " response_due = response_due - interval '2 minutes' WHERE ticket_id = %s",
        number,
    )
    (tmp_path / "log.txt").write_text("disk 3")
    stranger.fill("[name=text]", "Disk 3 is broken, a new one is on its way.")
    stranger.fill("[name=number]", "AS-48817")
    stranger.set_input_files("[name=upload]", str(tmp_path / "log.txt"))
    stranger.locator("main form button[type=submit]").click()
    expect(stranger.locator("body")).to_contain_text("Disk 3 is broken")

    # the agent's page was not loaded anew
    expect(page.get_by_text("Disk 3 is broken, a new one is on its way.")).to_be_visible()
    expect(page.get_by_text("log.txt").first).to_be_visible()
    page.goto(f"{desk.url}/desk/vendors/{vendor['id']}/")
    expect(page.locator("dl")).to_contain_text("0 of 1")
    sound(page)
    case = desk.api(token, f"/tickets/{number}/vendors")["items"][0]["id"]
    page.goto(f"{desk.url}/desk/vendors/tickets/{number}/{case}/")
    sound(page)
    page.locator("button[value=withdraw]").click()
    expect(page.locator("button[value=withdraw]")).to_have_count(0)
    answer = stranger.goto(link[0])
    assert answer is not None and answer.status == 410
    expect(stranger.locator("body")).not_to_contain_text("Disk 3")
    stranger.goto(link[0].replace("/vendor/", "/vendor/x"))  # a link that somebody made up
    expect(stranger.locator("body")).not_to_contain_text("ERP")
    context.close()
