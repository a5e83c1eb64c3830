"""Merging and taking apart: nothing is lost, and everything goes back to where it was."""

import random
import re
from datetime import timedelta

import pytest

from derman.channels.mail.models import OutgoingMail
from derman.kernel import clock
from derman.search.queries import tickets as found
from derman.tickets import actions, queries
from derman.tickets.errors import NotAllowed, Overtaken, TicketNotFound, TooLateToUndo, WrongInput
from derman.tickets.guests import guest_of, guest_token
from derman.tickets.models import Follower, Message, Ticket
from derman.tickets.tests.conversing import answers, said, state


def test_two_conversations_become_one_in_order_of_time(vpn, again, mert, elif_):
    answers(mert, vpn, "Third.")
    _gone, kept = actions.merge(actor=elif_, ticket=again.pk, into=vpn.pk)
    assert kept.pk == vpn.pk
    assert said(vpn, elif_) == ["It drops every ten minutes.", "And again, at noon.", "Third."]
    gone = Ticket.objects.get(pk=again.pk)
    assert (gone.status, gone.merged_into_id, gone.messages.count()) == ("closed", vpn.pk, 0)
    assert gone.events.filter(kind="ticket.merged").get().details == {"into": vpn.pk}


def test_what_is_written_to_the_other_one_later_finds_the_survivor(vpn, again, mert, elif_):
    actions.merge(actor=elif_, ticket=again.pk, into=vpn.pk)
    actions.resolve(actor=elif_, ticket=vpn.pk)
    received = answers(mert, again, "Not solved.")
    assert (received.ticket.pk, received.opened, received.ticket.status) == (vpn.pk, False, "open")
    assert received.message.meant_for_id == again.pk


def test_who_asked_for_the_other_one_takes_part(vpn, hers, selin, elif_):
    token = guest_token(hers.pk, selin.pk)
    actions.merge(actor=elif_, ticket=hers.pk, into=vpn.pk)
    assert answers(selin, hers).ticket.pk == vpn.pk
    assert answers(selin, vpn).ticket.pk == vpn.pk
    assert queries.find_own(selin, hers.pk).pk == vpn.pk
    assert guest_of(token)[1].pk == vpn.pk


def test_taken_apart_each_has_what_it_had_and_what_was_meant_for_it(vpn, hers, selin, mert, elif_):
    actions.add_task(actor=elif_, ticket=hers.pk, title="Look")
    before = state(vpn, hers)
    actions.merge(actor=elif_, ticket=hers.pk, into=vpn.pk)
    assert state(vpn)[0]["tasks"][:2] == (1, 0)
    actions.unmerge(actor=elif_, ticket=hers.pk)
    assert state(vpn, hers) == before

    actions.merge(actor=elif_, ticket=hers.pk, into=vpn.pk)
    answers(selin, hers, "Bu benim.")
    answers(mert, vpn, "This is mine.")
    with clock.frozen_at(clock.now() + timedelta(days=40)):
        actions.unmerge(actor=elif_, ticket=hers.pk)
    assert said(hers, elif_) == ["Bağlantı kopuyor.", "Bu benim."]
    assert said(vpn, elif_) == ["It drops every ten minutes.", "This is mine."]
    assert not Follower.objects.filter(ticket=vpn).exists()


def test_undone_from_the_survivor(vpn, hers, elif_):
    before = state(vpn, hers)
    actions.merge(actor=elif_, ticket=hers.pk, into=vpn.pk)
    act = actions.last_act(actor=elif_, ticket=vpn.pk).act
    actions.undo(actor=elif_, ticket=vpn.pk, act=act)
    assert state(vpn, hers) == before
    with pytest.raises(TooLateToUndo):
        actions.undo(actor=elif_, ticket=vpn.pk, act=act)


