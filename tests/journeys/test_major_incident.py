"""A surge becomes a major incident: two updates, one of them late, a joined ticket, the end, and what was learned."""

from __future__ import annotations

import re
import time

import psycopg
from playwright.sync_api import expect

from derman.site import postgres
from tests.journeys.test_portal import PHONE
from tests.journeys.test_vendors import sound

WORD = "Zephyr"  # what nothing else on this desk is called
MINUTE = 75  # seconds, with the worker's


def test_a_surge_becomes_a_major_incident(screen, desk, chromium):
    mark = time.time_ns()
    token = desk.derman("token", "create", "--email", "aylin@ege.example").split()[-1]
    subjects = ["Zephyr bağlantısı kopuyor", "Zephyr bağlantısı yok", "Zephyr connection drops"] * 2
    numbers = [
        desk.api(
            token,
            "/tickets",
            {
                "subject": subject,
                "text": f"{subject}, sabahtan beri.",
                "requester": {"email": f"z{place}.{mark}@ege.example"},
            },
        )["number"]
        for place, subject in enumerate(subjects)
    ]
    page = screen.sign_in("aylin@ege.example")
    surge = page.locator(".pr-surge", has_text=WORD)
    deadline = time.monotonic() + 200
    while time.monotonic() < deadline and not surge.count():
        page.goto(f"{desk.url}/desk/problems/")
        time.sleep(2)
    surge.get_by_role("link", name=re.compile("Declare")).click()
    page.fill("[name=title_en]", "Zephyr is away")
    page.fill("[name=title_tr]", "Zephyr çalışmıyor")
    page.fill("[name=impact_en]", "Nobody can connect.")
    page.fill("[name=impact_tr]", "Kimse bağlanamıyor.")
    page.select_option("[name=audience]", "everyone")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#head")).to_contain_text("Next update")
    major = int(page.url.rstrip("/").rsplit("/", 1)[1])
    sound(page)

    # a Turkish reader, on a phone, not signed in
    phone = chromium.new_context(**{**PHONE, "locale": "tr-TR"}).new_page()
    phone.goto(desk.url)
    expect(phone.get_by_text("Zephyr çalışmıyor").first).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    # whoever asked is told in their language
    mail = desk.post.wait_for(f"z0.{mark}@ege.example", beyond=1, timeout=MINUTE * 2)
    assert "Zephyr çalışmıyor" in mail.get_body(("plain",)).get_content()

    # a new ticket looks like it, without the page being loaded anew
    asks = {"subject": "Zephyr bağlantısı gitti", "text": "?", "requester": {"email": f"new.{mark}@ege.example"}}
    late = desk.api(token, "/tickets", asks)["number"]
    expect(page.locator("#tickets")).to_contain_text(f"#{late}", timeout=MINUTE * 2000)
    page.locator("h1").click()
    page.keyboard.press("j")
    expect(page.locator("#toasts")).to_contain_text("Joined")
    assert late not in numbers

    page.fill("[name=text_en]", "A cable is cut.")
    page.fill("[name=text_tr]", "Bir kablo kesilmiş.")
    page.select_option("#update [name=state]", "identified")
    page.locator("#update button[type=submit]").click()
    expect(page.locator("#timeline")).to_contain_text("Update written")

    # nobody writes again in time
    with psycopg.connect(postgres.start(desk.data / "postgres"), autocommit=True) as database:
        database.execute(
            "UPDATE majors_majorincident SET update_due_at = now() - interval '4 minutes', step_at = now()"
            " WHERE id = %s",
            [major],
        )
    expect(page.locator("#timeline")).to_contain_text("The next update is late", timeout=30_000)
    page.goto(f"{desk.url}/desk/obligations/")
    expect(page.locator("#owed")).to_contain_text("should have heard of it")
    page.goto(f"{desk.url}/desk/majors/{major}/")
    page.fill("[name=text_en]", "The cable is mended.")
    page.fill("[name=text_tr]", "Kablo onarıldı.")
    page.locator("#update button[type=submit]").click()
    expect(page.locator("#timeline")).to_contain_text("minutes late")

    page.locator("h1").click()
    page.keyboard.press("e")
    page.get_by_role("button", name=re.compile("Resolve and tell")).click()
    expect(page.locator("#head")).to_contain_text("Resolved")
    deadline = time.monotonic() + MINUTE * 2
    while desk.api(token, f"/tickets/{late}")["status"] != "resolved" and time.monotonic() < deadline:
        time.sleep(1)
    assert {desk.api(token, f"/tickets/{number}")["status"] for number in [*numbers, late]} == {"resolved"}

    page.keyboard.press("r")
    page.fill("[name=went_well]", "One lead.")
    page.fill("[name=cause]", "An excavator.")
    page.locator("form[data-saves] button[type=submit]").click()
    page.fill("[name=title]", "A second cable")
    page.select_option("[name=owner]", index=1)
    page.fill("[name=due_on]", "2027-01-15")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("#actions")).to_contain_text("A second cable")
    page.get_by_role("button", name="The review is done").click()
    expect(page.locator("main")).to_contain_text("Reviewed")
    sound(page)
    page.goto(f"{desk.url}/desk/majors/{major}/report/")
    expect(page.locator(".mi-report")).to_contain_text("An excavator.")
    sound(page)
