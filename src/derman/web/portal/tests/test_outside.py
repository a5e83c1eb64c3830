"""What browsers and search engines are told."""

import json
import re

import pytest

from derman.desk import actions as desk_actions
from derman.knowledge.tests.writing import published


@pytest.fixture
def found(aylin):
    desk_actions.change_desk(actor=aylin, in_search_engines=True)


def test_a_phone_keeps_the_portal_as_an_app(client, desk):
    answer = client.get("/manifest.webmanifest")
    described = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (described["name"], described["display"], described["start_url"]) == ("Ege Holding", "standalone", "/")
    assert {icon["sizes"] for icon in described["icons"]} == {"192x192", "512x512"}


def test_what_asks_for_an_icon_without_reading_the_page_gets_the_desks(client, desk):
    assert client.get("/favicon.ico").headers["Location"] == "/static/derman/icons/app-192.png"


def test_search_engines_stay_out_unless_the_desk_wants_them(client, desk, elif_):
    article = published(elif_, "Printer")
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()
    assert client.get("/sitemap.xml").status_code == 404
    page = client.get(f"/kb/{article.slug}/").content.decode()
    assert '<meta name="robots" content="noindex">' in page
    assert "ld+json" not in page


def test_only_what_everyone_may_read_is_ever_listed(client, desk, found, elif_):
    public = published(elif_, 'Printer </script><script>alert("x")</script>')
    hidden = [published(elif_, f"Hidden {audience}", audience=audience) for audience in ("signed_in", "agents")]
    text = client.get("/sitemap.xml").content.decode()
    assert f"/kb/{public.slug}/</loc>" in text
    assert not [one for one in hidden if one.slug in text]
    robots = client.get("/robots.txt").content.decode()
    assert "Allow: /kb/\n" in robots
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    page = client.get(f"/kb/{public.slug}/").content.decode()
    assert 'content="noindex"' not in page
    held = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1]
    assert json.loads(held)["@type"] == "TechArticle"
    assert "<" not in held


def test_what_only_some_may_read_is_not_listed_for_those_who_read_it(signed_in_as, desk, found, elif_, mert):
    inner = published(elif_, "Inner", audience="signed_in")
    assert 'content="noindex"' in signed_in_as(mert).get(f"/kb/{inner.slug}/").content.decode()
