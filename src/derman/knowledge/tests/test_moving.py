"""Importing and exporting: folders, zips, WordPress, CSV; what is hostile does no harm."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from django.test import Client

from derman.kernel import files
from derman.knowledge import actions, jobs, queries
from derman.knowledge.actions.importing import Importer, articles_of, ask_import
from derman.knowledge.errors import NotAllowed, WrongInput
from derman.knowledge.models import Article, Category, Import, Picture, Translation
from derman.knowledge.moving.exporting import export
from derman.knowledge.tests.writing import published

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 60
WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Help</title>
<wp:term><wp:term_taxonomy>ht_kb_category</wp:term_taxonomy><wp:term_slug>network</wp:term_slug>
<wp:term_name>Network</wp:term_name></wp:term>
<wp:term><wp:term_taxonomy>ht_kb_category</wp:term_taxonomy><wp:term_slug>vpn</wp:term_slug>
<wp:term_parent>network</wp:term_parent><wp:term_name>VPN</wp:term_name></wp:term>{items}</channel></rss>"""
ITEM = """<item><title>Article {n}</title><link>https://help.example/knowledge-base/article-{n}/</link>
<guid>https://help.example/?p={n}</guid><wp:post_id>10{n:02}</wp:post_id><wp:post_name>article-{n}</wp:post_name><wp:post_type>ht_kb</wp:post_type>
<wp:status>publish</wp:status><category domain="ht_kb_category" nicename="vpn"><![CDATA[VPN]]></category>
<content:encoded><![CDATA[First line.

[caption id="x"]
<img src="https://help.example/wp-content/uploads/2026/01/shot-{n}-300x200.png" alt="The menu">[/caption]

<ul>
<li>One

two</li></ul><script>alert(1)</script>]]></content:encoded></item>"""
MENU = "<item><title>Menu</title><wp:post_type>nav_menu_item</wp:post_type><wp:status>publish</wp:status></item>"


