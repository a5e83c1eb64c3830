"""The knowledge base as readers meet it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from derman.knowledge import actions
from derman.knowledge.models import Opinion, Translation
from derman.knowledge.tests.writing import draft, published

LONG = "<h1>Before</h1><p>Save your work.</p><h1>Steps</h1><ol data-steps='1'><li>Wait</li></ol><h2>If not</h2><p>x</p>"
STATIC = Path(__file__).resolve().parents[2]


@pytest.fixture
def shelf(elif_, leyla, aylin):
    """A category with an article in it."""
    network = actions.save_category(actor=leyla, names={"en": "Network", "tr": "Ağ"}, icon="wifi")
    return published(elif_, "VPN drops", LONG, category=network.pk)


def test_anybody_reads_what_is_for_everyone(client, shelf):
    page = client.get("/kb/vpn-drops/").content.decode()
    assert "<h1>VPN drops</h1>" in page
    assert '<h2 id="before">Before</h2>' in page
    assert '<h3 id="if-not">If not</h3>' in page
    assert '<a href="#steps" class="toc__2">Steps</a>' in page
    for path in ("/kb/", "/kb/c/network/", "/kb/?q=vpn", "/kb/answers/?q=VPN", "/"):
        assert b"VPN" in client.get(path).content, path


@pytest.mark.parametrize("path", ["/kb/for-agents/", "/kb/c/hidden/", "/kb/old/", "/kb/in-the-making/"])
def test_what_is_not_theirs_is_not_there(client, signed_in_as, mert, elif_, leyla, path):
    hidden = actions.save_category(actor=leyla, names={"en": "Hidden"})
    secret = published(elif_, "For agents", audience="agents", category=hidden.pk)
    actions.change_address(actor=elif_, translation=secret.pk, slug="old")
    actions.change_address(actor=elif_, translation=secret.pk, slug="for-agents")
    draft(elif_, "In the making")
    for browser in (client, signed_in_as(mert)):
        assert browser.get(path).status_code == 404
        assert browser.post("/kb/for-agents/opinion/", {"helpful": "yes"}).status_code == 404
        for list_ in ("/kb/", "/kb/?q=agents", "/kb/answers/?q=agents", "/kb/?q=making"):
            assert b"For agents" not in browser.get(list_).content
            assert b"In the making" not in browser.get(list_).content
    assert signed_in_as(elif_).get("/kb/old/").headers["Location"] == "/kb/for-agents/"


def test_strangers_are_asked_to_sign_in_where_nothing_is_for_everyone(client, elif_, aylin):
    published(elif_, "For us", audience="signed_in")
    assert client.get("/").headers["Location"] == "/accounts/login/"


def test_an_old_address_leads_on(client, shelf, elif_):
    actions.change_address(actor=elif_, translation=shelf.pk, slug="vpn")
    answer = client.get("/kb/vpn-drops/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/kb/vpn/")


def test_an_article_is_offered_in_the_readers_language_with_a_way_to_the_one_that_was_typed(
    client, shelf, elif_, settings
):
    turkish = actions.translate(
        actor=elif_, article=shelf.article_id, lang="tr", title="Tünel kopuyor", body="<p>x</p>"
    )
    actions.publish(actor=elif_, translation=turkish.pk)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for address in ("/kb/?q=tünel", "/kb/answers/?q=tünel"):
        page = client.get(address).content.decode()
        assert '<a class="answer" href="/kb/vpn-drops/" lang="en">' in page
        assert '<a class="answer__other small" href="/kb/tunel-kopuyor/" lang="tr" hreflang="tr">' in page
    read = client.get("/kb/tunel-kopuyor/").content.decode()
    assert 'This article is there in your language, too: <a href="/kb/vpn-drops/">VPN drops</a>' in read
    assert "in your language, too" not in client.get("/kb/vpn-drops/").content.decode()


@pytest.mark.parametrize(
    ("lang", "other", "said"), [("en", "tr", "Only in Turkish"), ("tr", "en", "Yalnızca İngilizce")]
)
def test_what_is_there_in_another_language_alone_says_in_which(client, elif_, leyla, settings, lang, other, said):
    network = actions.save_category(actor=leyla, names={"en": "Network", "tr": "Ağ"})
    published(elif_, "Tunnel", lang=other, category=network.pk)
    published(elif_, "Bridge", lang=lang, category=network.pk)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = lang
    for address in ("/kb/?q=tunnel", "/kb/answers/?q=tunnel", "/kb/c/network/", "/kb/tunnel/"):
        assert client.get(address).content.decode().count(said) == 1, address
    assert said not in client.get("/kb/bridge/").content.decode()


def test_what_others_look_for_is_filled_up_with_what_another_language_has_alone(client, aylin, elif_, settings):
    both = published(elif_, "VPN drops")
    turkish = actions.translate(actor=elif_, article=both.article_id, lang="tr", title="VPN kopuyor", body="<p>x</p>")
    actions.publish(actor=elif_, translation=turkish.pk)
    published(elif_, "Yazıcı çevrimdışı", lang="tr")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for path in ("/", "/kb/"):
        page = client.get(path).content.decode()
        assert ("VPN drops" in page, "Yazıcı çevrimdışı" in page, "Only in Turkish" in page) == (True, True, True), path
        assert "VPN kopuyor" not in page, path


def test_the_other_language_is_one_click_away_and_an_old_one_says_so(client, shelf, elif_, settings):
    turkish = actions.translate(actor=elif_, article=shelf.article_id, lang="tr", title="VPN kopuyor", body="<p>x</p>")
    actions.publish(actor=elif_, translation=turkish.pk)
    page = client.get("/kb/vpn-drops/").content.decode()
    assert f'<link rel="alternate" hreflang="tr" href="{settings.DERMAN_URL}/kb/vpn-kopuyor/">' in page
    assert '<article class="prose" lang="en">' in page
    actions.write(actor=elif_, translation=shelf.pk, title="VPN drops", body="<p>New</p>")
    actions.publish(actor=elif_, translation=shelf.pk)
    assert "may be out of date" in client.get("/kb/vpn-kopuyor/").content.decode()
    assert "may be out of date" not in client.get("/kb/vpn-drops/").content.decode()
    # a category lists an article once, in the reader's language
    listed = client.get("/kb/c/network/", headers={"Accept-Language": "tr"}).content.decode()
    assert "VPN kopuyor" in listed
    assert "VPN drops" not in listed


def test_a_reader_says_whether_it_helped_and_why_not(client, shelf):
    client.get("/kb/vpn-drops/")
    client.get("/kb/vpn-drops/")
    assert (
        b"What was missing?"
        in client.post("/kb/vpn-drops/opinion/", {"helpful": "no"}, headers={"HX-Request": "true"}).content
    )
    client.post("/kb/vpn-drops/opinion/", {"helpful": "no", "reason": "wrong", "words": "The  menu is gone"})
    opinion = Opinion.objects.get()
    assert (opinion.helpful, opinion.reason, opinion.words) == (False, "wrong", "The menu is gone")
    assert b"Glad" in client.post("/kb/vpn-drops/opinion/", {"helpful": "yes"}, headers={"HX-Request": "true"}).content
    counted = Translation.objects.get(pk=shelf.pk)
    assert (counted.views, counted.helpful, counted.unhelpful) == (1, 1, 0)


def test_pictures_are_seen_by_whoever_reads_the_article(client, signed_in_as, elif_, mert):
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 60
    picture = actions.add_picture(actor=elif_, name="a.png", content=png)
    address = f"/kb/files/{picture.key}/"
    assert client.get(address).status_code == 404
    assert signed_in_as(mert).get(address).status_code == 404
    assert signed_in_as(elif_).get(address).status_code == 200
    article = draft(elif_, body=f'<p>Look</p><img src="{address}" alt="The menu">')
    assert client.get(address).status_code == 404
    actions.publish(actor=elif_, translation=article.pk)
    assert client.get(address).headers["Content-Type"] == "image/png"
    assert b'alt="The menu"' in client.get("/kb/vpn-drops/").content


@pytest.mark.parametrize(
    ("path", "statements"),
    [
        ("/kb/", 7),  # session, person, desk; categories, their counts, most read, latest
        # one's groups, what is known of the words and of longer ones, the hits, whether they may be seen, their texts
        # … and what is kept of the search: may it be, is it the same one, its row, what it showed, in one savepoint
        ("/kb/?q=vpn", 17),
        ("/kb/c/network/", 6),
        # the article, its languages, categories and counts, related ones, that it was read, and after which search
        ("/kb/vpn-drops/", 10),
    ],
)
def test_pages_cost_the_same_whatever_there_is(
    signed_in_as, mert, elif_, shelf, path, statements, django_assert_num_queries
):
    browser = signed_in_as(mert)
    for number in range(5):  # below six, what another language has alone is asked for as well
        published(elif_, f"WiFi {number}")
    browser.get("/kb/?q=vpn")  # stems and synonyms are read once in a process
    with django_assert_num_queries(statements):
        browser.get(path)
    for number in range(5):
        published(elif_, f"VPN {number}", category=shelf.article.category_id)
    with django_assert_num_queries(statements):
        browser.get(path)


def test_the_first_page_is_light(client, shelf):
    page = client.get("/").content
    names = {name.split("?")[0] for name in re.findall(r'(?:href|src)="/static/([^"#]+)', page.decode())}
    files = {"vendor/fonts/inter-turkish.woff2", "derman/icons/icons.svg", *names}
    weight = len(gzip.compress(page, 6))
    for name in files:
        (place,) = STATIC.glob(f"**/static/{name}")
        content = place.read_bytes()
        weight += len(content) if name.endswith(".woff2") else len(gzip.compress(content, 6))
    assert weight <= 90 * 1024, weight
