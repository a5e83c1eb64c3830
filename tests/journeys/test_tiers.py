"""Over the tiers: self-service that does not help, the front line that asks who is calling, L2 and the way back."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from derman.site import postgres
from tests.journeys.test_guided_fixes import starting_set
from tests.journeys.test_portal import PHONE
from tests.journeys.the_desk import PASSWORD, RunningDesk

__all__ = ["starting_set"]
SECRET = re.compile(r"https?://\S+/secret/\S+?/(?=\s|$)")
CODE = re.compile(r"\b\d{3} ?\d{3}\b")


def sound(page: Page) -> None:
    """axe finds nothing serious here, and nothing is wider than the screen."""
    found = [one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")]
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"][:3]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.fixture
def in_turkish(desk: RunningDesk) -> Iterator[None]:
    """Aylin reads Turkish, for the time of a test."""
    with psycopg.connect(postgres.start(desk.data / "postgres"), autocommit=True) as database:
        speaks = "UPDATE people_person SET language = %s WHERE email = 'aylin@ege.example'"
        database.execute(speaks, ["tr"])
        yield
        database.execute(speaks, ["en"])


def agent_page(desk: RunningDesk, chromium: Browser) -> Page:
    """Aylin before a screen."""
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


@pytest.mark.parametrize("screen", [PHONE], indirect=True)
def test_a_locked_out_user_is_proven_by_a_code_and_gets_a_new_password_once(screen, desk, chromium, in_turkish):
    address = f"nil{time.time_ns()}@musteri.example"
    page = screen.sign_in_by_link("Nil Ak", address)

    # L0: the guided fix does not help, and what was tried comes with the ticket
    page.goto(f"{desk.url}/fix/locked-out/")
    page.locator("form button.fix__button").click()
    page.locator(".fix__answers button").first.click()
    page.locator(".fix__answers button").last.click()
    page.fill("textarea[name=text]", "Hesabım kilitli, giremiyorum.")
    page.locator(".fix__ask button").click()
    page.wait_for_url(re.compile(r"/requests/\d+/"))
    number = re.search(r"/requests/(\d+)/", page.url)[1]

    # L1: who is calling? A wrong code, then the right one
    desk_page = agent_page(desk, chromium)
    desk_page.goto(f"{desk.url}/desk/tickets/{number}/")
    expect(desk_page.locator("#timeline")).to_contain_text("Hesabım kilitli, giremiyorum.")
    before = len([mail for mail in desk.post.received if address in mail.rcpt_tos])
    chosen(desk_page, "0", "#menu-side-identity")
    desk_page.locator("#menu-side-identity button[name=way][value^=code]").first.click()
    panel = desk_page.locator("section.panel", has=desk_page.locator("#menu-side-identity"))
    expect(panel).to_contain_text("Sürüyor")
    code = CODE.search(desk.post.wait_for(address, beyond=before).get_body(("plain",)).get_content())
    assert code is not None
    assert code[0] not in desk_page.content()  # the agent is not shown it before it is said
    wrong = "111 111" if code[0].replace(" ", "") != "111111" else "222 222"
    for said, left in ((wrong, 3), (code[0], 2)):
        chosen(desk_page, "0", "#menu-side-identity")
        expect(panel).to_contain_text(f"{left} deneme kaldı")  # what the menu held before is not typed into
        desk_page.fill("#identity-code", said)
        with desk_page.expect_response(lambda answer: answer.request.method == "POST"):
            desk_page.locator("#menu-side-identity button.btn--main").click()
        if said == wrong:
            desk_page.keyboard.press("Escape")
    expect(panel).to_contain_text("Doğrulandı")
    sound(desk_page)

    # the new password, by a link that shows it once
    before = len([mail for mail in desk.post.received if address in mail.rcpt_tos])
    panel.locator("[popovertarget=menu-side-secret]").click()
    desk_page.fill("#secret-text", "Yeni-Parola-7")
    desk_page.locator("#menu-side-secret form.menu__find button.btn--main").click()
    link = SECRET.search(desk.post.wait_for(address, beyond=before).get_body(("plain",)).get_content())
    assert link is not None
    page.goto(link[0])
    sound(page)
    page.locator("main form button.btn--main").click()
    expect(page.locator("#secret")).to_have_value("Yeni-Parola-7")
    page.goto(link[0])
    expect(page.locator("body")).not_to_contain_text("Yeni-Parola-7")
    expect(page.locator("#secret")).to_have_count(0)
    assert all("404" in said for said in screen.errors)  # of the link that is gone, as it should be
    screen.errors.clear()
    desk_page.context.close()


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
