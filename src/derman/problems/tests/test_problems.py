"""A problem stands behind tickets: its workaround is offered and sent, and at the end everybody is told, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from derman.kernel import clock
from derman.knowledge.models import Translation
from derman.problems import actions, jobs, queries
from derman.problems.errors import NotAllowed, Overtaken, ProblemNotFound, WrongInput
from derman.problems.models import Incident, Problem, Telling
from derman.search.indexing import index_tickets
from derman.search.likeness import alike
from derman.tickets import actions as tickets
from derman.tickets.errors import TicketNotFound
from derman.tickets.models import Message
from tests.cast import asks

WORKAROUNDS = {"en": "Use the **web** client.", "tr": "**Web** istemcisini kullanın."}


@pytest.fixture
def again(front_line, selin):
    return asks(selin, "VPN kopuyor", "On dakikada bir kopuyor.")


@pytest.fixture
def problem(elif_, vpn, again) -> Problem:
    return actions.begin(
        actor=elif_,
        title="VPN gateway restarts",
        tickets=[vpn.pk, again.pk],
        known_titles={"en": "VPN drops", "tr": "VPN kopuyor"},
        workarounds=WORKAROUNDS,
    )


def _told_later():
    Telling.objects.update(at=clock.now() - actions.UNDO)
    jobs.tell()


def test_linking_stands_on_the_ticket_and_twice_is_once(problem, vpn, elif_):
    actions.link(actor=elif_, problem=problem.pk, ticket=vpn.pk)
    problem.refresh_from_db()
    assert problem.incidents == 2
    assert [event.details["problem"] for event in vpn.events.filter(kind="problem.linked")] == [problem.pk]
    actions.unlink(actor=elif_, problem=problem.pk, ticket=vpn.pk)
    actions.unlink(actor=elif_, problem=problem.pk, ticket=vpn.pk)
    problem.refresh_from_db()
    assert problem.incidents == 1
    assert vpn.events.filter(kind="problem.unlinked").count() == 1


def test_a_ticket_that_one_may_not_see_is_not_linked(problem, secret, elif_):
    with pytest.raises(TicketNotFound):
        actions.link(actor=elif_, problem=problem.pk, ticket=secret.pk)


def test_a_problem_of_a_closed_team_is_its_members_alone(security, kaan, elif_, leyla, aylin, mert):
    row = actions.begin(actor=kaan, title="Gate stays open", team=security.pk)
    assert queries.find(kaan, row.pk) == row
    for stranger in (elif_, leyla, aylin, mert):
        with pytest.raises(ProblemNotFound):
            queries.find(stranger, row.pk)
        assert row not in queries.some(stranger, which="all")


def test_a_hidden_incident_is_counted_and_not_named(problem, secret, kaan, elif_):
    actions.link(actor=kaan, problem=problem.pk, ticket=secret.pk)
    found = queries.opened(elif_, problem.pk)
    assert found.hidden == 1
    assert secret.pk not in {one.ticket_id for one in found.incidents} | found.numbers
    assert queries.opened(kaan, problem.pk).hidden == 0


def test_the_workaround_goes_out_in_the_requesters_language(problem, vpn, again, elif_):
    for ticket, words in ((vpn, "web client"), (again, "istemcisini")):
        message = actions.send_workaround(actor=elif_, problem=problem.pk, ticket=ticket.pk)
        assert message.public
        assert words in message.text
        assert queries.of_ticket(elif_, ticket.pk)[0].sent == message
    tickets.undo(actor=elif_, ticket=vpn.pk, act=tickets.last_act(actor=elif_, ticket=vpn.pk).act)
    assert queries.of_ticket(elif_, vpn.pk)[0].sent.withdrawn_at is not None


def test_requesters_see_it_once_it_is_offered_and_only_on_their_own_ticket(problem, vpn, mert, selin, elif_):
    assert queries.offered_on(mert, vpn.pk) == []
    actions.offer(actor=elif_, problem=problem.pk)
    assert queries.offered_on(mert, vpn.pk) == [problem]
    assert queries.offered_on(selin, vpn.pk) == []
    with pytest.raises(WrongInput, match="Withdraw the offer"):
        actions.describe(actor=elif_, problem=problem.pk, workarounds={})
    actions.withdraw_offer(actor=elif_, problem=problem.pk)
    assert queries.offered_on(mert, vpn.pk) == []


def test_one_click_makes_a_draft_in_both_languages_and_the_second_leads_to_it(problem, elif_):
    first = actions.write_article(actor=elif_, problem=problem.pk)
    assert actions.write_article(actor=elif_, problem=problem.pk) == first
    made = Translation.objects.filter(article=first.article).select_related("newest")
    assert {one.lang: one.newest.title for one in made} == {"en": "VPN drops", "tr": "VPN kopuyor"}
    assert all(one.status == "draft" for one in made)


def test_closing_tells_everybody_once_in_their_language_and_resolves(problem, vpn, again, elif_):
    actions.close(actor=elif_, problem=problem.pk, texts={"en": "Mended.", "tr": "Giderildi."}, resolve=True)
    jobs.tell()
    assert not Message.objects.filter(ticket=vpn, staff=True).exists(), "told before the undo time"
    _told_later()
    _told_later()
    for ticket, words in ((vpn, "Mended."), (again, "Giderildi.")):
        assert [one.text for one in Message.objects.filter(ticket=ticket, staff=True)] == [words]
        ticket.refresh_from_db()
        assert ticket.status == "resolved"
        assert ticket.assignee_id is None


def test_a_closed_teams_requester_is_told_by_whoever_may_not_see_the_ticket(problem, secret, kaan, elif_):
    actions.link(actor=kaan, problem=problem.pk, ticket=secret.pk)
    actions.close(actor=elif_, problem=problem.pk, texts={"tr": "Giderildi."})
    _told_later()
    assert Message.objects.filter(ticket=secret, staff=True, public=True).count() == 1


def test_reopening_within_the_minute_stops_it(problem, vpn, elif_):
    actions.close(actor=elif_, problem=problem.pk, texts={"en": "Mended."})
    assert actions.reopen(actor=elif_, problem=problem.pk).status == "new"
    _told_later()
    assert not Message.objects.filter(ticket=vpn, staff=True).exists()


def test_killed_half_way_nobody_is_told_twice(problem, vpn, again, elif_, monkeypatch):
    actions.close(actor=elif_, problem=problem.pk, texts={"en": "Mended."})
    monkeypatch.setattr(jobs, "AT_ONCE", 1)
    Telling.objects.update(at=clock.now() - actions.UNDO)
    telling = Telling.objects.get()
    assert jobs._tell_some(telling.pk, problem.pk)
    jobs.tell()
    assert Message.objects.filter(staff=True).count() == 2


def test_what_was_merged_is_told_where_it_goes_on(problem, vpn, mert, elif_):
    other = asks(mert, "VPN again", "Still.")
    tickets.merge(actor=elif_, ticket=vpn.pk, into=other.pk)
    actions.close(actor=elif_, problem=problem.pk, texts={"en": "Mended."})
    _told_later()
    assert Message.objects.filter(ticket=other, staff=True, text="Mended.").count() == 1


def test_only_owner_team_writer_and_leads_close(problem, derya, leyla):
    with pytest.raises(NotAllowed):
        actions.close(actor=derya, problem=problem.pk)
    assert actions.close(actor=leyla, problem=problem.pk) is None
    with pytest.raises(NotAllowed):
        actions.reopen(actor=derya, problem=problem.pk)


def test_a_decision_wants_a_reason_and_two_who_write_at_once_lose_nothing(problem, elif_, derya):
    with pytest.raises(WrongInput) as error:
        actions.describe(actor=elif_, problem=problem.pk, decision="build_anew")
    assert error.value.field == "decision_reason"
    actions.describe(
        actor=elif_, problem=problem.pk, revision=problem.revision, decision="fix_now", decision_reason="Cheap"
    )
    with pytest.raises(Overtaken):
        actions.describe(actor=derya, problem=problem.pk, revision=problem.revision, cause="Mine")
    with pytest.raises(WrongInput):
        actions.describe(actor=elif_, problem=problem.pk, status="closed")


def test_what_was_noted_stands_at_its_time(problem, elif_):
    actions.note(actor=elif_, problem=problem.pk, text="The disk was full", at=clock.now() - timedelta(days=2))
    assert [one.kind for one in queries.opened(elif_, problem.pk).happenings][-1] == "noted"
    with pytest.raises(WrongInput):
        actions.note(actor=elif_, problem=problem.pk, text="x", at=clock.now() + timedelta(days=1))


def test_tickets_like_it_are_suggested_and_none_that_one_may_not_see(problem, selin, mert, kaan, security, elif_):
    texts = ("The gateway restarts all the time", "gateway restarts", "Coffee machine", "My gateway restarts, badge")
    found = [asks(mert, text, "Help please") for text in texts]
    tickets.hand_over(actor=None, ticket=found[3].pk, team=security)
    index_tickets([one.pk for one in found])
    like = alike("VPN gateway restarts")
    assert set(like) == {found[0].pk, found[1].pk, found[3].pk}
    suggested = queries.tickets_like(elif_, problem, like)
    assert {one.pk for one in suggested} == {found[0].pk, found[1].pk}
    actions.link(actor=elif_, problem=problem.pk, ticket=found[0].pk, way="like")
    assert [one.pk for one in queries.tickets_like(elif_, problem, like)] == [found[1].pk]
    # and the other way round: the problem of tickets that are like this one stands first
    later = actions.begin(actor=elif_, title="Something else")
    assert queries.for_ticket(elif_, found[1], like)[0] == problem
    assert later in queries.for_ticket(elif_, found[1], like)


def test_a_page_asks_the_same_number_of_statements_for_few_and_many(
    problem, elif_, mert, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        queries.opened(elif_, problem.pk)
    Incident.objects.bulk_create(
        [Incident(problem=problem, ticket=asks(mert, f"More {place}", "x")) for place in range(40)]
    )
    with django_assert_max_num_queries(11):
        assert len(queries.opened(elif_, problem.pk).incidents) == queries.PAGE
