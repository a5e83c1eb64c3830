"""A knowledge base of WordPress moves in: 200 articles with their categories, pictures and addresses."""

from __future__ import annotations

import struct
import time
import zipfile
import zlib
from pathlib import Path

from playwright.sync_api import expect

ARTICLES = 200
_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Ege Yardım</title><language>tr-TR</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://yardim.example</wp:base_site_url>"""
_TERM = """<wp:term><wp:term_id>{n}</wp:term_id><wp:term_taxonomy><![CDATA[ht_kb_category]]></wp:term_taxonomy>
<wp:term_slug><![CDATA[{slug}]]></wp:term_slug><wp:term_parent><![CDATA[{above}]]></wp:term_parent>
<wp:term_name><![CDATA[{name}]]></wp:term_name></wp:term>"""
_ITEM = """<item><title><![CDATA[{title}]]></title><link>https://yardim.example/bilgi-bankasi/{slug}/</link>
<pubDate>Mon, 02 Mar 2026 08:00:00 +0000</pubDate><dc:creator><![CDATA[yonetici]]></dc:creator>
<guid isPermaLink="false">https://yardim.example/?post_type=ht_kb&amp;p={n}</guid><description></description>
<content:encoded><![CDATA[{body}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_id>{n}</wp:post_id><wp:post_name><![CDATA[{slug}]]></wp:post_name><wp:status><![CDATA[{status}]]></wp:status>
<wp:post_parent>0</wp:post_parent><wp:post_type><![CDATA[ht_kb]]></wp:post_type>
<category domain="ht_kb_category" nicename="{term}"><![CDATA[{category}]]></category>
<wp:postmeta><wp:meta_key><![CDATA[_ht_kb_usefulness]]></wp:meta_key><wp:meta_value><![CDATA[3]]></wp:meta_value>
</wp:postmeta></item>"""
_PICTURE = """<item><title>ekran-{n}</title><link>https://yardim.example/ekran-{n}/</link>
<wp:post_id>{id}</wp:post_id><wp:status><![CDATA[inherit]]></wp:status>
<wp:post_type><![CDATA[attachment]]></wp:post_type>
<wp:attachment_url>https://yardim.example/wp-content/uploads/2026/03/ekran-{n}.png</wp:attachment_url></item>"""
_BODY = """<!-- wp:paragraph -->
<p>Şubedeki {n} numaralı cihazda ışık yanıp sönüyorsa aşağıdaki adımları izleyin.</p>
<!-- /wp:paragraph -->
<!-- wp:image {{"id":{n}}} -->
<figure class="wp-block-image"><img src="https://yardim.example/wp-content/uploads/2026/03/ekran-{n}-300x200.png"
 alt="Ayarlar penceresi {n}" onerror="alert(1)"/></figure>
<!-- /wp:image -->
<!-- wp:list {{"ordered":true}} -->
<ol><li>Fişi çekin.</li><li>İki dakika bekleyin.</li></ol>
<!-- /wp:list -->"""
# name, slug, the one above; the one above comes after it, as WordPress sorts by name
_TERMS = (("Ağ", "ag", "donanim"), ("Donanım", "donanim", ""), ("Kablosuz Ağ", "kablosuz-ag", "ag"))


def _png(shade: int) -> bytes:
    """A picture of 30 by 20 dots."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    dots = b"".join(b"\0" + bytes([shade, 120, 200]) * 30 for _line in range(20))
    head = struct.pack(">IIBBBBB", 30, 20, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(dots)) + chunk(b"IEND", b"")


def export(path: Path) -> None:
    """The XML of the export and the folder of its pictures, in one zip, as the page of the import asks for it."""
    parts = [_HEAD]
    for n, (name, slug, above) in enumerate(_TERMS, start=1):
        parts.append(_TERM.format(n=n, slug=slug, above=above, name=name))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(1, ARTICLES + 1):
            name, term, _above = _TERMS[n % 3]
            title, slug = f"Işıldak {n} çalışmıyor", f"isildak-{n}-calismiyor"
            status = "draft" if n == ARTICLES else "publish"
            body = _BODY.format(n=n)
            parts.append(_ITEM.format(n=n, title=title, slug=slug, body=body, term=term, category=name, status=status))
            parts.append(_PICTURE.format(n=n, id=10_000 + n))
            archive.writestr(f"uploads/2026/03/ekran-{n}.png", _png(n))
        archive.writestr("yardim.xml", "\n".join([*parts, "</channel></rss>"]))


def test_a_wordpress_knowledge_base_moves_in(screen, desk, tmp_path):
    file = tmp_path / "yardim.zip"
    export(file)
    page = screen.sign_in("aylin@ege.example")
    page.goto(f"{desk.url}/desk/knowledge/import/")
    page.set_input_files("input[type=file]", file)
    page.select_option("select[name=lang]", "tr")
    page.check("input[name=publish]")
    begun = time.perf_counter()
    page.get_by_role("button", name="Import").click()
    part = page.locator("#import")
    expect(part.get_by_text("Done", exact=True)).to_be_visible(timeout=240_000)
    took = time.perf_counter() - begun
    print(f"{ARTICLES} articles with their pictures in {took:.1f} s")
    expect(part.locator("dd").nth(1)).to_have_text(str(ARTICLES))
    expect(part.locator("dd").nth(3)).to_have_text(str(ARTICLES))
    expect(part.locator(".kd-reasons")).to_have_count(0)

    # by its old address a reader comes to the article, in its category of three levels, with its picture
    answer = page.goto(f"{desk.url}/bilgi-bankasi/isildak-2-calismiyor/")
    assert answer is not None and answer.request.redirected_from is not None
    assert page.url == f"{desk.url}/kb/isildak-2-calismiyor/"
    expect(page.get_by_role("heading", level=1)).to_have_text("Işıldak 2 çalışmıyor")
    crumbs = page.locator("nav").filter(has_text="Kablosuz Ağ")
    expect(crumbs.first).to_contain_text("Ağ")
    picture = page.locator("article img, .prose img").first
    assert picture.get_attribute("alt") == "Ayarlar penceresi 2"
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 30
    # what was a draft there is one here
    assert page.request.get(f"{desk.url}/bilgi-bankasi/isildak-{ARTICLES}-calismiyor/").status == 404 or (
        "Işıldak" in page.request.get(f"{desk.url}/desk/knowledge/?tab=draft").text()
    )
    # and it is found as people type it
    page.goto(f"{desk.url}/kb/?q=ISILDAK+77")
    expect(page.locator("main a", has_text="Işıldak 77 çalışmıyor").first).to_be_visible()

    # the same file once more changes nothing
    page.goto(f"{desk.url}/desk/knowledge/import/")
    page.set_input_files("input[type=file]", file)
    page.select_option("select[name=lang]", "tr")
    page.get_by_role("button", name="Import").click()
    expect(part.get_by_text("Done", exact=True)).to_be_visible(timeout=240_000)
    expect(part.locator("dd").nth(1)).to_have_text("0")
    expect(part.locator("dd").nth(2)).to_have_text("0")
