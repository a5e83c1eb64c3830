"""An article for agents alone, and a requester who tries every way to it."""

from __future__ import annotations

import re

import pytest

from derman.desk import actions as desk_actions
from derman.knowledge import actions
from derman.knowledge.tests.writing import draft, published

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 60
WORD = "Mordisko"  # stands in the hidden article and nowhere else


@pytest.fixture
def hidden(desk, aylin, elif_, leyla):
    """It was public once, under another address, has a picture, and stands on a shelf of its own."""
    shelf = actions.save_category(actor=leyla, names={"en": f"{WORD} shelf"})
    public = actions.save_category(actor=leyla, names={"en": "Network"})
    published(elif_, "VPN drops", category=public.pk)
    picture = actions.add_picture(actor=elif_, name=f"{WORD}.png", content=PNG)
    body = f'<p>{WORD} vpn password</p><img src="/kb/files/{picture.key}/" alt="{WORD}">'
    article = published(elif_, f"{WORD} VPN", body, category=public.pk)
    article = actions.change_address(actor=elif_, translation=article.pk, slug="inner-vpn")
    details = actions.Details(audience="agents", category=public.pk)
    actions.change_details(actor=leyla, article=article.article_id, details=details)
    published(elif_, f"{WORD} alone", audience="agents", category=shelf.pk)
    desk_actions.change_desk(actor=aylin, in_search_engines=True)
    return article, picture, shelf


def ways(article, picture, shelf):
    """Every address by which somebody might come to it, or hear of it."""
    old = f"{WORD}-vpn".casefold()
    api = "/api/v1"
    return [
        "/", "/kb/", f"/kb/{article.slug}/", f"/kb/{old}/", f"/kb/{article.slug}/?print=1", f"/kb/c/{shelf.slug}/",
        "/kb/c/network/", "/kb/vpn-drops/", f"/kb/?q={WORD}", "/kb/?q=vpn", f"/kb/answers/?q={WORD}",
        f"/kb/answers/?q={WORD[:5]}", "/kb/answers/?q=modrisko", "/kb/?q=%22vpn+password%22", "/kb/?q=inner",
        f"/kb/files/{picture.key}/", "/sitemap.xml", "/robots.txt", "/favicon.ico", "/manifest.webmanifest",
        "/fix/", "/services/",
        f"/requests/new/?subject={WORD}", f"/requests/new/answers/?subject={WORD}&text=vpn", "/requests/",
        f"/desk/knowledge/{article.pk}/", f"/desk/knowledge/{article.pk}/versions/",
        f"/desk/knowledge/{article.pk}/versions/1/", f"/desk/knowledge/{article.pk}/preview/", "/desk/knowledge/",
        "/desk/knowledge/export/", f"/desk/search/?q={WORD}",
        f"{api}/articles", f"{api}/articles?q={WORD}", f"{api}/articles?audience=agents",
        f"{api}/articles?category={shelf.pk}", f"{api}/articles/{article.slug}", f"{api}/articles/{old}",
        f"{api}/articles/{article.slug}/versions", f"{api}/articles/{article.slug}/versions/1",
        f"{api}/knowledge/export",
        f"{api}/articles/{article.slug}/searches", f"{api}/search?q={WORD}", f"{api}/search?q=vpn&in=articles",
        f"{api}/knowledge/categories", f"{api}/knowledge/categories/{shelf.pk}", f"{api}/knowledge/deflection",
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["nobody", "a requester"])
def test_no_way_leads_to_an_article_for_agents(client, signed_in_as, hidden, mert, elif_, who):
    article, picture, shelf = hidden
    browser = client if who == "nobody" else signed_in_as(mert)
    told = []
    for way in ways(*hidden):
        answer = browser.get(way)
        read = b"".join(answer) if answer.streaming else answer.content
        shown = read.decode(errors="replace").replace(way.partition("?")[0], "")
        # what somebody typed comes back to them in the field of the search
        shown = re.sub(rf"""(value="|“|q=|subject=|<title>){WORD}\w*""", "", shown, flags=re.IGNORECASE)
        if WORD.casefold() in shown.casefold() or article.slug in shown or read.startswith(PNG[:4]):
            told.append(way)
        if answer.status_code in (301, 302) and article.slug in answer.headers["Location"].partition("next=")[0]:
            told.append(f"redirect {way}")
    assert told == []
    for way in (f"/kb/{article.slug}/", f"/kb/files/{picture.key}/", f"/kb/c/{shelf.slug}/"):
        assert browser.get(way).status_code == 404, way
    assert browser.post(f"/kb/{article.slug}/opinion/", {"helpful": "yes"}).status_code == 404


def test_agents_come_to_it_by_the_same_ways(signed_in_as, hidden, elif_):
    article, picture, shelf = hidden
    browser = signed_in_as(elif_)
    for way in (f"/kb/{article.slug}/", f"/kb/files/{picture.key}/", f"/kb/c/{shelf.slug}/", f"/kb/?q={WORD}"):
        assert browser.get(way).status_code == 200, way
    assert WORD.encode() in browser.get(f"/kb/?q={WORD}").content
    assert browser.get(f"/kb/{WORD.casefold()}-vpn/").status_code == 301


def test_a_draft_of_a_public_article_is_read_by_nobody_yet(client, elif_):
    article = published(elif_, "Public")
    actions.write(actor=elif_, translation=article.pk, title=f"{WORD} new", body=f"<p>{WORD}</p>")
    waiting = draft(elif_, f"{WORD} draft")
    for way in ("/kb/public/", "/kb/", f"/kb/?q={WORD.casefold()}", f"/kb/{waiting.slug}/"):
        assert WORD.encode() not in client.get(way).content, way
