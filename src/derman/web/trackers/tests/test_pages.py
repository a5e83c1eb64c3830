"""The pages of issues: what leaves is shown before, without names; what is wrong is said where it was typed."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from derman.people import actions as people
from derman.tickets import actions as tickets
from derman.tickets.incoming import IncomingFile
from derman.trackers import actions
from derman.trackers.models import Issue, IssueComment
from tests.cast import asks

pytestmark = pytest.mark.django_db


@pytest.fixture
def erp(aylin):
    given = actions.Details(
        name="ERP", kind="github", address="https://api.github.com", project="ege/erp", token="t", secret="s"
    )
    return actions.save(actor=aylin, given=given)


@pytest.fixture
def as_(db: None):
    def signed_in(person):
        client = Client()
        client.force_login(person, backend="derman.people.backends.AddressBackend")
        return client

    return signed_in


def words(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_preview_is_exactly_what_leaves_and_nobody_stands_in_it(as_, aylin, elif_, mert, erp):
    people.change_person(actor=aylin, person=mert, phone="+90 555 010 20 30")
    said = "MERT KAYA here (mert@ege.example, +90 555 010 20 30). It stops. Ask Kaya."
    ticket = asks(mert, "Report of Mert Kaya", said)
    client = as_(elif_)
    form = client.get("/desk/issues/add/", {"ticket": ticket.pk})
    assert 'value="Report of [requester]"' in words(form)
    chosen = {"ticket": ticket.pk, "tracker": erp.pk, "title": "Report stops", "body": "At month end.", "waits": "yes"}
    chosen["message"] = ticket.messages.get().pk
    preview = client.post("/desk/issues/add/", {**chosen, "act": "preview"})
    leaves = preview.context["form"]["body"]
    assert leaves.startswith("At month end.\n\nThe requester, ")
    assert leaves.endswith("> [requester] here ([address], [number]). It stops. Ask [requester].")
    assert f'<input type="hidden" name="body" value="{leaves.split(chr(10))[0]}' in preview.content.decode()
    assert "still stands in it" not in words(preview)
    named = client.post("/desk/issues/add/", {**chosen, "act": "preview", "named": "yes"})
    assert "mert@ege.example" in named.context["form"]["body"]
    assert "still stands in it" in words(named)
    sent = client.post("/desk/issues/add/", {**chosen, "body": leaves, "act": "send"})
    issue = Issue.objects.get()
    assert (sent.status_code, issue.body, issue.title) == (302, leaves, "Report stops")


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(as_, elif_, vpn, erp):
    client = as_(elif_)
    sent = {"ticket": vpn.pk, "tracker": erp.pk, "title": " ", "body": "Long typed text", "act": "preview"}
    answer = client.post("/desk/issues/add/", sent)
    assert answer.status_code == 422
    assert "Write a title." in words(answer)
    assert "Long typed text" in words(answer)
    linked = client.post("/desk/issues/link/", {"ticket": vpn.pk, "tracker": erp.pk, "number": "what?"})
    assert linked.status_code == 422
    assert "no number or address of an issue" in words(linked)


def test_only_who_may_see_the_ticket_sees_its_issue(as_, elif_, kaan, mert, selin, secret, erp):
    issue = actions.open_issue(actor=kaan, tracker=erp.pk, ticket=secret.pk, title="Badge", body="It is gone.")
    for address in (f"/desk/issues/{issue.pk}/", f"/desk/issues/{issue.pk}/live/"):
        assert as_(kaan).get(address).status_code == 200
        assert as_(elif_).get(address).status_code == 404
        assert as_(selin).get(address).status_code in (302, 403, 404)
    assert as_(elif_).post(f"/desk/issues/{issue.pk}/comments/", {"text": "x"}).status_code == 404
    assert "Badge" not in words(as_(elif_).get("/desk/issues/"))
    assert "Badge" in words(as_(kaan).get("/desk/issues/"))


def test_a_tracker_of_a_team_or_of_categories_is_offered_to_no_others(as_, aylin, elif_, derya, vpn, network, erp):
    category = tickets.save_category(actor=aylin, names={"en": "ERP"})
    given = actions.Details(
        name="ERP", kind="github", address=erp.address, project="ege/erp", team=network.pk, categories=[category.pk]
    )
    actions.save(actor=aylin, given=given, tracker=erp.pk)
    tickets.set_category(actor=derya, ticket=vpn.pk, category=category)
    assert "There is no tracker for this" in words(as_(elif_).get("/desk/issues/add/", {"ticket": vpn.pk}))
    assert "ege/erp" in words(as_(derya).get("/desk/issues/add/", {"ticket": vpn.pk}))
    tickets.set_category(actor=derya, ticket=vpn.pk, category=None)
    assert "ege/erp" not in words(as_(derya).get("/desk/issues/add/", {"ticket": vpn.pk}))


def test_what_is_written_there_is_text_and_never_markup(as_, elif_, vpn, erp):
    issue = actions.link_issue(actor=elif_, tracker=erp.pk, number="7", ticket=vpn.pk)
    Issue.objects.update(title="<script>1</script>", url="javascript:alert(1)", assignee="<b>x</b>")
    IssueComment.objects.create(issue=issue, key="1", author="<i>n</i>", text="<script>alert(2)</script>")
    for address in (f"/desk/issues/{issue.pk}/", f"/desk/tickets/{vpn.pk}/", "/desk/issues/"):
        told = as_(elif_).get(address).content.decode()
        found = [bad for bad in ("<script>1", "<script>alert(2", "javascript:alert", "<b>x", "<i>n") if bad in told]
        assert found == [], address


def test_a_page_of_issues_costs_the_same_whatever_the_number(as_, elif_, mert, erp, django_assert_max_num_queries):
    client = as_(elif_)
    for many in (1, 8):
        for _number in range(many):
            ticket = asks(mert, "VPN", "It drops.")
            actions.link_issue(actor=elif_, tracker=erp.pk, number=str(ticket.pk), ticket=ticket.pk)
        with django_assert_max_num_queries(6):
            client.get("/desk/issues/")
    with django_assert_max_num_queries(10):
        client.get(f"/desk/issues/{Issue.objects.latest('pk').pk}/")


def test_the_timeline_tells_it_in_sentences(as_, elif_, vpn, erp):
    log = IncomingFile(name="vpn.log", content=b"x")
    tickets.reply(actor=elif_, ticket=vpn.pk, text="Here.", attached=[log])
    issue = actions.open_issue(actor=elif_, tracker=erp.pk, ticket=vpn.pk, title="VPN", body="It drops.")
    actions.say(actor=elif_, issue=issue.pk, text="Any news?")
    actions.unlink(actor=elif_, issue=issue.pk)
    told = words(as_(elif_).get(f"/desk/tickets/{vpn.pk}/"))
    assert "was asked for by" in told
    assert "Waiting for the makers of the software" in told
    assert "wrote to the makers" in told
    assert "took the issue back before it was opened" in told
    assert "Back in work: no issue at the makers is left to wait for" in told