def test_two_who_need_the_same_tickets_never_wait_for_each_other(vpn, hers, elif_, django_assert_max_num_queries):
    """Whoever locks two tickets locks the lower number first, whichever of the two was asked for."""
    numbers = sorted((vpn.pk, hers.pk))
    for ticket, other in (numbers, reversed(numbers)):
        actions.merge(actor=elif_, ticket=other, into=ticket)
        act = actions.last_act(actor=elif_, ticket=ticket).act
        with django_assert_max_num_queries(200) as undoing:
            actions.undo(actor=elif_, ticket=ticket, act=act)
        assert locked_first(undoing) == numbers
        with django_assert_max_num_queries(200) as linking:
            actions.link(actor=elif_, ticket=ticket, other=other, kind="related")
        assert locked_first(linking) == numbers
        actions.unlink(actor=elif_, ticket=ticket, other=other)


def locked_first(seen):
    """The tickets of the first statement that locks some; in the order in which it does."""
    statement = next(query["sql"] for query in seen.captured_queries if "FOR UPDATE" in query["sql"])
    assert statement.endswith(" ORDER BY 1 ASC FOR UPDATE")
    return sorted(int(number) for number in re.search(r"IN \((.+?)\)", statement)[1].split(","))


def test_a_solved_one_is_in_work_again_when_an_unsolved_one_comes(vpn, again, elif_):
    actions.resolve(actor=elif_, ticket=vpn.pk)
    before = state(vpn, again)
    _gone, kept = actions.merge(actor=elif_, ticket=again.pk, into=vpn.pk)
    assert kept.status == "open"
    actions.unmerge(actor=elif_, ticket=again.pk)
    assert state(vpn, again) == before


def test_a_chain_ends_at_the_last(vpn, again, hers, selin, elif_):
    before = state(vpn, again, hers)
    actions.merge(actor=elif_, ticket=hers.pk, into=again.pk)
    actions.merge(actor=elif_, ticket=again.pk, into=vpn.pk)
    assert answers(selin, hers).ticket.pk == vpn.pk
    with pytest.raises(TooLateToUndo, match="Take those apart first"):
        actions.unmerge(actor=elif_, ticket=hers.pk)
    actions.unmerge(actor=elif_, ticket=again.pk)
    actions.unmerge(actor=elif_, ticket=hers.pk)
    after = state(vpn, again, hers)
    assert [row["merged"] for row in after] == [None, None, None]
    assert [row["messages"] for row in after[:2]] == [row["messages"] for row in before[:2]]
    assert [text for _pk, _seq, text in after[2]["messages"]] == ["Bağlantı kopuyor.", "More."]


def test_merged_into_one_that_was_merged_goes_to_its_survivor(vpn, again, hers, elif_):
    actions.merge(actor=elif_, ticket=again.pk, into=vpn.pk)
    _gone, kept = actions.merge(actor=elif_, ticket=hers.pk, into=again.pk)
    assert kept.pk == vpn.pk


def test_nothing_is_done_to_a_merged_ticket(vpn, again, mert, elif_):
    actions.merge(actor=elif_, ticket=again.pk, into=vpn.pk)
    for verb in (actions.take, actions.resolve, actions.mark_as_spam):
        with pytest.raises(Overtaken, match=f"#{vpn.pk}"):
            verb(actor=elif_, ticket=again.pk)
    with pytest.raises(Overtaken):
        actions.reopen_own(actor=mert, ticket=again.pk)


def test_what_may_not_become_one(vpn, again, secret, elif_, kaan):
    with pytest.raises(WrongInput):
        actions.merge(actor=elif_, ticket=vpn.pk, into=vpn.pk)
    with pytest.raises(TicketNotFound):
        actions.merge(actor=elif_, ticket=vpn.pk, into=99_999_999)
    with pytest.raises(TicketNotFound):
        actions.merge(actor=elif_, ticket=vpn.pk, into=secret.pk)
    with pytest.raises(NotAllowed):
        actions.merge(actor=kaan, ticket=secret.pk, into=vpn.pk)
    with pytest.raises(NotAllowed):
        actions.merge(actor=kaan, ticket=vpn.pk, into=secret.pk)
    actions.mark_as_spam(actor=elif_, ticket=again.pk)
    with pytest.raises(WrongInput):
        actions.merge(actor=elif_, ticket=again.pk, into=vpn.pk)
    with pytest.raises(WrongInput):
        actions.unmerge(actor=elif_, ticket=vpn.pk)


