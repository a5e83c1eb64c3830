"""Over the tiers: up to L2 with a hand-over, and the way back; two leads at one policy."""

from __future__ import annotations

import re
import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.test_guided_fixes import starting_set
from tests.journeys.the_desk import PASSWORD, RunningDesk

__all__ = ["starting_set"]


def sound(page: Page) -> None:
    """axe finds nothing serious here, and nothing is wider than the screen."""
    found = [one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")]
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"][:3]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def agent_page(desk: RunningDesk, chromium: Browser) -> Page:
    """Aylin before a screen of her own."""
    page = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="tr-TR").new_page()
    page.set_default_timeout(30_000)
    page.goto(f"{desk.url}/accounts/login/")
    page.fill("input[name=login]", "aylin@ege.example")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    return page


def chosen(page: Page, key: str, menu: str) -> None:
    """Open a menu of the ticket by its key, and have what it offers."""
    page.keyboard.press(key)
    expect(page.locator(f"{menu} h2").first).to_be_visible()


def test_a_vpn_fault_goes_up_to_l2_with_a_hand_over_and_comes_back_with_a_reason(screen, desk):
    mark = str(time.time_ns())
    token = desk.derman("token", "create", "--email", "aylin@ege.example").split()[-1]
    desk.api(token, "/teams", {"name": f"L2 Ağ {mark}", "tier": 2, "members": ["aylin@ege.example"]})
    asks = {"subject": f"VPN {mark}", "text": "It drops.", "requester": {"email": f"m{mark}@ege.example"}}
    number = desk.api(token, "/tickets", asks)["number"]

    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/tickets/{number}/")
    chosen(page, "u", "#menu-up")
    page.locator("#up-team").select_option(label=f"L2 · L2 Ağ {mark}")
    page.fill("#up-wrong", "The tunnel drops every ten minutes.")
    page.fill("#up-tried", "Another cable, another network.")
    page.fill("#up-asked", "Look at the gateway.")
    page.locator("#menu-up button[type=submit]").click()
    handed = page.locator("article", has_text="The tunnel drops every ten minutes.").first
    expect(handed).to_contain_text("Look at the gateway.")
    sound(page)

    # the team above sends it back, with a reason; the ticket counts how often
    handed.locator("summary").click()
    handed.locator("[name=reason]").fill("The gateway is fine: please ask which router they have.")
    handed.locator("form[action$='return/'] button").click()
    expect(page.locator("#timeline")).to_contain_text("please ask which router they have")
    assert desk.api(token, f"/tickets/{number}")["tier"] == 1

    # a hand-over that somebody forged is refused with words, and nothing is lost of the true one
    token_of_form = page.locator("form [name=csrfmiddlewaretoken]").first.input_value()
    forged = page.request.post(
        f"{desk.url}/desk/tickets/{number}/escalate/",
        form={"csrfmiddlewaretoken": token_of_form, "team": "999999", "wrong": "x", "tried": "x", "asked": "x"},
        headers={"HX-Request": "true", "Referer": page.url},
    )
    assert forged.status in (200, 400, 404, 422)
    assert desk.api(token, f"/tickets/{number}")["tier"] == 1
    page.reload()
    expect(page.locator("#timeline")).to_contain_text("please ask which router they have")


def test_two_leads_change_a_policy_at_once_and_nothing_is_lost(screen, desk, chromium):
    mark = str(time.time_ns())
    token = desk.derman("token", "create", "--email", "aylin@ege.example").split()[-1]
    given = {"name": f"Hızlı {mark}", "active": False, "targets": {"normal": {"first_response": 3600}}}
    policy = desk.api(token, "/policies", given)["id"]
    first = screen.sign_in("aylin@ege.example")
    first.goto(f"{desk.url}/desk/settings/promises/{policy}/")
    second = agent_page(desk, chromium)
    second.goto(f"{desk.url}/desk/settings/promises/{policy}/")

    first.fill("[name=name]", f"First {mark}")
    first.locator("form[data-saves] button[type=submit].btn--main").first.click()
    first.wait_for_url(re.compile(r"/promises/$"))
    second.fill("[name=name]", f"Second {mark}")
    second.locator("form[data-saves] button[type=submit].btn--main").first.click()
    # what was typed is still there, and the page says that somebody else was quicker
    expect(second.locator("[name=name]")).to_have_value(f"Second {mark}")
    expect(second.locator("main")).to_contain_text(f"First {mark}")
    assert desk.api(token, f"/policies/{policy}")["name"] == f"First {mark}"
    sound(second)
    second.context.close()
