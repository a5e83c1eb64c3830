"""News from the makers: by signed webhooks, by asking, and what becomes of the ticket and of whoever has it."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from derman.channels.mail.models import OutgoingMail
from derman.channels.mail.tests.conftest import helpdesk
from derman.kernel import clock
from derman.notify import jobs as notify_jobs
from derman.notify import queries as notify_queries
from derman.notify.models import Notice
from derman.problems import actions as problems
from derman.problems.models import Problem
from derman.tickets import actions as tickets
from derman.tickets.merged import survivor_of
from derman.trackers import actions, queries
from derman.trackers.errors import WrongInput
from derman.trackers.models import Delivery
from derman.trackers.tests.working import kinds, opened, worked

__all__ = ["helpdesk"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(elif_, vpn, erp):
    """Opened at the makers; Elif has the ticket."""
    tickets.assign(actor=elif_, ticket=vpn.pk, assignee=elif_)
    return worked(opened(elif_, vpn, erp))


def told(client, erp, number, *, key="d-1", by="s3cret", event="issues", project="ege/erp"):
    body = json.dumps({"action": "closed", "issue": {"number": number}, "repository": {"full_name": project}}).encode()
    made = "sha256=" + hmac.new(by.encode(), body, hashlib.sha256).hexdigest()
    return client.post(
        f"/hooks/trackers/{erp.pk}/",
        body,
        content_type="application/json",
        headers={"X-Hub-Signature-256": made, "X-GitHub-Event": event, "X-GitHub-Delivery": key},
    )


def test_when_the_makers_close_it_the_ticket_comes_back_and_its_agent_is_told(client, issue, vpn, erp, forge, elif_):
    forge.close(1)
    answer = told(client, erp, 1)
    assert (answer.status_code, answer.json()) == (202, {"issues": 1})
    issue.refresh_from_db()
    assert issue.next_at <= clock.now()
    worked(issue, after=timedelta(seconds=1))
    vpn.refresh_from_db()
    assert (issue.closed, issue.state, vpn.status) == (True, "closed: completed", "open")
    moved = vpn.events.get(kind="issue.moved")
    assert (moved.actor, moved.details["closed"]) == (None, True)
    assert vpn.events.filter(kind="status.changed").last().details["why"] == "issue_moved"
    assert list(Notice.objects.filter(kind="maker").values_list("person", "ticket")) == [(elif_.pk, vpn.pk)]


def test_news_that_comes_twice_counts_once(client, issue, erp, forge):
    forge.close(1)
    assert told(client, erp, 1).json() == {"issues": 1}
    assert told(client, erp, 1).json() == {"issues": 0}
    assert Delivery.objects.count() == 1


def test_news_with_a_wrong_signature_is_refused_and_told(client, issue, erp):
    assert told(client, erp, 1, by="guessed").status_code == 401
    erp.refresh_from_db()
    assert (erp.refused, erp.heard_at) == (1, None)
    assert Delivery.objects.count() == 0
    assert client.post(f"/hooks/trackers/{erp.pk + 1}/", {}, content_type="application/json").status_code == 404


def test_news_of_another_project_or_of_other_things_changes_nothing(client, issue, erp):
    assert told(client, erp, 1, project="ege/other").json() == {"issues": 0}
    assert told(client, erp, 1, event="push", key="d-2").json() == {"issues": 0}
    assert told(client, erp, 77, key="d-3").json() == {"issues": 0}


def test_news_that_is_too_long_is_not_read(client, erp):
    answer = client.post(f"/hooks/trackers/{erp.pk}/", b"x" * (1024 * 1024 + 1), content_type="application/json")
    assert answer.status_code == 413


def test_without_any_webhook_it_is_asked_for_and_costs_nothing_where_nothing_changed(issue, vpn, forge):
    assert timedelta(minutes=4) < issue.next_at - clock.now() < timedelta(minutes=6)
    forge.asked.clear()
    worked(issue, after=timedelta(minutes=6))
    method, path, headers, _body = forge.asked[-1]
    assert (method, path, len(forge.asked)) == ("GET", "/repos/ege/erp/issues/1", 1)
    assert headers["if-none-match"] == issue.etag
    forge.comment(1, "nora", "We can reproduce it.")
    worked(issue, after=timedelta(minutes=12))
    assert [(one.author, one.text) for one in queries.comments(issue)] == [("nora", "We can reproduce it.")]
    said = vpn.events.get(kind="issue.said")
    assert said.details["theirs"] is True
    worked(issue, after=timedelta(minutes=18))
    assert kinds(vpn).count("issue.said") == 1


def test_where_news_comes_it_is_asked_for_seldom(client, issue, erp):
    told(client, erp, 77)
    worked(issue, after=timedelta(minutes=6))
    assert issue.next_at - clock.now() > timedelta(minutes=30)


def test_a_comment_from_here_leaves_after_the_undo_time_once(issue, elif_, vpn, forge):
    actions.say(actor=elif_, issue=issue.pk, text="Any news?")
    worked(issue, after=timedelta(seconds=1))
    assert not forge.notes[1]
    worked(issue)
    worked(issue, after=timedelta(minutes=6))
    assert [row["body"].split("\n")[0] for row in forge.notes[1]] == ["Any news?"]
    [kept] = queries.comments(issue)
    assert (kept.by, kept.key) == (elif_, "5000")
    assert kinds(vpn).count("issue.said") == 1


def test_a_comment_is_taken_back_in_time(issue, elif_, forge):
    made = actions.say(actor=elif_, issue=issue.pk, text="Any news?")
    actions.take_back(actor=elif_, issue=issue.pk, comment=made.pk)
    worked(issue)
    assert not forge.notes[1]


def test_a_comment_whose_sending_died_in_between_is_not_sent_twice(issue, elif_, forge):
    made = actions.say(actor=elif_, issue=issue.pk, text="Any news?")
    forge.comment(1, "derman-desk", f"Any news?\n\n<!-- derman:{made.marker} -->")
    type(made).objects.update(begun_at=clock.now())
    worked(issue)
    assert len(forge.notes[1]) == 1
    assert [(one.key, one.text) for one in queries.comments(issue)] == [("5000", "Any news?")]


def test_opened_again_by_the_makers_it_is_told_again(issue, vpn, forge):
    forge.close(1)
    worked(issue, after=timedelta(minutes=6))
    forge.reopen(1)
    worked(issue, after=timedelta(hours=7))
    assert [event.details["closed"] for event in vpn.events.filter(kind="issue.moved")] == [True, False]


def test_an_issue_that_was_moved_or_deleted_there_says_so_and_is_not_forgotten(issue, vpn, forge):
    forge.answers.append((301, {"message": "Moved Permanently"}, {"Location": "/repositories/1/issues/2"}))
    worked(issue, after=timedelta(minutes=6))
    assert (issue.wrong, issue.stage) == ("moved", "linked")
    assert issue.next_at is not None
    assert vpn.events.get(kind="issue.failed").details["why"] == "moved"


def test_one_that_is_there_is_linked_by_its_address_and_twice_is_refused(elif_, vpn, erp, forge):
    forge.add("It drops", "Long known", ["bug"])
    address = "https://github.com/ege/erp/issues/1#issuecomment-5"
    issue = actions.link_issue(actor=elif_, tracker=erp.pk, number=address, ticket=vpn.pk)
    worked(issue)
    assert (issue.title, issue.labels, issue.stage) == ("It drops", ["bug"], "linked")
    for wrong in ("#1", "https://github.com/ege/other/issues/1", "", "x" * 700):
        with pytest.raises(WrongInput):
            actions.link_issue(actor=elif_, tracker=erp.pk, number=wrong, ticket=vpn.pk)
    actions.unlink(actor=elif_, issue=issue.pk)
    actions.link_again(actor=elif_, issue=issue.pk)
    assert kinds(vpn)[-2:] != [] and "issue.again" in kinds(vpn)


def test_on_a_problem_its_owner_hears_of_it_and_its_timeline_says_so(elif_, vpn, erp, forge):
    problem = problems.begin(actor=elif_, title="VPN", tickets=[vpn.pk], owner=elif_.pk)
    issue = actions.open_issue(actor=elif_, tracker=erp.pk, title="VPN", body="Drops", problem=problem.pk)
    worked(issue)
    forge.close(1)
    worked(issue, after=timedelta(minutes=6))
    assert list(problem.happenings.filter(kind__startswith="issue").order_by("pk").values_list("kind", flat=True)) == [
        "issue_asked",
        "issue_opened",
        "issue_moved",
    ]
    assert list(Notice.objects.filter(kind="maker").values_list("person", "problem", "ticket")) == [
        (elif_.pk, problem.pk, None)
    ]


def test_a_problem_without_tickets_tells_its_owner_by_bell_and_mail_in_their_language(
    client, elif_, leyla, erp, forge, helpdesk
):
    problem = problems.begin(actor=elif_, title="The report times out", owner=leyla.pk)
    issue = actions.open_issue(actor=elif_, tracker=erp.pk, title="Report", body="It ends", problem=problem.pk)
    worked(issue)
    forge.comment(1, "nora", "Which version?")
    forge.close(1)
    worked(issue, after=timedelta(minutes=6))
    Notice.objects.update(at=clock.now() - timedelta(minutes=2))
    notify_jobs.tell()
    (mail,) = OutgoingMail.objects.filter(person=leyla, kind="agent")
    assert (mail.to, f"P{problem.pk}" in mail.subject) == ([leyla.email], True)
    assert f"/desk/problems/{problem.pk}/" in mail.text
    client.force_login(leyla)
    page = client.get("/accounts/notifications/").content.decode()
    assert f'href="/desk/problems/{problem.pk}/"' in page and "The report times out" in page


def test_news_of_a_problem_of_a_closed_team_is_out_of_sight_once_one_left_it(elif_, leyla, erp, forge, security):
    problem = problems.begin(actor=elif_, title="The report times out", owner=leyla.pk)
    issue = actions.open_issue(actor=elif_, tracker=erp.pk, title="Report", body="It ends", problem=problem.pk)
    worked(issue)
    forge.close(1)
    worked(issue, after=timedelta(minutes=6))
    assert len(notify_queries.latest(leyla)) == 1
    Problem.objects.filter(pk=problem.pk).update(team=security)
    assert notify_queries.latest(leyla) == []


def test_merged_into_another_ticket_the_issue_goes_on_there(issue, elif_, vpn, mert, forge):
    from tests.cast import asks

    other = asks(mert, "VPN again", "It drops.")
    tickets.merge(actor=elif_, ticket=vpn.pk, into=other.pk)
    assert survivor_of(vpn.pk) == other.pk
    assert [one.pk for one in queries.of_ticket(elif_, other.pk)] == [issue.pk]
    forge.close(1)
    worked(issue, after=timedelta(minutes=6))
    assert "issue.moved" in kinds(other)
