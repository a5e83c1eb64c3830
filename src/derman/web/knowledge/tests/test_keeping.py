"""The knowledge base as the desk keeps it: list, writing, review, versions, many at once."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from derman.knowledge import actions
from derman.knowledge.jobs import run_import
from derman.knowledge.models import Article, Category, Import, Practice, Translation, Version
from derman.knowledge.tests.writing import draft, published


def state(browser, article, to, **more):
    return browser.post(f"/desk/knowledge/{article.pk}/state/", {"to": to, **more})


def test_an_article_is_written_reviewed_and_published(signed_in_as, client, elif_, derya, aylin):
    actions.set_practice(actor=aylin, review_needed=True)
    writer, reader = signed_in_as(elif_), signed_in_as(derya)
    begun = writer.post("/desk/knowledge/new/", {"title": "VPN drops", "lang": "en", "category": ""})
    article = Translation.objects.get()
    assert begun.headers["Location"] == f"/desk/knowledge/{article.pk}/"
    address = f"/desk/knowledge/{article.pk}/"
    writer.post(address, {"title": "VPN drops", "markdown": "Set the **clock**.", "revision": article.revision})
    article.refresh_from_db()
    assert article.newest.body == "<p>Set the <strong>clock</strong>.</p>\n"
    state(writer, article, "publish")
    article.refresh_from_db()
    assert article.live is None
    state(writer, article, "review")
    assert b'value="publish"' not in writer.get(address).content
    assert b'value="publish"' in reader.get(address).content
    state(reader, article, "publish")
    assert client.get("/kb/vpn-drops/").status_code == 200


def test_what_is_typed_is_kept_as_one_writes_and_nobody_is_overwritten(signed_in_as, elif_, derya):
    article = draft(elif_)
    writer, other = signed_in_as(elif_), signed_in_as(derya)
    address = f"/desk/knowledge/{article.pk}/draft/"
    first = writer.post(address, {"title": "VPN drops", "html": "<p>One</p>", "revision": article.revision})
    assert first.status_code == 200
    late = other.post(address, {"title": "Mine", "html": "<p>Two</p>", "revision": article.revision})
    assert late.status_code == 409
    assert late.json()["wrong"]
    assert late.json()["revision"] == first.json()["revision"]  # on which they may save theirs all the same
    again = writer.post(address, {"title": "VPN drops", "html": "<p>On</p>", "revision": first.json()["revision"]})
    assert again.status_code == 200
    page = other.post(f"/desk/knowledge/{article.pk}/", {"title": "Mine", "markdown": "Two", "revision": 1})
    assert page.status_code == 409
    assert b'value="Mine"' in page.content  # what was typed stays
    assert writer.post(address, {"title": "", "html": "<p>x</p>"}).status_code == 422
    before = Version.objects.filter(translation=article).count()
    over = {"title": "Mine", "html": "<p>Two</p>", "revision": again.json()["revision"], "apart": "1"}
    assert writer.post(address, over).status_code == 200  # one's own from another window stays as well
    assert Version.objects.filter(translation=article).count() == before + 1


def test_only_the_desk_gets_in(signed_in_as, client, elif_, mert):
    article = draft(elif_)
    for path in ("", "new/", "categories/", f"{article.pk}/", f"{article.pk}/versions/", f"{article.pk}/preview/"):
        assert client.get(f"/desk/knowledge/{path}").status_code == 302
        assert signed_in_as(mert).get(f"/desk/knowledge/{path}").status_code == 403
        assert signed_in_as(elif_).get(f"/desk/knowledge/{path}").status_code == 200


def test_a_teams_article_is_its_own(signed_in_as, kaan, elif_, security):
    secret = published(kaan, "Badge", audience="team", team=security.pk)
    browser = signed_in_as(elif_)
    for path in ("", "versions/", "preview/"):
        assert browser.get(f"/desk/knowledge/{secret.pk}/{path}").status_code == 404
    for path in ("state/", "details/", "draft/", "translate/"):
        assert browser.post(f"/desk/knowledge/{secret.pk}/{path}", {"to": "withdraw", "title": "x"}).status_code == 404
    assert b"Badge" not in browser.get("/desk/knowledge/").content
    assert b"Badge" in signed_in_as(kaan).get("/desk/knowledge/").content


def test_versions_are_compared_and_restored(signed_in_as, elif_, derya):
    article = published(elif_, body="<p>Set the clock, then sign in.</p><p>Wait.</p>")
    actions.write(actor=derya, translation=article.pk, title="VPN drops", body="<p>Set the time, then sign in.</p>")
    page = signed_in_as(elif_).get(f"/desk/knowledge/{article.pk}/versions/").content.decode()
    assert "<del>clock</del><ins>time</ins>" in page
    assert "<del>Wait.</del>" in page
    signed_in_as(elif_).post(f"/desk/knowledge/{article.pk}/versions/1/restore/")
    article.refresh_from_db()
    assert "clock" in article.newest.body
    assert article.newest.number == 3


def test_the_other_language_begins_with_this_one(signed_in_as, elif_):
    article = published(elif_)
    signed_in_as(elif_).post(f"/desk/knowledge/{article.pk}/translate/", {"lang": "tr"})
    made = Translation.objects.get(lang="tr")
    assert (made.article, made.status, made.newest.body) == (article.article, "draft", article.newest.body)


def test_many_change_at_once(signed_in_as, elif_, leyla):
    one, two = published(elif_, "One"), draft(elif_, "Two")
    shelf = actions.save_category(actor=leyla, names={"en": "Network"})
    browser = signed_in_as(elif_)
    chosen = [one.article_id, two.article_id]
    browser.post("/desk/knowledge/many/", {"article": chosen, "change": f"category:{shelf.pk}"})
    browser.post("/desk/knowledge/many/", {"article": chosen, "change": "audience:agents"})
    browser.post("/desk/knowledge/many/", {"article": chosen, "change": f"owner:{leyla.pk}"})
    assert set(Article.objects.values_list("category", "audience", "owner")) == {(shelf.pk, "agents", leyla.pk)}
    browser.post("/desk/knowledge/many/", {"article": chosen, "change": "publish"})
    assert Translation.objects.filter(live=None).count() == 0
    browser.post("/desk/knowledge/many/", {"article": chosen, "change": "withdraw"})
    assert Translation.objects.exclude(live=None).count() == 0
    for nonsense in ("", "audience:nobody", "owner:99999", "category:99999", "x:y"):
        assert browser.post("/desk/knowledge/many/", {"article": chosen, "change": nonsense}).status_code == 302


def test_the_details_of_an_article(signed_in_as, client, elif_, leyla):
    article = published(elif_)
    given = {"details-audience": "everyone", "details-owner": leyla.pk, "details-check_by": "2027-01-31", "slug": "VPN"}
    signed_in_as(elif_).post(f"/desk/knowledge/{article.pk}/details/", given)
    article.refresh_from_db()
    assert (article.slug, str(article.article.check_by), article.article.owner) == ("vpn", "2027-01-31", leyla)
    assert client.get("/kb/vpn-drops/").headers["Location"] == "/kb/vpn/"


def test_deleting_can_be_taken_back(signed_in_as, client, elif_):
    article = published(elif_)
    browser = signed_in_as(elif_)
    browser.post(f"/desk/knowledge/articles/{article.article_id}/remove/")
    assert client.get("/kb/vpn-drops/").status_code == 404
    assert b"VPN drops" in browser.get("/desk/knowledge/?tab=removed").content
    browser.post(f"/desk/knowledge/articles/{article.article_id}/restore/")
    assert client.get("/kb/vpn-drops/").status_code == 200


def test_leads_keep_the_categories_and_administrators_the_practice(signed_in_as, elif_, leyla, aylin):
    given = {"name_en": "Network", "name_tr": "Ağ", "icon": "wifi"}
    signed_in_as(elif_).post("/desk/knowledge/categories/new/", given)
    assert not Category.objects.exists()
    signed_in_as(leyla).post("/desk/knowledge/categories/new/", given)
    shelf = Category.objects.get()
    assert shelf.names == {"en": "Network", "tr": "Ağ"}
    assert signed_in_as(leyla).post("/desk/knowledge/categories/new/", {"name_en": ""}).status_code == 422
    signed_in_as(leyla).post("/desk/knowledge/practice/", {"review_needed": "on"})
    assert not Practice.objects.exists()
    signed_in_as(aylin).post("/desk/knowledge/practice/", {"review_needed": "on"})
    assert Practice.objects.get().review_needed
    signed_in_as(leyla).post(f"/desk/knowledge/categories/{shelf.pk}/remove/")
    assert not Category.objects.exists()


@pytest.mark.parametrize(
    ("path", "statements"),
    [
        ("", 10),
        ("?q=vpn&tab=live", 10),
        ("{pk}/", 22),
        ("{pk}/versions/", 5),
        ("{pk}/preview/", 4),
        ("categories/", 5),
    ],
)
def test_pages_cost_the_same(signed_in_as, elif_, leyla, path, statements, django_assert_num_queries):
    article = published(elif_)
    browser, address = signed_in_as(elif_), f"/desk/knowledge/{path.format(pk=article.pk)}"
    with django_assert_num_queries(statements):
        assert browser.get(address).status_code == 200
    for number in range(4):
        shelf = actions.save_category(actor=leyla, names={"en": f"Shelf {number}"})
        published(elif_, f"VPN {number}", category=shelf.pk)
        actions.write(actor=leyla, translation=article.pk, title=f"VPN {number}", body=f"<p>{number}</p>")
        actions.publish(actor=leyla, translation=article.pk)
    with django_assert_num_queries(statements):
        assert browser.get(address).status_code == 200


def test_leads_import_and_everybody_at_the_desk_exports(signed_in_as, elif_, leyla):
    assert signed_in_as(elif_).get("/desk/knowledge/import/").status_code == 403
    browser = signed_in_as(leyla)
    given = {"lang": "en", "audience": "everyone", "publish": "on"}
    file = SimpleUploadedFile("vpn.md", b"# VPN drops\n\nSet the clock.")
    asked = browser.post("/desk/knowledge/import/", {**given, "file": file})
    row = Import.objects.get()
    assert asked.headers["Location"] == f"/desk/knowledge/import/{row.pk}/"
    assert b"hx-trigger" in browser.get(asked.headers["Location"]).content
    run_import(wanted=row.pk)
    part = browser.get(asked.headers["Location"], headers={"HX-Request": "true"}).content
    assert b"hx-trigger" not in part
    assert Translation.objects.get().live.title == "VPN drops"
    assert signed_in_as(elif_).get(asked.headers["Location"]).status_code == 404
    assert browser.post("/desk/knowledge/import/", given).status_code == 422
    exported = signed_in_as(elif_).get("/desk/knowledge/export/")
    archive = ZipFile(BytesIO(b"".join(exported.streaming_content)))
    assert archive.namelist() == ["categories.json", "articles/vpn-drops.en.md"]
    assert b"Set the clock." in archive.read("articles/vpn-drops.en.md")