def packed_as(content: dict[str, bytes | str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return made.getvalue()


def imported(actor, name, content, **options):
    importer = Importer(actor, options.pop("lang", "en"), publishes=True, **options)
    return importer.run(articles_of(name, content))


def test_a_zip_of_markdown_with_pictures(leyla):
    content = packed_as(
        {
            "Network/VPN/drops.en.md": "# VPN drops\n\nLook: ![The clock](../img/clock.png) and [x](https://x.example)",
            "Network/VPN/drops.tr.md": "---\ntitle: VPN kopuyor\naddresses: /eski/vpn\n---\nBakın",
            "Network/img/clock.png": PNG,
            "page.html": "<html><head><title>T</title></head><body><h1>A page</h1><p onclick=x>Text</p></body></html>",
            "../../etc/passwd.md": "# Outside",
            ".hidden/x.md": "# No",
        }
    )
    tally = imported(leyla, "kb.zip", content)
    assert (tally.seen, tally.made, tally.pictures, tally.problems) == (3, 3, 1, [])
    english, turkish = Translation.objects.get(lang="en", slug="vpn-drops"), Translation.objects.get(lang="tr")
    assert english.article == turkish.article
    assert english.article.category.name == "VPN"
    assert english.article.category.parent.name == "Network"
    assert f'src="/kb/files/{Picture.objects.get().key}/" alt="The clock"' in english.live.body
    assert queries.moved_to(None, "/eski/vpn") == turkish
    assert Translation.objects.get(slug="a-page").live.body == "<p>Text</p>"


def test_the_same_file_twice_changes_nothing(leyla):
    content = packed_as({"a.md": "# A\n\n![x](p.png)", "p.png": PNG})
    imported(leyla, "kb.zip", content)
    again = imported(leyla, "kb.zip", content)
    assert (again.made, again.changed, again.pictures) == (0, 0, 0)
    assert Translation.objects.get().versions.count() == 1
    changed = imported(leyla, "kb.zip", packed_as({"a.md": "# A\n\nNew"}))
    assert (changed.made, changed.changed) == (0, 1)
    assert "New" in Translation.objects.get().live.body


def test_a_wordpress_knowledge_base_moves_over(leyla):
    items = MENU + "".join(ITEM.format(n=number) for number in range(1, 61))
    pictures = {f"wp-content/uploads/2026/01/shot-{number}.png": PNG + bytes([number]) for number in range(1, 61)}
    content = packed_as({"export.xml": WXR.format(items=items), **pictures})
    tally = imported(leyla, "export.zip", content)
    assert (tally.seen, tally.made, tally.pictures, tally.problems) == (60, 60, 60, [])
    one = Translation.objects.get(slug="article-7")
    assert one.live.body.startswith("<p>First line.</p>")
    assert 'alt="The menu"' in one.live.body
    assert "caption" not in one.live.body
    assert "alert" not in one.live.body
    assert [one.article.category.name, one.article.category.parent.name] == ["VPN", "Network"]
    assert queries.moved_to(None, "/knowledge-base/article-7/") == one
    assert queries.moved_to(None, "https://old.example/?p=1007&utm=x") == one
    browser = Client(headers={"host": "localhost"})
    assert browser.get("/?p=1007").headers["Location"] == f"/kb/{one.slug}/"
    assert browser.get("/?page_id=1007&utm=x").headers["Location"] == f"/kb/{one.slug}/"
    for none in ("/?p=1", "/?p=99999999999999999999", "/?p=7x", "/?q=p%3D1007"):
        assert "Location" not in browser.get(none).headers


def test_a_post_without_a_title_is_named_and_not_dropped_in_silence(leyla):
    untitled = ITEM.format(n=2).replace("Article 2", "")
    tally = imported(leyla, "export.xml", WXR.format(items=ITEM.format(n=1) + untitled + MENU).encode())
    assert (tally.seen, tally.made) == (2, 1)
    assert any("First line." in said for said in tally.problems)


def test_an_export_alone_says_which_pictures_it_lacks(leyla):
    tally = imported(leyla, "export.xml", WXR.format(items=ITEM.format(n=1)).encode())
    assert tally.made == 1
    assert "shot-1-300x200.png" in tally.problems[0]
    assert "The menu" in Translation.objects.get().live.body


@pytest.mark.parametrize("text", ["title;body;kategori\nA;**b**;Ağ / VPN\n;x;\n", "Soru,Cevap\nA,b\n"])
def test_csv(leyla, text):
    tally = imported(leyla, "a.csv", text.encode())
    assert tally.made == 1
    assert Translation.objects.get().live.title == "A"


def test_a_line_of_csv_without_a_text_is_said_and_the_others_are_taken(leyla):
    tally = imported(leyla, "a.csv", b"title;body\nA;x\nB;\nC;y\n")
    assert (tally.made, len(tally.problems)) == (2, 1)
    assert "3" in tally.problems[0]


def test_csv_without_a_head_says_what_it_needs(leyla):
    with pytest.raises(WrongInput):
        imported(leyla, "a.csv", b"a,b\n1,2\n")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", b"PK\x03\x04nothing"),
        ("a.exe", b"MZ"),
        ("a.xml", WXR.format(items="<item>").encode()),
        (
            "bomb.xml",
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
            + WXR.format(items="<item><title>&b;</title></item>").encode()[38:],
        ),
        (
            "outside.xml",
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
            + WXR.format(items="<item><title>&a;</title></item>").encode()[38:],
        ),
    ],
)
def test_what_is_no_import_is_named(leyla, name, content):
    with pytest.raises(WrongInput):
        imported(leyla, name, content)
    assert not Article.objects.exists()


def test_a_bomb_is_left_unread(leyla):
    content = packed_as({"a.md": b"a" * 30_000_000, "b.md": "# Fine\n\nyes"})
    assert len(content) < 100_000
    began = time.monotonic()
    tally = imported(leyla, "a.zip", content)
    assert tally.made == 1
    assert "a.md" in tally.problems[0]
    assert time.monotonic() - began < 5


def test_a_wrong_article_keeps_the_others_from_nothing(leyla):
    content = packed_as({"a.md": "# A\n\n" + "x" * 600_000, "b.md": "# B\n\nb"})
    tally = imported(leyla, "a.zip", content)
    assert tally.made == 1
    assert tally.problems[0].startswith("A:")


def test_the_worker_does_it_and_says_how_far_it_is(leyla, elif_):
    stored = files.store(packed_as({"a.md": "# A\n\nb"}))
    with pytest.raises(NotAllowed):
        ask_import(actor=elif_, file=stored, name="a.zip", lang="en")
    asked = ask_import(actor=leyla, file=stored, name="a.zip", lang="en", publishes=True)
    jobs.run_import(wanted=asked.pk)
    jobs.run_import(wanted=asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.seen, asked.made) == ("done", 1, 1)
    bad = ask_import(actor=leyla, file=files.store(b"MZ"), name="a.exe", lang="en")
    jobs.run_import(wanted=bad.pk)
    assert Import.objects.get(pk=bad.pk).state == "failed"


