"""GitLab, Jira and any other tracker: opened, seen, commented, closed, each in its own way."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from derman.kernel import secrets
from derman.tickets import actions as tickets
from derman.tickets.incoming import IncomingFile
from derman.trackers import actions, queries
from derman.trackers.models import Tracker
from derman.trackers.tests.gitlab_server import Lab
from derman.trackers.tests.jira_server import Board
from derman.trackers.tests.served import Served, serving
from derman.trackers.tests.working import opened, worked

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=6)


def keep(aylin, forge, kind, **more):
    given = {"project": getattr(forge, "project", ""), "token": "right", "secret": "s3cret", "inside": True, **more}
    return actions.save(actor=aylin, given=actions.Details(name="ERP", kind=kind, address=forge.url, **given))


def log_of(elif_, vpn):
    log = IncomingFile(name="vpn.log", content=b"line 1")
    return tickets.reply(actor=elif_, ticket=vpn.pk, text="Here.", attached=[log]).attachments.get().pk


def sent(client, tracker, told, **headers):
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    return client.post(f"/hooks/trackers/{tracker.pk}/", body, content_type="application/json", headers=headers)


def test_gitlab_from_opening_to_closing(client, aylin, elif_, vpn):
    with serving(Lab()) as lab:
        erp = keep(aylin, lab, "gitlab", token="glpat-right", labels=["desk", "bug"])
        assert actions.test(actor=aylin, tracker=erp.pk) == actions.Health(True, said="ege/apps/erp")
        issue = worked(opened(elif_, vpn, erp, files=[log_of(elif_, vpn)]))
        made = lab.issues[1]
        assert (issue.number, issue.url, issue.labels) == ("1", made["web_url"], ["desk", "bug"])
        assert b'filename="vpn.log"' in lab.uploads[0] and b"line 1" in lab.uploads[0]
        assert "[log](/uploads/66db1/vpn.log)" in made["description"]
        lab.comment(1, "Nora", "Reproduced.")
        lab.comment(1, "Nora", "changed the milestone", system=True)
        lab.issues[1].update(state="closed", assignees=[{"name": "Nora"}])
        news = {
            "object_kind": "issue",
            "project": {"id": 5, "path_with_namespace": "ege/apps/erp"},
            "object_attributes": {"iid": 1, "action": "close"},
        }
        head = {"X-Gitlab-Event": "Issue Hook", "Idempotency-Key": "k-1"}
        assert sent(client, erp, news, **head, **{"X-Gitlab-Token": "guessed"}).status_code == 401
        assert sent(client, erp, news, **head, **{"X-Gitlab-Token": "s3cret"}).json() == {"issues": 1}
        worked(issue, after=timedelta(seconds=1))
        assert (issue.closed, issue.assignee) == (True, "Nora")
        assert [one.text for one in queries.comments(issue)] == ["Reproduced."]


def test_gitlab_news_may_be_signed_by_the_rules_of_standard_webhooks(client, aylin):
    with serving(Lab()) as lab:
        key = base64.b64encode(b"k" * 32).decode()
        erp = keep(aylin, lab, "gitlab", secret=f"whsec_{key}")
        body = b'{"object_kind": "push"}'
        made = base64.b64encode(hmac.new(b"k" * 32, b"id-1.1700000000." + body, hashlib.sha256).digest()).decode()
        head = {"webhook-id": "id-1", "webhook-timestamp": "1700000000"}
        assert sent(client, erp, body, **head, **{"webhook-signature": f"v1,{made}"}).status_code == 202
        assert sent(client, erp, body + b" ", **head, **{"webhook-signature": f"v1,{made}"}).status_code == 401


def test_gitlab_finds_what_was_opened_before_a_death(aylin, elif_, vpn):
    with serving(Lab()) as lab:
        erp = keep(aylin, lab, "gitlab", token="glpat-right")
        issue = opened(elif_, vpn, erp)
        lab.routed("POST", "/api/v4/projects/ege%2Fapps%2Ferp/issues", {}, {"private-token": lab.token},
                   {"title": "x", "description": f"<!-- derman:{issue.marker} -->"})  # fmt: skip
        type(issue).objects.update(begun_at=issue.opened_at)
        worked(issue)
        assert (issue.number, len(lab.issues)) == ("1", 1)


@pytest.mark.parametrize("in_cloud", [True, False])
def test_jira_from_opening_to_closing(client, aylin, elif_, vpn, in_cloud):
    with serving(Board(in_cloud=in_cloud)) as board:
        kind = "jira_cloud" if in_cloud else "jira"
        erp = keep(aylin, board, kind, login="desk@ege.example" if in_cloud else "", labels=["from desk"])
        assert actions.test(actor=aylin, tracker=erp.pk).said == "ERP reports"
        board.may_create = False
        assert actions.test(actor=aylin, tracker=erp.pk).code == "forbidden"
        issue = worked(opened(elif_, vpn, erp, files=[log_of(elif_, vpn)]))
        assert (issue.number, issue.state) == ("ERP-1", "To Do")
        assert issue.url == f"{board.url}/browse/ERP-1"
        assert board.issues["ERP-1"]["fields"]["labels"] == ["from-desk"]
        assert len(board.attached) == 1
        actions.say(actor=elif_, issue=issue.pk, text="Any news?")
        worked(issue)
        board.comment("ERP-1", "Nora", "Fixed.")
        board.move("ERP-1", "Done")
        body = json.dumps({"webhookEvent": "jira:issue_updated", "issue": {"key": "ERP-1"}}).encode()
        made = "sha256=" + hmac.new(b"s3cret", body, hashlib.sha256).hexdigest()
        head = {"X-Hub-Signature": made} if in_cloud else {}
        where = "" if in_cloud else "?token=s3cret"
        address = f"/hooks/trackers/{erp.pk}/{where}"
        answer = client.post(address, body, content_type="application/json", headers=head)
        assert answer.json() == {"issues": 1}
        assert client.post(f"/hooks/trackers/{erp.pk}/", body, content_type="application/json").status_code == 401
        worked(issue, after=LATER)
        assert (issue.closed, issue.state) == (True, "Done")
        assert [(one.text, one.by) for one in queries.comments(issue)] == [("Any news?", elif_), ("Fixed.", None)]


def test_jira_says_which_field_it_does_not_take(aylin, elif_, vpn):
    with serving(Board(in_cloud=False)) as board:
        erp = keep(aylin, board, "jira", issue_type="Defect")
        issue = worked(opened(elif_, vpn, erp))
        assert (issue.wrong, issue.wrong_said) == ("refused", "issuetype: Specify a valid issue type")


def test_jira_finds_what_was_opened_before_a_death(aylin, elif_, vpn):
    with serving(Board(in_cloud=True)) as board:
        erp = keep(aylin, board, "jira_cloud", login="desk@ege.example")
        issue = opened(elif_, vpn, erp)
        fields = {"issuetype": {"name": "Bug"}, "summary": "x", "description": f"y\n\nderman:{issue.marker}"}
        board.routed("POST", "/rest/api/2/issue", {}, {"authorization": board.key}, {"fields": fields})
        type(issue).objects.update(begun_at=issue.opened_at)
        worked(issue)
        assert (issue.number, len(board.issues)) == ("ERP-1", 1)


class Hook(Served):
    """A tracker that takes JSON, and answers with a number or with nothing."""

    says_number = True

    def routed(self, method, path, query, headers, body):
        if method == "GET":
            return 405, {}, {}
        return 200, {"result": {"no": 7, "link": "https://bugs.example/7"}} if self.says_number else {}, {}


def generic(aylin, hook, **more):
    given = {
        "template": '{"summary": "{{title}}", "text": "From the desk: {{body}}", "ref": "{{marker}}"}',
        "paths": {"id": "result.no", "url": "result.link", "marker": "ref", "state": "status", "comment": "note.text"},
        **more,
    }
    return keep(aylin, hook, "generic", **given)


def test_any_other_tracker_by_a_template_and_by_places_in_its_json(client, aylin, elif_, vpn):
    with serving(Hook()) as hook:
        erp = generic(aylin, hook)
        assert actions.test(actor=aylin, tracker=erp.pk).well
        issue = worked(opened(elif_, vpn, erp, body='It says "no"'))
        _method, _path, headers, body = hook.asked[-1]
        assert body == {
            "summary": "Sessions end early",
            "text": 'From the desk: It says "no"',
            "ref": str(issue.marker),
        }
        assert (headers["authorization"], headers["idempotency-key"]) == ("Bearer right", str(issue.marker))
        assert headers["x-hub-signature-256"].startswith("sha256=")
        assert (issue.number, issue.url) == ("7", "https://bugs.example/7")
        news = {"result": {"no": "7"}, "status": "Closed", "note": {"text": "Fixed in 8.2"}}
        assert sent(client, erp, news, **{"X-Derman-Token": "guessed"}).status_code == 401
        assert sent(client, erp, news, **{"X-Derman-Token": "s3cret"}).json() == {"issues": 1}
        assert sent(client, erp, news, **{"X-Derman-Token": "s3cret"}).json() == {"issues": 0}
        issue.refresh_from_db()
        assert (issue.closed, issue.state) == (True, "Closed")
        assert [one.text for one in queries.comments(issue)] == ["Fixed in 8.2"]


def test_a_number_that_comes_later_is_known_by_the_marker(client, aylin, elif_, vpn):
    hook = Hook()
    hook.says_number = False
    with serving(hook):
        erp = generic(aylin, hook)
        issue = worked(opened(elif_, vpn, erp))
        assert (issue.number, issue.stage) == ("", "linked")
        news = {"result": {"no": "8"}, "ref": str(issue.marker)}
        sent(client, erp, news, Authorization="Bearer s3cret")
        issue.refresh_from_db()
        assert (issue.number, len(hook.posts())) == ("8", 1)


def test_one_that_cannot_be_asked_and_died_in_between_is_left_to_a_person(aylin, elif_, vpn):
    with serving(Hook()) as hook:
        erp = generic(aylin, hook)
        issue = opened(elif_, vpn, erp)
        hook.answers.append((502, {}, {}))
        worked(issue)
        worked(issue, after=LATER)
        assert (issue.stage, len(hook.posts())) == ("unclear", 1)
        assert vpn.events.filter(kind="issue.failed").last().details["why"] == "unclear"
        actions.try_again(actor=elif_, issue=issue.pk)
        worked(issue, after=LATER)
        assert (issue.stage, issue.number) == ("linked", "7")


def test_keys_lie_encrypted_and_are_kept_where_nothing_is_typed(aylin, forge, erp):
    assert "ghp_right" not in erp.token_sealed and secrets.decrypt(erp.token_sealed) == "ghp_right"
    given = actions.Details(name="ERP 2", kind="github", address=forge.url, project="ege/erp", inside=True)
    actions.save(actor=aylin, given=given, tracker=erp.pk)
    kept = Tracker.objects.get()
    assert (kept.name, secrets.decrypt(kept.token_sealed)) == ("ERP 2", "ghp_right")
    forge.token = "ghp_other"
    assert actions.test(actor=aylin, tracker=erp.pk) == actions.Health(False, "token", "Bad credentials")
