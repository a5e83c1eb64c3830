"""A requester signs in by a link from a mail, on a phone, asks, and answers."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.the_desk import RunningDesk, link_in, mail_from

PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "tr-TR", "color_scheme": "dark"}


@pytest.mark.parametrize("screen", [PHONE], indirect=True)
def test_a_requester_asks_by_phone_after_signing_in_by_link(screen, desk):
    address = f"jana{time.time_ns()}@musteri.example"
    token = desk.derman("token", "create", "--email", "aylin@ege.example").strip()
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

    outage_and_learning(page, desk, token, address)


def outage_and_learning(page: Page, desk: RunningDesk, token: str, address: str) -> None:
    """On the first page: a known outage that affects them too, and a path that they learn to its end; by keyboard."""
    mark = str(time.time_ns())
    outage = desk.api(token, "/announcements", {"titles": {"tr": f"Ağ yavaş {mark}"}, "status": "published"})
    body = "<p>Tanımadığınız bağlantıya tıklamayın.</p>"
    article = {"lang": "tr", "title": f"Oltalama {mark}", "body": body, "audience": "signed_in", "status": "published"}
    slug = desk.api(token, "/articles", article)["slug"]
    choices = [{"words": {"tr": "Tıklarım"}}, {"words": {"tr": "Bildiririm"}, "right": True}]
    steps = [{"article": slug}, {"questions": {"tr": "Tuhaf bir e-posta geldi"}, "choices": choices}]
    path = desk.api(token, "/learning-paths", {"titles": {"tr": mark}, "steps": steps, "status": "published"})
    desk.api(token, f"/learning-paths/{path['id']}/assignments", {"person": address})

    page.goto(f"{desk.url}/")
    page.get_by_role("button", name=f"Beni de etkiliyor: Ağ yavaş {mark}").press("Enter")
    told = page.locator("li.card", has_text=mark)
    expect(told).to_contain_text("Sizi de etkiliyor")
    assert desk.api(token, f"/announcements/{outage['id']}")["affected"] == 1

    page.locator("a.banner[href='/learning/']").press("Enter")
    page.get_by_role("link", name=mark).press("Enter")
    page.get_by_role("link", name="Başla").press("Enter")
    expect(page.get_by_text("Tanımadığınız bağlantıya")).to_be_visible()
    page.get_by_role("button", name="Okudum, devam et").press("Enter")
    page.get_by_label("Tıklarım").press("Space")
    page.get_by_role("button", name="Yanıtla").press("Enter")
    expect(page.locator("#said")).to_be_visible()
    page.get_by_label("Bildiririm").press("Space")
    page.get_by_role("button", name="Yeniden yanıtla").press("Enter")
    page.get_by_role("link", name="Eğitim yoluna git").press("Enter")
    expect(page.locator(".banner--good")).to_be_visible()


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
