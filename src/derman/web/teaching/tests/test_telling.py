"""News, tips and the report as people meet them."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from derman.desk.queries import the_desk
from derman.knowledge.tests.writing import published
from derman.people.models import Person
from derman.teaching import actions
from derman.teaching.actions import Whom
from derman.teaching.models import News, Tip
from derman.teaching.tests.paths import path_of
from derman.teaching.words import today

DESK = "/desk/knowledge/learning/"
AT_DESK = {"news/": 4, "news/add/": 4, "news/{news}/": 6, "tips/": 5, "tips/{tip}/": 6, "report/": 9, "report.csv": 6}


@pytest.fixture
def told(elif_, leyla, mert, aylin):
    """A path for Mert, news and a tip with an article, shown on the portal."""
    article = published(elif_, "Searching orders")
    path = path_of(leyla)
    Person.objects.filter(pk=mert.pk).update(manager=leyla)
    actions.assign(actor=leyla, path=path.pk, whom=Whom(person=mert.pk), due_on=today())
    sent = {"software": "ERP", "title_en": "New <search>", "text_en": "By **any** word", "state": "published"}
    return article, sent | {"audience": "everyone", "article": f"http://testserver/kb/{article.slug}/"}


def test_news_are_written_shown_and_taken_away(client, signed_in_as, elif_, mert, told):
    article, sent = told
    writer = signed_in_as(elif_)
    empty = writer.post(f"{DESK}news/add/", sent | {"software": ""})
    assert (empty.status_code, "By **any** word" in empty.content.decode()) == (422, True)
    for field, wrong in {"software": "", "article": "/kb/nowhere/", "until": "soon", "begin": "soon"}.items():
        refused = writer.post(f"{DESK}news/add/", sent | {field: wrong})
        assert refused.status_code == 422
        assert f'<span class="wrong" id="{field}-wrong"' in refused.content.decode()
    assert writer.post(f"{DESK}news/add/", sent).status_code == 302
    row = News.objects.get()
    for page in (client.get("/news/"), client.get("/"), signed_in_as(mert).get("/")):
        assert "New &lt;search&gt;" in page.content.decode()
    read = client.get("/news/").content.decode()
    assert "<strong>any</strong>" in read
    assert f'href="/kb/{article.slug}/"' in read
    form = writer.get(f"{DESK}news/{row.pk}/").content.decode()
    assert f'value="/kb/{article.slug}/"' in form
    stays = {
        "begin": timezone.localdate(row.published_at, ZoneInfo(the_desk().zone)).isoformat(),
        "revision": str(row.revision),
    }
    writer.post(f"{DESK}news/{row.pk}/", sent | stays)
    changed = News.objects.get()
    assert changed.published_at == row.published_at
    assert writer.post(f"{DESK}news/{row.pk}/", sent | stays).status_code == 409
    later = {"begin": (today() + timedelta(days=3)).isoformat()}
    writer.post(f"{DESK}news/{row.pk}/", sent | later)
    assert "New &lt;search&gt;" not in client.get("/news/").content.decode()
    assert writer.post(f"{DESK}news/{row.pk}/remove/").status_code == 302
    assert "New &lt;search&gt;" in writer.get(f"{DESK}news/?tab=removed").content.decode()
    assert writer.post(f"{DESK}news/{row.pk}/bring-back/").status_code == 302
    assert News.objects.filter(removed_at=None).exists()


def test_a_tip_stands_on_the_first_page_where_the_desk_wants_it(client, signed_in_as, elif_, aylin, told):
    writer, administrator = signed_in_as(elif_), signed_in_as(aylin)
    assert writer.post(f"{DESK}tips/add/", {"audience": "everyone"}).status_code == 422
    assert writer.post(f"{DESK}tips/add/", {"text_en": "**Lock** it", "audience": "everyone"}).status_code == 302
    assert ">Lock it<" in writer.get(f"{DESK}tips/").content.decode()
    assert "Lock</strong> it" not in client.get("/").content.decode()
    assert writer.post(f"{DESK}tips/practice/", {"tip_of_the_day": "on"}).status_code == 403
    administrator.post(f"{DESK}tips/practice/", {"tip_of_the_day": "on"})
    assert "Lock</strong> it" in client.get("/").content.decode()
    row = Tip.objects.get()
    assert writer.post(f"{DESK}tips/{row.pk}/remove/").status_code == 302
    assert "Lock</strong> it" not in client.get("/").content.decode()
    assert writer.post(f"{DESK}tips/{row.pk}/bring-back/").status_code == 302


def test_the_report_is_for_leads_and_a_table_holds_no_formula(signed_in_as, leyla, elif_, mert, told):
    Person.objects.filter(pk=mert.pk).update(name="=cmd()")
    assert signed_in_as(elif_).get(f"{DESK}report/").status_code == 403
    assert signed_in_as(elif_).get(f"{DESK}report.csv").status_code == 403
    assert "=cmd()" in signed_in_as(leyla).get(f"{DESK}report/").content.decode()
    table = signed_in_as(leyla).get(f"{DESK}report.csv?state=open").content.decode("utf-8-sig").splitlines()
    assert table[0].startswith("Name,E-mail address,Learning path,State")
    assert table[1] == f"'=cmd(),mert@ege.example,First week,On their way,{today()},,0,2,0,0"


@pytest.mark.parametrize(("address", "statements"), AT_DESK.items())
def test_pages_ask_the_same_number_of_questions(
    signed_in_as, leyla, elif_, mert, told, address, statements, django_assert_num_queries
):
    writer = signed_in_as(elif_)
    writer.post(f"{DESK}news/add/", told[1])
    writer.post(f"{DESK}tips/add/", {"text_en": "Lock it", "audience": "agents", "article": f"/kb/{told[0].slug}"})
    address = DESK + address.format(news=News.objects.get().pk, tip=Tip.objects.get().pk)
    browser = signed_in_as(leyla)
    with django_assert_num_queries(statements):
        assert browser.get(address).status_code == 200
    for number in range(3):
        writer.post(f"{DESK}news/add/", told[1])
        writer.post(f"{DESK}tips/add/", {"text_en": f"Tip {number}", "audience": "agents"})
        path = path_of(leyla, f"Number {number}")
        actions.assign(actor=leyla, path=path.pk, whom=Whom(person=elif_.pk))
    with django_assert_num_queries(statements):
        browser.get(address)


def test_the_news_page_asks_the_same_number_of_questions(client, signed_in_as, elif_, told, django_assert_num_queries):
    writer = signed_in_as(elif_)
    for _number in range(2):
        writer.post(f"{DESK}news/add/", told[1])
        with django_assert_num_queries(3):
            client.get("/news/")


def test_the_first_page_asks_the_same_whatever_is_told(
    signed_in_as, elif_, mert, aylin, told, django_assert_num_queries
):
    signed_in_as(aylin).post(f"{DESK}tips/practice/", {"tip_of_the_day": "on"})
    writer, reader = signed_in_as(elif_), signed_in_as(mert)
    for _number in range(3):
        writer.post(f"{DESK}news/add/", told[1])
        writer.post(f"{DESK}tips/add/", {"text_en": "Lock it", "audience": "everyone", "article": told[1]["article"]})
        with django_assert_num_queries(16):
            reader.get("/")
