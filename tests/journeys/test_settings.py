"""The settings as an administrator has them before the eyes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect


@pytest.fixture
def settings(screen):
    """The administrator's browser."""
    screen.sign_in("aylin@ege.example")
    return screen


def test_the_page_counts_what_is_not_saved_and_one_key_saves_it(settings):
    page = settings.open("/desk/settings/closing/")
    note = page.locator("[data-unsaved]")
    expect(note).to_be_hidden()
    page.fill("[name=close_after_days]", "9")
    expect(note).to_have_text("Not saved: 1 change")
    page.keyboard.press("Control+s")
    expect(page.locator(".toast")).to_contain_text("saved")
    expect(page.locator("[name=close_after_days]")).to_have_value("9")


def test_a_holiday_can_be_added_and_taken_away(settings):
    page = settings.open("/desk/settings/hours/")
    page.click("td a")
    rows = page.locator("#holidays [data-row]")
    before = rows.count()
    page.click("[data-adds]")
    expect(rows).to_have_count(before + 1)
    expect(rows.last.locator("[name=holiday-day]")).to_be_focused()
    rows.last.locator("[data-removes]").click()
    expect(rows).to_have_count(before)


@pytest.mark.parametrize("screen", [{"viewport": {"width": 390, "height": 844}}], indirect=True, ids=["phone"])
def test_every_page_is_reached_on_a_phone_and_fits(settings):
    page = settings.open("/desk/settings/")
    paths = page.eval_on_selector_all(".subnav a", "links => links.map(link => link.getAttribute('href'))")
    assert len(paths) > 10
    for path in paths:
        settings.open("/desk/settings/")
        page.locator(f'.subnav a[href="{path}"]').click()
        page.wait_for_url(f"**{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        expect(page.locator(".subnav-toggle")).to_be_visible()
