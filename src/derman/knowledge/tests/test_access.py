"""Who may read which articles: every audience by every kind of reader."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from derman.knowledge import actions
from derman.knowledge.access import seen_at_desk, visible_to
from derman.knowledge.errors import ArticleNotFound, NotAllowed, WrongInput
from derman.knowledge.models import Article
from derman.knowledge.tests.writing import draft, published, titles
from derman.people.actions import remove_group, save_group
from derman.people.models import Group, Organisation, Person


@pytest.fixture
def shelf(elif_, kaan, security, aylin, mert, selin):
    """One published article for each audience, and a draft."""
    buyers = save_group(actor=aylin, name="Buyers", members=[f"Mert <{mert.email.upper()}>", selin.email])
    few = [save_group(actor=aylin, name="Few", members=[selin.email]).pk]
    works, other = Organisation.objects.create(name="Works"), Organisation.objects.create(name="Other")
    published(elif_, "everyone")
    published(elif_, "signed in", audience="signed_in")
    published(elif_, "works", audience="organisations", organisations=[works.pk, other.pk])
    published(elif_, "buyers", audience="groups", groups=[buyers.pk, *few])
    published(elif_, "agents", audience="agents")
    published(kaan, "security", audience="team", team=security.pk)
    draft(elif_, "draft")
    return works


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("nobody", {"everyone"}),
        ("stranger to the groups", {"everyone", "signed in"}),
        ("requester", {"everyone", "signed in", "buyers"}),
        ("colleague of Works", {"everyone", "signed in", "works", "buyers"}),
        ("agent", {"everyone", "signed in", "works", "buyers", "agents"}),
        ("administrator", {"everyone", "signed in", "works", "buyers", "agents"}),
        ("member", {"everyone", "signed in", "works", "buyers", "agents", "security"}),
        ("left", {"everyone"}),
    ],
)
def test_a_reader_sees_what_is_meant_for_them(shelf, mert, selin, derya, aylin, kaan, elif_, who, sees):
    selin.organisation = shelf
    selin.save()
    elif_.is_active = False
    elif_.save()
    reader = {
        "nobody": None,
        "requester": mert,
        "stranger to the groups": Person.objects.create(email="zeynep@ege.example", name="Zeynep"),
        "colleague of Works": selin,
        "agent": derya,
        "administrator": aylin,
        "member": kaan,
        "left": elif_,
    }[who]
    assert titles(visible_to(reader)) == sees


def test_a_stranger_of_any_kind_sees_what_everyone_sees(shelf):
    assert titles(visible_to(AnonymousUser())) == titles(visible_to("x")) == {"everyone"}


def test_only_the_desk_sees_what_is_in_the_making(shelf, mert, derya, kaan):
    assert not seen_at_desk(None).exists()
    assert not seen_at_desk(mert).exists()
    assert seen_at_desk(derya).count() == 6  # all but the closed team's
    assert seen_at_desk(kaan).count() == 7


def test_nobody_changes_what_they_may_not_see(shelf, derya, mert):
    secret = Article.objects.get(audience="team").translations.get()
    for actor in (derya, mert):
        with pytest.raises(ArticleNotFound):
            actions.write(actor=actor, translation=secret.pk, title="x", body="<p>x</p>")
        with pytest.raises(ArticleNotFound):
            actions.withdraw(actor=actor, translation=secret.pk)
    with pytest.raises(NotAllowed):
        actions.start(actor=mert, lang="en", title="x")
    assert actions.change_many(actor=derya, articles=[secret.article_id], details=actions.Details(category=None)) == 0


def test_an_article_is_for_a_team_of_its_writer_only(elif_, security):
    with pytest.raises(WrongInput) as wrong:
        draft(elif_, audience="team", team=security.pk)
    assert wrong.value.field == "team"
    with pytest.raises(WrongInput) as wrong:
        draft(elif_, audience="organisations", organisations=[])
    assert wrong.value.field == "organisations"
    assert not Article.objects.exists()


def test_a_deleted_article_is_gone_for_everybody_and_can_be_brought_back(elif_, derya):
    gone = published(elif_)
    with pytest.raises(NotAllowed):
        actions.remove(actor=derya, article=gone.article_id)
    actions.remove(actor=elif_, article=gone.article_id)
    assert not visible_to(elif_).exists()
    actions.restore(actor=elif_, article=gone.article_id)
    assert visible_to(None).exists()


def test_a_group_that_is_gone_opens_nothing_to_others(shelf, aylin, mert, elif_):
    remove_group(actor=aylin, group=Group.objects.get(name="Buyers").pk)
    assert "buyers" not in titles(visible_to(mert))
    assert "buyers" in titles(visible_to(elif_))
