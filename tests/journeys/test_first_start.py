"""A stranger starts the desk: the one-time link, the wizard, and the queue with a ticket that explains the desk."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.the_desk import PASSWORD, mail_from, running_desk


@pytest.fixture
def fresh_desk():
    folder = Path(tempfile.mkdtemp(prefix="derman-first-"))
    folder.chmod(0o755)
    try:
        with running_desk(folder / "data", set_up=False, mail=False) as running:
            yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_the_wizard_ends_at_a_queue_with_a_welcome(chromium: Browser, fresh_desk):
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="tr-TR")
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(fresh_desk.setup_link)
    assert page.input_value("[name=language]") == "tr"
    expect(page.locator("[name=name]")).to_be_focused()
    _on(page)
    expect(page.locator("#id_name-wrong")).to_have_text("Destek masasının bir adı olmalı.")
    expect(page.locator("[name=name]")).to_be_focused()
    page.fill("[name=name]", "Ege Destek")
    expect(page.locator(".wrong")).to_have_count(0)
    _on(page)
    page.fill("[name=administrator]", "Aylin Su")
    page.fill("[name=email]", "aylin@ege.example")
    page.fill("[name=password]", PASSWORD)
    _on(page)
    _on(page)
    page.fill("[name=address]", "destek@ege.example")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/**")
    expect(page.locator("#list .ticket")).to_have_count(1)

    # the link was for one time
    again = context.new_page()
    answer = again.goto(fresh_desk.setup_link)
    assert "/setup/" not in again.url or answer.status in (403, 404)

    # where the wizard ends, the first mail appears by itself
    fresh_desk.send(
        mail_from("Mert Kaya", "mert@musteri.example", "VPN kopuyor", "On dakikada bir."), "mert@musteri.example"
    )
    expect(page.locator("#list").get_by_text("VPN kopuyor")).to_be_visible()
    context.close()


def _on(page) -> None:
    page.locator("button[data-next]:visible").click()
