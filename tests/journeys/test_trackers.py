"""L3 finds a bug: a known error, an issue at the makers, who comment and close it, and everybody is told."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
import urllib.request

from playwright.sync_api import expect

from derman.trackers.tests.github_server import Forge
from derman.trackers.tests.served import serving
from tests.journeys.test_vendors import sound

SOON = 45_000  # milliseconds: the undo time, the worker, and a slow machine


def news(address: str, forge: Forge, number: int, *, by: str) -> None:
    """What GitHub sends when an issue was closed."""
    told = {"action": "closed", "issue": {"number": number}, "repository": {"full_name": forge.project}}
    body = json.dumps(told).encode()
    headers = {
        "Content-Type": "application/json",
        "X-GitHub-Event": "issues",
        "X-GitHub-Delivery": str(time.time_ns()),
        "X-Hub-Signature-256": "sha256=" + hmac.new(by.encode(), body, hashlib.sha256).hexdigest(),
    }
    with urllib.request.urlopen(urllib.request.Request(address, body, headers)) as answer:
        assert answer.status == 202


def test_a_bug_found_at_l3_goes_up_to_the_makers_and_all_are_told(screen, desk):
    mark = time.time_ns()
    asker = f"m{mark}@ege.example"
    token = desk.derman("token", "create", "--email", "aylin@ege.example").split()[-1]
    asks = {
        "subject": f"Report {mark}",
        "text": "It ends with a timeout, says Zeynep Ada.",
        "requester": {"email": asker, "name": "Zeynep Ada"},
    }
    number = desk.api(token, "/tickets", asks)["number"]
    cause = {
        "title": f"Report {mark} times out",
        "description": "Since 8.2 the report ends after ten minutes.",
        "status": "known_error",
        "tickets": [number],
        "workarounds": {"en": "Run it for a week at a time.", "tr": "Hafta hafta çalıştırın."},
    }
    problem = desk.api(token, "/problems", cause)["number"]
    page = screen.sign_in("aylin@ege.example")
    with serving(Forge()) as forge:
        # the administrator writes down where the software is made, and tests it
        page.goto(f"{desk.url}/desk/settings/trackers/add/")
        sound(page)
        page.fill("[name=name]", f"ERP {mark}")
        page.fill("[name=address]", forge.url)
        page.check("[name=inside]", force=True)
        page.fill("[name=project]", forge.project)
        page.fill("[name=token]", "ghp_wrong")
        page.fill("[name=secret]", "s3cret")
        page.keyboard.press("Control+s")
        page.get_by_role("button", name="Test the connection").click()
        expect(page.get_by_text("does not take the token (401)").first).to_be_visible()
        page.fill("[name=token]", forge.token)
        page.keyboard.press("Control+s")
        expect(page.get_by_text("is saved. Test the connection.").first).to_be_visible()
        page.get_by_role("button", name="Test the connection").click()
        expect(page.get_by_text("The connection works: ege/erp.").first).to_be_visible()
        hook = page.locator("code").first.inner_text()

        # L3 opens an issue from the problem, and sees exactly what leaves
        page.goto(f"{desk.url}/desk/problems/{problem}/")
        page.keyboard.press("%")
        page.wait_for_url("**/desk/issues/add/**")
        sound(page)
        page.select_option("form:has([name=body]) [name=tracker]", label=f"ERP {mark} · {forge.project}")
        page.locator("button[value=preview]").click()
        expect(page.locator("pre")).to_contain_text("Since 8.2 the report ends after ten minutes.")
        sound(page)
        page.locator("button[value=send]").click()
        expect(page.get_by_text("Open at the makers").first).to_be_visible(timeout=SOON)
        assert forge.issues[1]["title"] == f"Report {mark} times out"
        assert "Zeynep" not in forge.issues[1]["body"]

        # and from the ticket, with a message quoted: the requester's name stays here
        page.goto(f"{desk.url}/desk/tickets/{number}/")
        page.keyboard.press("%")
        page.wait_for_url("**/desk/issues/add/**")
        page.select_option("form:has([name=body]) [name=tracker]", label=f"ERP {mark} · {forge.project}")
        page.fill("[name=body]", "One of our people has it, too.")
        page.locator("summary").first.click()
        page.locator("[name=message]").first.check()
        page.locator("button[value=preview]").click()
        expect(page.locator("pre")).to_contain_text("It ends with a timeout, says [requester].")
        page.locator("button[value=send]").click()
        expect(page.get_by_text("Open at the makers").first).to_be_visible(timeout=SOON)

        # the makers comment and close it; the page that is open hears of it
        forge.comment(2, "nora", "An index is missing. Fixed in 8.2.1.")
        forge.close(2)
        news(hook, forge, 2, by="s3cret")
        expect(page.get_by_text("Closed by the makers").first).to_be_visible(timeout=SOON)
        expect(page.get_by_text("An index is missing. Fixed in 8.2.1.").first).to_be_visible()
        sound(page)
        page.goto(f"{desk.url}/desk/tickets/{number}/")
        expect(page.get_by_text("Back in work: the makers closed the issue").first).to_be_visible()
        page.goto(f"{desk.url}/accounts/notifications/")
        expect(page.get_by_text("The makers of the software wrote, or moved an issue of it").first).to_be_visible()

    # the fix is there: whoever has it is told in their language
    texts = {"en": "Version 8.2.1 mends the report.", "tr": "8.2.1 sürümü raporu düzeltir."}
    before = sum(asker in mail.rcpt_tos for mail in desk.post.received)
    desk.api(token, f"/problems/{problem}/close", {"texts": texts})
    told = desk.post.wait_for(asker, beyond=before).get_body(("plain",))
    assert told is not None
    assert "8.2.1" in told.get_content()
