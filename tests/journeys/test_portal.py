"""A requester signs in by a link from a mail, on a phone, asks, and answers."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.the_desk import mail_from

PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "tr-TR", "color_scheme": "dark"}


def link_in(mail) -> str:
    return re.search(r"https?://\S+/accounts/link/\S+?/(?=\s|$)", mail.get_body(("plain",)).get_content())[0]


@pytest.mark.parametrize("screen", [PHONE], indirect=True)
def test_a_requester_asks_by_phone_after_signing_in_by_link(screen, desk):
    address = f"jana{time.time_ns()}@musteri.example"
    desk.send(mail_from("Jana Dvořák", address, "Kilitlendim", "Parolam geçmiyor."), address)
    desk.post.wait_for(address)

    page = screen.open("/requests/")
    page.fill("input[name=login]", address)
    page.get_by_role("button", name=re.compile("bağlantı", re.IGNORECASE)).click()
    mail = desk.post.wait_for(address, beyond=1)
    page.goto(link_in(mail))
    page.locator("main button.btn--main, form button.btn--main").first.click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    page.goto(f"{desk.url}/requests/")
    expect(page.get_by_text("Kilitlendim")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    page.goto(f"{desk.url}/requests/new/")
    page.fill("[name=subject]", "İkinci ekran")
    page.fill("[name=text]", "Masama ikinci bir ekran rica ederim.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/requests/\d+/"))
    expect(page.get_by_text("Masama ikinci bir ekran")).to_be_visible()

    page.fill("[name=text]", "27 inç olabilir mi?")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#request").get_by_text("27 inç olabilir mi?")).to_be_visible()


def test_a_sign_in_link_works_once(screen, desk):
    address = f"once{time.time_ns()}@musteri.example"
    desk.send(mail_from("Once", address, "Hello", "Hello"), address)
    desk.post.wait_for(address)
    page = screen.open("/accounts/login/")
    page.fill("input[name=login]", address)
    page.get_by_role("button", name=re.compile("link", re.IGNORECASE)).click()
    link = link_in(desk.post.wait_for(address, beyond=1))
    page.goto(link)
    page.locator("form button.btn--main").first.click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    page.context.clear_cookies()
    screen.errors.clear()
    page.goto(link)
    page.wait_for_load_state()
    page.goto(f"{desk.url}/requests/")
    assert "/accounts/login/" in page.url
    screen.errors.clear()
