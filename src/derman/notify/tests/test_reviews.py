"""Who hears that an article waits for a second person."""

from __future__ import annotations

from datetime import timedelta

from derman.channels.mail.models import OutgoingMail
from derman.kernel import clock
from derman.knowledge import actions
from derman.knowledge.tests.writing import draft
from derman.notify import jobs, queries
from derman.notify.actions import choose
from derman.notify.models import Notice


def told():
    return set(Notice.objects.values_list("person__email", "kind"))


def a_minute_later():
    Notice.objects.filter(told_at=None).update(at=clock.now() - timedelta(seconds=61))
    jobs.tell()
    return {mail.to[0]: mail for mail in OutgoingMail.objects.all()}


def test_leads_administrators_and_the_owner_hear_of_it_once(helpdesk, elif_, derya, leyla, aylin, mert):
    article = draft(elif_, "VPN drops", owner=derya.pk)
    actions.ask_review(actor=elif_, translation=article.pk)
    actions.ask_review(actor=elif_, translation=article.pk)
    assert told() == {(one.email, "review") for one in (derya, leyla, aylin)}
    mails = a_minute_later()
    assert set(mails) == {derya.email, leyla.email, aylin.email}
    assert "VPN drops" in mails[leyla.email].subject
    assert f"/desk/knowledge/{article.pk}/" in mails[leyla.email].text
    assert "incelenmesini isteyen: Elif" in mails[derya.email].text
    (notice,) = queries.latest(leyla)
    assert notice.translation == article


def test_what_is_published_or_sent_back_within_the_minute_is_told_by_no_mail(helpdesk, elif_, leyla):
    article = draft(elif_)
    actions.ask_review(actor=elif_, translation=article.pk)
    actions.publish(actor=leyla, translation=article.pk)
    assert a_minute_later() == {}


def test_nobody_hears_of_an_article_of_a_team_they_are_not_in(helpdesk, kaan, leyla, aylin, security):
    article = draft(kaan, audience="team", team=security.pk)
    actions.ask_review(actor=kaan, translation=article.pk)
    assert told() == set()


def test_who_wants_no_mail_of_reviews_gets_none(helpdesk, elif_, leyla):
    choose(actor=leyla, review=False)
    actions.ask_review(actor=elif_, translation=draft(elif_).pk)
    assert leyla.email not in a_minute_later()
    assert len(queries.latest(leyla)) == 1