def test_what_is_exported_comes_back(leyla, kaan, security):
    shelf = actions.save_category(actor=leyla, names={"en": "Network", "tr": "Ağ"}, icon="wifi")
    below = actions.save_category(actor=leyla, names={"en": "VPN"}, parent=shelf.pk)
    picture = actions.add_picture(actor=leyla, name="a.png", content=PNG)
    shown = f'<p><img src="/kb/files/{picture.key}/" alt="A"></p>'
    body = f'<h2>One</h2><p>Text: "x"</p><div data-callout="tip"><p>Tip</p></div>{shown}'
    first = published(leyla, 'VPN: "drops"', body, category=below.pk, audience="signed_in")
    second = actions.translate(actor=leyla, article=first.article_id, lang="tr", title="VPN kopuyor", body="<p>x</p>")
    actions.publish(actor=leyla, translation=second.pk)
    published(kaan, "Secret", audience="team", team=security.pk)
    file = io.BytesIO()
    assert export(leyla, file) == 2
    with zipfile.ZipFile(file) as archive:  # a viewer of Markdown shows a picture by its ending
        assert f"articles/pictures/{picture.key}.png" in archive.namelist()
        assert f"![A](pictures/{picture.key}.png)" in archive.read("articles/vpn-drops.en.md").decode()
    Article.objects.all().delete()
    Category.objects.all().delete()
    tally = imported(leyla, "export.zip", file.getvalue())
    assert (tally.made, tally.problems) == (2, [])
    english, turkish = Translation.objects.get(lang="en"), Translation.objects.get(lang="tr")
    assert (english.live.title, english.slug, english.article) == ('VPN: "drops"', "vpn-drops", turkish.article)
    assert english.article.audience == "signed_in"
    assert (english.article.category.slug, english.article.category.parent.names["tr"]) == ("vpn", "Ağ")
    assert english.article.category.parent.icon == "wifi"
    assert '<div data-callout="tip">' in english.live.body
    assert Picture.objects.get(article=english.article).key in english.live.body


def test_an_import_opens_nothing_that_was_narrow(leyla):
    imported(leyla, "a.md", b"---\naudience: team\n---\n# A\n\nb")
    assert Article.objects.get().audience == "agents"


def test_an_export_that_comes_back_to_its_own_desk_changes_nothing(leyla):
    picture = actions.add_picture(actor=leyla, name="a.png", content=PNG)
    shown = f'<p>One <u>line</u></p><p><img src="/kb/files/{picture.key}/" alt="A"></p>'
    first = published(leyla, "VPN drops", shown)
    actions.write(actor=leyla, translation=first.pk, title="VPN drops", body="<p>Not to be seen yet</p>")
    actions.change_address(actor=leyla, translation=first.pk, slug="vpn")
    published(leyla, "Printer", "<p>Paper</p>")
    file = io.BytesIO()
    assert export(leyla, file) == 2
    tally = imported(leyla, "export.zip", file.getvalue())
    assert (tally.seen, tally.made, tally.changed, tally.pictures, tally.problems) == (3, 0, 0, 0, [])
    held = Translation.objects.get(slug="vpn")
    assert (held.status, held.live.text, held.newest.text) == ("draft", "One line\n\nA", "Not to be seen yet")
    edited = file.getvalue()
    with zipfile.ZipFile(io.BytesIO(edited)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["articles/printer.en.md"] = parts["articles/printer.en.md"].replace(b"Paper", b"Paper and ink")
    tally = imported(leyla, "export.zip", packed_as(parts))
    assert (tally.made, tally.changed) == (0, 1)
    assert Translation.objects.get(slug="printer").live.text == "Paper and ink"
    Article.objects.all().delete()
    assert imported(leyla, "export.zip", file.getvalue()).made == 2
    held = Translation.objects.get(slug="vpn")
    assert (held.status, held.live.text, held.newest.text) == ("draft", "One line\n\nA", "Not to be seen yet")


def test_an_export_of_another_desk_changes_none_of_the_articles_here(leyla):
    published(leyla, "Printer", "<p>Paper</p>")
    text = b"---\ntitle: Printer\nslug: printer\nsource: https://other.example/kb/printer/\n---\nInk"
    assert imported(leyla, "printer.md", text).made == 1
    assert Translation.objects.get(slug="printer").live.text == "Paper"
