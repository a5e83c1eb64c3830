"""An issue is opened at the makers: with exactly what was chosen, once, whatever dies in between."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.kernel import clock
from derman.tickets import actions as tickets
from derman.tickets.errors import TicketNotFound
from derman.tickets.incoming import IncomingFile
from derman.trackers import actions
from derman.trackers.errors import IssueNotFound, WrongInput
from derman.trackers.models import Issue
from derman.trackers.tests.working import kinds, opened, worked

pytestmark = pytest.mark.django_db


def test_an_issue_is_opened_after_the_undo_time_and_the_ticket_waits_for_the_makers(elif_, vpn, erp, forge):
    issue = opened(elif_, vpn, erp)
    vpn.refresh_from_db()
    assert (vpn.status, vpn.waiting_for) == ("waiting", "vendor")
    actions.work(issue=issue.pk)
    assert not forge.issues
    worked(issue)
    assert (issue.stage, issue.number, issue.state) == ("linked", "1", "open")
    assert issue.url == "https://github.com/ege/erp/issues/1"
    made = forge.issues[1]
    assert made["title"] == "Sessions end early"
    assert made["body"] == f"After ten minutes.\n\n<!-- derman:{issue.marker} -->"
    assert kinds(vpn)[-3:] == ["issue.asked", "status.changed", "issue.opened"]
    assert all(headers["authorization"] == "Bearer ghp_right" for _m, _p, headers, _b in forge.asked)
    assert all(headers["x-github-api-version"] == "2022-11-28" for _m, _p, headers, _b in forge.asked)


def test_what_is_taken_back_in_time_never_leaves(elif_, vpn, erp, forge):
    issue = opened(elif_, vpn, erp)
    actions.unlink(actor=elif_, issue=issue.pk)
    worked(issue)
    vpn.refresh_from_db()
    assert (forge.asked, issue.stage, vpn.status) == ([], "unlinked", "open")
    assert vpn.events.get(kind="issue.unlinked").details["why"] == "undone"


def test_after_a_death_between_opening_and_knowing_it_is_found_and_not_opened_twice(elif_, vpn, erp, forge):
    forge.dies_after_opening = True
    issue = worked(opened(elif_, vpn, erp))
    assert (issue.stage, issue.wrong, len(forge.issues)) == ("waiting", "broken", 1)
    worked(issue, after=timedelta(minutes=10))
    assert (issue.stage, issue.number, issue.wrong, len(forge.issues)) == ("linked", "1", "", 1)
    assert vpn.events.get(kind="issue.opened").details["why"] == "found"


def test_a_worker_that_is_killed_in_between_leaves_it_to_the_next(elif_, vpn, erp, forge, monkeypatch):
    issue = opened(elif_, vpn, erp)

    def killed(*_arguments, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr("derman.trackers.actions.working._as_seen", killed)
    with pytest.raises(KeyboardInterrupt):
        worked(issue)
    monkeypatch.undo()
    assert len(forge.issues) == 1
    worked(issue, after=timedelta(seconds=60))
    assert issue.stage == "waiting"  # still in the hand of whoever died
    worked(issue, after=timedelta(minutes=10))
    assert (issue.stage, len(forge.issues)) == ("linked", 1)


@pytest.mark.parametrize(
    ("status", "headers", "code", "words"),
    [
        (401, {}, "token", "Bad credentials"),
        (403, {}, "forbidden", "Resource not accessible by personal access token"),
        (403, {"X_RateLimit_Remaining": "0", "Retry_After": "1800"}, "slow", "API rate limit exceeded"),
        (404, {}, "missing", "Not Found"),
        (410, {}, "gone", "Issues has been disabled in this repository."),
        (422, {}, "refused", "Validation Failed"),
        (429, {"Retry_After": "1800"}, "slow", "Too many requests"),
        (503, {}, "broken", "Service unavailable"),
        (301, {"Location": "https://api.github.com/repositories/1"}, "moved", "Moved Permanently"),
    ],
)
def test_what_goes_wrong_is_kept_in_words_and_tried_again_until_it_works(
    elif_, vpn, erp, forge, status, headers, code, words
):
    issue = opened(elif_, vpn, erp)
    forge.answers.append((status, {"message": words}, headers))
    worked(issue)
    assert (issue.stage, issue.wrong, issue.wrong_said, issue.tries) == ("waiting", code, words, 1)
    assert issue.next_at > clock.now()
    if code == "slow":
        assert issue.next_at > clock.now() + timedelta(minutes=29)
        worked(opened(elif_, vpn, erp))
        assert not forge.issues  # nothing at all is asked until then
    worked(issue, after=timedelta(hours=1))
    assert (issue.stage, issue.wrong, len(forge.issues)) == ("linked", "", 1)


def test_a_tracker_that_does_not_answer_is_tried_again_ever_later(elif_, vpn, erp):
    issue = opened(elif_, vpn, erp)
    erp.address = "http://127.0.0.1:9"
    erp.save()
    waits = []
    for hours in range(1, 5):
        worked(issue, after=timedelta(hours=hours))
        waits.append(issue.next_at - clock.now() - timedelta(hours=hours))
    assert issue.wrong == "away"
    assert [round(wait.total_seconds() / 60) for wait in waits] == [1, 2, 4, 8]
    assert kinds(vpn).count("issue.failed") == 1


def test_what_stands_in_the_desks_own_network_is_not_called_unless_that_was_allowed(elif_, vpn, erp, forge):
    erp.inside = False
    erp.save()
    issue = worked(opened(elif_, vpn, erp))
    assert (issue.wrong, forge.asked) == ("network", [])


def test_a_file_goes_along_by_a_signed_link_that_is_shut_once_the_issue_is_unlinked(
    elif_, vpn, erp, forge, mert, client
):
    log = IncomingFile(name="vpn.log", content=b"line 1")
    sent = tickets.reply(actor=elif_, ticket=vpn.pk, text="Here.", attached=[log])
    file = sent.attachments.get()
    issue = worked(opened(elif_, vpn, erp, files=[file.pk]))
    body = forge.issues[1]["body"]
    assert "- [vpn.log](" in body
    path = "/issue-files/" + body.split("/issue-files/")[1].split(")")[0]
    assert b"".join(client.get(path).streaming_content) == b"line 1"
    assert client.get(path.replace(path[-6], "a" if path[-6] != "a" else "b")).status_code == 404
    actions.unlink(actor=elif_, issue=issue.pk)
    assert client.get(path).status_code == 404


def test_notes_and_files_of_notes_never_go_along(elif_, vpn, erp):
    note = tickets.note(
        actor=elif_, ticket=vpn.pk, text="Hm.", attached=[IncomingFile(name="secret.txt", content=b"x")]
    )
    with pytest.raises(WrongInput):
        opened(elif_, vpn, erp, files=[note.attachments.get().pk])


def test_who_may_not_see_the_ticket_or_use_the_tracker_opens_nothing(elif_, leyla, mert, vpn, erp):
    with pytest.raises((TicketNotFound, WrongInput)):
        opened(mert, vpn, erp)
    issue = opened(elif_, vpn, erp)
    with pytest.raises(IssueNotFound):
        actions.say(actor=mert, issue=issue.pk, text="Hello")
    assert Issue.objects.count() == 1
