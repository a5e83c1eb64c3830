"""What is written for agents alone: a requester comes to it by no way, and an agent by each."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, expect

from tests.journeys.the_desk import link_in


def _found(page: Page, url: str, words: str) -> list[str]:
    page.goto(f"{url}/kb/?q={words}")
    expect(page.locator("main h1").first).to_be_visible()
    return page.locator("main a").all_inner_texts()


def test_an_article_for_agents_is_seen_by_no_requester(screen, desk):
    word = f"kasa{time.time_ns() % 10**8}"
    token = desk.derman("token", "create", "--email", "aylin@ege.example").strip()
    shelf = desk.api(token, "/knowledge/categories", {"names": {"en": f"Tills {word}"}})["id"]
    about = {"lang": "en", "category": shelf, "status": "published"}
    public = {**about, "title": f"Till {word} prints no slip", "body": f"Change the roll of the {word}."}
    hidden = {**about, "title": f"Till {word} master key", "body": f"The master key of the {word} lies in the safe."}
    shown = desk.api(token, "/articles", {**public, "audience": "everyone"})
    kept = desk.api(token, "/articles", {**hidden, "audience": "agents"})

    requester = f"{word}@ege.example"
    desk.api(token, "/people", {"email": requester, "name": "Nil Ak", "language": "en"})
    page = screen.open("/accounts/login/")
    page.fill("input[name=login]", requester)
    page.get_by_role("button", name=re.compile("link", re.IGNORECASE)).click()
    page.goto(link_in(desk.post.wait_for(requester)))
    page.locator("main button.btn--main, form button.btn--main").first.click()
    page.wait_for_url(lambda url: "/accounts/" not in url)

    titles = _found(page, desk.url, word)
    assert any("prints no slip" in title for title in titles)
    assert not any("master key" in title for title in titles)
    assert not any("master key" in title for title in _found(page, desk.url, f"{word} master key safe"))
    page.goto(f"{desk.url}/kb/{shown['slug']}/")  # what is related stands there
    expect(page.get_by_role("heading", name="prints no slip").first).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("master key")
    page.goto(f"{desk.url}/")
    page.locator("main input[type=search]").first.press_sequentially(f"{word} mast")  # answers as one types
    expect(page.get_by_role("link", name="prints no slip").first).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("master key")
    asked = page.context.request
    assert asked.get(f"{desk.url}/kb/{kept['slug']}/").status == 404
    for way in ("/sitemap.xml", f"/api/v1/search?q={word}", "/api/v1/articles", f"/api/v1/articles/{kept['slug']}"):
        answer = asked.get(f"{desk.url}{way}")
        assert "master" not in answer.text(), way
        assert kept["slug"] not in answer.text(), way
    assert asked.get(f"{desk.url}/api/v1/articles/{shown['slug']}").ok

    page.context.clear_cookies()
    agent = screen.sign_in("aylin@ege.example")
    assert any("master key" in title for title in _found(agent, desk.url, word))