def test_an_answer_that_waits_is_in_the_way(vpn, again, elif_):
    moment = clock.now() + timedelta(days=1)
    actions.reply_later(actor=elif_, ticket=again.pk, text="Later", send_at=moment)
    with pytest.raises(WrongInput, match="leave later"):
        actions.merge(actor=elif_, ticket=again.pk, into=vpn.pk)


def test_found_where_it_is(vpn, hers, elif_):
    actions.merge(actor=elif_, ticket=hers.pk, into=vpn.pk)
    assert [hit.number for hit in found(elif_, "bağlantı")] == [vpn.pk]
    actions.unmerge(actor=elif_, ticket=hers.pk)
    assert [hit.number for hit in found(elif_, "bağlantı")] == [hers.pk]


def test_they_are_told_if_wanted_in_their_language(vpn, hers, elif_):
    actions.merge(actor=elif_, ticket=hers.pk, into=vpn.pk, inform=True)
    mail = OutgoingMail.objects.get(kind="merged")
    assert mail.to == ["selin@ege.example"]
    assert f"#{vpn.pk}" in mail.text
    assert mail.language == "tr"


@pytest.mark.parametrize("seed", range(12))
def test_whatever_comes_between_all_of_it_goes_back(seed, vpn, again, hers, mert, selin, elif_):
    """Mails to any of three tickets, merged and taken apart in any order: each ends with exactly its own mails."""
    chance = random.Random(seed)
    tickets, askers = [vpn, again, hers], {vpn.pk: mert, again.pk: mert, hers.pk: selin}
    expected = {ticket.pk: [message.text for message in ticket.messages.all()] for ticket in tickets}
    for step in range(14):
        one, other = chance.sample(tickets, 2)
        match chance.choice(["mail", "mail", "merge", "unmerge"]):
            case "mail":
                text = f"Mail {step}"
                assert not answers(askers[one.pk], one, text).opened
                expected[one.pk].append(text)
            case "merge":
                try:
                    actions.merge(actor=elif_, ticket=one.pk, into=other.pk)
                except WrongInput:
                    continue  # merged already, or into itself
            case "unmerge":
                try:
                    actions.unmerge(actor=elif_, ticket=one.pk)
                except (WrongInput, TooLateToUndo):
                    continue
        assert Message.objects.count() == sum(map(len, expected.values()))
    for _round in tickets:
        for ticket in tickets:
            try:
                actions.unmerge(actor=elif_, ticket=ticket.pk)
            except (WrongInput, TooLateToUndo):
                continue
    assert {ticket.pk: said(ticket, elif_) for ticket in tickets} == expected


def test_whoever_watches_the_one_watches_the_other_until_they_are_two_again(vpn, again, elif_, derya, leyla):
    actions.watch(actor=elif_, ticket=vpn.pk)
    actions.watch(actor=elif_, ticket=again.pk)
    actions.watch(actor=derya, ticket=again.pk)
    actions.merge(actor=leyla, ticket=again.pk, into=vpn.pk)
    assert Ticket.objects.get(pk=vpn.pk).watchers == sorted([elif_.pk, derya.pk])
    actions.unmerge(actor=leyla, ticket=again.pk)
    assert Ticket.objects.get(pk=vpn.pk).watchers == [elif_.pk]
    assert Ticket.objects.get(pk=again.pk).watchers == sorted([elif_.pk, derya.pk])
