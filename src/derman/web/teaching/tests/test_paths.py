"""Learning paths as learners and their writers meet them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.teaching import actions
from derman.teaching.actions import Whom
from derman.teaching.models import Assignment, LearningPath
from derman.teaching.tests.paths import CHOICES, check, path_of
from derman.teaching.words import today

DESK = "/desk/knowledge/learning/"
# page → statements: session, person, desk, then its own
PORTAL = {"": 7, "{path}/": 7, "{path}/{article}/": 7, "{path}/{check}/": 7}
AT_DESK = {"": 4, "{path}/": 10, "{path}/?q=how": 12, "{path}/check/": 4, "{path}/check/{check}/": 6}


@pytest.fixture
def path(leyla, mert, front_line):
    made = path_of(leyla)
    for whom in (Whom(person=mert.pk), Whom(person=leyla.pk), Whom(team=front_line.pk)):
        actions.assign(actor=leyla, path=made.pk, whom=whom, due_on=today() + timedelta(days=3))
    return made


def places(path):
    article, asked = path.steps.filter(removed_at=None).order_by("pk")[:2]
    return {"path": path.pk, "article": article.pk, "check": asked.pk}


def more(leyla, path, mert):
    for number in range(3):
        other = path_of(leyla, f"Number {number}")
        actions.assign(actor=leyla, path=other.pk, whom=Whom(person=mert.pk))
        actions.add_article(actor=leyla, path=path.pk, article=other.steps.first().article_id)
        check(leyla, path)


@pytest.mark.parametrize(("address", "statements"), PORTAL.items())
def test_pages_of_learners(signed_in_as, leyla, mert, path, address, statements, django_assert_num_queries):
    browser, address = signed_in_as(mert), "/learning/" + address.format(**places(path))
    with django_assert_num_queries(statements):
        assert browser.get(address).status_code == 200
    more(leyla, path, mert)
    with django_assert_num_queries(statements):
        browser.get(address)


@pytest.mark.parametrize(("address", "statements"), AT_DESK.items())
def test_pages_of_writers(signed_in_as, leyla, mert, path, address, statements, django_assert_num_queries):
    browser, address = signed_in_as(leyla), DESK + address.format(**places(path))
    with django_assert_num_queries(statements):
        assert browser.get(address).status_code == 200
    more(leyla, path, mert)
    with django_assert_num_queries(statements):
        browser.get(address)


def test_a_learner_goes_through_a_path(signed_in_as, mert, path):
    browser, at = signed_in_as(mert), places(path)
    assert "One learning path is waiting for you" in browser.get("/").content.decode()
    home = f"/learning/{path.pk}/"
    on = browser.post(f"{home}{at['article']}/read/")
    assert on.headers["Location"] == f"{home}{at['check']}/"
    asked = browser.get(on.headers["Location"]).content.decode()
    assert "theirs" not in asked  # the explanation comes with the answer
    empty = browser.post(f"{home}{at['check']}/answer/", {})
    assert (empty.status_code, "Choose an answer." in empty.content.decode()) == (422, True)
    browser.post(f"{home}{at['check']}/answer/", {"choice": "a"})
    wrong = browser.get(f"{home}{at['check']}/").content.decode()
    assert ("Not quite" in wrong, "theirs" in wrong) == (True, False)
    browser.post(f"{home}{at['check']}/answer/", {"choice": "b"})
    right = browser.get(f"{home}{at['check']}/").content.decode()
    assert "<strong>theirs</strong>" in right
    assert "You have done this path" in browser.get(home).content.decode()
    assert "learning path" not in browser.get("/").content.decode()


def test_what_is_not_theirs_is_not_there(client, signed_in_as, selin, mert, leyla, path):
    secret = path_of(leyla, "Secret", audience="agents")
    actions.assign(actor=leyla, path=secret.pk, whom=Whom(person=mert.pk))
    shut = signed_in_as(mert).get(f"/learning/{secret.pk}/").content.decode()
    assert ("not open to you" in shut, "How we work" in shut) == (True, False)
    assert signed_in_as(mert).get(f"/learning/{secret.pk}/{places(secret)['article']}/").status_code == 404
    stranger = signed_in_as(selin)
    for address in ("", f"{places(path)['article']}/"):
        assert stranger.get(f"/learning/{path.pk}/{address}").status_code == 404
    assert stranger.post(f"/learning/{path.pk}/{places(path)['article']}/read/").status_code == 404
    assert client.get(f"/learning/{path.pk}/").status_code == 302


def test_a_path_is_written_published_and_assigned(signed_in_as, leyla, elif_, mert, path):
    article = path.steps.first().article
    writer = signed_in_as(elif_)
    refused = writer.post(f"{DESK}add/", {"title_en": " "})
    assert (refused.status_code, LearningPath.objects.count()) == (422, 1)
    page = writer.post(f"{DESK}add/", {"title_en": "Printers", "title_tr": "Yazıcılar"}).headers["Location"]
    assert writer.post(f"{page}publish/").status_code == 422
    assert "How we work" in writer.get(f"{page}?q=work").content.decode()
    writer.post(f"{page}articles/", {"article": article.pk})
    sent = {"question_en": "It jams", "right": "1"}
    sent |= {f"choice_{place}_en": choice["words"]["en"] for place, choice in enumerate(CHOICES)}
    again = writer.post(f"{page}check/", sent | {"right": ""})
    assert (again.status_code, "Call them back" in again.content.decode()) == (422, True)
    assert writer.post(f"{page}check/", sent).status_code == 302
    assert writer.post(f"{page}publish/").status_code == 302
    assert "Who is to learn it" not in writer.get(page).content.decode()
    assert writer.post(f"{page}assign/", {"to": "person", "person": mert.email}).status_code == 403
    lead = signed_in_as(leyla)
    assert lead.post(f"{page}assign/", {"to": "person", "person": "x@ege.example"}).status_code == 422
    unclear = lead.post(f"{page}assign/", {"to": "team", "team": "1", "person": mert.email})
    assert (unclear.status_code, "not chosen" in unclear.content.decode()) == (422, True)
    sent = {"to": "newcomers", "within": "30", "due_days": "14"}
    assert lead.post(f"{page}assign/", sent).status_code == 302
    made = Assignment.objects.latest("pk")
    assert (made.came_since, made.due_days) == (today() - timedelta(days=30), 14)
    assert "within 14 days" in lead.get(page).content.decode()
    assert lead.post(f"{DESK}assignments/{made.pk}/withdraw/").status_code == 302
    assert "within 14 days" not in lead.get(page).content.decode()


def test_who_is_overtaken_keeps_what_they_typed(signed_in_as, leyla, path):
    sent = {"title_en": "Mine", "revision": "1"}
    answer = signed_in_as(leyla).post(f"{DESK}{path.pk}/details/", sent)
    assert (answer.status_code, 'value="Mine"' in answer.content.decode()) == (409, True)
