"""The help button on a page of another site: a visitor reads an article, and writes where it does not help."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
# a page that would break whatever stands in it
HOSTILE = "* { color: magenta !important; font-size: 40px } div, dialog, button { display: none !important }"


@contextmanager
def another_site(desk_url: str) -> Iterator[str]:
    """A page in Turkish with a strict policy, its own styles, and the one line."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            style = self.path == "/site.css"
            line = f'<link rel="stylesheet" href="/site.css"><script async src="{desk_url}/help.js"></script>'
            page = f'<!doctype html><html lang="tr"><title>Intranet</title>{line}<main><h1>Intranet</h1></main></html>'
            body = (HOSTILE if style else page).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/css" if style else "text/html; charset=utf-8")
            policy = f"default-src 'none'; style-src 'self'; script-src {desk_url}; connect-src {desk_url}"
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("screen", [PHONE], indirect=True)
def test_a_visitor_of_another_site_reads_an_article_and_writes(screen, desk):
    token = desk.derman("token", "create", "--email", "aylin@ege.example").strip()
    name = f"Kantin {time.time_ns()}"
    body = "<p>Kartınızı kapıdaki okutucuya tutun.</p>"
    article = {"lang": "tr", "title": name, "body": body, "audience": "everyone", "status": "published"}
    desk.api(token, "/articles", article)
    address = f"jana{time.time_ns()}@musteri.example"
    with another_site(desk.url) as site:
        page = screen.sign_in("aylin@ege.example")
        page.goto(f"{desk.url}/desk/settings/help-button/")
        page.fill("[name=help_origins]", site)
        page.locator("form.form button[type=submit]").click()
        expect(page.locator(".toast")).to_be_visible()
        page.context.clear_cookies()

        page.goto(site)
        opens = page.get_by_role("button", name="Yardım")
        expect(opens).to_be_visible()
        opens.press("Enter")
        question = page.get_by_role("searchbox")
        expect(question).to_be_focused()
        page.keyboard.type("kantın")
        page.get_by_role("button", name=re.compile(name)).press("Enter")
        expect(page.get_by_text("Kartınızı kapıdaki")).to_be_visible()
        expect(page.get_by_role("heading", name=name)).to_be_focused()
        assert serious(page) == []

        page.get_by_role("button", name="Temsilciye yazın").click()
        page.get_by_label("Adınız").fill("Jana Dvořák")
        page.get_by_label("E-posta adresiniz").fill(address)
        page.get_by_label("Konu").fill("Kartım geçmiyor")
        assert serious(page) == []
        page.get_by_role("button", name="Gönder").click()
        number = re.sub(r"\D", "", page.get_by_text(re.compile(r"^#\d+$")).inner_text())
        page.keyboard.press("Escape")
        expect(opens).to_be_focused()
        assert page.context.cookies() == []

    ticket = desk.api(token, f"/tickets/{number}")
    assert (ticket["subject"], ticket["requester"]["email"]) == ("Kartım geçmiyor", address)
    assert site in ticket["messages"][0]["text"]
    assert number in str(desk.post.wait_for(address)["Subject"])


def serious(page) -> list[str]:
    found = Axe().run(page, "derman-help").response["violations"]
    return [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")]
